import { maskNumbers } from '../../../core/mask.ts'
import { mayReveal, REVEAL_MINUTES, REVEAL_REASONS, sayRevealReason } from '../../../core/privacy/reveal.ts'
import type { Staff } from '../../../core/staff.ts'
import { sayClock } from '../../../core/texts/time.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import type { TicketNote } from '../../../db/ticketNotes.ts'
import type { TicketPageFacts } from '../../../db/ticketPage.ts'
import { Field } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import type { Clock } from '../parts.tsx'
import { isOwnAffair } from '../said.tsx'
import { ActionLink } from './facts.tsx'
import { Sheet } from './forms.tsx'
import { TicketNumber } from './parts.tsx'

/** `back`: the page that is gone to afterwards. */
export function RevealForm({ ticket, back }: { ticket: Ticket; back: string }) {
  return (
    <Sheet
      title={
        <>
          查看遮住的信息 <TicketNumber number={ticket.number} />
        </>
      }
      action={`/tickets/${ticket.number}/reveal`}
      submit="查看"
    >
      <input type="hidden" name="back" value={back} />
      <p>
        会显示这张工单里的电话、证件号、卡号、车牌和门牌，{ticket.private ? '还有照片和语音' : '以及照片上遮住的地方'}。只有您看得到，
        {REVEAL_MINUTES}
        分钟后重新遮住。
      </p>
      <fieldset class="field">
        <legend class="field-label">为什么要看</legend>
        {REVEAL_REASONS.map((reason) => (
          <label class="form-check">
            <input class="form-check-input" type="radio" name="reason" value={reason} required={true} />
            <span class="form-check-label">{sayRevealReason(reason)}</span>
          </label>
        ))}
      </fieldset>
      <Field name="note" label="说明" hint="选“其他”时必须写；请不要写电话和门牌" maxlength={100} autocomplete="off" />
      <p class="heard">居民不会收到消息。谁看的、什么时候、为什么，会记入操作记录。</p>
    </Sheet>
  )
}

type CoveredProps = { facts: TicketPageFacts; notes: readonly TicketNote[]; staff: Staff; clock: Clock; revealedUntil: Date | null }

/** That something is covered, and the way to see it; or until when it is seen. Nothing where nothing is hidden. */
export function CoveredHint({ facts, notes, staff, clock, revealedUntil }: CoveredProps) {
  const { ticket } = facts.matter
  const hidden = [hidesMedia(facts) && '照片或语音', hidesWords(facts, notes) && '电话、门牌或证件号'].filter(Boolean).join('，以及')
  if (hidden === '') return null
  if (revealedUntil) {
    const leftSeconds = Math.ceil((revealedUntil.getTime() - clock.now.getTime()) / 1000)
    const path = `/tickets/${ticket.number}`
    return (
      <div class="banner covered-hint" hx-get={path} hx-swap="none" hx-trigger={`load delay:${leftSeconds + 1}s`}>
        <Icon name="alert" />
        <span>遮住的内容都显示着，{sayClock(revealedUntil, clock.timeZone)}重新遮住。这次查看已记入操作记录。</span>
      </div>
    )
  }
  return (
    <div class="banner covered-hint">
      <Icon name="alert" />
      <span>
        有{hidden}遮住了。{!mayReveal(staff, ticket) && '要看的话，请找经办的同事。'}
      </span>
      {mayReveal(staff, ticket) && (
        <ActionLink href={`/tickets/${ticket.number}/reveal`} primary={false}>
          查看
        </ActionLink>
      )}
    </div>
  )
}

function hidesMedia({ matter, media, covered }: TicketPageFacts): boolean {
  return media.some((hash) => matter.ticket.private || covered.has(hash))
}

function hidesWords({ reports, around, events, said }: TicketPageFacts, notes: readonly TicketNote[]): boolean {
  const messages = [...around, ...reports.flatMap(({ message }) => message ?? [])]
  const texts = [
    ...reports.flatMap(({ alias, words }) => [alias, words]),
    ...messages.flatMap(({ alias, text, quote, caption }) => [alias, text, quote?.sender, quote?.text, caption]),
    ...events.flatMap(({ note, actorName }) => [note, actorName]),
    ...said.filter(isOwnAffair).map(({ text }) => text),
    ...notes.map(({ words }) => words),
  ]
  return texts.some((text) => text && maskNumbers(text) !== text)
}
