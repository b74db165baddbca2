import type { Estate } from '../../../core/community.ts'
import { DIMENSIONS, type Dimension, type Pair, type PairByKey, rateOf } from '../../../core/figures/pair.ts'
import type { IntakeChannel } from '../../../core/intake.ts'
import { categoryOf, type Tier } from '../../../core/taxonomy/categories.ts'
import { CHANNEL_NAMES, sayIntake } from '../../../core/texts/intake.ts'
import { TIER_NAMES } from '../../../core/texts/ticket.ts'
import { sayDay } from '../../../core/texts/time.ts'
import type { CollectedTicket, Figures } from '../../../db/figures.ts'
import { type Clock, Empty, Pager } from '../parts.tsx'
import { StatusTag, Tag } from '../tags.tsx'
import { GROUP_NAMES, sayLength, sayPlaceOf, sayWho, TicketNumber } from '../ticket/parts.tsx'
import { DIMENSION_NAMES, FigureFilters, FigurePages, type FigureQuery, figuresAddress } from './filters.tsx'
import { Tile, Tiles } from './tiles.tsx'

export type FiguresProps = {
  query: FigureQuery
  isBackwards: boolean
  figures: Figures
  pairs: PairByKey[]
  open: CollectedTicket[]
  older: number | null
  estates: Estate[]
  clock: Clock
}

export function FiguresPage(props: FiguresProps) {
  const { query, figures, estates, isBackwards } = props
  return (
    <>
      <FigurePages at="/figures" />
      <FigureFilters path="/figures" query={query} estates={estates} />
      {isBackwards && (
        <p class="banner banner-warn" role="alert">
          <span>日期前后颠倒了，先按本月显示。</span>
        </p>
      )}
      <Tiles label="收集与解决">
        <Tile name="收集问题" value={`${figures.collected} 件`} />
        <Tile name="解决问题" value={`${figures.solved} 件`} />
        <Tile name="解决率" value={sayRate(figures)} />
        <Tile name="还没解决" value={`${figures.collected - figures.solved} 件`} />
      </Tiles>
      <p class="soft figure-note">{sayRule(figures)}</p>
      {figures.collected === 0 ? (
        <div class="card">
          <Empty icon="chart" title="这段时间没有收集到问题">
            确认立案的工单会算进来。换一段时间，或去掉几个条件再看。
          </Empty>
        </div>
      ) : (
        <>
          <Pairs {...props} />
          <OpenOnes {...props} />
        </>
      )}
    </>
  )
}

function sayRate(pair: { collected: number; solved: number }): string {
  const rate = rateOf(pair)
  return rate === null ? '—' : `${rate.toFixed(1)}%`
}

function sayRule({ unconfirmed, pending, merged }: Figures): string {
  const asides = [
    unconfirmed > 0 && `办完了、居民没回话的 ${unconfirmed} 件不算解决`,
    pending > 0 && `还没确认的 ${pending} 件不算收集`,
    merged > 0 && `并入别的工单的 ${merged} 件只算一次`,
  ].filter(Boolean)
  const rule = '按登记的日子算。立案的和说明理由不受理的算收集；居民说好了，或没经办的同事核查过，才算解决。'
  return asides.length > 0 ? `${rule}${asides.join('；')}。` : rule
}

