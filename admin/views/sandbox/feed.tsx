import type { Silence, Wait } from '../../../core/conversation/outcome.ts'
import { localTime } from '../../../core/localTime.ts'
import { shownName } from '../../../core/name.ts'
import { sayWhen } from '../../../core/texts/time.ts'
import { type ChatLine, type HeardLine, keyOf, type SaidLine } from '../../../db/sandbox.ts'
import { BOT_LABEL, BOT_NAME, externalIdOf, type Seat } from '../../sandboxCast.ts'
import { Icon } from '../icon.tsx'
import { Avatar, type Clock } from '../parts.tsx'
import { SILENCE_NAMES, WAIT_NAMES } from '../reasons.ts'
import type { SandboxView } from './page.tsx'

const PAUSE_MS = 5 * 60_000
const MORE_LINES = 100

export function Feed({ page, seat, room, clock, shown, mayPlay }: SandboxView) {
  return (
    <>
      <input type="hidden" class="seat-choice" name="shown" value={String(shown)} form="composer" />
      {room.voice === 'recordOnly' && !seat.isPrivate && (
        <p class="feed-line">
          本群现在只记录不说话，机器人不会发言。<a href="/bot">去打开</a>
        </p>
      )}
      {page.hasOlder && <OlderButton seat={seat} shown={shown} />}
      {page.lines.length === 0 && <EmptyChat seat={seat} />}
      {page.lines.map((line, index) => (
        <>
          {isPauseBefore(line, page.lines[index - 1]) && <p class="feed-line num">{sayWhen(line.at, clock.now, clock.timeZone)}</p>}
          {line.from === 'bot' ? <Said line={line} mayPlay={mayPlay} /> : <Heard line={line} seat={seat} clock={clock} mayPlay={mayPlay} />}
        </>
      ))}
      {page.isTyping && (
        <div class="line line-bot" id="typing">
          <BotFace />
          <div class="line-body">
            <span class="line-name">{BOT_LABEL}</span>
            <p class="bubble typing" role="status">
              正在输入…
            </p>
          </div>
        </div>
      )}
    </>
  )
}

function EmptyChat({ seat: { player, isPrivate } }: { seat: Seat }) {
  return (
    <div class="feed-empty">
      <Icon name="flask" size={26} />
      {isPrivate ? (
        <p>
          这里是{player.name}和小助手的私聊，群里的人看不到。
          <br />
          直接说是什么事、在什么位置，小助手会单独回复。
        </p>
      ) : (
        <p>
          这是一个试用的业主群，住户都是虚构的，怎么说都不会发到真实的群。
          <br />
          选一个人，像平时在群里那样说一句，看看小助手怎么回。
        </p>
      )}
    </div>
  )
}

function OlderButton({ seat: { player, isPrivate }, shown }: { seat: Seat; shown: number }) {
  const query = new URLSearchParams({ as: player.key, in: isPrivate ? 'private' : 'group', shown: String(shown + MORE_LINES) })
  return (
    <button type="button" class="feed-older" hx-get={`/sandbox/chat?${query}`} hx-target="#sandbox-feed" hx-swap="innerMorph">
      看更早的消息
    </button>
  )
}

function isPauseBefore(line: ChatLine, before: ChatLine | undefined): boolean {
  return before === undefined || line.at.getTime() - before.at.getTime() > PAUSE_MS
}

function Said({ line, mayPlay }: { line: SaidLine; mayPlay: boolean }) {
  const { mention, text } = line.words
  return (
    <div class="line line-bot" id={keyOf(line)}>
      <BotFace />
      <div class="line-body">
        <span class="line-name">{BOT_LABEL}</span>
        <div class="bubble" tabindex={0}>
          <p class="bubble-text">
            {mention !== null && <b>@{mention} </b>}
            {text}
          </p>
        </div>
        {mayPlay && (
          <div class="line-tools">
            <QuoteButton line={line} words={`${BOT_NAME}：${text}`} />
          </div>
        )}
        {line.ticketNumber && (
          <p class="line-note">
            <a href={`/tickets/${line.ticketNumber}`}>打开工单 {line.ticketNumber}</a>
          </p>
        )}
      </div>
    </div>
  )
}

