import { useContext } from 'hono/jsx'
import { localTime } from '../../core/localTime.ts'
import { maskNumbers } from '../../core/mask.ts'
import { shownName } from '../../core/name.ts'
import type { Hold, NoticeKind, Obstacle, OutboxStatus } from '../../core/notice.ts'
import { mayReveal } from '../../core/privacy/reveal.ts'
import type { Staff } from '../../core/staff.ts'
import { sayDayOfMonth } from '../../core/texts/time.ts'
import type { OutboxEntry } from '../../db/outboxBoard.ts'
import { Covered, Revealed } from './covered.tsx'
import { type Clock, Time } from './parts.tsx'
import { Tag } from './tags.tsx'

const OUTBOX_NAMES: Record<OutboxStatus, string> = {
  waiting: '等待发送',
  sending: '正在发送',
  sent: '已发送',
  combined: '已合并说出',
  failed: '没发成',
  needsPerson: '需要人工',
  withheld: '只记录未说',
  cancelled: '已取消',
  expired: '已过期',
}

const OUTBOX_TINTS = {
  waiting: 'blue',
  sending: 'blue',
  sent: 'green',
  combined: 'green',
  failed: 'red',
  needsPerson: 'orange',
  withheld: 'grey',
  cancelled: 'grey',
  expired: 'grey',
} as const satisfies Record<OutboxStatus, string>

export const NOTICE_NAMES: Record<NoticeKind, string> = {
  dispatch: '派单',
  page: '值班呼叫',
  emergency: '紧急提示',
  reply: '自动回复',
  progress: '进展',
  staffAnswer: '人工答复',
  announcement: '通知',
  reminder: '提醒',
  privacyNotice: '隐私告知',
  batch: '合并回复',
  digest: '合并进展',
  welcome: '欢迎新邻居',
  satisfaction: '问满意度',
  briefing: '工作群提要',
}

const HOLD_NAMES: Record<Hold, string> = {
  quiet: '现在是安静时段，等到',
  budget: '这个群话够多了，等到',
  digest: '进了傍晚的小结，等到',
  muted: '现在只说紧急的话，这一句先留着。',
}

/** Until when words wait, and why: 等到明天07:30一起说. */
export function Held({ entry, clock }: { entry: Pick<OutboxEntry, 'status' | 'hold' | 'notBefore'>; clock: Clock }) {
  if (entry.status !== 'waiting' || !entry.hold) return null
  return (
    <p class="soft held">
      {HOLD_NAMES[entry.hold]}
      {entry.hold !== 'muted' && (
        <>
          <Time at={entry.notBefore} clock={clock} />
          一起说。
        </>
      )}
    </p>
  )
}

/** Why words are stuck, and what to do. */
export const OBSTACLE_ADVICE: Record<Obstacle, string> = {
  notFriend: '对方不是机器人账号的好友，不能私聊。请复制后由认识的同事代发，或请对方先加好友再点“发送”。',
  interrupted: '发送到一半时程序中断了，不知道对方收到没有。请先到群里看一眼：没有就点“发送”，有了就点“标记已代发”。',
  gone: '机器人已不在这个群，或对方账号已不可用。请复制后由人代发。',
  attempts: '网络或微信多次没有接收。稍后点“重试”；一直不成，请复制后由人代发。',
  late: '隔了很久才读到这句求救，现在再发可能已经过时。请先问清现场，需要就点“发送”，不需要就点“不发了”。',
  left: '对方已退出当时说话的群，机器人不再主动私聊。确实需要告诉对方，就点“发送”，否则点“不发了”。',
  restored: '恢复的是以前的备份，这句在备份以后发过没有，不知道。请先到群里看一眼：没有就点“发送”，有了就点“标记已代发”。',
  roomUnbound: '这个群已解除绑定。需要说的话，请复制后由人代发。',
}

/** Waits for the bot to be in the group again, or for a person. */
export function isStranded({ status, roomLeftAt }: Pick<OutboxEntry, 'status' | 'roomLeftAt'>): boolean {
  return status === 'waiting' && roomLeftAt !== null
}

export function OutboxTag({ status }: { status: OutboxStatus }) {
  return <Tag tint={OUTBOX_TINTS[status]}>{OUTBOX_NAMES[status]}</Tag>
}

/** To whom words go, as staff know them. */
export function sayRecipient(entry: Pick<OutboxEntry, 'roomId' | 'roomTopic' | 'memberName'>): string {
  return entry.roomId === null ? `私聊 ${shownName(entry.memberName ?? '')}` : (entry.roomTopic ?? '群')
}

