import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { isBotGone } from '../../core/alert/alert.ts'
import { type ChannelState, DEAF_STATES } from '../../core/channel.ts'
import type { ChannelName } from '../../core/message.ts'
import { texts } from '../../core/texts/texts.ts'
import { sayClock } from '../../core/texts/time.ts'
import type { ChannelRow } from '../../db/channels.ts'
import { type Clock, Empty, Time } from './parts.tsx'
import { Tag } from './tags.tsx'

const CHANNEL_NAMES: Record<ChannelName, string> = { sandbox: '沙盒（不连微信）', script: '脚本（不连微信）', wechat4u: '微信' }

type State = { tint: 'green' | 'orange' | 'red' | 'grey'; word: string; means: string; todo: string | null }

const STATES: Record<ChannelState, State> = {
  starting: { tint: 'grey', word: '正在启动', means: '通常一分钟内就好。', todo: '等一等。几分钟还是这样，请管理员看一下服务器。' },
  needsScan: {
    tint: 'orange',
    word: '等待扫码',
    means: '登录前收不到群消息，也发不出去；要发的话会留着。',
    todo: '现在扫码，照下面三步做。',
  },
  online: { tint: 'green', word: '在线', means: '正在听群里的消息，该说的话会按节奏发出。', todo: null },
  reconnecting: {
    tint: 'red',
    word: '正在重连',
    means: '收不到也发不出群消息，正在自动重连；要发的话会留着，连上后再发。',
    todo: '先等几分钟。还没好，请看服务器的网络，再让管理员重新启动机器人。',
  },
  loggedOut: {
    tint: 'red',
    word: '已退出登录',
    means: '收不到也发不出群消息；要发的话会留着。',
    todo: '拿好机器人的手机，等二维码出现在这里，再扫码登录。',
  },
  refused: {
    tint: 'red',
    word: '微信拒绝登录',
    means: '微信不让这个账号登录网页版，收不到也发不出群消息。',
    todo: '先在手机上看账号有没有被限制；一直不行，请换一个实名的备用号。急的话到“待发消息”里复制，由人代发。',
  },
}

const GONE: State = {
  tint: 'red',
  word: '程序停了',
  means: '机器人的程序没有动静，收不到也发不出群消息，紧急情况也认不出来。',
  todo: '请管理员在服务器上重新启动机器人。没好之前，请有人看着群。',
}

const LIMITED: Omit<State, 'means'> = {
  tint: 'orange',
  word: '限制发言',
  todo: '急的话到“请您代发”复制，用自己的微信发；不急的等它自己再试，不要反复重启。',
}

/** How one account of the bot's is doing. */
export type ChannelHealth = {
  channel: ChannelRow
  heardAt: Date | null
  saidAt: Date | null
  /** Words that could be said but wait, and since when the first does. */
  queue: { count: number; since: Date | null }
  qrSvg: string | null
  clock: Clock
}

export function NoBotCard() {
  return (
    <div class="card">
      <Empty icon="robot" title="机器人还没有启动">
        控制台已经在运行，但还没有机器人。请在服务器上用 npm start 一起启动，或另开一个终端运行 npm run bot。
      </Empty>
    </div>
  )
}

/** Which account it is need not be said where there is only one. */
export function ChannelCard({ health, isOneOfSeveral }: { health: ChannelHealth; isOneOfSeveral: boolean }) {
  const { channel, qrSvg, clock } = health
  const isGone = isBotGone(channel, clock.now)
  const { tint, word, means, todo } = isGone ? GONE : stateOf(channel, clock)
  const isBad = isGone || (DEAF_STATES.includes(channel.state) && channel.state !== 'needsScan')
  return (
    <div class="card">
      <div class="card-body">
        <h2 class="card-title spread">
          {isOneOfSeveral ? texts.channel.account(channel.account) : '机器人'} <Tag tint={tint}>{word}</Tag>
        </h2>
        <p class={isBad ? 'field-error' : 'soft'}>{isGone ? means : (channel.problem ?? means)}</p>
        {todo && (
          <p class="todo">
            <b>现在做什么：</b>
            {todo}
          </p>
        )}
        {channel.state === 'needsScan' && !isGone && <ScanSteps qrSvg={qrSvg} />}
        <Facts health={health} isGone={isGone} />
      </div>
    </div>
  )
}

