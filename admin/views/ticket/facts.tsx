import type { Child } from 'hono/jsx'
import type { Staff } from '../../../core/staff.ts'
import { categoryOf } from '../../../core/taxonomy/categories.ts'
import { sayParty } from '../../../core/texts/party.ts'
import { URGENCY_NAMES } from '../../../core/texts/ticket.ts'
import { sayWhen } from '../../../core/texts/time.ts'
import { actionsFor } from '../../../core/ticket/move.ts'
import { TICKET_ACTIONS, type TicketAction } from '../../../core/ticket/moves.ts'
import type { Escalation, Outcome } from '../../../core/ticket/status.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import type { OutboxEntry } from '../../../db/outboxBoard.ts'
import type { TicketPageFacts } from '../../../db/ticketPage.ts'
import { type Clock, Time } from '../parts.tsx'
import { StatusTag, TierTag, UrgencyTag } from '../tags.tsx'
import { NextDeadline, sayLength, sayPlaceOf, sayWho } from './parts.tsx'

/** What a button says; `withdraw` belongs to reporters and `lapse` to the clock: they have none. */
export const ACTION_NAMES: Record<TicketAction, string> = {
  accept: '受理',
  file: '确认立案',
  assign: '派单',
  bounce: '退单',
  takeUp: '开始办理',
  askResident: '请居民补充',
  hold: '暂缓',
  resume: '恢复办理',
  resolve: '已办完',
  verify: '核查通过',
  lapse: '无人回话，办结',
  reopen: '重新办理',
  reject: '不予受理',
  withdraw: '撤回',
  merge: '并入其他工单',
  split: '拆分出来',
  refer: '转外部办理',
}

export const ESCALATION_NAMES: Record<Escalation, string> = { bounced: '退单多次，主任定', denied: '两次没好，主任复核' }
const OUTCOME_NAMES: Record<Outcome, string> = { confirmed: '居民确认', verified: '他人核查', unconfirmed: '无人回话' }

type FactsProps = { facts: TicketPageFacts; staff: Staff; clock: Clock }

/** What a ticket is, by when, who has it, and what may be done next. */
export function Facts({ facts, staff, clock }: FactsProps) {
  const { matter, people, mergedInto, mergedHere, said } = facts
  const { ticket, estate, reporters } = matter
  return (
    <div class="card-body">
      <div class="ticket-head">
        <StatusTag status={ticket.status} />
        {(ticket.urgency === 'high' || ticket.urgency === 'emergency') && <UrgencyTag urgency={ticket.urgency} />}
        <TierTag tier={ticket.tier} />
        {ticket.private && <span class="tag tint-violet">不公开</span>}
        {ticket.reopenCount > 0 && <span class="tag tint-orange">重办{ticket.reopenCount}次</span>}
        {ticket.bounceCount > 0 && <span class="tag tint-orange">退单{ticket.bounceCount}次</span>}
        {ticket.escalation && <span class="tag tint-red">{ESCALATION_NAMES[ticket.escalation]}</span>}
      </div>
      <h2 class="ticket-title">{ticket.summary}</h2>
      {ticket.firstSummary !== ticket.summary && <p class="soft first-summary">最初的摘要：{ticket.firstSummary}</p>}
      {mergedInto && (
        <p>
          已并入 <a href={`/tickets/${mergedInto.number}`}>{mergedInto.number}</a>：{mergedInto.summary}
        </p>
      )}
      {mergedHere.length > 0 && (
        <p>
          并入本单：
          {mergedHere.map(({ number }) => (
            <a href={`/tickets/${number}`} class="me-2">
              {number}
            </a>
          ))}
        </p>
      )}
      <dl class="facts">
        <Fact name="答应居民">{sayPromise(ticket, said, clock)}</Fact>
        <Fact name="时限">
          <NextDeadline ticket={ticket} clock={clock} />
          {ticket.resolveBy && ticket.status === 'pendingReview' && (
            <span class="soft"> · {sayWhen(ticket.resolveBy, clock.now, clock.timeZone)}前办结</span>
          )}
        </Fact>
        <Fact name="位置">
          {estate.name} · {sayPlaceOf(ticket.place)}
        </Fact>
        <Fact name="分类">{categoryOf(ticket.category).name}</Fact>
        <Fact name="经办">{sayWho(ticket, people.get(ticket.assigneeId ?? 0))}</Fact>
        <Fact name="紧急程度">{URGENCY_NAMES[ticket.urgency]}</Fact>
        <Fact name="反映人数">
          {reporters.length === 0 ? '都已撤回' : `${new Set(reporters.map(({ memberId, alias }) => memberId ?? alias)).size}人`}
        </Fact>
        <Fact name="登记">
          <Time at={ticket.openedAt} clock={clock} />
        </Fact>
        {ticket.reviewAt && (
          <Fact name="暂缓到">
            <Time at={ticket.reviewAt} clock={clock} />
          </Fact>
        )}
        {ticket.resolvedAt && (
          <Fact name="办完">
            <Time at={ticket.resolvedAt} clock={clock} /> {people.get(ticket.resolvedById ?? 0)}
          </Fact>
        )}
        {ticket.closedAt && (
          <Fact name="办结">
            <Time at={ticket.closedAt} clock={clock} /> {ticket.outcome && OUTCOME_NAMES[ticket.outcome]}
          </Fact>
        )}
      </dl>
      <Actions ticket={ticket} actions={actionsFor(matter, { kind: 'staff', staff }, TICKET_ACTIONS, clock.now)} mayEdit={mayWork(staff)} />
    </div>
  )
}