function Pairs({ query, pairs, estates }: FiguresProps) {
  return (
    <section class="card figure-table">
      <nav class="chips no-print" aria-label="按什么分">
        {DIMENSIONS.map((by) => (
          <a class="chip" href={figuresAddress('/figures', { ...query, by })} aria-current={by === query.by ? 'true' : undefined}>
            按{DIMENSION_NAMES[by]}
          </a>
        ))}
      </nav>
      <table class="table list">
        <thead>
          <tr>
            <th>{DIMENSION_NAMES[query.by]}</th>
            <th class="num">收集</th>
            <th class="num">解决</th>
            <th class="num">解决率</th>
            <th class="num">还没解决</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr>
              <td>
                <a href={figuresAddress('/figures', narrowTo(query, pair.key))}>{nameOf(query.by, pair.key, estates)}</a>
              </td>
              <td class="num">{pair.collected}</td>
              <td class="num">{pair.solved}</td>
              <td class="num">{sayRate(pair)}</td>
              <td class="num">{pair.collected - pair.solved || ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The way to the table below. */
export function ExportPairs({ query }: { query: FigureQuery }) {
  return (
    <a class="btn" href={figuresAddress('/figures.csv', query)} download="">
      导出
    </a>
  )
}

/** The same as a table of its own, with the sum below. */
export function pairTable(by: Dimension, { figures, pairs, estates }: Pick<FiguresProps, 'figures' | 'pairs' | 'estates'>) {
  const row = (name: string, pair: Pair) => [name, pair.collected, pair.solved, sayRate(pair), pair.collected - pair.solved]
  return {
    columns: [DIMENSION_NAMES[by], '收集', '解决', '解决率', '还没解决'],
    rows: [...pairs.map((pair) => row(nameOf(by, pair.key, estates), pair)), row('合计', figures)],
  }
}

function narrowTo(query: FigureQuery, key: string): FigureQuery {
  switch (query.by) {
    case 'estate':
      return { ...query, estate: key, by: 'category' }
    case 'channel':
      return { ...query, channel: key as IntakeChannel, by: 'category' }
    case 'tier':
      return { ...query, tier: key as Tier, by: 'category' }
    case 'category':
      return { ...query, group: key, by: 'estate' }
  }
}

function nameOf(by: Dimension, key: string, estates: Estate[]): string {
  switch (by) {
    case 'estate':
      return estates.find(({ id }) => String(id) === key)?.name ?? key
    case 'channel':
      return CHANNEL_NAMES[key as IntakeChannel]
    case 'tier':
      return TIER_NAMES[key as Tier]
    case 'category':
      return GROUP_NAMES[key] ?? key
  }
}

function OpenOnes({ query, open, older, clock, estates }: FiguresProps) {
  return (
    <section>
      <h2 class="section-title">还没解决的</h2>
      <div class="card">
        {open.length === 0 ? (
          <Empty icon="check" title="都解决了">
            这段时间收集的问题，都有人说好了或核查过了。
          </Empty>
        ) : (
          open.map((ticket) => (
            <article class="echo-row" id={`open-${ticket.id}`}>
              <div class="row-main">
                <a class="echo-what" href={`/tickets/${ticket.number}`}>
                  <span class={`tier-dot tier-${ticket.tier}`} role="img" aria-label={TIER_NAMES[ticket.tier]} /> {ticket.summary}
                </a>
                <div class="soft">
                  <TicketNumber number={ticket.number} />
                  {` · ${[
                    estates.length > 1 && ticket.estate,
                    sayPlaceOf(ticket.place),
                    categoryOf(ticket.category).name,
                    sayIntake(ticket.intakeChannel, ticket.intakeRef),
                    sayWho(ticket, null),
                  ]
                    .filter(Boolean)
                    .join(' · ')}`}
                </div>
                <p class="words open-why">{sayWhy(ticket, clock)}</p>
              </div>
              <div class="echo-side">
                {ticket.status === 'closed' ? <Tag tint="grey">无人回话</Tag> : <StatusTag status={ticket.status} />}
                <span class="num">{sayLength(clock.now.getTime() - ticket.openedAt.getTime())}前登记</span>
              </div>
            </article>
          ))
        )}
      </div>
      <Pager newer={null} older={older === null ? null : figuresAddress('/figures', query, { after: String(older) })} />
    </section>
  )
}

/** Why it is not solved, in one sentence. */
function sayWhy(ticket: CollectedTicket, { now, timeZone }: Clock): string {
  const { status, why, reviewAt, resolveBy } = ticket
  const words = why ? `：${why}` : ''
  switch (status) {
    case 'onHold':
      return `暂缓${words}${reviewAt ? `，${sayDay(reviewAt, now, timeZone)}再跟进` : ''}`
    case 'awaitingResident':
      return `等居民补充${words}`
    case 'resolved':
      return `办完了，等居民或同事核查${words}`
    case 'closed':
      return '办完了，三个工作日没有人回话'
    case 'rejected':
      return `没有受理${words}`
    case 'referred':
      return `已转外部办理${words}`
    default: {
      const isLate = resolveBy !== null && resolveBy < now
      const stage = status === 'filed' ? '已立案，还没派单' : status === 'assigned' ? '已派单，还没动手' : '正在办理'
      return `${stage}${isLate ? `，超时${sayLength(now.getTime() - resolveBy.getTime())}` : ''}${words}`
    }
  }
}
