import { shownName } from '../../core/name.ts'
import type { BurstRule, SignalKind } from '../../core/signal/signal.ts'
import { categoryOf } from '../../core/taxonomy/categories.ts'
import { sayParty } from '../../core/texts/party.ts'
import type { StoredMessage } from '../../db/inbox.ts'
import type { KudosEntry } from '../../db/kudos.ts'
import type { SignalEntry } from '../../db/signals.ts'
import { Covered } from './covered.tsx'
import { Field } from './fields.tsx'
import { Avatar, type Clock, Empty, Pager, Time } from './parts.tsx'
import { Tag } from './tags.tsx'
import { TicketNumber } from './ticket/parts.tsx'
import { Words } from './ticket/words.tsx'

const KIND_NAMES: Record<SignalKind, string> = { burst: '好几个人在说', anger: '有人发火' }
const KIND_TINTS = { burst: 'orange', anger: 'red' } as const satisfies Record<SignalKind, string>
const KIND_ADVICE: Record<SignalKind, string> = {
  burst: '机器人没有在群里接话。先弄清情况，需要的话建工单、开会，或发一条通知说明。',
  anger: '头一次机器人会回一句；再发火它就不说话了，请您直接联系。',
}

export type SignalsProps = {
  signals: SignalEntry[]
  seen: boolean
  older: number | null
  needs: StoredMessage[]
  praise: KudosEntry[]
  praiseCount: number
  rule: BurstRule
  clock: Clock
  mayAct: boolean
  mayEdit: boolean
  maySeePrivate: boolean
  address: string
}

export function SignalsPage(props: SignalsProps) {
  return (
    <>
      <div
        id="signals-board"
        hx-get={props.address}
        hx-swap="innerMorph"
        hx-trigger="signals from:body delay:300ms, kudos from:body delay:300ms, messages from:body delay:1500ms"
      >
        <SignalsBoard {...props} />
      </div>
      {props.mayEdit && <RuleForm rule={props.rule} />}
    </>
  )
}

export function SignalsBoard(props: SignalsProps) {
  return (
    <div class="waiting-list">
      <nav class="chips" aria-label="苗头">
        <a class="chip" href="/signals" aria-current={props.seen ? undefined : 'true'}>
          待了解
        </a>
        <a class="chip" href="/signals?seen=yes" aria-current={props.seen ? 'true' : undefined}>
          已知晓
        </a>
      </nav>
      {props.signals.length === 0 ? <NoSignals {...props} /> : props.signals.map((signal) => <Signal signal={signal} {...props} />)}
      <Pager newer={null} older={props.older === null ? null : `/signals?${props.seen ? 'seen=yes&' : ''}before=${props.older}`} />
      {!props.seen && <Needs {...props} />}
      {!props.seen && <Praise {...props} />}
    </div>
  )
}

function NoSignals({ seen, rule }: SignalsProps) {
  return (
    <div class="card">
      <Empty icon="spark" title={seen ? '还没有了解过的苗头' : '暂时没有苗头'}>
        {rule.hours}小时内有{rule.people}
        位不同的居民在群里说同一件事，或有人在群里发火，会列在这里。机器人不会因此在群里说话。
      </Empty>
    </div>
  )
}

