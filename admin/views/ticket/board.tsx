import type { Estate } from '../../../core/community.ts'
import type { Staff } from '../../../core/staff.ts'
import type { Tier } from '../../../core/taxonomy/categories.ts'
import { TIER_NAMES } from '../../../core/texts/ticket.ts'
import type { RunningClock } from '../../../core/ticket/clock.ts'
import { nextDeadline } from '../../../core/ticket/deadline.ts'
import type { ListedTicket } from '../../../db/ticketList.ts'
import type { Clock } from '../parts.tsx'
import { ClockTags, StatusTag, UrgencyTag } from '../tags.tsx'
import { addressOf, Filters, StatusChips, type TicketQuery } from './filters.tsx'
import { NextDeadline, sayPlaceOf, sayWho, TicketNumber } from './parts.tsx'
import { type NamedView, SavedFilters } from './saved.tsx'

/** `count` null: what is in the archive is not counted. */
export type Column = { key: string; label: string; tier: Tier | null; rows: ListedTicket[]; count: string | null; address: string }

type BoardProps = {
  query: TicketQuery
  columns: Column[]
  estates: Estate[]
  saved: readonly NamedView[]
  staff: Staff
  clock: Clock
  read: (ticket: ListedTicket) => RunningClock[]
}

export function BoardPage(props: BoardProps) {
  const { query, columns } = props
  return (
    <>
      {query.view === 'tier' && <StatusChips query={query} counts={null} />}
      <Filters {...props} />
      <SavedFilters {...props} />
      <nav class="chips only-narrow" aria-label="看哪一列">
        {columns.map(({ key, label }) => (
          <a class="chip" href={`#column-${key}`}>
            {label}
          </a>
        ))}
      </nav>
      <div class="board" id="board" hx-get={addressOf(query)} hx-swap="innerMorph" hx-trigger="tickets from:body delay:300ms">
        <BoardColumns {...props} />
      </div>
    </>
  )
}

export function BoardColumns(props: BoardProps) {
  return (
    <>
      {props.columns.map((column) => (
        <section class="board-column" id={`column-${column.key}`} aria-labelledby={`heading-${column.key}`}>
          <h2 id={`heading-${column.key}`}>
            {column.tier && <span class={`tier-dot tier-${column.tier}`} aria-hidden="true" />}
            {column.label}
            {column.count !== null && <span class="num">{column.count}</span>}
          </h2>
          {column.rows.length === 0 && <p class="board-none">这一列没有工单。</p>}
          {column.rows.map((ticket) => (
            <Card ticket={ticket} {...props} />
          ))}
          {column.rows.length > 0 && (
            <a class="board-all" href={column.address}>
              在列表里看这一列
            </a>
          )}
        </section>
      ))}
    </>
  )
}

function Card({ ticket, query, clock, read, estates }: BoardProps & { ticket: ListedTicket }) {
  const isPressing = ticket.urgency === 'high' || ticket.urgency === 'emergency'
  const place = [estates.length > 1 && ticket.estate, sayPlaceOf(ticket.place)].filter(Boolean).join(' · ')
  return (
    <article class={`board-card ${ticket.urgency === 'emergency' ? 'board-emergency' : ''}`} id={`card-${ticket.id}`}>
      <div class="board-head">
        <TicketNumber number={ticket.number} />
        {nextDeadline(ticket) && <NextDeadline ticket={ticket} clock={clock} />}
      </div>
      <a href={`/tickets/${ticket.number}`} class="row-link">
        {ticket.summary}
      </a>
      <div class="soft">{`${place} · ${sayWho(ticket, ticket.assignee)}`}</div>
      <div class="board-tags">
        {query.view === 'status' ? (
          <span class="tag tint-grey">
            <span class={`tier-dot tier-${ticket.tier}`} aria-hidden="true" />
            {TIER_NAMES[ticket.tier]}
          </span>
        ) : (
          <StatusTag status={ticket.status} />
        )}
        {isPressing && <UrgencyTag urgency={ticket.urgency} />}
        {ticket.private && <span class="tag tint-violet">不公开</span>}
        <ClockTags running={read(ticket)} most={1} />
      </div>
    </article>
  )
}
