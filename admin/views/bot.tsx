import type { Child } from 'hono/jsx'
import type { Estate } from '../../core/community.ts'
import type { Budget } from '../../core/speech/budget.ts'
import { texts } from '../../core/texts/texts.ts'
import type { RoomHeard, RoomSpoken } from '../../db/rooms.ts'
import { ChannelCard, type ChannelHealth, NoBotCard } from './channel.tsx'
import { ClaimForm } from './claim.tsx'
import { MuteCard } from './mute.tsx'
import { type Clock, Empty, Time } from './parts.tsx'
import { MODES } from './roomMode.tsx'
import { Tag } from './tags.tsx'

export type BotState = {
  /** An account each; without any before a bot was ever started. */
  accounts: readonly ChannelHealth[]
  clock: Clock
  rooms: readonly RoomSpoken[]
  /** How often the bot has spoken today, by room. */
  spoken: Map<number, number>
  budget: Budget
  unbound: readonly RoomHeard[]
  /** Bound rooms that the present login has not shown yet. */
  lost: ReadonlySet<number>
  estates: readonly Estate[]
  maySpeak: boolean
  mayChange: boolean
  hasSandbox: boolean
  mutedAt: Date | null
  mutedWords: number
}

export function BotPage({ state }: { state: BotState }) {
  return (
    <div
      id="bot"
      hx-get="/bot/live"
      hx-swap="innerMorph"
      hx-trigger="channels from:body delay:300ms, rooms from:body delay:300ms, messages from:body delay:1500ms, outbox from:body delay:800ms"
    >
      <BotContent state={state} />
    </div>
  )
}

export function BotContent({ state }: { state: BotState }) {
  return (
    <div class="bot">
      <div class="bot-side">
        {state.accounts.length === 0 && <NoBotCard />}
        {state.accounts.map((health) => (
          <ChannelCard health={health} isOneOfSeveral={state.accounts.length > 1} />
        ))}
        <MuteCard {...state} />
      </div>
      <div class="bot-rooms">
        {state.unbound.length > 0 && <UnboundRooms state={state} />}
        <BoundRooms state={state} />
      </div>
    </div>
  )
}

function UnboundRooms({ state: { accounts, unbound, lost, estates, mayChange, clock } }: { state: BotState }) {
  return (
    <div class="card">
      <div class="card-body">
        <h2 class="card-title">待绑定的群</h2>
        <p class="soft">机器人在这些群里，但还不知道是哪个小区，所以消息只存着、不处理，24 小时后清空文字。</p>
        {estates.length === 0 && (
          <p>
            先到 <a href="/settings/estates/new">设置里添加小区</a>，再来绑定。
          </p>
        )}
      </div>
      {unbound.map((room) => (
        <div class="room" id={`room-${room.id}`}>
          <div class="room-head">
            <b>{room.topic || '没有名字的群'}</b>
            {accounts.length > 1 && <Tag tint="grey">{texts.channel.account(room.account)}</Tag>}
            <LastHeard at={room.heardAt} clock={clock} />
          </div>
          {mayChange && estates.length > 0 && (
            <div class="room-actions">
              <a class="btn" href={`/bot/rooms/${room.id}`}>
                {lost.size > 0 ? '认回或绑定' : '绑定到小区'}
              </a>
            </div>
          )}
        </div>
      ))}
      {mayChange && estates.length > 0 && <ClaimForm estates={estates} />}
    </div>
  )
}

function BoundRooms({ state }: { state: BotState }) {
  const { rooms, estates, unbound, hasSandbox } = state
  const nameOf = (id: number | null) => estates.find((estate) => estate.id === id)?.name ?? '小区已删除'
  if (rooms.length === 0) {
    const sandbox = (
      <a class="btn btn-primary" href="/sandbox">
        去沙盒试一试
      </a>
    )
    return (
      <div class="card">
        <Empty icon="robot" title="还没有绑定的群" action={hasSandbox && sandbox}>
          {unbound.length > 0
            ? '上面的群绑定到小区后，会出现在这里。'
            : '把机器人的微信号拉进小区的群，群里有人说一句话，它就会出现在这里，等您绑定到小区。'}
        </Empty>
      </div>
    )
  }
  return (
    <div class="card">
      <div class="card-body">
        <h2 class="card-title">
          已绑定的群 <span class="soft num">{rooms.length}</span>
        </h2>
      </div>
      {rooms.map((room) => (
        <BoundRoom room={room} estate={nameOf(room.estateId)} state={state} />
      ))}
    </div>
  )
}

