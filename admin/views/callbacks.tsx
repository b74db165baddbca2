import { shownName } from '../../core/name.ts'
import { mayCall } from '../../core/satisfaction/callback.ts'
import { texts } from '../../core/texts/texts.ts'
import type { Actor } from '../../core/ticket/ticket.ts'
import type { Callback, Satisfaction } from '../../db/ratings.ts'
import { Covered } from './covered.tsx'
import { Field } from './fields.tsx'
import { sayShare, Tile, Tiles } from './figures/tiles.tsx'
import { type Clock, Empty, Time } from './parts.tsx'
import { StatusTag } from './tags.tsx'
import { ActionLink } from './ticket/facts.tsx'
import { Sheet } from './ticket/forms.tsx'
import { sayLength, TicketNumber } from './ticket/parts.tsx'

const UNDO_MS = 60 * 60_000

/** `by` is who looks, with the sides they are on by office. */
export type CallbackProps = { open: Callback[]; done: Callback[]; satisfaction: Satisfaction; by: Actor; clock: Clock }

export function CallbacksPage(props: CallbackProps) {
  return (
    <>
      <div id="callback-board" hx-get="/callbacks" hx-swap="innerMorph" hx-trigger="tickets from:body delay:300ms">
        <CallbackBoard {...props} />
      </div>
      <dialog class="sheet" id="sheet" aria-label="回访" />
    </>
  )
}

export function CallbackBoard(props: CallbackProps) {
  const { open, done, satisfaction: s, clock } = props
  return (
    <>
      <Tiles label="近30天">
        <Tile name="满意率（4分以上）" value={sayShare(s.content, s.rated)} note={`${s.rated} 人打了分`} />
        <Tile name="回复率" value={sayShare(s.answered, s.asked)} note={`问了 ${s.asked} 人，${s.answered} 人回了`} />
        <Tile name="说解决了" value={String(s.solved)} note="居民自己说的" />
        <Tile name="等回访" value={String(open.length)} note="2分以下或没解决" isWarning={open.length > 0} />
      </Tiles>
      <div class="card">
        {open.length === 0 ? (
          <Empty icon="check" title="没有要回访的">
            打了2分以下、或说没解决的，会列在这里，由没经办的同事打电话问一声。
          </Empty>
        ) : (
          open.map((row) => <Row row={row} {...props} />)
        )}
      </div>
      {done.length > 0 && (
        <section class="past">
          <h2 class="section-title">刚回访过的</h2>
          <div class="card">
            {done.map((row) => (
              <Done row={row} by={props.by} clock={clock} />
            ))}
          </div>
        </section>
      )}
    </>
  )
}

function Row({ row, by, clock }: CallbackProps & { row: Callback }) {
  const { ticket, alias, callAt, id } = row
  return (
    <article class="echo-row" id={`callback-${id}`}>
      <div class="row-main">
        <a class="echo-what" href={`/tickets/${ticket.number}`}>
          {ticket.summary}
        </a>
        <div class="soft">
          <TicketNumber number={ticket.number} /> · {shownName(alias)} · {texts.ticket.ratingGiven(row)}
        </div>
        <div class="echo-tags">
          <StatusTag status={ticket.status} />
        </div>
      </div>
      <div class="echo-side">
        <span class="num">等了{sayLength(clock.now.getTime() - callAt!.getTime())}</span>
        {mayCall(ticket, by) ? (
          <ActionLink href={`/callbacks/${id}`} primary={true}>
            记录回访
          </ActionLink>
        ) : (
          <span class="soft">您办的，请同事回访</span>
        )}
      </div>
    </article>
  )
}

function Done({ row, by, clock }: { row: Callback; by: Actor; clock: Clock }) {
  const { ticket, alias, calledAt, calledById, callNote, id } = row
  const isOwn = by.kind === 'staff' && by.staff.id === calledById
  const path = `/callbacks/${id}/undo`
  return (
    <article class="echo-row">
      <div class="row-main">
        <a class="echo-what" href={`/tickets/${ticket.number}`}>
          {ticket.summary}
        </a>
        <div class="soft">
          <TicketNumber number={ticket.number} /> · {shownName(alias)} · <Time at={calledAt!} clock={clock} />
        </div>
        <p class="words">
          <Covered text={callNote ?? ''} />
        </p>
      </div>
      {isOwn && clock.now.getTime() - calledAt!.getTime() <= UNDO_MS && (
        <form method="post" action={path} hx-post={path} hx-swap="none">
          <button type="submit" class="btn btn-sm">
            放回待回访
          </button>
        </form>
      )}
    </article>
  )
}

export function CallbackForm({ row, clock }: { row: Callback; clock: Clock }) {
  const { ticket, alias, answeredAt, id } = row
  return (
    <Sheet
      title={
        <>
          回访 <TicketNumber number={ticket.number} />
        </>
      }
      action={`/callbacks/${id}`}
      submit="记下"
    >
      <p>{ticket.summary}</p>
      <p class="soft">
        <Covered text={alias} /> · {texts.ticket.ratingGiven(row)} {answeredAt && <Time at={answeredAt} clock={clock} />}
      </p>
      <Field name="note" label="对方怎么说的" hint="写进办理过程，只有同事看得到；还没解决的，请到工单里重新办理">
        <textarea class="form-control" id="note" name="note" rows={3} required={true} maxlength={200} autofocus={true} />
      </Field>
      <p class="heard">居民不会收到消息。</p>
    </Sheet>
  )
}