/** The line as the recipient sees it. */
export function sayLine({ mention, text }: Pick<OutboxEntry, 'mention' | 'text'>): string {
  return mention === null ? text : `@${mention} ${text}`
}

/** What is said to one person is theirs, sent or not; hotlines, in words to everybody and in an emergency, are no secret. */
export function isOwnAffair({ roomId, kind }: Pick<OutboxEntry, 'roomId' | 'kind'>): boolean {
  return roomId === null && kind !== 'emergency'
}

export function SaidLine({ entry, id }: { entry: OutboxEntry; id?: string }) {
  return (
    <p class="words" id={id}>
      {isOwnAffair(entry) ? <Covered text={sayLine(entry)} /> : sayLine(entry)}
    </p>
  )
}

const NAMES_A_DAY = /[今明后昨]天|今晚|明早|周[一二三四五六日]/

/** Words that nobody could say on the day they were written for name the wrong one. */
export function WrittenEarlier({ entry: { text, createdAt }, clock: { now, timeZone } }: { entry: OutboxEntry; clock: Clock }) {
  const [written, today] = [createdAt, now].map((at) => localTime(at, timeZone).toPlainDate().toString())
  if (written === today || !NAMES_A_DAY.test(text)) return null
  return <p class="advice">这句是{sayDayOfMonth(createdAt, timeZone)}写的，里面说的日子是从那天算的，请改对了再发。</p>
}

type CopyProps = {
  entry: OutboxEntry
  /** The element that holds the words. */
  from: string
  staff: Staff
  /** The page on which somebody looks. */
  back: string
  class: string
}

/** Takes the words along for saying them by hand; what is covered is first asked for, with a reason. */
export function CopyWords({ entry, from, staff, back, class: look }: CopyProps) {
  const isHidden = isOwnAffair(entry) && maskNumbers(sayLine(entry)) !== sayLine(entry)
  if (!isHidden || useContext(Revealed)) {
    return (
      <button type="button" class={look} data-copy-from={from}>
        复制
      </button>
    )
  }
  const { ticketNumber, ticketAssigneeId } = entry
  if (ticketNumber === null) return <span class="soft">遮住了对方自己的信息，只能由机器人说。</span>
  if (!mayReveal(staff, { assigneeId: ticketAssigneeId })) return <span class="soft">遮住了号码，请经办的同事复制。</span>
  return (
    <a class={look} href={`/tickets/${ticketNumber}/reveal?back=${encodeURIComponent(back)}`}>
      查看后复制
    </a>
  )
}

export function isUndoable(entry: OutboxEntry): boolean {
  return entry.kind === 'staffAnswer' && entry.status === 'waiting'
}

/** Takes a colleague's words back while they wait; the seconds count down by themselves. */
export function UndoForm({ entry, clock, back }: { entry: OutboxEntry; clock: Clock; back: string }) {
  const leftSeconds = Math.max(0, Math.ceil((entry.notBefore.getTime() - clock.now.getTime()) / 1000))
  return (
    <form method="post" action={`/outbox/${entry.id}/undo`} hx-post={`/outbox/${entry.id}/undo`}>
      <input type="hidden" name="back" value={back} />
      <button type="submit" class="btn btn-sm" data-left={leftSeconds}>
        {leftSeconds > 0 ? `撤回（${leftSeconds}秒）` : '撤回'}
      </button>
    </form>
  )
}

/** What residents were told, newest last, with what became of each line. */
export function Said({ entries, clock, back, mayAct }: { entries: OutboxEntry[]; clock: Clock; back: string; mayAct: boolean }) {
  if (entries.length === 0) return <p class="soft mb-0">还没有对居民说过什么。</p>
  return (
    <ol class="said">
      {entries.map((entry) => (
        <li class={entry.status === 'cancelled' ? 'said-cancelled' : undefined} id={`said-${entry.id}`}>
          <div class="said-head">
            <OutboxTag status={entry.status} />
            <span class="soft">{sayRecipient(entry)}</span>
            <Time at={entry.settledAt ?? entry.notBefore} clock={clock} />
          </div>
          <SaidLine entry={entry} />
          {entry.obstacle && entry.status !== 'sent' && entry.status !== 'cancelled' && (
            <p class="advice">{OBSTACLE_ADVICE[entry.obstacle]}</p>
          )}
          <Held entry={entry} clock={clock} />
          {mayAct && isUndoable(entry) && <UndoForm entry={entry} clock={clock} back={back} />}
          {mayAct && (entry.status === 'needsPerson' || entry.status === 'failed') && (
            <a href={`/outbox?tab=${entry.status}`}>到“待发消息”处理</a>
          )}
        </li>
      ))}
    </ol>
  )
}
