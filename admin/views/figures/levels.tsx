import { type Contained, LEVELS, type Level } from '../../../core/figures/level.ts'
import { FigurePages } from './filters.tsx'
import { sayShare } from './tiles.tsx'

const LEVEL_NAMES: Record<Level, string> = { building: '楼栋', estate: '小区', community: '社区', above: '街道和部门' }

export function LevelsPage({ months, contained }: { months: string[]; contained: Contained[] }) {
  return (
    <>
      <FigurePages at="/figures/levels" />
      <p class="soft figure-note">
        小事不出家门，一般困难不出小区门，重大问题不出社区门：每月办结的工单里，从头到尾没有交到上一级的占多少。改正分类不算上交。
      </p>
      <section class="card figure-table">
        <table class="table list">
          <thead>
            <tr>
              <th>月份</th>
              {LEVELS.map((level) => (
                <th class="num">{LEVEL_NAMES[level]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((month) => (
              <tr>
                <td class="num">{month}</td>
                {LEVELS.map((level) => (
                  <Share contained={contained.find((one) => one.month === month && one.level === level)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

function Share({ contained }: { contained: Contained | undefined }) {
  if (!contained) return <td class="num soft">—</td>
  return (
    <td class="num">
      {sayShare(contained.kept, contained.ended)}{' '}
      <span class="soft">
        {contained.kept}/{contained.ended}
      </span>
    </td>
  )
}
