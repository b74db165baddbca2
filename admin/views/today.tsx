import type { Child } from 'hono/jsx'
import type { Community } from '../../core/community.ts'
import { shownName } from '../../core/name.ts'
import { readReceipts } from '../../core/routing/whistle.ts'
import { hasRole, type Staff } from '../../core/staff.ts'
import { categoryOf } from '../../core/taxonomy/categories.ts'
import { TIER_NAMES } from '../../core/texts/ticket.ts'
import type { RunningClock } from '../../core/ticket/clock.ts'
import { isHandler } from '../../core/ticket/move.ts'
import type { Actor, Ticket } from '../../core/ticket/ticket.ts'
import type { Callback } from '../../db/ratings.ts'
import type { SignalEntry } from '../../db/signals.ts'
import type { ListedTicket } from '../../db/ticketList.ts'
import { MOST_COUNTED, type Today, type TodayCounts, type TodayList } from '../../db/today.ts'
import type { WaitingMessage } from '../../db/waiting.ts'
import { mayOpen } from '../rights.ts'
import { Covered } from './covered.tsx'
import { Icon } from './icon.tsx'
import { type Clock, Empty, hasNoPlace, NoPlace, Time } from './parts.tsx'
import { ClockTags, StatusTag, Tag, UrgencyTag } from './tags.tsx'
import { BULK_ROLES } from './ticket/bulk.tsx'
import { EmergencyStrip } from './ticket/emergencies.tsx'
import { NextDeadline, sayLength, sayPlaceOf, sayWho, TicketNumber } from './ticket/parts.tsx'

export type TodayProps = {
  today: Today
  emergencies: ListedTicket[]
  community: Community
  by: Actor
  staff: Staff
  clock: Clock
  read: (ticket: ListedTicket) => RunningClock[]
  hasEstates: boolean
  hasSandbox: boolean
}

/** In the order in which a day is worked through; `href` is the list that holds as many as the count says. */
const PARTS = {
  mine: { name: '我手上的', href: '/tickets?who=me', tone: 'plain' },
  late: { name: '已超时', href: '/tickets?due=late', tone: 'late' },
  near: { name: '快到期', href: '/tickets?due=near', tone: 'near' },
  waiting: { name: '待人工', href: '/waiting', tone: 'near' },
  review: { name: '待确认', href: '/tickets?status=review', tone: 'near' },
  unassigned: { name: '待派', href: '/tickets?status=underWay&who=nobody', tone: 'near' },
  toCheck: { name: '待核查', href: '/tickets?status=toCheck', tone: 'plain' },
  whistles: { name: '等部门报到', href: '#today-whistles', tone: 'near' },
  callbacks: { name: '待回访', href: '/callbacks', tone: 'near' },
  signals: { name: '苗头', href: '/signals', tone: 'near' },
  silent: { name: '没有回音', href: '/echoes?list=silent', tone: 'late' },
} as const satisfies Record<keyof TodayCounts, { name: string; href: string; tone: 'plain' | 'near' | 'late' }>

type Part = keyof typeof PARTS
const PART_KEYS = Object.keys(PARTS) as Part[]

export function TodayPage(props: TodayProps) {
  const changes = ['tickets', 'messages', 'outbox', 'signals', 'pages'].map((topic) => `${topic} from:body delay:400ms`)
  return (
    <div id="today" hx-get="/today" hx-swap="innerMorph" hx-trigger={[...changes, 'every 60s'].join(', ')}>
      <TodayBoard {...props} />
    </div>
  )
}

export function TodayBoard(props: TodayProps) {
  const { today, emergencies, staff, clock, hasSandbox } = props
  const shown = PART_KEYS.filter((part) => isShownTo(part, staff))
  const filled = shown.filter((part) => today.counts[part] > 0)
  return (
    <>
      <EmergencyStrip tickets={emergencies} clock={clock} />
      <nav class="today-tiles" aria-label="今天要办的">
        {shown.map((part) => (
          <TodayTile part={part} count={today.counts[part]} />
        ))}
      </nav>
      {filled.length === 0 && emergencies.length === 0 ? (
        <div class="card">
          <AllAnswered hasSandbox={hasSandbox} staff={staff} />
        </div>
      ) : (
        <div class="today">
          {tellApart(filled, today).map(([part, tickets]) => (
            <TodayCard part={part} tickets={tickets} {...props} />
          ))}
        </div>
      )}
    </>
  )
}

