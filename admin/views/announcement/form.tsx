import type { AnnouncementKind } from '../../../core/announcement/announcement.ts'
import type { PlannedWords } from '../../../core/announcement/plan.ts'
import { KIND_NAMES } from '../../../core/texts/announcement.ts'
import { sayWhen } from '../../../core/texts/time.ts'
import type { RoomSpoken } from '../../../db/rooms.ts'
import { Field, NotSaved, PickOne } from '../fields.tsx'
import { type Clock, Empty } from '../parts.tsx'
import type { Errors } from '../settings/page.tsx'
import { Tag } from '../tags.tsx'

export type AnnouncementTyped = {
  kind: AnnouncementKind
  title: string
  date: string
  time: string
  place: string
  purpose: string
  roomIds: readonly number[]
  when: 'now' | 'later'
  publishDate: string
  publishTime: string
}
export type AnnouncementErrors = Errors<'title' | 'date' | 'place' | 'purpose' | 'rooms' | 'publish' | 'stale'>

/** The announcement that is changed; `heardIn`: the groups that know of it already. */
export type Changing = { id: number; version: number; heardIn: readonly number[] }

type FormProps = {
  typed: AnnouncementTyped
  errors: AnnouncementErrors
  rooms: readonly RoomSpoken[]
  changing: Changing | null
  preview: PreviewProps
}

export function AnnouncementFormPage({ typed, errors, rooms, changing, preview }: FormProps) {
  if (rooms.length === 0) {
    return (
      <div class="card">
        <Empty
          icon="megaphone"
          title="还没有可以发通知的群"
          action={
            <a class="btn btn-primary" href="/bot">
              去绑定群
            </a>
          }
        >
          先把机器人所在的群绑定到小区，再来写通知。
        </Empty>
      </div>
    )
  }
  const isOut = (changing?.heardIn.length ?? 0) > 0
  const action = changing ? `/announcements/${changing.id}` : '/announcements'
  return (
    <form
      method="post"
      action={action}
      class="compose"
      id="compose"
      data-confirm={`${changing ? '保存修改' : '发布'}？请先看过“群里会看到”的每一句，发到群里的话收不回来。`}
      data-confirm-yes={changing ? '保存' : '发布'}
    >
      {changing && <input type="hidden" name="version" value={String(changing.version)} />}
      {changing && <input type="hidden" name="id" value={String(changing.id)} />}
      <div class="card">
        <div class="card-body">
          <NotSaved errors={errors} />
          <PickOne name="kind" label="类型" names={KIND_NAMES} value={typed.kind} />
          <Field
            name="title"
            label="名称"
            value={typed.title}
            error={errors.title?.[0]}
            placeholder="例如 太极班"
            required={true}
            maxlength={30}
          />
          <DateTimeField
            name="date"
            label="开始时间"
            date={['date', typed.date]}
            time={['time', typed.time]}
            error={errors.date?.[0]}
            required={true}
          />
          <Field
            name="place"
            label="地点"
            value={typed.place}
            error={errors.place?.[0]}
            placeholder="例如 二楼文化室"
            required={true}
            maxlength={40}
          />
          <Field name="purpose" label="内容（可不填）" error={errors.purpose?.[0]} hint="做什么、给谁、要带什么，最多三行">
            <textarea class={`form-control ${errors.purpose ? 'is-invalid' : ''}`} id="purpose" name="purpose" rows={3} maxlength={200}>
              {typed.purpose}
            </textarea>
          </Field>
          <RoomChoice typed={typed} rooms={rooms} heardIn={changing?.heardIn ?? []} error={errors.rooms?.[0]} />
          {!isOut && <PublishChoice typed={typed} error={errors.publish?.[0]} />}
        </div>
      </div>
      <div class="card compose-preview">
        <div class="card-body">
          <h2 class="card-title">群里会看到</h2>
          <div id="preview" aria-live="polite" hx-post="/announcements/preview" hx-trigger="input from:#compose delay:400ms">
            <Preview {...preview} />
          </div>
          <div class="button-row">
            <button type="submit" class="btn btn-primary" name="step" value="save">
              {changing ? '保存修改' : '发布'}
            </button>
            <a class="btn" href="/announcements">
              返回
            </a>
          </div>
        </div>
      </div>
    </form>
  )
}

/** `heldUntil`: its time lies in quiet hours, and it is said after them. */
type Spoken = PlannedWords & { heldUntil: Date | null }

export type PreviewProps = {
  /** Null while the form is not complete. */
  words: readonly Spoken[] | null
  corrections: readonly string[]
  /** When corrections are said, if it is quiet now. */
  quietNow: Date | null
  faults: readonly string[]
  rooms: readonly RoomSpoken[]
  heardIn: readonly number[]
  clock: Clock
}

