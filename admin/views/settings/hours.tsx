import type { Community } from '../../../core/community.ts'
import { type ShiftFault, weeklyHours } from '../../../core/hours.ts'
import { sayWhen } from '../../../core/texts/time.ts'
import { promiseFor } from '../../../core/ticket/promise.ts'
import { SettingsForm, SettingsFrame } from './page.tsx'

const DAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const
export const SHIFTS_A_DAY = 3

/** Seven days of rows as typed: from and to, empty where nothing was typed. */
export type WeekTyped = [string, string][][]

const FAULTS: Record<ShiftFault, string> = {
  incomplete: '有一段没填完整或没看懂，时间请写成 08:30 这样，不用就清空。',
  reversed: '结束要晚于开始；跨过半夜的请分成两天填写。',
  overlapping: '这一天有两段时间重叠了。',
}

type HoursPageProps = {
  typed: WeekTyped
  faults: (ShiftFault | null)[]
  problem: string | null
  community: Community
  now: Date
  mayEdit: boolean
}

export function HoursPage({ typed, faults, problem, community, now, mayEdit }: HoursPageProps) {
  return (
    <SettingsFrame section="hours" mayEdit={mayEdit}>
      <SettingsForm action="/settings/hours" mayEdit={mayEdit} id="hours" beside={<CopyMonday />}>
        <h2 class="card-title">每周工作时间</h2>
        <p class="soft">机器人按这张表答应居民几点前回应，每天最多三段，写成 08:30 这样，空着就是休息。紧急情况不受它限制。</p>
        {problem && (
          <p class="field-error" role="alert">
            {problem}
          </p>
        )}
        <div class="week">
          {DAYS.map((day, index) => (
            <DayRow day={day} index={index} shifts={typed[index] ?? []} fault={faults[index] ?? null} />
          ))}
        </div>
        <div class="example" aria-live="polite" hx-post="/settings/hours/example" hx-trigger="input from:#hours delay:400ms">
          <HoursExample community={community} now={now} />
        </div>
      </SettingsForm>
    </SettingsFrame>
  )
}

function CopyMonday() {
  return (
    <button type="submit" class="btn" name="step" value="copy">
      把周一填到周二至周五
    </button>
  )
}

/** What the table means today, on the rule the bot uses. */
export function HoursExample({ community, now }: { community: Community; now: Date }) {
  const { respondBy } = promiseFor({ category: 'facility.lighting', tier: 'green' }, now, community)
  const hours = weeklyHours(community.week)
  return (
    <p>
      {hours === 0 ? '没有填工作时间，按全天计算。' : `一周共 ${Number(hours.toFixed(1))} 小时。`}
      现在报修楼道灯，2 小时内回应 = <b>{respondBy ? `${sayWhen(respondBy, now, community.timeZone)}前` : '尽快'}</b>
    </p>
  )
}

function DayRow({ day, index, shifts, fault }: { day: string; index: number; shifts: [string, string][]; fault: ShiftFault | null }) {
  const rows = Array.from({ length: SHIFTS_A_DAY }, (_, row) => shifts[row] ?? (['', ''] as [string, string]))
  return (
    <div class="week-day">
      <b>{day}</b>
      <div class="week-shifts">
        {rows.map(([from, to], row) => (
          <span class={`week-shift ${from || to || row === 0 ? '' : 'is-empty'}`}>
            <TimeBox name={`day${index}from${row}`} label={`${day}第${row + 1}段开始`} value={from} fault={fault} />
            <span aria-hidden="true">–</span>
            <TimeBox name={`day${index}to${row}`} label={`${day}第${row + 1}段结束`} value={to} fault={fault} />
          </span>
        ))}
        {fault && (
          <span class="field-error" id={`day${index}-error`}>
            {FAULTS[fault]}
          </span>
        )}
      </div>
    </div>
  )
}

function TimeBox({ name, label, value, fault }: { name: string; label: string; value: string; fault: ShiftFault | null }) {
  return <ClockInput name={name} label={label} value={value} isWrong={fault !== null && value !== ''} />
}

/** A clock time as text, always of 24 hours: what a browser shows for a time depends on the computer's own settings. */
function ClockInput({ name, label, value, isWrong }: { name: string; label: string; value: string; isWrong: boolean }) {
  return (
    <input
      class={`form-control ${isWrong ? 'is-invalid' : ''}`}
      name={name}
      aria-label={label}
      aria-invalid={isWrong ? 'true' : undefined}
      value={value}
      placeholder="--:--"
      maxlength={8}
      autocomplete="off"
    />
  )
}

type SpanFieldProps = { name: string; label: string; from: string; to: string; error?: string | undefined }

/** From one time of the clock to another, in the fields `nameFrom` and `nameTo`. */
export function SpanField({ name, label, from, to, error }: SpanFieldProps) {
  return (
    <fieldset class="field">
      <legend class="field-label">{label}</legend>
      <span class="week-shift">
        <ClockInput name={`${name}From`} label={`${label}，开始`} value={from} isWrong={Boolean(error)} />
        <span aria-hidden="true">–</span>
        <ClockInput name={`${name}To`} label={`${label}，结束`} value={to} isWrong={Boolean(error)} />
      </span>
      {error && <span class="field-error">{error}</span>}
    </fieldset>
  )
}
