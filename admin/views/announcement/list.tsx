import type { AnnouncementStatus } from '../../../core/announcement/announcement.ts'
import { KIND_NAMES } from '../../../core/texts/announcement.ts'
import { sayDate } from '../../../core/texts/time.ts'
import type { AnnouncementEntry } from '../../../db/announcements.ts'
import type { OutboxEntry } from '../../../db/outboxBoard.ts'
import type { RoomSpoken } from '../../../db/rooms.ts'
import { Icon } from '../icon.tsx'
import { type Clock, Empty, Pager, Time } from '../parts.tsx'
import { Tag } from '../tags.tsx'

const STATUS_TAGS: Record<AnnouncementStatus, { tint: 'blue' | 'green' | 'grey'; word: string }> = {
  scheduled: { tint: 'blue', word: '待发布' },
  published: { tint: 'green', word: '已发布' },
  cancelled: { tint: 'grey', word: '已取消' },
}

export type AnnouncementsState = {
  view: 'upcoming' | 'past'
  entries: readonly AnnouncementEntry[]
  rooms: readonly RoomSpoken[]
  mayWrite: boolean
  clock: Clock
  older: string | null
  newer: string | null
}

/** The day it falls on, and what is said then. */
export type PlannedDay = { day: string; words: readonly OutboxEntry[] }
export type PlanState = {
  days: readonly PlannedDay[]
  rooms: readonly RoomSpoken[]
  mayWrite: boolean
  clock: Clock
  rewording: Rewording | null
}
export type Rewording = { id: number; text: string; error: string }

export function WriteButton() {
  return (
    <a class="btn btn-primary" href="/announcements/new">
      <Icon name="plus" /> 写通知
    </a>
  )
}

export function AnnouncementsPage({ state, plan }: { state: AnnouncementsState; plan: PlanState }) {
  return (
    <div class="announcements">
      <section aria-label="通知">
        <nav class="chips" aria-label="通知">
          <a class="chip" href="/announcements" aria-current={state.view === 'upcoming' ? 'page' : undefined}>
            即将进行
          </a>
          <a class="chip" href="/announcements?view=past" aria-current={state.view === 'past' ? 'page' : undefined}>
            已结束和已取消
          </a>
        </nav>
        <div
          id="announcement-list"
          hx-get={`/announcements/list${state.view === 'past' ? '?view=past' : ''}`}
          hx-swap="innerMorph"
          hx-trigger="outbox from:body delay:500ms"
        >
          <AnnouncementList state={state} />
        </div>
      </section>
      <section aria-labelledby="plan-title">
        <h2 class="section-title" id="plan-title">
          未来七天要说的话
        </h2>
        <Plan plan={plan} />
      </section>
    </div>
  )
}

export function AnnouncementList({ state }: { state: AnnouncementsState }) {
  const { entries, view, mayWrite } = state
  if (entries.length === 0) {
    return (
      <div class="card">
        <Empty
          icon="megaphone"
          title={view === 'past' ? '还没有结束或取消的通知' : '没有即将进行的活动或会议'}
          action={view === 'upcoming' && mayWrite && <WriteButton />}
        >
          {view === 'past' ? '活动开始以后，会移到这里。' : '写下名称、时间、地点，机器人会发到群里，并在前一天晚上和开始前再提醒一次。'}
        </Empty>
      </div>
    )
  }
  return (
    <>
      {entries.map((entry) => (
        <AnnouncementCard entry={entry} state={state} />
      ))}
      <Pager newer={state.newer} older={state.older} />
    </>
  )
}

function AnnouncementCard({ entry, state: { rooms, mayWrite, clock, view } }: { entry: AnnouncementEntry; state: AnnouncementsState }) {
  const { tint, word } = STATUS_TAGS[entry.status]
  const topics = entry.audience.map(({ roomId, heard }) => ({ topic: topicOf(rooms, roomId), heard }))
  const isDue = entry.status === 'scheduled' && entry.publishAt <= clock.now
  return (
    <article class="card announcement" id={`announcement-${entry.id}`}>
      <div class="card-body">
        <h3 class="spread">
          <span>
            <span class="soft">{KIND_NAMES[entry.kind]}</span> {entry.title}
          </span>
          <Tag tint={tint}>{word}</Tag>
        </h3>
        <p>
          <b class="num">{sayDate(entry.startsAt, clock.timeZone)}</b> · {entry.place}
        </p>
        {entry.purpose && <p class="soft lines">{entry.purpose}</p>}
        <p class="soft">
          {topics.map(({ topic, heard }) => `${topic}${entry.status === 'published' && !heard ? '（还没说）' : ''}`).join('、')}
          {entry.status === 'scheduled' && !isDue && (
            <>
              ，<Time at={entry.publishAt} clock={clock} /> 发布
            </>
          )}
        </p>
        {isDue && <NotHeard entry={entry} rooms={rooms} now={clock.now} />}
        {mayWrite && view === 'upcoming' && (
          <div class="button-row">
            <a class="btn" href={`/announcements/${entry.id}`}>
              修改
            </a>
            <form
              method="post"
              action={`/announcements/${entry.id}/cancellation`}
              data-confirm={askCancel(entry)}
              data-confirm-yes="取消这次通知"
            >
              <button type="submit" class="btn btn-quiet-danger">
                取消
              </button>
            </form>
          </div>
        )}
      </div>
    </article>
  )
}

