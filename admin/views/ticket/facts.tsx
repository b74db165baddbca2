import type { Child } from 'hono/jsx'
import { mayConsult, sayConsultation } from '../../../core/meeting/consultation.ts'
import { hasRole, SETTING_ROLES, type Staff } from '../../../core/staff.ts'
import { categoryOf } from '../../../core/taxonomy/categories.ts'
import { sayIntake } from '../../../core/texts/intake.ts'
import { sayOutsider, sayParty } from '../../../core/texts/party.ts'
import { texts } from '../../../core/texts/texts.ts'
import { URGENCY_NAMES } from '../../../core/texts/ticket.ts'
import { sayWhen } from '../../../core/texts/time.ts'
import { clockReader, type Echo } from '../../../core/ticket/clock.ts'
import { isWhole } from '../../../core/ticket/closing.ts'
import { actionsFor, isOfItsParty } from '../../../core/ticket/move.ts'
import { TICKET_ACTIONS, type TicketAction } from '../../../core/ticket/moves.ts'
import { type Escalation, OPEN_STATUSES, type Outcome, type TicketStatus } from '../../../core/ticket/status.ts'
import type { Actor, Ticket } from '../../../core/ticket/ticket.ts'
import { mayUndo } from '../../../core/ticket/undo.ts'
import type { EvidenceRow } from '../../../db/evidence.ts'
import type { Page } from '../../../db/pages.ts'
import type { TicketPageFacts } from '../../../db/ticketPage.ts'
import { CoveredMedia, CoverLink } from '../covered.tsx'
import { Icon } from '../icon.tsx'
import { type Clock, Time } from '../parts.tsx'
import { ClockTags, StatusTag, TierTag, UrgencyTag } from '../tags.tsx'
import { NextDeadline, sayLength, sayPlaceOf, sayWho } from './parts.tsx'

/** What a button says; `withdraw` belongs to reporters, `lapse` and `timeOut` to the clock: they have none. */
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
  raise: '上报一级',
  whistle: '吹哨',
  timeOut: '超时退回待派',
  reopen: '重新办理',
  reject: '不予受理',
  withdraw: '撤回',
  merge: '并入其他工单',
  split: '拆分出来',
  refer: '转外部办理',
}

const SHOWN_NAMES: Record<EvidenceRow['shows'], string> = { before: '办理前的照片', during: '办理中的照片', after: '完工照片' }
const ESCALATION_NAMES: Record<Escalation, string> = { bounced: '退单多次，主任定', denied: '两次没好，主任复核' }
const OUTCOME_NAMES: Record<Outcome, string> = { confirmed: '居民确认', verified: '他人核查', unconfirmed: '无人回话' }

/** `by` is who looks, with the sides they are on by office. */
type FactsProps = { facts: TicketPageFacts; staff: Staff; by: Actor; clock: Clock }

/** What a ticket is, by when, who has it, and what may be done next. */
export function Facts({ facts, staff, by, clock }: FactsProps) {
  const { matter, people, mergedInto, mergedHere, relatedTo, echo, calls } = facts
  const { ticket, estate, reporters, community } = matter
  return (
    <div class="card-body">
      <div class="ticket-head">
        <StatusTag status={ticket.status} />
        {(ticket.urgency === 'high' || ticket.urgency === 'emergency') && <UrgencyTag urgency={ticket.urgency} />}
        <TierTag tier={ticket.tier} />
        <ClockTags running={clockReader(community, clock.now)({ ...ticket, ...echo })} />
        {ticket.private && <span class="tag tint-violet">不公开</span>}
        {ticket.status === 'resolved' && isOfItsParty(ticket, by) && (
          <span class="tag tint-orange">您在{sayParty(ticket.party, ticket.category)}任职，请同事核查</span>
        )}
        {ticket.reopenCount > 0 && <span class="tag tint-orange">重办{ticket.reopenCount}次</span>}
        {ticket.bounceCount > 0 && <span class="tag tint-orange">退单{ticket.bounceCount}次</span>}
      </div>
      {ticket.escalatedAt && <Escalated ticket={ticket} staff={staff} clock={clock} />}
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
      {relatedTo && (
        <p>
          又出现了：上一次是 <a href={`/tickets/${relatedTo.number}`}>{relatedTo.number}</a>
        </p>
      )}
      <dl class="facts">
        <Fact name="答应居民">{sayPromise(ticket, echo, clock)}</Fact>
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
        {calls && (
          <Fact name="值班呼叫">
            <Called calls={calls} clock={clock} />
          </Fact>
        )}
        <Fact name="紧急程度">{URGENCY_NAMES[ticket.urgency]}</Fact>
        <Fact name="反映人数">
          {reporters.length === 0 ? '都已撤回' : `${new Set(reporters.map(({ memberId, alias }) => memberId ?? alias)).size}人`}
        </Fact>
        <Fact name="登记">
          <Time at={ticket.openedAt} clock={clock} /> {sayIntake(ticket.intakeChannel, ticket.intakeRef)}
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
            {ticket.quoteAgreedAt && <span class="soft"> · 引用居民原话，本人同意</span>}
          </Fact>
        )}
        {ticket.referral && ticket.endedAt && (
          <Fact name="转外部">
            <Time at={ticket.endedAt} clock={clock} /> {sayOutsider(ticket.referral.to, ticket.category)}
          </Fact>
        )}
        {ticket.plan && (
          <Fact name="整改方案">{isWhole(ticket.plan) ? texts.ticket.planned(ticket.plan) : '要求了，还没写全，不能办结'}</Fact>
        )}
      </dl>
      {facts.consultations.map((consultation) => (
        <p class="consultation">{sayConsultation(consultation, ticket, clock.timeZone)}</p>
      ))}
      <Evidence rows={facts.evidence} />
      <Actions ticket={ticket} actions={actionsFor(matter, by, TICKET_ACTIONS, clock.now)} mayEdit={mayWork(staff)} />
      {mayUndo(facts.last, by, clock.now) && <UndoButton ticket={ticket} />}
    </div>
  )
}

