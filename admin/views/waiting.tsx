import type { Estate } from '../../core/community.ts'
import type { Wait } from '../../core/conversation/outcome.ts'
import { shownName } from '../../core/name.ts'
import type { MatterDraft } from '../../core/reading/draft.ts'
import { categoryOf, isGrave } from '../../core/taxonomy/categories.ts'
import type { StoredMessage } from '../../db/inbox.ts'
import type { ListedTicket } from '../../db/ticketList.ts'
import type { WaitingMessage } from '../../db/waiting.ts'
import { Covered } from './covered.tsx'
import { EstateField } from './fields.tsx'
import { Avatar, type Clock, Empty, Pager, Time } from './parts.tsx'
import { INTENT_NAMES, READER_NAMES } from './reading.ts'
import { WAIT_NAMES } from './reasons.ts'
import { Tag } from './tags.tsx'
import { ActionLink } from './ticket/facts.tsx'
import { MatterFields, Sheet } from './ticket/forms.tsx'
import { sayLength, sayPlaceOf } from './ticket/parts.tsx'
import { TargetField } from './ticket/target.tsx'
import { Talk, Words } from './ticket/words.tsx'

export type WaitingRow = WaitingMessage & { around: StoredMessage[] }

type WaitingProps = {
  rows: WaitingRow[]
  older: number | null
  ignored: StoredMessage[]
  clock: Clock
  mayAct: boolean
  hasSandbox: boolean
  address: string
}

export function WaitingPage(props: WaitingProps) {
  return (
    <>
      <div id="waiting-board" hx-get={props.address} hx-swap="innerMorph" hx-trigger="messages from:body delay:300ms">
        <WaitingBoard {...props} />
      </div>
      <dialog class="sheet" id="sheet" aria-label="处理消息" />
    </>
  )
}

export function WaitingBoard(props: WaitingProps) {
  const { rows, older, ignored } = props
  return (
    <>
      {rows.length === 0 ? (
        <div class="card">
          <Nothing hasSandbox={props.hasSandbox} />
        </div>
      ) : (
        <div class="waiting-list">
          {rows.map((row) => (
            <Waiting row={row} {...props} />
          ))}
        </div>
      )}
      <Pager newer={null} older={older === null ? null : `/waiting?after=${older}`} />
      {ignored.length > 0 && <Ignored {...props} />}
    </>
  )
}

const NOBODYS = '这个人没在任何群里说过话，不知道是哪个社区的，有可能的几个社区都看得到这条。是本社区的就建工单，确认没事再点忽略'

function adviceOn({ message: { reason, communityId }, reading }: WaitingRow): string {
  if (communityId === null) return NOBODYS
  if (reason === 'unsure' && reading?.category && isGrave(reading.category)) return '像是有人求救，但拿不准，请马上看一眼'
  return reason && reason in WAIT_NAMES ? WAIT_NAMES[reason as Wait] : '请人工判断'
}

function Waiting({ row, clock, mayAct }: WaitingProps & { row: WaitingRow }) {
  const { message, roomTopic, reading, around } = row
  const isSuggestion = message.reason === 'suggestion'
  const isQuestion = message.reason === 'question'
  return (
    <article class="card" id={`waiting-${message.id}`}>
      <div class="card-body waiting-row">
        <div>
          <div class="report-head">
            <Avatar name={shownName(message.alias)} />
            <b>
              <Covered text={message.alias} />
            </b>
            <span class="soft">{roomTopic ?? '私聊'}</span>
            <Time at={message.sentAt} clock={clock} />
            <span class="soft">已等{sayLength(clock.now.getTime() - message.sentAt.getTime())}</span>
          </div>
          <Words message={message} />
          <p class="advice">{adviceOn(row)}。</p>
          {reading && <Guess reading={reading} isSuggestion={isSuggestion} isDoubted={message.reason === 'duringDrill'} />}
          {around.length > 1 && (
            <details class="around">
              <summary>前后对话</summary>
              <Talk lines={around} about={[message.id]} clock={clock} />
            </details>
          )}
        </div>
        {mayAct && (
          <div class="actions">
            {isSuggestion && (
              <form method="post" action={`/waiting/${message.id}/note`} hx-post={`/waiting/${message.id}/note`}>
                <button type="submit" class="btn btn-primary">
                  记为需求
                </button>
              </form>
            )}
            {isQuestion && (
              <ActionLink href={`/waiting/${message.id}/answer`} primary={true}>
                答复
              </ActionLink>
            )}
            <ActionLink href={`/waiting/${message.id}/ticket`} primary={!isSuggestion && !isQuestion}>
              建工单
            </ActionLink>
            <ActionLink href={`/waiting/${message.id}/report`} primary={false}>
              并入工单
            </ActionLink>
            <form method="post" action={`/waiting/${message.id}/ignore`} hx-post={`/waiting/${message.id}/ignore`}>
              <button type="submit" class="btn">
                忽略
              </button>
            </form>
          </div>
        )}
      </div>
    </article>
  )
}

