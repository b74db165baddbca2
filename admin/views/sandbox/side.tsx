import type { Child } from 'hono/jsx'
import { categoryOf } from '../../../core/taxonomy/categories.ts'
import { OPEN_STATUSES, type TicketStatus } from '../../../core/ticket/status.ts'
import type { SandboxTicket } from '../../../db/sandbox.ts'
import { CHATTER_SAMPLE, findPlayer, findPlayerBy, MORE_SAMPLES, REPORT_SAMPLE, type Sample } from '../../sandboxCast.ts'
import { Icon } from '../icon.tsx'
import type { Clock } from '../parts.tsx'
import { StatusTag, Tag, UrgencyTag } from '../tags.tsx'
import { ACTION_NAMES } from '../ticket/facts.tsx'
import { NextDeadline, sayPlaceOf, sayWho, TicketNumber } from '../ticket/parts.tsx'
import type { SandboxView } from './page.tsx'

type Step = { title: string; hint: string; isDone: boolean; action: Child }

export function Side(view: SandboxView) {
  return (
    <>
      <Guide {...view} />
      <h2 class="side-title">{view.tickets.length > 0 ? `产生的工单（${view.tickets.length}）` : '产生的工单'}</h2>
      {view.tickets.length === 0 && <p class="side-empty">还没有工单。有人反映问题，工单会出现在这里，和工作人员看到的一样。</p>}
      <ul class="ticket-cards">
        {view.tickets.map((ticket) => (
          <TicketCard ticket={ticket} clock={view.clock} />
        ))}
      </ul>
    </>
  )
}

/** On a phone: only the next step, above the chat. */
export function GuideStrip(view: SandboxView) {
  const steps = stepsOf(view)
  const next = steps.findIndex(({ isDone }) => !isDone)
  const step = steps[next]
  if (!step || !view.mayPlay) return null
  return (
    <>
      <span>
        {next + 1}/{steps.length} {step.title}
      </span>
      {step.action}
    </>
  )
}

function Guide(view: SandboxView) {
  const steps = stepsOf(view)
  const next = steps.findIndex(({ isDone }) => !isDone)
  return (
    <section class="guide">
      <h2 class="side-title">{next === -1 ? '一件事走完了，接着试试' : '一分钟走一遍'}</h2>
      {next === -1 ? view.mayPlay && <Ideas /> : <Steps steps={steps} next={next} mayPlay={view.mayPlay} />}
    </section>
  )
}

function Steps({ steps, next, mayPlay }: { steps: Step[]; next: number; mayPlay: boolean }) {
  return (
    <ol class="guide-steps">
      {steps.map(({ title, hint, isDone, action }, index) => (
        <li class={isDone ? 'step-done' : index === next ? 'step-next' : ''} aria-current={index === next ? 'step' : undefined}>
          <span class="step-mark">{isDone ? <Icon name="check" size={14} /> : index + 1}</span>
          <div>
            <b>{title}</b>
            {isDone && <span class="visually-hidden">（已完成）</span>}
            {index === next && <p>{hint}</p>}
            {index === next && mayPlay && action}
          </div>
        </li>
      ))}
    </ol>
  )
}

function Ideas() {
  return (
    <ul class="ideas">
      {MORE_SAMPLES.map((sample) => (
        <li>
          <SayButton sample={sample} />
          <small>{sample.teaches}</small>
        </li>
      ))}
    </ul>
  )
}

function stepsOf({ story, tickets, room }: Pick<SandboxView, 'story' | 'tickets' | 'room'>): Step[] {
  const inGroup = tickets.filter((ticket) => ticket.roomId === room.id && !ticket.private)
  const open = inGroup.findLast(({ status }) => isOpen(status))
  const resolved = inGroup.find(({ status }) => status === 'resolved')
  const reporter = findPlayerBy(resolved?.speaker ?? null)?.key ?? 'wang'
  return [
    {
      title: '居民在群里说一件事',
      hint: '像平时那样说就行，不用填表，也不用@机器人。',
      isDone: story.isReported,
      action: <SayButton sample={{ as: 'wang', isPrivate: false, text: REPORT_SAMPLE }} />,
    },
    {
      title: '小助手登记，告诉编号和回应时间',
      hint: '几秒后它在群里回话，旁边出现工单。',
      isDone: story.isAnswered,
      action: null,
    },
    {
      title: '邻居闲聊，它不插嘴',
      hint: '不是反映问题的话，只记下“没有回复”的原因。',
      isDone: story.isChatterLeftAlone,
      action: <SayButton sample={{ as: 'li', isPrivate: false, text: CHATTER_SAMPLE }} />,
    },
    {
      title: '工作人员确认、办完',
      hint: `在工单里点“${ACTION_NAMES.file}”，办好后点“${ACTION_NAMES.resolve}”写一句结果，群里会听到。`,
      isDone: story.isResolved,
      action: open ? (
        <a class="btn btn-sm btn-primary" href={`/tickets/${open.number}`} target="_blank" rel="noopener">
          打开工单（新窗口）
        </a>
      ) : null,
    },
    {
      title: '居民回一句“好了”或“没好”',
      hint: '说“好了”就办结，说“没好”会重新办理；只有反映的人说了算。',
      isDone: story.isJudged,
      action: (
        <div class="step-pair">
          <SayButton sample={{ as: reporter, isPrivate: false, text: '好了' }} />
          <SayButton sample={{ as: reporter, isPrivate: false, text: '没好' }} />
        </div>
      ),
    },
  ]
}

function SayButton({ sample: { as, isPrivate, text } }: { sample: Omit<Sample, 'teaches'> }) {
  return (
    <button type="button" class="say" data-say={text} data-as={as} data-in={isPrivate ? 'private' : 'group'}>
      <span>{findPlayer(as).name}：</span>
      {text}
    </button>
  )
}

function TicketCard({ ticket, clock }: { ticket: SandboxTicket; clock: Clock }) {
  return (
    <li id={`ticket-${ticket.id}`}>
      <a class="ticket-card" href={`/tickets/${ticket.number}`}>
        <span class="ticket-card-head">
          <TicketNumber number={ticket.number} />
          <StatusTag status={ticket.status} />
          {(ticket.urgency === 'high' || ticket.urgency === 'emergency') && <UrgencyTag urgency={ticket.urgency} />}
          {ticket.private && <Tag tint="violet">不公开</Tag>}
        </span>
        <b>{ticket.summary}</b>
        <dl>
          <dt>分类</dt>
          <dd>{categoryOf(ticket.category).name}</dd>
          <dt>位置</dt>
          <dd>{sayPlaceOf(ticket.place)}</dd>
          <dt>反映人</dt>
          <dd>{ticket.alias}</dd>
          <dt>{isOpen(ticket.status) ? '承诺' : '办理'}</dt>
          <dd>
            {sayWho(ticket, null)}
            {ticket.status === 'resolved' && '说已办好，等居民回话'}
            {isOpen(ticket.status) && ' '}
            {isOpen(ticket.status) && <NextDeadline ticket={ticket} clock={clock} />}
          </dd>
        </dl>
      </a>
    </li>
  )
}

function isOpen(status: TicketStatus): boolean {
  return (OPEN_STATUSES as readonly TicketStatus[]).includes(status)
}