function Signal({ signal, clock, mayAct, maySeePrivate }: SignalsProps & { signal: SignalEntry }) {
  const shown = signal.messages.filter(({ roomId }) => roomId !== null || maySeePrivate)
  const unheard = shown.find(({ outcome }) => outcome === 'silent')
  return (
    <article class="card" id={`signal-${signal.id}`}>
      <div class="card-body waiting-row">
        <div>
          <div class="report-head">
            <Tag tint={KIND_TINTS[signal.kind]}>{KIND_NAMES[signal.kind]}</Tag>
            <b>{signal.kind === 'burst' ? categoryOf(signal.category!).name : <Covered text={signal.person ?? ''} />}</b>
            <span class="soft">{signal.estate}</span>
            {signal.kind === 'burst' && <span class="num">{signal.people}人</span>}
            <Time at={signal.raisedAt} clock={clock} />
          </div>
          <ul class="rows signal-words">
            {shown.map((message) => (
              <li>
                <span class="soft">
                  <Covered text={message.alias} /> · {message.roomTopic ?? '私聊'} · <Time at={message.sentAt} clock={clock} />
                </span>
                <Words message={message} />
              </li>
            ))}
          </ul>
          {signal.about.length > shown.length && <p class="soft mb-0">共 {signal.about.length} 条，只列出最近的。</p>}
          <p class="advice">{KIND_ADVICE[signal.kind]}</p>
          {signal.seenAt && (
            <p class="soft mb-0">
              {signal.seenBy} <Time at={signal.seenAt} clock={clock} /> 已知晓
            </p>
          )}
        </div>
        {mayAct && !signal.seenAt && (
          <div class="actions">
            <form method="post" action={`/signals/${signal.id}/seen`} hx-post={`/signals/${signal.id}/seen`}>
              <button type="submit" class="btn btn-primary">
                已知晓
              </button>
            </form>
            {unheard && (
              <form method="post" action={`/silences/${unheard.id}/ticket`}>
                <button type="submit" class="btn">
                  建工单
                </button>
              </form>
            )}
          </div>
        )}
      </div>
    </article>
  )
}

function Needs({ needs, clock }: SignalsProps) {
  return (
    <section class="card" id="needs">
      <div class="card-body">
        <h2 class="card-title">居民的需求</h2>
        {needs.length === 0 ? (
          <p class="soft mb-0">闲聊里听到的愿望先进“待人工”，点“记为需求”后列在这里。</p>
        ) : (
          <ul class="rows signal-words">
            {needs.map((message) => (
              <li id={`need-${message.id}`}>
                <span class="soft">
                  <Covered text={message.alias} /> · <Time at={message.sentAt} clock={clock} />
                </span>
                <Words message={message} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

function Praise({ praise, praiseCount, clock }: SignalsProps) {
  return (
    <section class="card" id="praise">
      <div class="card-body">
        <h2 class="card-title">表扬</h2>
        <p class="soft">近30天收到表扬{praiseCount}次。表扬不建工单，机器人也不回话。</p>
        {praise.map((entry) => (
          <article class="report" id={`kudos-${entry.id}`}>
            <Avatar name={shownName(entry.alias)} />
            <div>
              <div class="report-head">
                <b>
                  <Covered text={entry.alias} />
                </b>
                <span class="soft">{entry.roomTopic ?? '私聊'}</span>
                <Time at={entry.at} clock={clock} />
                <Tag tint="green">{`表扬${sayPraised(entry)}`}</Tag>
                {entry.number && (
                  <a href={`/tickets/${entry.number}`}>
                    <TicketNumber number={entry.number} />
                  </a>
                )}
              </div>
              <p class="words">
                <Covered text={entry.words} />
              </p>
            </div>
          </article>
        ))}
      </div>
    </section>
  )
}

function sayPraised({ party, category, handler }: KudosEntry): string {
  const name = sayParty(party, category ?? 'part.praise')
  return handler ? `${name} ${handler}` : name
}

function RuleForm({ rule }: { rule: BurstRule }) {
  return (
    <form method="post" action="/signals/rule" class="card narrow signal-rule">
      <div class="card-body">
        <h2 class="card-title">多少人算苗头</h2>
        <div class="fields">
          <Field name="people" label="几位不同的居民" type="number" min={2} max={50} step={1} value={String(rule.people)} required={true} />
          <Field name="hours" label="几小时以内" type="number" min={1} max={168} step={1} value={String(rule.hours)} required={true} />
        </div>
        <button type="submit" class="btn">
          保存
        </button>
      </div>
    </form>
  )
}
