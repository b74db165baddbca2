import type { Child } from 'hono/jsx'
import { shownName } from '../../../core/name.ts'
import { whoIsBeside } from '../../../core/organisation/beside.ts'
import { FIELD_ROLES, hasRole, type Staff } from '../../../core/staff.ts'
import { canBeTold } from '../../../core/ticket/edit.ts'
import { actionsFor } from '../../../core/ticket/move.ts'
import type { Actor, TicketEventName } from '../../../core/ticket/ticket.ts'
import type { OutboxEntry } from '../../../db/outboxBoard.ts'
import type { RoutingFacts } from '../../../db/routing.ts'
import type { TicketDesk } from '../../../db/ticketDesk.ts'
import type { TicketEventRow, TicketPageFacts, TicketReport } from '../../../db/ticketPage.ts'
import { Covered, Covering, Revealing } from '../covered.tsx'
import { Avatar, type Clock, Time } from '../parts.tsx'
import { Said } from '../said.tsx'
import { AnswerForm, PhoneAnswerForm } from './answer.tsx'
import { AlikeTickets, BesideWatch, NoteForm, Notes, PeopleBeside } from './desk.tsx'
import { Facts, mayWork } from './facts.tsx'
import { EVENT_NAMES } from './parts.tsx'
import { CoveredHint } from './reveal.tsx'
import { Routing } from './routing.tsx'
import { Talk, Words } from './words.tsx'

type PageProps = {
  facts: TicketPageFacts
  routing?: RoutingFacts
  desk?: TicketDesk
  staff: Staff
  by: Actor
  clock: Clock
  freshSince: Date | null
  /** Until when this colleague sees what is covered. */
  revealedUntil: Date | null
}

function mayNote(staff: Staff): boolean {
  return hasRole(staff, ['overseer', ...FIELD_ROLES])
}

/** Everybody sees words without numbers and doors, but for a colleague who has just said why they must see them. */
export function TicketPage(props: PageProps) {
  return (
    <Revealing isRevealed={props.revealedUntil !== null} isPrivate={props.facts.matter.ticket.private}>
      <Covering.Provider value={coveringOn(props)}>
        <WholePage {...props} />
      </Covering.Provider>
    </Revealing>
  )
}

function coveringOn({ facts, staff }: PageProps) {
  return mayWork(staff) ? { number: facts.matter.ticket.number, covered: facts.covered } : null
}

function WholePage(props: PageProps) {
  const { ticket } = props.facts.matter
  const path = `/tickets/${ticket.number}`
  return (
    <>
      <BesideWatch number={ticket.number} />
      <div class="ticket-page" hx-get={path} hx-swap="none" hx-trigger={CHANGES}>
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
              {canBeTold(props.facts.matter) ? (
                <AnswerForm ticket={ticket} text="" privately={ticket.private} />
              ) : (
                <PhoneAnswerForm number={ticket.number} />
              )}
            </section>
          )}
          {props.routing && (
            <section class="card" id="ticket-routing">
              <Routing matter={props.facts.matter} routing={props.routing} staff={props.staff} clock={props.clock} />
            </section>
          )}
          <section class="card" id="ticket-said">
            <SaidToResidents {...props} />
          </section>
          <section class="card" id="ticket-events">
            <Timeline {...props} />
          </section>
        </div>
        <div class="ticket-more">
          {props.desk && mayNote(props.staff) && (
            <section class="card notes-card">
              <div class="card-body">
                <h2 class="card-title">内部备注</h2>
                <div id="ticket-notes-list">
                  <Notes notes={props.desk.notes} clock={props.clock} />
                </div>
                <NoteForm number={ticket.number} />
              </div>
            </section>
          )}
          {deskParts(props).map(([id, part]) => (
            <section class="card" id={id}>
              {part}
            </section>
          ))}
        </div>
      </div>
      <dialog class="sheet" id="sheet" aria-label="办理" />
    </>
  )
}

const CHANGES = 'tickets from:body delay:300ms, outbox from:body delay:300ms, ticket_notes from:body delay:300ms'

function deskParts({ facts, routing, desk, staff, by, clock }: PageProps): [string, Child][] {
  if (!routing || !desk) return []
  const { matter } = facts
  const mayMerge = actionsFor(matter, by, ['merge'], clock.now).length > 0
  const neighbours = whoIsBeside(routing.hands)
  return [
    ['ticket-alike', <AlikeTickets desk={desk} number={matter.ticket.number} mayMerge={mayMerge} />],
    ['ticket-people', <PeopleBeside matter={matter} others={desk.others} neighbours={neighbours} maySeeReporters={mayWork(staff)} />],
  ]
}

