import { timesOutAt } from '../../../core/routing/assignment.ts'
import { whyLinkEnded } from '../../../core/routing/link.ts'
import { isStepLate, mayMediate } from '../../../core/routing/mediation.ts'
import { type Receipt, readReceipts } from '../../../core/routing/whistle.ts'
import { FIELD_ROLES, hasRole, type Staff } from '../../../core/staff.ts'
import { sayParty } from '../../../core/texts/party.ts'
import { MEDIATOR_NAMES } from '../../../core/texts/routing.ts'
import { texts } from '../../../core/texts/texts.ts'
import { OPEN_STATUSES, type TicketStatus } from '../../../core/ticket/status.ts'
import type { Matter, Ticket } from '../../../core/ticket/ticket.ts'
import type { RoutingFacts } from '../../../db/routing.ts'
import { type Clock, Time } from '../parts.tsx'
import { ActionLink, mayWork } from './facts.tsx'
import { LINK_ENDS } from './handOut.tsx'

export type RoutingProps = { matter: Matter; routing: RoutingFacts; staff: Staff; clock: Clock }

const NOT_GIVEN: Partial<Record<TicketStatus, string>> = {
  draft: '补全以后再派。',
  resolved: '办完了，等反映人回话，或由没有经办这件事的同事核查；三个工作日没有人说话就自动办结。',
}

/** Who should have the matter and why, who was called, and to whom it was handed. */
export function Routing({ matter, routing, staff, clock }: RoutingProps) {
  const { ticket, community } = matter
  const isOpen = (OPEN_STATUSES as readonly TicketStatus[]).includes(ticket.status) && ticket.status !== 'draft'
  const dueAt = timesOutAt(ticket, community)
  return (
    <div class="card-body">
      <h2 class="card-title">由谁来办</h2>
      {isOpen && (
        <p>
          {ticket.assigneeId === null ? '建议' : '按规则'}：{sayParty(routing.route.party, ticket.category)}
          {routing.route.person && ` · ${routing.route.person.name}`}
          <span class="soft d-block">{texts.routing.why(routing.route, routing.hands, ticket)}</span>
        </p>
      )}
      {!isOpen && <p class="soft">{NOT_GIVEN[ticket.status] ?? '已经结束，不再派人。'}</p>}
      {routing.route.dutyGap && isOpen && <p class="banner banner-warn">值班表现在有空档，请补上。</p>}
      {dueAt && (
        <p class="soft">
          <Time at={dueAt} clock={clock} />
          前没有人接单，就退回待派。
        </p>
      )}
      {ticket.whistle && (
        <Receipts
          ticket={ticket}
          receipts={readReceipts(ticket.whistle, community, clock.now)}
          mayReport={isOpen && mayMove(staff)}
          clock={clock}
        />
      )}
      {ticket.mediation && (
        <p>
          调解第{ticket.mediation.step}步：{MEDIATOR_NAMES[ticket.mediation.by]}，
          <Time at={new Date(ticket.mediation.due)} clock={clock} />前
          {isStepLate(ticket.mediation, clock.now) && isOpen && <span class="tag tint-red ms-2">这一步超时</span>}
        </p>
      )}
      <Links ticket={ticket} routing={routing} clock={clock} mayOpen={isAtDesk(staff)} />
      {isOpen && hasRole(staff, FIELD_ROLES) && <Ways ticket={ticket} staff={staff} />}
    </div>
  )
}

type ReceiptsProps = { ticket: Ticket; receipts: Receipt[]; mayReport: boolean; clock: Clock }

function Receipts({ ticket, receipts, mayReport, clock }: ReceiptsProps) {
  return (
    <ul class="receipts" aria-label="部门报到">
      {receipts.map((receipt) => (
        <li>
          <span>
            <b>{receipt.name}</b> {receipt.leads && <span class="tag tint-blue">牵头</span>}
            <span class="soft d-block">
              {receipt.state === 'reportedIn' ? (
                `${receipt.hours.toFixed(1)}小时报到${receipt.by ? ` · ${receipt.by}` : ''}`
              ) : (
                <>
                  已等{receipt.hours.toFixed(1)}小时，应在
                  <Time at={receipt.due} clock={clock} />
                  前报到
                </>
              )}
            </span>
          </span>
          {receipt.state === 'reportedIn' && <span class="tag tint-green">已报到</span>}
          {receipt.state === 'late' && <span class="tag tint-red">逾期未报到</span>}
          {receipt.state !== 'reportedIn' && mayReport && (
            <form
              method="post"
              action={`/tickets/${ticket.number}/report-in`}
              hx-post={`/tickets/${ticket.number}/report-in`}
              hx-swap="none"
            >
              <button type="submit" class="btn btn-sm" name="department" value={receipt.name}>
                报到
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  )
}

type LinksProps = { ticket: Ticket; routing: RoutingFacts; clock: Clock; mayOpen: boolean }

function Links({ ticket, routing, clock, mayOpen }: LinksProps) {
  if (routing.links.length === 0) return null
  return (
    <ul class="receipts" aria-label="给出去的链接">
      {routing.links.map((link) => {
        const end = whyLinkEnded(link, ticket, clock.now)
        return (
          <li>
            <span>
              <b>{link.name}</b>
              <span class="soft d-block">
                {link.department ?? sayParty(link.party, ticket.category)} · {link.seenAt ? '打开过' : '还没打开'}
              </span>
            </span>
            {end ? <span class="tag tint-grey">{LINK_ENDS[end]}</span> : null}
            {!end && mayOpen && (
              <ActionLink href={`/tickets/${ticket.number}/links/${link.id}`} primary={false}>
                看链接
              </ActionLink>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Ways({ ticket, staff }: { ticket: Ticket; staff: Staff }) {
  const ways = [
    isAtDesk(staff) && ticket.status !== 'pendingReview' && (['hand-out', '转给没有账号的人'] as const),
    mayWork(staff) && (['tier', '改处置层级'] as const),
    mayMediate(ticket) && (['mediation', '调解记录'] as const),
  ].filter((way) => way !== false)
  return (
    <div class="actions">
      {ways.map(([path, label]) => (
        <ActionLink href={`/tickets/${ticket.number}/${path}`} primary={false}>
          {label}
        </ActionLink>
      ))}
    </div>
  )
}

function mayMove(staff: Staff): boolean {
  return hasRole(staff, ['overseer', ...FIELD_ROLES])
}

function isAtDesk(staff: Staff): boolean {
  return hasRole(staff, ['staff', 'director', 'administrator'])
}
