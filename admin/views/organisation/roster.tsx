import { isInService } from '../../../core/organisation/appointment.ts'
import type { DutySlot, Gap } from '../../../core/organisation/duty.ts'
import type { Organisation } from '../../../core/organisation/flags.ts'
import type { QuietHours } from '../../../core/speech/quiet.ts'
import { Field } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { type Errors, SettingsForm, SettingsFrame } from '../settings/page.tsx'
import { Tag } from '../tags.tsx'
import { nameWeekday, WEEKDAY_NAMES } from './names.ts'
import { type Known, PersonFields } from './person.tsx'

export type RosterTyped = {
  weekdays: readonly string[]
  from: string
  to: string
  person: string
  name: string
  post: string
  station: string
}
export type RosterErrors = Errors<keyof RosterTyped>

type RosterProps = Known & {
  organisation: Organisation
  now: readonly DutySlot[]
  gaps: readonly Gap[]
  night: QuietHours['night']
  typed: RosterTyped
  errors: RosterErrors
  mayEdit: boolean
}

export function RosterPage(props: RosterProps) {
  const { now, gaps, organisation, mayEdit } = props
  const isEmpty = organisation.roster.length === 0
  return (
    <SettingsFrame section="roster" mayEdit={mayEdit}>
      {gaps.length > 0 && (
        <p class="banner banner-warn">
          <Icon name="alert" />
          <span>有 {gaps.length} 处空档没人值班，下面标了出来；空档里来的诉求交给默认承办方。</span>
        </p>
      )}
      <section class="card" aria-labelledby="roster-title">
        <div class="card-body">
          <h2 class="card-title" id="roster-title">
            每周值班
          </h2>
          <p class="soft">
            没有指定经办人的诉求，交给当时值班的人。燃气、火情等紧急情况呼叫谁，看<a href="/settings/duty">值班名单</a>。
          </p>
          {isEmpty ? (
            <p class="mb-0">还没有排班，诉求都交给默认承办方。{mayEdit ? '在下面排第一班。' : ''}</p>
          ) : (
            <>
              <p>
                现在值班：<b>{now.length > 0 ? now.map(({ name }) => name).join('、') : '没有人'}</b>
              </p>
              <div class="week">
                {WEEKDAY_NAMES.map((_, index) => (
                  <Day weekday={index + 1} {...props} />
                ))}
              </div>
            </>
          )}
        </div>
      </section>
      {mayEdit && <TurnForm {...props} />}
    </SettingsFrame>
  )
}

function Day({ weekday, organisation, gaps, mayEdit }: RosterProps & { weekday: number }) {
  const turns = organisation.roster
    .filter((slot) => slot.weekday === weekday)
    .map((slot) => ({ from: slot.from, row: <Turn slot={slot} organisation={organisation} mayEdit={mayEdit} /> }))
  const holes = gaps.filter((gap) => gap.weekday === weekday).map((gap) => ({ from: gap.from, row: <Hole gap={gap} /> }))
  return (
    <div class="week-day">
      <b>{nameWeekday(weekday)}</b>
      <ul class="turns">{[...turns, ...holes].toSorted((a, b) => a.from.localeCompare(b.from)).map(({ row }) => row)}</ul>
    </div>
  )
}

function Hole({ gap: { from, to } }: { gap: Gap }) {
  return (
    <li class="turn is-gap">
      <span class="num nowrap">
        {from}–{to}
      </span>
      <span>没人</span>
    </li>
  )
}

function Turn({ slot, organisation, mayEdit }: { slot: DutySlot; organisation: Organisation; mayEdit: boolean }) {
  const { id, weekday, from, to, name, post, stationId } = slot
  const station = organisation.stations.find((one) => one.id === stationId)?.name
  const time = `${from}–${to <= from ? '次日' : ''}${to}`
  return (
    <li class="turn">
      <span class="num nowrap">{time}</span>
      <span class="turn-who">
        <b>{name}</b> {!isInService(slot, organisation.outOfService) && <Tag tint="red">账号已停用</Tag>}{' '}
        <span class="soft">{[post, station].filter(Boolean).join(' · ')}</span>
      </span>
      {mayEdit && (
        <form
          method="post"
          action={`/settings/roster/${id}/removal`}
          data-confirm={`去掉${name}${nameWeekday(weekday)} ${time} 的这一班？`}
          data-confirm-yes="去掉"
        >
          <button type="submit" class="btn btn-icon" aria-label={`去掉${name}${nameWeekday(weekday)} ${time}的班`}>
            <Icon name="close" size={16} />
          </button>
        </form>
      )}
    </li>
  )
}

function TurnForm({ typed, errors, organisation, night, colleagues, friends }: RosterProps) {
  return (
    <SettingsForm action="/settings/roster" mayEdit={true} label="排上">
      <h2 class="card-title">排一班</h2>
      <fieldset class="field">
        <legend>哪几天</legend>
        <div class="names is-picking">
          {WEEKDAY_NAMES.map((name, index) => (
            <label class="name-chip">
              <input type="checkbox" name="weekday" value={String(index + 1)} checked={typed.weekdays.includes(String(index + 1))} />
              {name}
            </label>
          ))}
        </div>
        {errors.weekdays && <span class="field-error">{errors.weekdays[0]}</span>}
      </fieldset>
      <div class="fields">
        <Field name="from" label="从几点" type="time" value={typed.from} error={errors.from?.[0]} required={true} />
        <Field name="to" label="到几点" type="time" value={typed.to} error={errors.to?.[0]} hint="比开始早就是到第二天" required={true} />
        <PersonFields typed={typed} errors={errors} colleagues={colleagues} friends={friends} />
        <Field
          name="post"
          label="岗位（可不填）"
          value={typed.post}
          error={errors.post?.[0]}
          placeholder="例如 党员先锋岗"
          maxlength={20}
        />
        {organisation.stations.length > 0 && (
          <Field name="station" label="在哪个连心站" error={errors.station?.[0]} hint="先交给本小区连心站的人">
            <select class="form-select" id="station" name="station">
              <option value="">全社区</option>
              {organisation.stations.map(({ id, name }) => (
                <option value={String(id)} selected={String(id) === typed.station}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        )}
      </div>
      <p class="form-hint">{night ? `夜里 ${night[0]}–${night[1]} 是静默时段，不算空档。` : '没有设静默时段，全天没人的时间都算空档。'}</p>
    </SettingsForm>
  )
}