function Fact({ name, children }: { name: string; children: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The clock time residents were given, and whether it has been kept. */
function sayPromise(ticket: Ticket, said: OutboxEntry[], clock: Clock): Child {
  if (!ticket.respondBy) return '没有约定时间'
  const words = `${sayParty(ticket.party, ticket.category)}${sayWhen(ticket.respondBy, clock.now, clock.timeZone)}前回应`
  const answered = said.find(({ kind, status }) => status === 'sent' && (kind === 'progress' || kind === 'staffAnswer'))
  if (answered) return <>{words} · 已回应</>
  if (ticket.respondBy >= clock.now || ticket.status === 'closed') return words
  return (
    <>
      {words} · <span class="late">还没有回应，超时{sayLength(clock.now.getTime() - ticket.respondBy.getTime())}</span>
    </>
  )
}

/** Buttons open a small form; without scripts the form is a page of its own. The first one is the usual next step. */
function Actions({ ticket, actions, mayEdit }: { ticket: Ticket; actions: TicketAction[]; mayEdit: boolean }) {
  if (actions.length === 0 && !mayEdit) return <p class="soft mb-0">您可以查看，不能办理。</p>
  return (
    <div class="actions">
      {inUsualOrder(actions).map((action, index) => (
        <ActionLink href={`/tickets/${ticket.number}/${action}`} primary={index === 0}>
          {ACTION_NAMES[action]}
        </ActionLink>
      ))}
      {mayEdit && (
        <ActionLink href={`/tickets/${ticket.number}/edit`} primary={false}>
          修改内容
        </ActionLink>
      )}
    </div>
  )
}

export function ActionLink({ href, primary, children }: { href: string; primary: boolean; children: Child }) {
  return (
    <a
      class={`btn ${primary ? 'btn-primary' : ''}`}
      href={href}
      hx-get={href}
      hx-target="#sheet"
      hx-swap="innerHTML"
      data-open-after="#sheet"
    >
      {children}
    </a>
  )
}

const USUAL: readonly TicketAction[] = [
  'accept',
  'file',
  'resume',
  'takeUp',
  'verify',
  'split',
  'resolve',
  'assign',
  'askResident',
  'hold',
  'bounce',
  'refer',
  'reopen',
  'merge',
  'reject',
]

function inUsualOrder(actions: TicketAction[]): TicketAction[] {
  return USUAL.filter((action) => actions.includes(action))
}

export function mayWork(staff: Staff): boolean {
  return staff.role !== 'viewer'
}
