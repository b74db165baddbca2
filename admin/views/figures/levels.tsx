import { type Contained, LEVELS, type Level } from '../../../core/figures/level.ts'
import { FigurePages } from './filters.tsx'
import { sayShare } from './tiles.tsx'

const LEVEL_NAMES: Record<Level, string> = { building: '楼栋', estate: '小区', community: '社区', above: '街道和部门' }

type LevelsProps = { months: string[]; contained: Contained[] }

export function LevelsPage({ months, contained }: LevelsProps) {
  const endedIn = (month: string) => contained.filter((one) => one.month === month).reduce((sum, { solved }) => sum + solved, 0)
  return (
    <>
      <FigurePages at="/figures/levels" />
      <p class="soft figure-note">
        小事不出家门，一般困难不出小区门，重大问题不出社区门：每月办结的工单里，从头到尾没有交到上一级的占多少。改正分类不算上交。
      </p>
      <LevelTable title="在本级解决率" months={months} contained={contained} share={({ kept, ended }) => [kept, ended]} />
      <LevelTable title="在哪一级办结" months={months} contained={contained} share={({ month, solved }) => [solved, endedIn(month)]} />
    </>
  )
}

type TableProps = LevelsProps & { title: string; share: (contained: Contained) => [number, number] }

function LevelTable({ title, months, contained, share }: TableProps) {
  const shareOf = (month: string, level: Level) => {
    const found = contained.find((one) => one.month === month && one.level === level)
    return found ? share(found) : ([0, 0] as const)
  }
  return (
    <section>
      <h2 class="section-title">{title}</h2>
      <div class="card figure-table level-table">
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
                  <Share share={shareOf(month, level)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Share({ share: [part, whole] }: { share: readonly [number, number] }) {
  if (whole === 0) return <td class="num soft">—</td>
  return (
    <td class="num">
      {sayShare(part, whole)}{' '}
      <span class="soft">
        {part}/{whole}
      </span>
    </td>
  )
}
