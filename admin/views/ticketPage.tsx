import type { Child } from 'hono/jsx'
import { shownName } from '../../core/name.ts'
import { sayParty } from '../../core/texts/party.ts'
import { sayWhen } from '../../core/texts/time.ts'
import { URGENCY_NAMES } from '../../core/texts/ticket.ts'
import type { Staff } from '../../core/staff.ts'
import { categoryOf } from '../../core/taxonomy/categories.ts'
import { actionsFor } from '../../core/ticket/move.ts'
import { TICKET_ACTIONS, type TicketAction } from '../../core/ticket/moves.ts'
import type { Outcome } from '../../core/ticket/status.ts'
import type { Ticket } from '../../core/ticket/ticket.ts'
import type { TicketEventRow, TicketPageFacts, TicketReport } from '../../db/ticketPage.ts'
import type { OutboxEntry } from '../../db/outbox.ts'
import { AnswerForm } from './answerForm.tsx'
import { Avatar, type Clock, Time } from './parts.tsx'
import { Said } from './said.tsx'
import { StatusTag, TierTag, UrgencyTag } from './tags.tsx'
import { EVENT_NAMES, NextDeadline, sayLength, sayPlaceOf, sayWho } from './ticketParts.tsx'
import { Talk, Words } from './words.tsx'

type PageProps = { facts: TicketPageFacts; staff: Staff; clock: Clock; freshSince: Date | null }

/** What a button says; `withdraw` belongs to reporters and has none. */
export const ACTION_NAMES: Record<TicketAction, string> = {
  accept: '受理',
  file: '确认立案',
  assign: '派单',
  takeUp: '开始办理',
  askResident: '请居民补充',
  hold: '暂缓',
  resume: '恢复办理',
  resolve: '已办完',
  verify: '核查通过',
  reopen: '重新办理',
  reject: '不予受理',
  withdraw: '撤回',
  merge: '并入其他工单',
  split: '拆分出来',
  refer: '转外部办理',
}

const OUTCOME_NAMES: Record<Outcome, string> = { confirmed: '居民确认', verified: '他人核查', unconfirmed: '无人回话' }

export function TicketPage(props: PageProps) {
  const { ticket } = props.facts.matter
  const path = `/tickets/${ticket.number}`
  return (
    <>
      <div class="ticket-page" hx-get={path} hx-swap="none" hx-trigger="tickets from:body delay:300ms, outbox from:body delay:300ms">
        <div class="ticket-main">
          <section class="card" id="ticket-facts">
            <Facts {...props} />
          </section>
          <section class="card" id="ticket-words">
            <ReportedWords {...props} />
          </section>
        </div>
        <div class="ticket-side">
          {mayWork(props.staff) && props.facts.reports.length > 0 && (
            <section class="card" id="ticket-answer">
              <AnswerForm ticket={ticket} text="" privately={ticket.private} />
            </section>
          )}
          <section class="card" id="ticket-said">
            <SaidToResidents {...props} />
          </section>
          <section class="card" id="ticket-events">
            <Timeline {...props} />
          </section>
        </div>
      </div>
      <dialog class="sheet" id="sheet" aria-label="办理" />
    </>
  )
}

/** The parts of the page that change by themselves; what somebody is typing is not among them. */
export function TicketPartials(props: PageProps) {
  const parts: [string, Child][] = [
    ['ticket-facts', <Facts {...props} />],
    ['ticket-words', <ReportedWords {...props} />],
    ['ticket-said', <SaidToResidents {...props} />],
    ['ticket-events', <Timeline {...props} />],
  ]
  return (
    <>
      {parts.map(([id, part]) => (
        <hx-partial hx-target={`#${id}`} hx-swap="innerMorph">
          {part}
        </hx-partial>
      ))}
    </>
  )
}

export function mayWork(staff: Staff): boolean {
  return staff.role !== 'viewer'
}

function Facts({ facts, staff, clock }: PageProps) {
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
  'refer',
  'reopen',
  'merge',
  'reject',
]

function inUsualOrder(actions: TicketAction[]): TicketAction[] {
  return USUAL.filter((action) => actions.includes(action))
}

function ReportedWords({ facts, clock }: PageProps) {
  const { reports, around, matter } = facts
  return (
    <div class="card-body">
      <h2 class="card-title">居民原话</h2>
      {reports.map((report) => (
        <Report report={report} ownNumber={matter.ticket.number} clock={clock} />
      ))}
      {around.length > 1 && (
        <details class="around">
          <summary>前后对话</summary>
          <Talk lines={around} about={reports.flatMap(({ messageId }) => messageId ?? [])} clock={clock} />
        </details>
      )}
    </div>
  )
}

function Report({ report, ownNumber, clock }: { report: TicketReport; ownNumber: string; clock: Clock }) {
  const { message, alias, roomTopic, reportedAt, withdrawnAt, number } = report
  return (
    <article class={`report ${withdrawnAt ? 'report-withdrawn' : ''}`} id={`report-${report.id}`}>
      <Avatar name={shownName(alias)} />
      <div>
        <div class="report-head">
          <b>{alias}</b>
          <span class="soft">{message ? (roomTopic ?? '私聊') : '工作人员代录'}</span>
          <Time at={reportedAt} clock={clock} />
          {number !== ownNumber && <span class="tag tint-grey">来自 {number}</span>}
          {withdrawnAt && <span class="tag tint-grey">已撤回</span>}
        </div>
        {message ? <Words message={message} /> : <p class="words soft">没有聊天原文</p>}
      </div>
    </article>
  )
}

function SaidToResidents({ facts, staff, clock }: PageProps) {
  return (
    <div class="card-body">
      <h2 class="card-title">对居民说过的话</h2>
      <Said entries={facts.said} clock={clock} back={`/tickets/${facts.matter.ticket.number}`} mayAct={mayWork(staff)} />
    </div>
  )
}

function Timeline({ facts, clock, freshSince }: PageProps) {
  return (
    <div class="card-body">
      <h2 class="card-title">办理过程</h2>
      <ol class="timeline">
        {facts.events.toReversed().map((event) => (
          <li id={`event-${event.id}`} class={freshSince && event.at >= freshSince ? 'fresh' : undefined}>
            <b>{EVENT_NAMES[event.action]}</b>
            <span class="soft">
              {sayActor(event)} · <Time at={event.at} clock={clock} />
            </span>
            {event.note && event.action !== 'join' && <p class="words">{event.note}</p>}
            {event.action === 'answer' && isTakenBack(event, facts.said) && <p class="soft mb-0">已撤回，没有发出。</p>}
          </li>
        ))}
      </ol>
    </div>
  )
}

function sayActor({ actor, actorName }: TicketEventRow): string {
  if (actor === 'bot') return '小助手'
  return actor === 'resident' ? `居民 ${actorName}` : actorName
}

/** An answer and its lines are written at the same moment by the same person. */
function isTakenBack(event: TicketEventRow, said: OutboxEntry[]): boolean {
  const lines = said.filter(
    ({ kind, createdAt, createdById }) =>
      kind === 'staffAnswer' && createdAt.getTime() === event.at.getTime() && createdById === event.actorId,
  )
  return lines.length > 0 && lines.every(({ status }) => status === 'cancelled')
}