const MOST_ROWS = 5

/** Each ticket stands in the first card it belongs to: what is late and one's own is not told twice. */
function tellApart(parts: readonly Part[], today: Today): [Part, ListedTicket[]][] {
  const told = new Set<number>()
  return parts.map((part) => {
    const rows = part in today.tickets ? today.tickets[part as TodayList].filter(({ id }) => !told.has(id)).slice(0, MOST_ROWS) : []
    for (const { id } of rows) told.add(id)
    return [part, rows]
  })
}

/** Who does not hand out work is not shown what waits to be handed out, but for what waits at their own place. */
function isShownTo(part: Part, staff: Staff): boolean {
  const [path] = PARTS[part].href.split('?')
  return (
    (path!.startsWith('#') || mayOpen(staff, path!)) && (part !== 'unassigned' || hasRole(staff, BULK_ROLES) || staff.reach !== undefined)
  )
}

function TodayTile({ part, count }: { part: Part; count: number }) {
  const { name, href, tone } = PARTS[part]
  return (
    <a class={`today-tile ${count > 0 ? `is-${tone}` : 'is-none'}`} href={count === 0 && href.startsWith('#') ? '/today' : href}>
      <span>{name}</span>
      <b class="num">{sayCount(count)}</b>
    </a>
  )
}

function AllAnswered({ hasSandbox, staff }: Pick<TodayProps, 'hasSandbox' | 'staff'>) {
  if (hasNoPlace(staff)) return <NoPlace />
  const action = hasSandbox ? (
    <a class="btn" href="/sandbox">
      去沙盒说一句试试
    </a>
  ) : (
    <a class="btn" href="/tickets?status=all">
      看全部工单
    </a>
  )
  return (
    <Empty icon="check" title="都回应了" action={action}>
      手上没有事，没有超时的，也没有人在等。居民说到新的问题，这里马上会出现，不用刷新。
    </Empty>
  )
}

type CardProps = TodayProps & { part: Part; tickets: ListedTicket[] }

function TodayCard({ part, ...props }: CardProps) {
  const { name, href, tone } = PARTS[part]
  const count = props.today.counts[part]
  const rows = rowsOf(part, props)
  return (
    <section class="card today-card" id={`today-${part}`} aria-labelledby={`today-${part}-name`}>
      <header>
        <h2 id={`today-${part}-name`}>
          {name} <span class={`count ${tone === 'late' ? 'count-late' : ''}`}>{sayCount(count)}</span>
        </h2>
        {!href.startsWith('#') && (
          <a href={href}>
            {count > rows.length ? `看全部 ${sayCount(count)} 项` : '去办'}
            <Icon name="next" size={15} />
          </a>
        )}
      </header>
      <ul class="today-rows">{rows.length > 0 ? rows : <li class="today-above">都已经列在别的格子里了。</li>}</ul>
    </section>
  )
}

function rowsOf(part: Part, props: Omit<CardProps, 'part'>): Child[] {
  const { today, tickets } = props
  if (part === 'waiting') return today.waiting.map((row) => <WaitingRow row={row} {...props} />)
  if (part === 'signals') return today.signals.map((row) => <SignalRow row={row} {...props} />)
  if (part === 'callbacks') return today.callbacks.map((row) => <CallbackRow row={row} {...props} />)
  if (part === 'whistles') return today.whistles.map((row) => <WhistleRow row={row} {...props} />)
  return tickets.map((row) => <TicketRow ticket={row} part={part} {...props} />)
}

