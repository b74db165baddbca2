import type { Estate } from '../../../core/community.ts'
import type { Dimension } from '../../../core/figures/pair.ts'
import { PRESETS, type Preset } from '../../../core/figures/period.ts'
import { INTAKE_CHANNELS, type IntakeChannel } from '../../../core/intake.ts'
import { TIERS, type Tier } from '../../../core/taxonomy/categories.ts'
import { CHANNEL_NAMES } from '../../../core/texts/intake.ts'
import { TIER_NAMES } from '../../../core/texts/ticket.ts'
import { Choice } from '../fields.tsx'
import { GROUP_NAMES } from '../ticket/parts.tsx'

/** The question as it stands in the address of the page. */
export type FigureQuery = {
  preset: Preset | ''
  from: string
  to: string
  estate: string
  channel: IntakeChannel | ''
  tier: Tier | ''
  group: string
  by: Dimension
}

export const DIMENSION_NAMES: Record<Dimension, string> = { estate: '小区', channel: '来源', tier: '三色清单', category: '分类' }

const PRESET_NAMES: Record<Preset, string> = {
  week: '本周',
  month: '本月',
  lastMonth: '上月',
  quarter: '本季度',
  halfYear: '本半年',
  year: '今年',
}

/** A named span needs no days. */
export function figuresAddress(path: string, query: FigureQuery, more: Record<string, string> = {}): string {
  const { preset, from, to, ...rest } = query
  const fields = { ...(preset ? { preset } : { from, to }), ...rest, ...more }
  return `${path}?${new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''))}`
}

/** What is counted, in a few words. */
export function sayQuestion(query: FigureQuery, estates: readonly Estate[]): string {
  const parts = [
    `${query.from} 至 ${query.to}`,
    estates.find(({ id }) => String(id) === query.estate)?.name,
    query.channel && CHANNEL_NAMES[query.channel],
    query.tier && TIER_NAMES[query.tier],
    query.group && GROUP_NAMES[query.group],
    `按${DIMENSION_NAMES[query.by]}`,
  ]
  return parts.filter(Boolean).join(' · ')
}

export function FigureFilters({ path, query, estates }: { path: string; query: FigureQuery; estates: Estate[] }) {
  return (
    <div class="no-print">
      <nav class="chips" aria-label="时间">
        {PRESETS.map((preset) => (
          <a class="chip" href={figuresAddress(path, { ...query, preset })} aria-current={preset === query.preset ? 'true' : undefined}>
            {PRESET_NAMES[preset]}
          </a>
        ))}
      </nav>
      <form class="filters" method="get" action={path}>
        <input type="hidden" name="by" value={query.by} />
        <div class="filter-days">
          <input class="form-control" type="date" name="from" value={query.from} aria-label="从哪天" required={true} />
          <span aria-hidden="true">—</span>
          <input class="form-control" type="date" name="to" value={query.to} aria-label="到哪天" required={true} />
          <button type="submit" class="btn">
            查询
          </button>
        </div>
        <div class="filter-choices">
          {estates.length > 1 && (
            <Choice
              name="estate"
              label="小区"
              all="全部小区"
              value={query.estate}
              options={estates.map(({ id, name }) => [String(id), name])}
            />
          )}
          <Choice
            name="channel"
            label="来源"
            all="全部来源"
            value={query.channel}
            options={INTAKE_CHANNELS.map((channel) => [channel, CHANNEL_NAMES[channel]])}
          />
          <Choice name="tier" label="三色清单" all="三色清单" value={query.tier} options={TIERS.map((tier) => [tier, TIER_NAMES[tier]])} />
          <Choice name="group" label="分类" all="全部分类" value={query.group} options={Object.entries(GROUP_NAMES)} />
        </div>
      </form>
    </div>
  )
}

const PAGES = [
  ['/figures', '收集与解决'],
  ['/figures/list', '问题清单'],
  ['/figures/levels', '在本级解决率'],
  ['/figures/week', '每周小结'],
] as const

export function FigurePages({ at }: { at: (typeof PAGES)[number][0] }) {
  return (
    <nav class="chips no-print" aria-label="数字">
      {PAGES.map(([href, label]) => (
        <a class="chip" href={href} aria-current={href === at ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  )
}