const SENDING_MS = 2 * 60_000

/** Why nobody has heard of it although it is time. */
function NotHeard({ entry, rooms, now }: { entry: AnnouncementEntry; rooms: readonly RoomSpoken[]; now: Date }) {
  const isSilent = entry.audience.every(({ roomId }) => rooms.find(({ id }) => id === roomId)?.voice !== 'speaking')
  if (isSilent) {
    return (
      <p class="soft">
        还没有群听到：群现在只记录，话没有说出来。<a href="/bot">去让它开口</a>
      </p>
    )
  }
  if (now.getTime() - entry.publishAt.getTime() < SENDING_MS) return <p class="soft">正在发到群里。</p>
  return (
    <p class="soft">
      还没有群听到：机器人可能不在线，或发送受阻。<a href="/outbox">到待发消息里看看</a>
    </p>
  )
}

function Plan({ plan }: { plan: PlanState }) {
  if (plan.days.length === 0) {
    return <p class="card card-body soft">这七天没有安排要说的话。发布活动或会议后，通知和提醒会按天列在这里，可以改，可以取消。</p>
  }
  return (
    <>
      {plan.days.map(({ day, words }) => (
        <div class="card plan-day">
          <h3>{day}</h3>
          {words.map((entry) => (
            <PlannedWords entry={entry} plan={plan} />
          ))}
        </div>
      ))}
    </>
  )
}

function PlannedWords({ entry, plan: { rooms, mayWrite, clock, rewording } }: { entry: OutboxEntry; plan: PlanState }) {
  const open = rewording?.id === entry.id ? rewording : null
  const isSilent = rooms.find(({ id }) => id === entry.roomId)?.voice === 'recordOnly'
  return (
    <details class="plan-word" open={open !== null} id={`word-${entry.id}`}>
      <summary>
        <b class="num">{timeOf(entry.notBefore, clock.timeZone)}</b>
        <span class="plan-line">
          <span>{entry.text.split('\n')[0]}</span>
          <small class="soft">
            {entry.roomTopic}
            {isSilent && '（只记录，到时不会说出来）'}
          </small>
        </span>
        <Icon name="down" size={16} />
      </summary>
      {mayWrite ? (
        <form method="post" action={`/announcements/words/${entry.id}`} class="plan-edit">
          <label class="form-label" for={`text-${entry.id}`}>
            到时这样说
          </label>
          <textarea
            class={`form-control ${open ? 'is-invalid' : ''}`}
            id={`text-${entry.id}`}
            name="text"
            rows={entry.text.split('\n').length + 1}
            maxlength={500}
            required={true}
          >
            {open ? open.text : entry.text}
          </textarea>
          {open && <span class="field-error">{open.error}</span>}
          <div class="button-row">
            <button type="submit" class="btn btn-primary">
              保存这句话
            </button>
            <button
              type="submit"
              class="btn btn-quiet-danger"
              formaction={`/announcements/words/${entry.id}/cancellation`}
              formnovalidate={true}
            >
              不说这一句
            </button>
          </div>
        </form>
      ) : (
        <p class="said-words">{entry.text}</p>
      )}
    </details>
  )
}

function topicOf(rooms: readonly RoomSpoken[], roomId: number): string {
  return rooms.find(({ id }) => id === roomId)?.topic || '已解除绑定的群'
}

function timeOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('zh-CN', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

function askCancel({ title, audience }: AnnouncementEntry): string {
  const heard = audience.filter((room) => room.heard).length
  const after = heard > 0 ? `已经听到的 ${heard} 个群会收到一句取消通知，还没发的提醒不再发。` : '还没有发到群里，取消后什么都不会说。'
  return `取消“${title}”？${after}`
}