/** Word for word what the groups will read, with the time of each. */
export function Preview({ words, corrections, quietNow, faults, rooms, heardIn, clock }: PreviewProps) {
  if (!words) return <p class="soft">填好名称、时间和地点，这里就显示群里会看到的每一句话和时间。</p>
  const fresh = rooms.filter(({ id }) => !heardIn.includes(id))
  const silent = rooms.filter(({ voice }) => voice === 'recordOnly')
  const shown = fresh.length > 0 ? words : words.filter(({ part }) => part !== 'publish')
  return (
    <>
      {faults.map((fault) => (
        <p class="field-error">{fault}</p>
      ))}
      {rooms.length > 0 && <p class="soft">{sayRooms(rooms)}</p>}
      {corrections.map((text) => (
        <PreviewLine when={`${quietNow ? sayWhen(quietNow, clock.now, clock.timeZone) : '保存后马上'}，发给已经听到的群`} text={text} />
      ))}
      {shown.map(({ part, notBefore, expiresAt, heldUntil, text }) => (
        <>
          <PreviewLine when={sayWhenSaid(part, notBefore, clock, fresh, heardIn)} text={text} />
          {heldUntil && <p class="advice">{sayHeld(heldUntil, expiresAt, clock)}</p>}
        </>
      ))}
      {shown.length === 0 && corrections.length === 0 && <p class="soft">群里不会再听到别的：提醒的时间都过了。</p>}
      {silent.length > 0 && (
        <p class="soft">
          <Tag tint="orange">只记录</Tag> {silent.map(({ topic }) => topic).join('、')}还没有开口，到时不会说出来。
        </p>
      )}
    </>
  )
}

function PreviewLine({ when, text }: { when: string; text: string }) {
  return (
    <div class="preview-line">
      <time class="soft num">{when}</time>
      <p class="said-words">{text}</p>
    </div>
  )
}

type DateTimeProps = {
  name: string
  label: string
  date: [string, string]
  time: [string, string]
  error?: string | undefined
  required?: boolean
}

function DateTimeField({ name, label, date, time, error, required = false }: DateTimeProps) {
  const wrong = error ? { 'aria-invalid': 'true', 'aria-describedby': `${name}-error` } : {}
  const look = `form-control ${error ? 'is-invalid' : ''}`
  return (
    <fieldset class="field">
      <legend class="field-label">{label}</legend>
      <div class="date-time">
        <input
          class={look}
          type="date"
          id={name}
          name={date[0]}
          value={date[1]}
          aria-label={`${label}，日期`}
          required={required}
          {...wrong}
        />
        <input class={look} type="time" name={time[0]} value={time[1]} aria-label={`${label}，钟点`} required={required} {...wrong} />
      </div>
      {error && (
        <span class="field-error" id={`${name}-error`}>
          {error}
        </span>
      )}
    </fieldset>
  )
}

type RoomChoiceProps = { typed: AnnouncementTyped; rooms: readonly RoomSpoken[]; heardIn: readonly number[]; error?: string | undefined }

function RoomChoice({ typed, rooms, heardIn, error }: RoomChoiceProps) {
  return (
    <fieldset class="field">
      <legend class="field-label">发到哪些群</legend>
      <div class="options">
        {rooms.map((room) => {
          const isFixed = heardIn.includes(room.id)
          return (
            <label class="form-check">
              <input
                class={`form-check-input ${error ? 'is-invalid' : ''}`}
                type="checkbox"
                name="room"
                value={String(room.id)}
                checked={isFixed || typed.roomIds.includes(room.id)}
                disabled={isFixed}
              />
              <span class="form-check-label">
                {room.topic || '没有名字的群'} {room.voice === 'recordOnly' && <Tag tint="orange">只记录</Tag>}{' '}
                {isFixed && <span class="soft">已经听到</span>}
              </span>
            </label>
          )
        })}
      </div>
      {error && <span class="field-error">{error}</span>}
    </fieldset>
  )
}

function PublishChoice({ typed, error }: { typed: AnnouncementTyped; error?: string | undefined }) {
  return (
    <fieldset class="field">
      <legend class="field-label">什么时候发布</legend>
      <div class="options">
        <label class="form-check">
          <input class="form-check-input" type="radio" name="when" value="now" checked={typed.when === 'now'} />
          <span class="form-check-label">现在</span>
        </label>
        <label class="form-check">
          <input class="form-check-input" type="radio" name="when" value="later" checked={typed.when === 'later'} />
          <span class="form-check-label">定时</span>
        </label>
      </div>
      <div class="only-later">
        <DateTimeField
          name="publish"
          label="发布时间"
          date={['publishDate', typed.publishDate]}
          time={['publishTime', typed.publishTime]}
          error={error}
        />
      </div>
    </fieldset>
  )
}

function sayRooms(rooms: readonly RoomSpoken[]): string {
  return `发到 ${rooms.length} 个群：${rooms.map(({ topic }) => topic || '没有名字的群').join('、')}`
}

function sayHeld(until: Date, expiresAt: Date, clock: Clock): string {
  if (expiresAt <= until) return '这个时间在安静时段，等时段过了就晚了，所以这一句不会说。'
  return `这个时间在安静时段，等到${sayWhen(until, clock.now, clock.timeZone)}再说。要改钟点，可以到“设置”里的“说话的分寸”。`
}

function sayWhenSaid(part: PlannedWords['part'], at: Date, clock: Clock, fresh: readonly RoomSpoken[], heardIn: readonly number[]): string {
  const when = at <= clock.now ? '保存后马上' : sayWhen(at, clock.now, clock.timeZone)
  return part === 'publish' && heardIn.length > 0 ? `${when}，只发给新加的群：${fresh.map(({ topic }) => topic).join('、')}` : when
}