/** The parts of the page that change by themselves; what somebody is typing is not among them. */
export function TicketPartials(props: PageProps) {
  return (
    <Revealing isRevealed={props.revealedUntil !== null} isPrivate={props.facts.matter.ticket.private}>
      <Covering.Provider value={coveringOn(props)}>
        <ChangedParts {...props} />
      </Covering.Provider>
    </Revealing>
  )
}

function ChangedParts(props: PageProps) {
  const parts: [string, Child][] = [
    ['ticket-facts', <Facts {...props} />],
    ['ticket-words', <ReportedWords {...props} />],
    ['ticket-said', <SaidToResidents {...props} />],
    ['ticket-events', <Timeline {...props} />],
    ...deskParts(props),
  ]
  if (props.desk && mayNote(props.staff)) parts.push(['ticket-notes-list', <Notes notes={props.desk.notes} clock={props.clock} />])
  if (props.routing)
    parts.push(['ticket-routing', <Routing matter={props.facts.matter} routing={props.routing} staff={props.staff} clock={props.clock} />])
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

function ReportedWords({ facts, desk, staff, clock, revealedUntil }: PageProps) {
  const { reports, around, matter } = facts
  const own = reports.filter(({ number, withdrawnAt }) => number === matter.ticket.number && !withdrawnAt)
  const mayDetach = mayWork(staff) && own.length > 1
  return (
    <div class="card-body">
      <h2 class="card-title">居民原话</h2>
      <CoveredHint facts={facts} notes={desk?.notes ?? []} staff={staff} clock={clock} revealedUntil={revealedUntil} />
      {reports.map((report) => (
        <Report report={report} ownNumber={matter.ticket.number} clock={clock} mayDetach={mayDetach && own.includes(report)} />
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

type ReportProps = { report: TicketReport; ownNumber: string; clock: Clock; mayDetach: boolean }

function Report({ report, ownNumber, clock, mayDetach }: ReportProps) {
  const { message, alias, roomTopic, reportedAt, withdrawnAt, number, words, writtenBy } = report
  return (
    <article class={`report ${withdrawnAt ? 'report-withdrawn' : ''}`} id={`report-${report.id}`}>
      <Avatar name={shownName(alias)} />
      <div>
        <div class="report-head">
          <b>
            <Covered text={alias} />
          </b>
          <span class="soft">{message ? (roomTopic ?? '私聊') : `${writtenBy ?? '工作人员'}代录`}</span>
          <Time at={reportedAt} clock={clock} />
          {number !== ownNumber && <span class="tag tint-grey">来自 {number}</span>}
          {withdrawnAt && <span class="tag tint-grey">已撤回</span>}
          {mayDetach && message && <DetachButton path={`/tickets/${ownNumber}/reports/${report.id}/detachment`} />}
        </div>
        {message ? (
          <Words message={message} />
        ) : words ? (
          <p class="words">
            <Covered text={words} />
          </p>
        ) : (
          <p class="words soft">没有聊天原文</p>
        )}
      </div>
    </article>
  )
}

/** For what was said of another matter. */
function DetachButton({ path }: { path: string }) {
  return (
    <form
      class="report-detach"
      method="post"
      action={path}
      hx-post={path}
      hx-confirm="说的是另一件事？移出后这条消息回到“待人工”，可以另建工单或并入别的工单。"
      data-confirm-yes="移出"
    >
      <button type="submit" class="btn btn-plain btn-sm">
        移出
      </button>
    </form>
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
              <Covered text={sayActor(event)} /> · <Time at={event.at} clock={clock} />
            </span>
            {event.note && event.action !== 'join' && (
              <p class="words">
                <Covered text={sayNote(event)} />
              </p>
            )}
            {event.action === 'answer' && isTakenBack(event, facts.said) && <p class="soft mb-0">已撤回，没有发出。</p>}
          </li>
        ))}
      </ol>
    </div>
  )
}

/** What was taken back is kept as the name of an event. */
function sayNote({ action, note }: TicketEventRow): string {
  return action === 'undo' ? EVENT_NAMES[note as TicketEventName] : (note ?? '')
}

function sayActor({ actor, actorName }: TicketEventRow): string {
  if (actor === 'bot') return '小助手'
  if (actor === 'handler') return `${actorName}（用链接）`
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
