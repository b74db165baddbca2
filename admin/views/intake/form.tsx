import type { Estate } from '../../../core/community.ts'
import { MANUAL_CHANNELS, type ManualChannel } from '../../../core/intake.ts'
import type { MatterDraft } from '../../../core/reading/draft.ts'
import { CHANNEL_NAMES } from '../../../core/texts/intake.ts'
import type { Alike } from '../../../core/ticket/alike.ts'
import type { Member } from '../../../db/members.ts'
import { Covered } from '../covered.tsx'
import { EstateField, Field } from '../fields.tsx'
import { StatusTag, Tag } from '../tags.tsx'
import { MatterFields } from '../ticket/forms.tsx'
import { sayPlaceOf, TicketNumber } from '../ticket/parts.tsx'

export type IntakeTyped = {
  channel: ManualChannel
  ref: string
  estateId: string
  words: string
  name: string
  member: string
  join: string
  answer: string
  question: string
  summary: string
  category: string
  urgency: string
  building: string
  entrance: string
  spot: string
  proposed: string
}

export type IntakeProps = {
  typed: Omit<IntakeTyped, 'summary' | 'category' | 'urgency' | 'building' | 'entrance' | 'spot' | 'proposed'>
  draft: MatterDraft
  /** What the reader had proposed: what differs from it was typed. */
  proposed: string
  alike: Alike[]
  isEmergency: boolean
  estates: Estate[]
  friends: readonly Member[]
}

const REREAD = {
  'hx-post': '/intake/reading',
  'hx-target': '#intake-matter',
  'hx-swap': 'innerMorph',
  'hx-include': 'closest form',
}

export function IntakeTabs({ at }: { at: 'form' | 'chat' | 'visits' }) {
  const tabs = [
    ['form', '/intake', '记一件'],
    ['chat', '/intake/chat', '粘贴群聊'],
    ['visits', '/visits', '入户走访'],
  ] as const
  return (
    <nav class="chips" aria-label="登记方式">
      {tabs.map(([key, href, label]) => (
        <a class="chip" href={href} aria-current={key === at ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  )
}

/** One form that can be filled in while somebody is still speaking. */
export function IntakePage(props: IntakeProps) {
  const { typed, estates, friends } = props
  return (
    <>
      <IntakeTabs at="form" />
      <form method="post" action="/intake" hx-post="/intake" hx-swap="none" class="intake">
        <section class="card">
          <div class="card-body">
            <fieldset class="field choice-row">
              <legend class="field-label">怎么来的</legend>
              {MANUAL_CHANNELS.map((channel) => (
                <label class="form-check">
                  <input class="form-check-input" type="radio" name="channel" value={channel} checked={channel === typed.channel} />
                  <span class="form-check-label">{CHANNEL_NAMES[channel]}</span>
                </label>
              ))}
            </fieldset>
            <Field name="words" label="对方怎么说的" hint="照原话记，居民看不到；电话、门牌不会进摘要">
              <textarea
                class="form-control"
                id="words"
                name="words"
                rows={5}
                required={true}
                maxlength={2000}
                autofocus={true}
                {...REREAD}
                hx-trigger="input changed delay:500ms"
              >
                {typed.words}
              </textarea>
            </Field>
            <div class="field-row">
              <Field name="name" label="称呼（可不填）" value={typed.name} maxlength={20} autocomplete="off" />
              <Field name="ref" label="出处（可不填）" value={typed.ref} maxlength={40} placeholder="例如：11月楼长会" autocomplete="off" />
            </div>
            <Field name="member" label="是哪位微信好友（可不选）" hint="选了，机器人会私聊告诉对方编号和进展；不选就不发消息">
              <select class="form-select" id="member" name="member">
                <option value="">不是，或不知道</option>
                {friends.map(({ id, nickname }) => (
                  <option value={id} selected={String(id) === typed.member}>
                    <Covered text={nickname} />
                  </option>
                ))}
              </select>
            </Field>
            <EstateField estates={estates} chosen={typed.estateId} {...REREAD} hx-trigger="change" />
            <input type="hidden" name="answer" value={typed.answer} />
            <input type="hidden" name="question" value={typed.question} />
          </div>
        </section>
        <section class="card">
          <div class="card-body">
            <div id="intake-matter">
              <IntakeMatter {...props} />
            </div>
            <div class="button-row">
              <button type="submit" class="btn btn-primary">
                登记
              </button>
            </div>
          </div>
        </section>
      </form>
    </>
  )
}

/** What the reader makes of the words, for a person to put right, and what may be the same. */
export function IntakeMatter({ typed, draft, proposed, alike, isEmergency }: IntakeProps) {
  return (
    <>
      <h2 class="card-title">登记成</h2>
      {isEmergency && (
        <p class="banner banner-stop" role="alert">
          <span>像是紧急情况：登记后马上呼叫值班人员。请先让对方拨打110、119、120。</span>
        </p>
      )}
      <input type="hidden" name="proposed" value={proposed} />
      <MatterFields {...draft} />
      {alike.length > 0 && (
        <fieldset class="choices">
          <legend class="field-label">可能已经登记过</legend>
          <label class="form-check">
            <input class="form-check-input" type="radio" name="join" value="" checked={typed.join === ''} />
            <span>都不是，登记新的</span>
          </label>
          {alike.map(({ ticket, isLikely }) => (
            <label class="form-check">
              <input class="form-check-input" type="radio" name="join" value={ticket.number} checked={typed.join === ticket.number} />
              <span>
                并入 <TicketNumber number={ticket.number} /> {ticket.summary} <span class="soft">{sayPlaceOf(ticket.place)}</span>{' '}
                <StatusTag status={ticket.status} /> {isLikely && <Tag tint="orange">很可能是同一件</Tag>}
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </>
  )
}