function Evidence({ rows }: { rows: EvidenceRow[] }) {
  if (rows.length === 0) return null
  return (
    <div class="photos">
      {rows.map(({ mediaHash, shows }) => (
        <CoveredMedia what="照片">
          <div>
            <a href={`/media/${mediaHash}`} target="_blank" rel="noopener" class="photo">
              <img src={`/media/${mediaHash}/thumbnail`} alt={`${SHOWN_NAMES[shows]}，点开看大图`} loading="lazy" />
              <span class="soft">{SHOWN_NAMES[shows]}</span>
            </a>
            <CoverLink hash={mediaHash} />
          </div>
        </CoveredMedia>
      ))}
    </div>
  )
}

function UndoButton({ ticket }: { ticket: Ticket }) {
  const path = `/tickets/${ticket.number}/undo`
  return (
    <form method="post" action={path} hx-post={path} hx-swap="none" class="mt-2">
      <button type="submit" class="btn btn-sm">
        撤销上一步
      </button>
      <span class="soft ms-2">居民还没听到，可以撤销。</span>
    </form>
  )
}

/** On the director's list, until a director has said what is to happen. */
function Escalated({ ticket, staff, clock }: { ticket: Ticket; staff: Staff; clock: Clock }) {
  return (
    <div class="banner banner-warn">
      <Icon name="alert" />
      <span>
        {ticket.escalation ? ESCALATION_NAMES[ticket.escalation] : hasLateDepartment(ticket) ? '部门逾期未报到' : '超时'}，
        <Time at={ticket.escalatedAt!} clock={clock} />
        起在主任的督办名单上。
      </span>
      {hasRole(staff, SETTING_ROLES) && (
        <ActionLink href={`/echoes/${ticket.number}/supervise`} primary={false}>
          督办
        </ActionLink>
      )}
    </div>
  )
}

function hasLateDepartment({ whistle }: Ticket): boolean {
  return whistle?.departments.some(({ late, reportedInAt }) => late && !reportedInAt) ?? false
}

/** Who took an alarm on, or who is called at the moment. */
function Called({ calls, clock }: { calls: Page[]; clock: Clock }) {
  const taken = calls.find(({ ackedAt }) => ackedAt !== null)
  const ringing = calls.find(({ status }) => status === 'calling')
  return (
    <a href="/pages">
      {taken?.ackedAt ? (
        <>
          {taken.ackedByName} <Time at={taken.ackedAt} clock={clock} />
          接手
        </>
      ) : ringing ? (
        `正在呼叫${ringing.name}`
      ) : (
        '没有人接手'
      )}
    </a>
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
function sayPromise(ticket: Ticket, { repliedAt }: Echo, clock: Clock): Child {
  if (!ticket.respondBy) return '没有约定时间'
  const words = `${sayParty(ticket.party, ticket.category)}${sayWhen(ticket.respondBy, clock.now, clock.timeZone)}前回应`
  if (repliedAt) return <>{words} · 已回应</>
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
      {mayEdit && isOpen(ticket) && (
        <ActionLink href={`/tickets/${ticket.number}/plan`} primary={false}>
          整改方案
        </ActionLink>
      )}
      {mayEdit && mayConsult(ticket) && (
        <ActionLink href={`/consultations/${ticket.number}`} primary={false}>
          开专项协商会
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
  'raise',
  'whistle',
  'bounce',
  'refer',
  'reopen',
  'merge',
  'reject',
]

function inUsualOrder(actions: TicketAction[]): TicketAction[] {
  return USUAL.filter((action) => actions.includes(action))
}

function isOpen({ status }: Ticket): boolean {
  return (OPEN_STATUSES as readonly TicketStatus[]).includes(status)
}

export function mayWork(staff: Staff): boolean {
  return hasRole(staff, ['gridWorker', 'staff', 'director', 'administrator'])
}
