import type { Child } from 'hono/jsx'
import type { LinkEnd } from '../../core/routing/link.ts'
import { handlerOf } from '../../core/routing/link.ts'
import { readReceipts } from '../../core/routing/whistle.ts'
import { isWorks } from '../../core/taxonomy/categories.ts'
import { texts } from '../../core/texts/texts.ts'
import { actionsFor } from '../../core/ticket/move.ts'
import type { HandlerFacts } from '../../db/handlerPage.ts'
import { AlonePage } from './layout.tsx'
import { Time } from './parts.tsx'
import { StatusTag, UrgencyTag } from './tags.tsx'
import { EVENT_NAMES, NextDeadline, sayPlaceOf, TicketNumber } from './ticket/parts.tsx'

type HandlerProps = { facts: HandlerFacts; token: string; said: string | null; now: Date; nonce: string }

/** One matter on a phone, for somebody who does not sign in. */
export function HandlerPage({ facts, token, said, now, nonce }: HandlerProps) {
  const { link, matter, photos, evidence, done } = facts
  const { ticket, estate, community } = matter
  const clock = { now, timeZone: community.timeZone }
  const hashes = [...new Set([...photos, ...evidence.map(({ mediaHash }) => mediaHash)])]
  return (
    <AlonePage title={`工单 ${ticket.number}`} nonce={nonce}>
      <div class="alone-card handler">
        {said && (
          <p class="banner" role="status">
            {said}
          </p>
        )}
        <p class="soft mb-1">
          {community.name} 请{link.name}办理 <TicketNumber number={ticket.number} />
        </p>
        <h1>{texts.routing.sayMatter(ticket)}</h1>
        <p class="ticket-head">
          <StatusTag status={ticket.status} />
          {(ticket.urgency === 'high' || ticket.urgency === 'emergency') && <UrgencyTag urgency={ticket.urgency} />}
        </p>
        <dl class="facts">
          <div>
            <dt>位置</dt>
            <dd>
              {estate.name} · {sayPlaceOf(ticket.place)}
            </dd>
          </div>
          <div>
            <dt>时限</dt>
            <dd>
              <NextDeadline ticket={ticket} clock={clock} />
            </dd>
          </div>
        </dl>
        {hashes.length > 0 && (
          <div class="photos">
            {hashes.map((hash) => (
              <a href={`/t/${token}/photo/${hash}`} class="photo">
                <img src={`/t/${token}/photo/${hash}`} alt="现场照片，点开看大图" loading="lazy" />
              </a>
            ))}
          </div>
        )}
        <Deeds facts={facts} token={token} now={now} />
        {done.length > 0 && (
          <>
            <h2 class="card-title">您做过的</h2>
            <ol class="timeline">
              {done.map(({ action, at, note }) => (
                <li>
                  <b>{EVENT_NAMES[action]}</b>{' '}
                  <span class="soft">
                    <Time at={at} clock={clock} />
                  </span>
                  {note && <p class="words">{note}</p>}
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
      <p class="alone-foot">
        这个链接只给您办这一件事，请不要转给别人。
        {community.contact && `有疑问请找社区：${community.contact}。`}
      </p>
    </AlonePage>
  )
}

type DeedsProps = Pick<HandlerProps, 'facts' | 'token' | 'now'>

function Deeds({ facts, token, now }: DeedsProps) {
  const { link, matter } = facts
  const { ticket, community } = matter
  const by = handlerOf(link, ticket)
  const allowed = actionsFor(matter, by, ['takeUp', 'resolve', 'bounce'], now)
  const own = ticket.whistle && readReceipts(ticket.whistle, community, now).find(({ name }) => name === link.department)
  if (ticket.status === 'resolved') {
    const next = link.memberId === null ? '没修好会重新打开，请过两天再来看看。' : '没修好会重新打开，还会通知您。'
    return <p class="banner">已报办完，等居民和社区核查。{next}</p>
  }
  return (
    <>
      {own && own.state !== 'reportedIn' && <Deed token={token} deed="reportIn" label={`${own.name}报到`} ticket={ticket} />}
      {!own && allowed.includes('takeUp') && (
        <Deed token={token} deed="takeUp" label="接单，我来办" ticket={ticket}>
          <Photo id="before-photo" label="办理前的照片（可以不传）" />
        </Deed>
      )}
      <Deed token={token} deed="progress" label="写进展" ticket={ticket} title="有进展">
        <Note id="progress" label="现在怎么样了" placeholder="例如：已到现场，差一个灯座，下午换" required={false} />
        <Photo id="progress-photo" label="现场照片（可以不传）" />
      </Deed>
      {allowed.includes('resolve') && (
        <Deed token={token} deed="done" label="报办完" ticket={ticket} title="办好了">
          <Note id="done" label="怎么办的" placeholder="居民会看到，例如：灯座已换，试过会亮" required={true} />
          <Photo id="done-photo" label={isWorks(ticket.category) ? '完工照片' : '完工照片（可以不传）'} />
          {isWorks(ticket.category) && (
            <div class="field">
              <label for="waiver">没有照片的话，说明原因</label>
              <input class="form-control" id="waiver" name="waiver" maxlength={200} />
            </div>
          )}
        </Deed>
      )}
      {allowed.includes('bounce') && !own && (
        <Deed token={token} deed="bounce" label="退回社区" ticket={ticket} title="不归我办">
          <Note id="bounce" label="为什么" placeholder="例如：这段线路归供电公司" required={true} />
        </Deed>
      )}
    </>
  )
}

type DeedProps = {
  token: string
  deed: string
  label: string
  ticket: HandlerFacts['matter']['ticket']
  title?: string
  children?: Child
}

/** One thing to do; what needs words is folded until it is wanted. */
function Deed({ token, deed, label, ticket, title, children }: DeedProps) {
  const form = (
    <form method="post" action={`/t/${token}/${deed}`} enctype="multipart/form-data" class="handler-deed">
      <input type="hidden" name="seenVersion" value={ticket.version} />
      {children}
      <button type="submit" class="btn btn-primary">
        {label}
      </button>
    </form>
  )
  if (!title) return form
  return (
    <details class="handler-fold">
      <summary>{title}</summary>
      {form}
    </details>
  )
}

function Note({ id, label, placeholder, required }: { id: string; label: string; placeholder: string; required: boolean }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea class="form-control" id={id} name="note" rows={3} maxlength={200} placeholder={placeholder} required={required} />
    </div>
  )
}

function Photo({ id, label }: { id: string; label: string }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input class="form-control" id={id} name="photo" type="file" accept="image/*" multiple={true} />
    </div>
  )
}

const ENDS: Record<LinkEnd | 'bounced', { title: string; text: string }> = {
  revoked: { title: '链接已失效', text: '社区已经收回了这个链接，这件事不用您办了。' },
  expired: { title: '链接已过期', text: '这个链接已经过期。还要办的话，请联系社区再发一个。' },
  over: { title: '链接已失效', text: '这件事已经办结，或者改由别人办理，不用您办了。' },
  bounced: { title: '已退回社区', text: '谢谢，社区会另外安排人办理，不用您办了。' },
}

export function EndedPage({ end, nonce }: { end: LinkEnd | 'bounced'; nonce: string }) {
  const { title, text } = ENDS[end]
  return (
    <AlonePage title={title} nonce={nonce}>
      <div class="alone-card">
        <h1>{title}</h1>
        <p>{text}</p>
      </div>
    </AlonePage>
  )
}

/** What went wrong, and the way back to the matter. */
export function HandlerTrouble({ text, token, nonce }: { text: string; token: string; nonce: string }) {
  return (
    <AlonePage title="没有完成" nonce={nonce}>
      <div class="alone-card">
        <h1>没有完成</h1>
        <p class="lines">{text}</p>
        {token && (
          <a class="btn btn-primary" href={`/t/${token}`}>
            回到这件事
          </a>
        )}
      </div>
    </AlonePage>
  )
}