type GuessProps = { reading: NonNullable<WaitingMessage['reading']>; isSuggestion: boolean; isDoubted: boolean }

/** The hour speaks against what the words say: how sure of them the reader is would mislead. */
function Guess({ reading, isSuggestion, isDoubted }: GuessProps) {
  const { category, summary, place, intent, confidence, reader } = reading
  const known = [category && categoryOf(category).name, summary, place && sayPlaceOf(place)].filter(Boolean)
  const understood = [...new Set(known)].join(' · ')
  const sure = `把握${Math.round(confidence * 100)}%`
  return (
    <p class="guess">
      <span class="soft">{READER_NAMES[reader]}觉得：</span>
      {isSuggestion ? (
        <>
          <Tag tint="violet">{`${INTENT_NAMES[intent]} · ${sure}`}</Tag> {understood}
        </>
      ) : (
        understood || '说不清'
      )}
      {!isSuggestion && !isDoubted && confidence > 0 && <span class="soft">（{sure}）</span>}
    </p>
  )
}

function Ignored({ ignored, clock, mayAct }: WaitingProps) {
  return (
    <section class="ignored">
      <h2>刚才忽略的</h2>
      <ul>
        {ignored.map((message) => (
          <li id={`ignored-${message.id}`}>
            <span>
              <Covered text={`${message.alias}：${message.text || '〔没有文字〕'}`} /> <Time at={message.sentAt} clock={clock} />
            </span>
            {mayAct && (
              <form method="post" action={`/waiting/${message.id}/restore`} hx-post={`/waiting/${message.id}/restore`}>
                <button type="submit" class="btn btn-sm">
                  放回来
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Nothing({ hasSandbox }: { hasSandbox: boolean }) {
  return (
    <Empty
      icon="check"
      title="没有等人处理的消息"
      action={
        hasSandbox && (
          <a class="btn" href="/sandbox">
            去沙盒试一句含糊的话
          </a>
        )
      }
    >
      机器人拿不准、读不懂、听不了的消息会留在这里，等您判断：建工单、并入已有工单，或者忽略。一条都不会丢。
    </Empty>
  )
}

export type OpenFormProps = { row: WaitingMessage; draft: MatterDraft; estates: Estate[] }

export function OpenForm({ row, draft, estates }: OpenFormProps) {
  const { message, estateId, roomTopic, isFriend } = row
  return (
    <Sheet title="建工单" action={`/waiting/${message.id}/ticket`} submit="建工单">
      <MessageAgain row={row} />
      <EstateField estates={estates} chosen={estateId} />
      <MatterFields {...draft} />
      <p class="heard">
        {roomTopic
          ? `建好后，${roomTopic}里会@${shownName(message.alias)}告知编号；不公开的分类改为私聊${isFriend ? '' : '（对方不是好友，会进“需要人工”）'}。`
          : `建好后，会私聊告知${shownName(message.alias)}编号${isFriend ? '' : '（对方不是好友，会进“需要人工”）'}。`}
      </p>
    </Sheet>
  )
}

export type JoinFormProps = { row: WaitingMessage; words: string; found: ListedTicket[] }

/** Choosing the ticket is the whole form: a number in the box, or one of the open matters below it. */
export function JoinForm({ row, words, found }: JoinFormProps) {
  const path = `/waiting/${row.message.id}/report`
  return (
    <Sheet title="并入工单" action={path} submit="并入">
      <MessageAgain row={row} />
      <TargetField label="工单编号" value={words} path={`${path}/choices`} found={found} />
      <p class="heard">并入后算多一人反映，居民不会马上收到消息，下一次进展会一并告知。</p>
    </Sheet>
  )
}

export function MessageAgain({ row: { message } }: { row: WaitingMessage }) {
  return (
    <blockquote class="again">
      <b>
        <Covered text={message.alias} />
      </b>
      <Words message={message} />
    </blockquote>
  )
}