function Heard({ line, seat, clock, mayPlay }: { line: HeardLine; seat: Seat; clock: Clock; mayPlay: boolean }) {
  const { message, speaker, isRecalled } = line
  const isOwn = speaker === externalIdOf(seat.player)
  if (message.kind === 'recall') return <p class="feed-line">{isOwn ? '您撤回了一条消息' : message.text}</p>
  if (isRecalled) return null
  return (
    <div class={`line ${isOwn ? 'line-own' : ''}`} id={keyOf(line)}>
      <Avatar name={shownName(message.alias)} />
      <div class="line-body">
        <span class="line-name">{message.alias}</span>
        <Bubble line={line} clock={clock} />
        {mayPlay && (
          <div class="line-tools">
            <QuoteButton line={line} words={`${message.alias}：${message.text || '[图片]'}`} />
            {isOwn && (
              <button
                type="button"
                hx-post={`/sandbox/messages/${message.id}/recall`}
                hx-include=".seat-choice"
                hx-target="#sandbox-feed"
                hx-swap="innerMorph"
              >
                撤回
              </button>
            )}
          </div>
        )}
        <Note line={line} />
      </div>
    </div>
  )
}

function Bubble({ line: { message, at }, clock }: { line: HeardLine; clock: Clock }) {
  const time = localTime(at, clock.timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
  if (message.mediaHash && message.kind === 'image') {
    return (
      <a class="bubble-photo" href={`/media/${message.mediaHash}`} target="_blank" rel="noopener" title={time}>
        <img src={`/media/${message.mediaHash}/thumbnail`} width="200" height="150" alt="示例照片：路面上翘起的井盖，点开看大图" />
      </a>
    )
  }
  return (
    <>
      <div class="bubble" tabindex={0} title={time}>
        <p class="bubble-text">{message.text}</p>
        {isLong(message.text) && <span class="bubble-more">点一下看全文</span>}
      </div>
      {message.quote && (
        <p class="bubble-quote">
          {message.quote.sender}：{message.quote.text}
        </p>
      )}
    </>
  )
}

/** More than a phone shows of it at first. */
function isLong(text: string): boolean {
  return text.length > 400 || text.split('\n').length > 14
}

function QuoteButton({ line, words }: { line: ChatLine; words: string }) {
  return (
    <button type="button" data-quote={keyOf(line)} data-words={words.slice(0, 80)}>
      引用
    </button>
  )
}

/** The small line below a message that nobody in the chat would see: what the bot made of it. */
function Note({ line }: { line: HeardLine }) {
  const { outcome } = line.message
  if (outcome === null) return <p class="line-note">小助手在看…</p>
  const quiet = sayWhyQuiet(line)
  if (!quiet && !line.answers.some((answer) => answer.isPrivate && answer.status === 'sent')) return null
  return (
    <p class="line-note">
      {quiet && <span>{quiet}</span>}
      {outcome === 'waiting' && <a href="/waiting">去看</a>}
      {quiet && line.ticketNumbers.map((number) => <a href={`/tickets/${number}`}>{number}</a>)}
      {line.message.roomId !== null && line.answers.some(({ isPrivate }) => isPrivate) && (
        <button type="button" data-as={line.speaker.replace(/^sandbox-/, '')} data-in="private">
          {quiet ? '看私聊' : '小助手另外私聊了，去看'}
        </button>
      )}
    </p>
  )
}

/** Null when the bot's words stand in the chat or are on their way. */
function sayWhyQuiet({ message: { outcome, reason }, answers }: Pick<HeardLine, 'message' | 'answers'>): string | null {
  if (outcome === 'silent') return `没有回复：${SILENCE_NAMES[reason as Silence]}`
  if (outcome === 'ticketJoined' && answers.length === 0)
    return `没有另外回复：${SILENCE_NAMES[reason as Silence] ?? SILENCE_NAMES.sameMatter}`
  if (outcome === 'waiting') return `没有回复：${WAIT_NAMES[reason as Wait]}，已转给工作人员判断`
  if (outcome === 'ignored') return '没有回复：工作人员看过，不用处理'
  if (answers.some(({ status }) => status === 'withheld')) return '没有说出来：本群只记录不说话'
  if (answers.some(({ isHeld }) => isHeld)) return '先不说：安静时段，或话说得够多了，到时一起说'
  if (answers.length === 0 && outcome === 'ticketOpened') return '已登记，没有在群里说话'
  return null
}

function BotFace() {
  return (
    <span class="avatar-dot bot-face" aria-hidden="true">
      <Icon name="robot" size={19} />
    </span>
  )
}
