import type { Estate } from '../../../core/community.ts'
import { shownName } from '../../../core/name.ts'
import type { Staff } from '../../../core/staff.ts'
import { categoryOf } from '../../../core/taxonomy/categories.ts'
import { URGENCY_NAMES } from '../../../core/texts/ticket.ts'
import type { RunningClock } from '../../../core/ticket/clock.ts'
import type { TicketStatus } from '../../../core/ticket/status.ts'
import type { ListedTicket, TicketFilter, TicketPage } from '../../../db/ticketList.ts'
import { type Clock, Empty, hasNoPlace, NoPlace, Pager } from '../parts.tsx'
import { ClockTags, StatusTag, UrgencyTag } from '../tags.tsx'
import { BulkBar, mayBulk, Pick, PickAll } from './bulk.tsx'
import { EmergencyStrip } from './emergencies.tsx'
import { addressOf, Filters, STATUS_GROUPS, StatusChips, type TicketQuery } from './filters.tsx'
import { NextDeadline, sayPlaceOf, sayWho, TicketNumber } from './parts.tsx'
import { type NamedView, SavedFilters } from './saved.tsx'

type ListProps = {
  query: TicketQuery
  filter: TicketFilter
  counts: Map<TicketStatus, number> | null
  emergencies: ListedTicket[]
  page: TicketPage
  estates: Estate[]
  saved: readonly NamedView[]
  staff: Staff
  clock: Clock
  read: (ticket: ListedTicket) => RunningClock[]
  hasSandbox: boolean
  /** Rows touched after this moment are new to the reader; null on a page just opened. */
  freshSince: Date | null
  address: string
}

export function TicketListPage(props: ListProps) {
  return (
    <>
      <div id="ticket-top">
        <TicketListTop {...props} />
      </div>
      <Filters {...props} />
      <SavedFilters {...props} />
      <div class="card" id="ticket-list" hx-get={props.address} hx-swap="none" hx-trigger="tickets from:body delay:300ms">
        <TicketListBody {...props} />
      </div>
      {mayBulk(props.staff) && <BulkBar />}
    </>
  )
}

/** The parts of the page that change by themselves. */
export function TicketListPartials(props: ListProps) {
  return (
    <>
      <hx-partial hx-target="#ticket-top" hx-swap="innerMorph">
        <TicketListTop {...props} />
      </hx-partial>
      <hx-partial hx-target="#ticket-list" hx-swap="innerMorph">
        <TicketListBody {...props} />
      </hx-partial>
    </>
  )
}

function TicketListTop({ query, counts, emergencies, clock }: ListProps) {
  return (
    <>
      <EmergencyStrip tickets={emergencies} clock={clock} />
      <StatusChips query={query} counts={counts} />
    </>
  )
}

function TicketListBody(props: ListProps) {
  const { page, query } = props
  if (page.rows.length === 0) return <NoTickets {...props} />
  return (
    <>
      <table class="list ticket-rows">
        <thead>
          <tr>
            {mayBulk(props.staff) && (
              <th class="cell-pick">
                <PickAll />
              </th>
            )}
            <th>编号</th>
            <th class="grow">事项</th>
            <th>分类</th>
            <th>紧急程度</th>
            <th>状态</th>
            <th>经办</th>
            <th>时限</th>
          </tr>
        </thead>
        <tbody>
          {page.rows.map((ticket) => (
            <Row ticket={ticket} {...props} />
          ))}
        </tbody>
      </table>
      <Pager
        newer={page.newer === null ? null : addressOf(query, { after: page.newer })}
        older={page.older === null ? null : addressOf(query, { before: page.older })}
      />
    </>
  )
}

function Row({ ticket, clock, read, estates, staff, freshSince }: ListProps & { ticket: ListedTicket }) {
  const isFresh = freshSince !== null && ticket.touchedAt !== null && ticket.touchedAt >= freshSince
  return (
    <tr id={`ticket-${ticket.id}`} class={isFresh ? 'fresh' : undefined}>
      {mayBulk(staff) && (
        <td class="cell-pick">
          <Pick ticket={ticket} />
        </td>
      )}
      <td class="cell-number">
        <TicketNumber number={ticket.number} />
      </td>
      <td class="cell-what">
        <a href={`/tickets/${ticket.number}`} class="row-link">
          {ticket.summary}
        </a>
        {ticket.private && <span class="tag tint-violet">不公开</span>}
        <div class="soft">
          {[estates.length > 1 && ticket.estate, sayPlaceOf(ticket.place), sayReporters(ticket), ticket.roomTopic ?? '私聊']
            .filter(Boolean)
            .join(' · ')}
        </div>
      </td>
      <td class="cell-category">{categoryOf(ticket.category).name}</td>
      <td class="cell-urgency">
        {isPressing(ticket) ? <UrgencyTag urgency={ticket.urgency} /> : <span class="soft not-phone">{URGENCY_NAMES[ticket.urgency]}</span>}
      </td>
      <td class="cell-status">
        <StatusTag status={ticket.status} />
        <ClockTags running={read(ticket)} most={1} />
      </td>
      <td class="cell-who">{sayWho(ticket, ticket.assignee)}</td>
      <td class="cell-due">
        <NextDeadline ticket={ticket} clock={clock} />
      </td>
    </tr>
  )
}

function NoTickets({ query, filter, hasSandbox, staff }: ListProps) {
  if (hasNoPlace(staff)) return <NoPlace />
  const isNarrowed =
    query.q !== '' ||
    filter.estateId !== null ||
    filter.group !== null ||
    filter.urgency !== null ||
    filter.tier !== null ||
    filter.private !== null ||
    filter.assignee !== null ||
    filter.due !== null
  if (isNarrowed) {
    return (
      <Empty
        icon="search"
        title="没有符合条件的工单"
        action={
          <a class="btn" href="/tickets?status=all">
            看全部工单
          </a>
        }
      >
        换一个词或放宽筛选再试。编号可以不带横线，例如 JN261121007。
      </Empty>
    )
  }
  if (query.status !== 'open' && query.status !== 'all') {
    return (
      <Empty
        icon="check"
        title={`没有“${STATUS_GROUPS[query.status].label}”的工单`}
        action={
          <a class="btn" href="/tickets">
            看未办结的工单
          </a>
        }
      >
        居民在群里说到的新问题会自动出现在这里，不用刷新。
      </Empty>
    )
  }
  return (
    <Empty
      icon="ticket"
      title={query.status === 'open' ? '没有未办结的工单' : '还没有工单'}
      action={
        hasSandbox ? (
          <a class="btn btn-primary" href="/sandbox">
            去沙盒说一句试试
          </a>
        ) : (
          <a class="btn" href="/bot">
            查看群与机器人
          </a>
        )
      }
    >
      {hasSandbox
        ? '在沙盒里扮演居民说一句“8栋2单元楼道灯不亮”，这里马上会出现一张工单。'
        : '居民在已绑定的群里说到问题，就会自动登记成工单出现在这里，不用刷新。'}
    </Empty>
  )
}

function sayReporters({ alias, reporters }: ListedTicket): string | false {
  if (!alias) return false
  return reporters > 1 ? `${shownName(alias)}等${reporters}人` : shownName(alias)
}

function isPressing({ urgency }: ListedTicket): boolean {
  return urgency === 'high' || urgency === 'emergency'
}