function TicketRow({ ticket, part, by, staff, clock, read, hasEstates }: TodayProps & { ticket: ListedTicket; part: Part }) {
  const isPressing = ticket.urgency === 'high' || ticket.urgency === 'emergency'
  const isOwn = part !== 'mine' && ticket.assigneeId === staff.id
  const place = [hasEstates && ticket.estate, sayPlaceOf(ticket.place), part !== 'mine' && sayWho(ticket, ticket.assignee)]
  return (
    <li>
      <div class="today-what">
        <a class="row-link" href={`/tickets/${ticket.number}`}>
          <span class={`tier-dot tier-${ticket.tier}`} role="img" aria-label={TIER_NAMES[ticket.tier]} /> {ticket.summary}
        </a>
        <div class="soft">
          <TicketNumber number={ticket.number} /> {place.filter(Boolean).join(' · ')}
        </div>
      </div>
      <div class="today-side">
        <span>
          {isOwn && <Tag tint="blue">我的</Tag>}
          {isPressing && <UrgencyTag urgency={ticket.urgency} />}
          {part === 'mine' && <StatusTag status={ticket.status} />}
          {part === 'silent' && <ClockTags running={read(ticket)} most={1} />}
        </span>
        <span class="soft">{sideOf(part, ticket, by, clock)}</span>
      </div>
    </li>
  )
}

function sideOf(part: Part, ticket: ListedTicket, by: Actor, clock: Clock): Child {
  if (part === 'toCheck') {
    if (isHandler(ticket, by)) return '请同事核查'
    return ticket.resolvedAt && `办完${sayLength(clock.now.getTime() - ticket.resolvedAt.getTime())}`
  }
  if (part === 'silent') return `${sayLength(clock.now.getTime() - (ticket.heardAt ?? ticket.openedAt).getTime())}没说过`
  return <NextDeadline ticket={ticket} clock={clock} />
}

function WaitingRow({ row: { message, roomTopic }, staff, clock }: TodayProps & { row: WaitingMessage }) {
  const isHidden = roomTopic === null && staff.role === 'viewer'
  return (
    <li>
      <div class="today-what">
        <a class="row-link" href="/waiting">
          {isHidden ? '私聊的话，只给办事的同事看' : <Covered text={message.text.trim() || '〔没有文字〕'} />}
        </a>
        <div class="soft">{`${shownName(message.alias) || '居民'} · ${roomTopic ?? '私聊'}`}</div>
      </div>
      <div class="today-side">
        <span class="soft">等了{sayLength(clock.now.getTime() - message.sentAt.getTime())}</span>
      </div>
    </li>
  )
}

function SignalRow({ row, clock }: TodayProps & { row: SignalEntry }) {
  const what =
    row.kind === 'burst'
      ? `${row.people}人在说${row.category ? categoryOf(row.category).name : '同一件事'}`
      : `${shownName(row.person ?? '')}发火了`
  return (
    <li>
      <div class="today-what">
        <a class="row-link" href="/signals">
          {what}
        </a>
        <div class="soft">{row.estate}</div>
      </div>
      <div class="today-side">
        <Tag tint={row.kind === 'burst' ? 'orange' : 'red'}>{row.kind === 'burst' ? '好几个人在说' : '有人发火'}</Tag>
        <span class="soft">
          <Time at={row.raisedAt} clock={clock} />
        </span>
      </div>
    </li>
  )
}

function CallbackRow({ row, clock }: TodayProps & { row: Callback }) {
  return (
    <li>
      <div class="today-what">
        <a class="row-link" href="/callbacks">
          {shownName(row.alias)}：{row.ticket.summary}
        </a>
        <div class="soft">
          <TicketNumber number={row.ticket.number} />
        </div>
      </div>
      <div class="today-side">
        <Tag tint="orange">{row.isSolved === false ? '说没解决' : `打了${row.score ?? ''}分`}</Tag>
        <span class="soft">{row.callAt && <Time at={row.callAt} clock={clock} />}</span>
      </div>
    </li>
  )
}

function WhistleRow({ row, community, clock }: TodayProps & { row: Ticket }) {
  const receipts = readReceipts(row.whistle!, community, clock.now).filter(({ state }) => state !== 'reportedIn')
  const isLate = receipts.some(({ state }) => state === 'late')
  return (
    <li>
      <div class="today-what">
        <a class="row-link" href={`/tickets/${row.number}`}>
          {row.summary}
        </a>
        <div class="soft">
          <TicketNumber number={row.number} /> {receipts.map(({ name }) => name).join('、')}
        </div>
      </div>
      <div class="today-side">
        <Tag tint={isLate ? 'red' : 'orange'}>{isLate ? '逾期未报到' : '等报到'}</Tag>
      </div>
    </li>
  )
}

function sayCount(count: number): string {
  return count < MOST_COUNTED ? String(count) : `${MOST_COUNTED - 1}+`
}
