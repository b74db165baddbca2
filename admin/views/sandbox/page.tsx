import type { Room } from '../../../db/rooms.ts'
import type { ChatPage, SandboxStory, SandboxTicket } from '../../../db/sandbox.ts'
import { assetUrl } from '../../assets.ts'
import { BOT_LABEL, CAST, type Seat } from '../../sandboxCast.ts'
import { Icon } from '../icon.tsx'
import { type Clock, Empty } from '../parts.tsx'
import { Feed } from './feed.tsx'
import { GuideStrip, Side } from './side.tsx'

/** Everything the page shows, read at one moment. */
export type SandboxView = {
  room: Room
  seat: Seat
  shown: number
  clock: Clock
  mayPlay: boolean
  page: ChatPage
  tickets: SandboxTicket[]
  story: SandboxStory
}

const PANES = [
  { key: 'chat', label: '聊天' },
  { key: 'side', label: '示例与工单' },
] as const

export function SandboxPage({ nonce, ...view }: SandboxView & { nonce: string }) {
  return (
    <>
      <link rel="stylesheet" href={assetUrl('sandbox.css')} />
      <div class="sandbox">
        <fieldset class="pane-tabs">
          <legend class="visually-hidden">看哪一边</legend>
          {PANES.map(({ key, label }, index) => (
            <label>
              <input type="radio" name="pane" value={key} checked={index === 0} />
              {label}
            </label>
          ))}
        </fieldset>
        <section class="phone" aria-label="聊天">
          <header class="phone-head">
            <h2 id="sandbox-title">
              <Title {...view} />
            </h2>
            <WhereSwitch seat={view.seat} />
          </header>
          <div id="sandbox-strip" class="strip">
            <GuideStrip {...view} />
          </div>
          <div class="feed-scroll" tabindex={0} aria-label="聊天记录" role="log">
            <div
              id="sandbox-feed"
              class="feed"
              hx-get="/sandbox/chat"
              hx-include=".seat-choice"
              hx-swap="innerMorph"
              hx-sync="replace"
              hx-trigger="messages from:body delay:120ms, outbox from:body delay:120ms, tickets from:body delay:120ms, seat from:body"
            >
              <Feed {...view} />
            </div>
          </div>
          {view.mayPlay ? <Composer seat={view.seat} /> : <p class="composer soft">您的账号只能查看，不能在沙盒里发言。</p>}
        </section>
        <aside id="sandbox-side" class="side" aria-label="示例与工单">
          <Side {...view} />
        </aside>
      </div>
      <script src={assetUrl('sandbox.js')} nonce={nonce} defer={true} />
    </>
  )
}

/** What changes when something is said: the lines, and by their ids the title, the example and the tickets. */
export function SandboxParts(view: SandboxView) {
  return (
    <>
      <Feed {...view} />
      <hx-partial hx-target="#sandbox-title" hx-swap="innerMorph">
        <Title {...view} />
      </hx-partial>
      <hx-partial hx-target="#sandbox-strip" hx-swap="innerMorph">
        <GuideStrip {...view} />
      </hx-partial>
      <hx-partial hx-target="#sandbox-side" hx-swap="innerMorph">
        <Side {...view} />
      </hx-partial>
    </>
  )
}

export function ClosedSandbox() {
  return (
    <div class="card">
      <Empty icon="flask" title="沙盒没有打开">
        沙盒要和机器人在同一个程序里运行：请用 <code>npm start</code> 启动，并且不设 <code>CHANNEL</code>（或设成{' '}
        <code>CHANNEL=sandbox</code>
        ）。已经接了微信群的程序里没有沙盒。
      </Empty>
    </div>
  )
}

export function UnboundSandbox() {
  const bind = (
    <a class="btn btn-primary" href="/bot">
      去绑定群
    </a>
  )
  return (
    <div class="card">
      <Empty icon="flask" title="沙盒的群还没有归到小区" action={bind}>
        机器人只在绑定了小区的群里登记事项。请把沙盒的群绑定到一个小区，再回到这里。
      </Empty>
    </div>
  )
}

function Title({ room, seat: { player, isPrivate } }: Pick<SandboxView, 'room' | 'seat'>) {
  return (
    <>
      {isPrivate ? BOT_LABEL : `${room.topic}（${CAST.length + 1}）`}
      <small>{isPrivate ? `${player.name}的手机，私聊` : `${player.name}的手机`}</small>
    </>
  )
}

function WhereSwitch({ seat: { isPrivate } }: { seat: Seat }) {
  return (
    <fieldset class="where">
      <legend class="visually-hidden">在哪里说</legend>
      <label>
        <input class="seat-choice" type="radio" name="in" value="group" form="composer" autocomplete="off" checked={!isPrivate} />
        群聊
      </label>
      <label>
        <input class="seat-choice" type="radio" name="in" value="private" form="composer" autocomplete="off" checked={isPrivate} />
        私聊小助手
      </label>
    </fieldset>
  )
}

function Composer({ seat: { player } }: { seat: Seat }) {
  return (
    <form
      id="composer"
      class="composer"
      method="post"
      action="/sandbox/messages"
      hx-post="/sandbox/messages"
      hx-target="#sandbox-feed"
      hx-swap="innerMorph"
      hx-sync="queue all"
    >
      <fieldset class="cast">
        <legend>替谁说</legend>
        {CAST.map(({ key, name }) => (
          <label>
            <input class="seat-choice" type="radio" name="as" value={key} autocomplete="off" checked={key === player.key} />
            {name}
          </label>
        ))}
      </fieldset>
      <div class="quoting" hidden={true}>
        <span />
        <button type="button" data-unquote="" aria-label="不引用了">
          <Icon name="close" size={16} />
        </button>
      </div>
      <input type="hidden" name="quote" value="" />
      <div class="composer-row">
        <button
          type="submit"
          class="round"
          name="photo"
          value="manhole"
          formnovalidate={true}
          title="发一张示例照片"
          aria-label="发一张示例照片"
        >
          <Icon name="photo" size={22} />
        </button>
        <textarea name="text" rows={1} maxlength={10_000} required={true} placeholder="说点什么" aria-label="要说的话" autocomplete="off" />
        <button type="submit" class="btn btn-primary">
          发送
        </button>
      </div>
    </form>
  )
}
