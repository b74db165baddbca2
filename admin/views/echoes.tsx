import type { Community } from '../../core/community.ts'
import { categoryOf, TIERS } from '../../core/taxonomy/categories.ts'
import { TIER_NAMES } from '../../core/texts/ticket.ts'
import type { RunningClock } from '../../core/ticket/clock.ts'
import type { ListedTicket } from '../../db/ticketList.ts'
import { type Clock, Empty } from './parts.tsx'
import { ClockTags, StatusTag } from './tags.tsx'
import { ActionLink } from './ticket/facts.tsx'
import { sayLength, sayPlaceOf, sayWho, TicketNumber } from './ticket/parts.tsx'

export const ECHO_LISTS = { late: '超时督办', silent: '没有回音', waiting: '等待榜' } as const
export type EchoList = keyof typeof ECHO_LISTS

export type EchoProps = {
  which: EchoList
  rows: ListedTicket[]
  hasMore: boolean
  read: (ticket: ListedTicket) => RunningClock[]
  community: Community
  clock: Clock
  hasEstates: boolean
  maySupervise: boolean
}

export function EchoesPage(props: EchoProps) {
  return (
    <>
      <div
        id="echo-board"
        hx-get={`/echoes?list=${props.which}`}
        hx-swap="innerMorph"
        hx-trigger="tickets from:body delay:300ms, outbox from:body delay:1500ms"
      >
        <EchoBoard {...props} />
      </div>
      <dialog class="sheet" id="sheet" aria-label="督办" />
    </>
  )
}

export function EchoBoard(props: EchoProps) {
  const { which, rows, hasMore } = props
  return (
    <>
      <nav class="chips" aria-label="回音">
        {Object.entries(ECHO_LISTS).map(([key, label]) => (
          <a class="chip" href={`/echoes?list=${key}`} aria-current={key === which ? 'true' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <p class="soft">{sayRule(props)}</p>
      <div class="card">
        {rows.length === 0 ? <NoEchoes which={which} /> : rows.map((ticket) => <EchoRow ticket={ticket} {...props} />)}
      </div>
      {hasMore && <p class="soft mt-2">只列出最要紧的 {rows.length} 张，办掉一些，后面的会接上来。</p>}
    </>
  )
}

function sayRule({ which, community }: EchoProps): string {
  if (which === 'late') return '回应、进展或办结过了时限的工单，只在工作时间记一次。主任写明怎么办，就从这里收走；办完也会收走。'
  if (which === 'waiting') return '还没办完的工单，等得最久的在前。'
  const days = TIERS.map((tier) => `${TIER_NAMES[tier]}${community.tierTerms[tier].updateDays}个`).join('、')
  return `已受理、却好几个工作日没对居民说过话的工单：${days}工作日。回一句进展就会离开这里。`
}

const EMPTY = {
  late: { title: '没有超时的工单', words: '有工单过了时限，会在工作时间列到这里，并写进它的办理过程。' },
  silent: { title: '都有回音', words: '每张受理的工单，近几天居民都听到过消息。' },
  waiting: { title: '没有人在等', words: '居民反映的事都办完了。' },
} as const satisfies Record<EchoList, { title: string; words: string }>

function NoEchoes({ which }: { which: EchoList }) {
  return (
    <Empty icon="check" title={EMPTY[which].title}>
      {EMPTY[which].words}
    </Empty>
  )
}

function EchoRow({ ticket, which, read, clock, hasEstates, maySupervise }: EchoProps & { ticket: ListedTicket }) {
  return (
    <article class="echo-row" id={`echo-${ticket.id}`}>
      <div class="row-main">
        <a class="echo-what" href={`/tickets/${ticket.number}`}>
          <span class={`tier-dot tier-${ticket.tier}`} role="img" aria-label={TIER_NAMES[ticket.tier]} /> {ticket.summary}
        </a>
        <div class="soft">
          <TicketNumber number={ticket.number} />
          {` · ${[hasEstates && ticket.estate, sayPlaceOf(ticket.place), categoryOf(ticket.category).name, sayWho(ticket, ticket.assignee)]
            .filter(Boolean)
            .join(' · ')}`}
        </div>
        <div class="echo-tags">
          <StatusTag status={ticket.status} />
          <ClockTags running={read(ticket)} />
        </div>
      </div>
      <div class="echo-side">
        <span class={which === 'waiting' ? 'num' : 'num late'}>{sayHowLong(ticket, which, clock)}</span>
        {which === 'late' && maySupervise && (
          <ActionLink href={`/echoes/${ticket.number}/supervise`} primary={false}>
            督办
          </ActionLink>
        )}
      </div>
    </article>
  )
}

function sayHowLong({ openedAt, heardAt, escalatedAt }: ListedTicket, which: EchoList, { now }: Clock): string {
  const since = { late: escalatedAt ?? openedAt, silent: heardAt ?? openedAt, waiting: openedAt }[which]
  const length = sayLength(now.getTime() - since.getTime())
  return { late: `列入${length}`, silent: `${length}没说过`, waiting: `等了${length}` }[which]
}
