import type { Child } from 'hono/jsx'
import type { Notice } from '../../../core/notice.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import { OBSTACLE_ADVICE, sayLine } from '../said.tsx'

export const ANSWER_LONGEST = 300

/** Staff's own words to the group or to the reporters alone. The line below is exactly what will be heard. */
export function AnswerForm({ ticket, text, privately }: { ticket: Ticket; text: string; privately: boolean }) {
  const path = `/tickets/${ticket.number}/answer`
  return (
    <AnswerFrame path={path} title="答复居民">
      <textarea
        class="form-control"
        id="answer-text"
        name="text"
        rows={3}
        required={true}
        maxlength={ANSWER_LONGEST}
        placeholder="例如：物业已领料，今天下午换灯。"
        hx-post={`${path}/preview`}
        hx-trigger="input changed delay:300ms"
        hx-target="#answer-preview"
        hx-include="closest form"
        hx-sync="this:replace"
      >
        {text}
      </textarea>
      <fieldset class="answer-to" hx-post={`${path}/preview`} hx-trigger="change" hx-target="#answer-preview" hx-include="closest form">
        <legend class="visually-hidden">发给谁</legend>
        <label class="form-check">
          <input class="form-check-input" type="radio" name="to" value="group" checked={!privately} disabled={ticket.private} /> 发到群里
        </label>
        <label class="form-check">
          <input class="form-check-input" type="radio" name="to" value="reporter" checked={privately} /> 只私聊反映人
        </label>
      </fieldset>
      {ticket.private && <p class="soft">不公开的事项只能私聊。</p>}
      <div id="answer-preview" aria-live="polite" />
      <div class="answer-foot">
        <span class="soft">发送前有15秒可以撤回。</span>
        <button type="submit" class="btn btn-primary">
          发送
        </button>
      </div>
    </AnswerFrame>
  )
}

/** A form for words about a ticket; what comes back takes its place. */
function AnswerFrame({ path, title, children }: { path: string; title: string; children?: Child }) {
  return (
    <form class="card-body answer-form" method="post" action={path} hx-post={path} hx-target="#ticket-answer" hx-swap="innerHTML">
      <h2 class="card-title">
        <label for="answer-text">{title}</label>
      </h2>
      {children}
    </form>
  )
}

export function NightAdvice() {
  return <p class="advice">现在是安静时段：发送后15秒就会说出去，可能吵到居民。不急的话，请天亮再发。</p>
}

/** For whoever has no WeChat here: what they were told is written down. */
export function PhoneAnswerForm({ number }: { number: string }) {
  return (
    <AnswerFrame path={`/tickets/${number}/answer-by-phone`} title="记下答复">
      <p class="soft">反映人没有微信可以联系，请打电话或当面答复，再记在这里，就算回应过了。</p>
      <textarea
        class="form-control"
        id="answer-text"
        name="text"
        rows={3}
        required={true}
        maxlength={ANSWER_LONGEST}
        placeholder="例如：已电话告诉她，物业今天下午换灯。"
      />
      <div class="answer-foot">
        <button type="submit" class="btn btn-primary">
          记下
        </button>
      </div>
    </AnswerFrame>
  )
}

export type PreviewLine = { notice: Notice; recipient: string; recordOnly: boolean }
type AnswerPreviewProps = { lines: PreviewLine[]; isNight: boolean }

export function AnswerPreview({ lines, isNight }: AnswerPreviewProps) {
  return (
    <ul class="preview">
      {lines.map(({ notice, recipient, recordOnly }) => (
        <li>
          <span class="soft">{recipient}</span>
          <p class="words">{sayLine(notice)}</p>
          {notice.obstacle && <p class="advice">{OBSTACLE_ADVICE[notice.obstacle]}</p>}
          {recordOnly && <p class="advice">这个群目前只记录不说话，这句话会记下来，但不会发出。</p>}
        </li>
      ))}
      {isNight && (
        <li>
          <NightAdvice />
        </li>
      )}
    </ul>
  )
}