function BoundRoom({ room, estate, state }: { room: RoomSpoken; estate: string; state: BotState }) {
  const { clock, mayChange } = state
  return (
    <div class="room" id={`room-${room.id}`}>
      <div class="room-head">
        <b>{room.topic || '没有名字的群'}</b>
        <Tag tint="grey">{estate}</Tag>
        {state.accounts.length > 1 && <Tag tint="grey">{texts.channel.account(room.account)}</Tag>}
        {room.voice === 'speaking' ? <Tag tint="green">会说话</Tag> : <Tag tint="orange">只记录</Tag>}
        {room.leftAt && <Tag tint="red">机器人不在群里</Tag>}
        {!room.leftAt && state.lost.has(room.id) && <Tag tint="orange">还没认出来</Tag>}
        {room.mode !== 'governance' && <Tag tint="violet">{MODES[room.mode].name}</Tag>}
      </div>
      <p class="soft room-facts">
        <span>{room.noticeSentAt ? <>告知 {<Time at={room.noticeSentAt} clock={clock} />} 已发</> : '告知还没发出'}</span>
        <LastHeard at={room.heardAt} clock={clock} />
        {room.saidAt && <span>最近发出 {<Time at={room.saidAt} clock={clock} />}</span>}
        <Spoken count={state.spoken.get(room.id) ?? 0} most={state.budget.perDay} />
      </p>
      {room.mode !== 'governance' && <p class="soft room-facts">{MODES[room.mode].means}</p>}
      {room.leftAt && <LeftHint leftAt={room.leftAt} stranded={room.stranded} clock={clock} />}
      {!room.leftAt && state.lost.has(room.id) && <LostHint room={room} mayChange={mayChange} />}
      {room.withheld > 0 && (
        <p class="room-facts">
          有 <b class="num">{room.withheld}</b> 句话没有说出来。<a href="/outbox?tab=withheld">看看它本来会说什么</a>
        </p>
      )}
      {mayChange && (
        <div class="room-actions">
          <VoiceForm room={room} maySpeak={state.maySpeak} />
          <a class="btn" href={`/bot/rooms/${room.id}`}>
            用途与绑定
          </a>
        </div>
      )}
    </div>
  )
}

function LeftHint({ leftAt, stranded, clock }: { leftAt: Date; stranded: number; clock: Clock }) {
  return (
    <p class="room-facts">
      <span>
        <Time at={leftAt} clock={clock} /> 起机器人不在这个群了，听不到，也不再往这里发。请群主重新邀请它进群；不需要了就解除绑定。
      </span>
      {stranded > 0 && (
        <span>
          有 <b class="num">{stranded}</b> 句话发不出去。<a href="/outbox/by-hand">请您代发</a>
        </span>
      )}
    </p>
  )
}

function LostHint({ room, mayChange }: { room: RoomSpoken; mayChange: boolean }) {
  return (
    <p class="room-facts">
      <span>微信重新登录后还没认出这个群，要发到这里的话先留着。</span>
      {mayChange && <a href={`/bot/rooms/${room.id}`}>怎么认回来</a>}
    </p>
  )
}

/** How much of the day's budget is used; beyond it several words become one. */
function Spoken({ count, most }: { count: number; most: number }) {
  return (
    <span>
      今天说了 <b class="num">{count}</b> 句，每天最多 {most} 句{count >= most && '，再有的会合并着说'}
    </span>
  )
}

function VoiceForm({ room, maySpeak }: { room: RoomSpoken; maySpeak: boolean }) {
  const action = `/bot/rooms/${room.id}/voice`
  if (room.voice === 'speaking') {
    return (
      <form
        method="post"
        action={action}
        data-confirm={`让机器人在“${room.topic}”只记录、不说话？诉求照样登记，只有工作人员看得到。`}
        data-confirm-yes="只记录"
      >
        <button type="submit" class="btn" name="voice" value="recordOnly">
          改为只记录
        </button>
      </form>
    )
  }
  if (!maySpeak) {
    return (
      <Why>
        填好 <a href="/settings/hotlines">燃气抢修电话</a> 才能开口。
      </Why>
    )
  }
  if (!room.noticeSentAt) return <Why>告知发出后才能开口。</Why>
  return (
    <form
      method="post"
      action={action}
      data-confirm={`让机器人在“${room.topic}”开口？从下一条消息起，它会登记、回复、报进展。之前没说的话不会补发。`}
      data-confirm-yes="开口"
    >
      <button type="submit" class="btn btn-primary" name="voice" value="speaking">
        开口说话
      </button>
    </form>
  )
}

function Why({ children }: { children: Child }) {
  return <span class="why">{children}</span>
}

function LastHeard({ at, clock }: { at: Date | null; clock: Clock }) {
  return <span class="soft">{at ? <>最近收到 {<Time at={at} clock={clock} />}</> : '还没有消息'}</span>
}