/** A limited account still hears everything. */
function stateOf({ state, limitedUntil }: ChannelRow, clock: Clock): State {
  if (state !== 'online' || !limitedUntil) return STATES[state]
  return { ...LIMITED, means: `听得到群里的话。${sayLimit(limitedUntil, clock)}` }
}

type FactsProps = { health: ChannelHealth; isGone: boolean }

function Facts({ health: { channel, heardAt, saidAt, queue, clock }, isGone }: FactsProps) {
  const { aliveAt, startedAt, memoryMb } = channel
  return (
    <dl class="pairs">
      <Fact label="渠道">{CHANNEL_NAMES[channel.name]}</Fact>
      <Fact label="账号">{channel.nickname ?? (channel.name === 'wechat4u' ? '尚未登录' : '不用登录')}</Fact>
      <Fact label="这个状态从">
        <Time at={channel.changedAt} clock={clock} />
      </Fact>
      {channel.name === 'wechat4u' && <Fact label="最近同步">{sayAgo(channel.syncedAt, clock)}</Fact>}
      <Fact label="最近收到">{heardAt ? <Time at={heardAt} clock={clock} /> : '还没有'}</Fact>
      <Fact label="最近发出">{saidAt ? <Time at={saidAt} clock={clock} /> : '还没有'}</Fact>
      <Fact label="等着说的">
        {queue.count === 0 || !queue.since ? (
          '没有'
        ) : (
          <a href="/outbox?tab=waiting">
            {queue.count} 句，最早的等了{saySpan(queue.since, clock.now)}
          </a>
        )}
      </Fact>
      {isGone && <Fact label="最后有动静">{sayAgo(aliveAt, clock)}</Fact>}
      {startedAt && !isGone && <Fact label="已运行">{saySpan(startedAt, clock.now)}</Fact>}
      {memoryMb !== null && !isGone && <Fact label="占内存">{memoryMb} MB</Fact>}
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: Child }) {
  return (
    <>
      <dt>{label}</dt>
      <dd class="num">{children}</dd>
    </>
  )
}

function ScanSteps({ qrSvg }: { qrSvg: string | null }) {
  return (
    <div class="scan">
      {qrSvg ? (
        <div class="scan-code" role="img" aria-label="登录二维码">
          {raw(qrSvg)}
        </div>
      ) : (
        <p class="soft">二维码正在生成，会自动出现在这里。</p>
      )}
      <ol>
        <li>拿出登录着机器人微信号的手机，不要用您自己的号。</li>
        <li>打开微信，点右上角“＋”，选“扫一扫”，扫这个码。</li>
        <li>在手机上点“登录”，这里会自动变成“在线”。</li>
      </ol>
      <p class="soft">二维码过一会儿会换新的，这里自动更新，不用刷新页面。</p>
    </div>
  )
}

/** 微信限制机器人发言，12:40再试。紧急的话每分钟仍试一次。 */
export function sayLimit(until: Date, { now, timeZone }: Clock): string {
  if (until <= now) return '微信限制过机器人发言，正在再试。'
  return `微信限制机器人发言，${sayClock(until, timeZone)}再试。紧急的话每分钟仍试一次。`
}

function sayAgo(at: Date | null, { now }: Clock): string {
  return at ? `${saySpan(at, now)}前` : '还没有'
}

/** 40秒, 5分钟, 3小时20分, 2天4小时. */
function saySpan(from: Date, to: Date): string {
  const seconds = Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (seconds < 60) return `${seconds}秒`
  if (minutes < 60) return `${minutes}分钟`
  if (hours < 24) return `${hours}小时${minutes % 60 > 0 ? `${minutes % 60}分` : ''}`
  return `${Math.floor(hours / 24)}天${hours % 24 > 0 ? `${hours % 24}小时` : ''}`
}
