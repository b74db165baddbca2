import {
  type Appointment,
  isInOffice,
  isInService,
  listExpiring,
  OFFICE_NAMES,
  OFFICES,
  type OfficeName,
  partiesOf,
} from '../../../core/organisation/appointment.ts'
import type { Organisation } from '../../../core/organisation/flags.ts'
import { OFFICE_TITLES } from '../../../core/texts/organisation.ts'
import { PARTY_NAMES } from '../../../core/texts/party.ts'
import { Field } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { Avatar, Empty } from '../parts.tsx'
import { type Errors, SettingsForm, SettingsFrame } from '../settings/page.tsx'
import { Tag } from '../tags.tsx'
import { nameBuilding, nameSeat } from './names.ts'
import { type Known, PersonFields } from './person.tsx'

export type AppointTyped = { person: string; name: string; seat: string; from: string; to: string; electedBy: string }
export type AppointErrors = Errors<keyof AppointTyped>

type ListProps = { organisation: Organisation; today: string; mayEdit: boolean }

export function AppointmentsPage({ organisation, today, mayEdit }: ListProps) {
  const { appointments } = organisation
  const expiring = listExpiring(appointments, today)
  const over = appointments.filter(({ to }) => to !== null && to < today)
  const rest = appointments.filter((one) => !over.includes(one))
  const list = { organisation, today, mayEdit }
  return (
    <SettingsFrame section="appointments" mayEdit={mayEdit}>
      {expiring.length > 0 && (
        <section class="card" aria-labelledby="expiring-title">
          <div class="card-body pb-0">
            <h2 class="card-title" id="expiring-title">
              30 天内到期 <span class="soft num">{expiring.length}</span>
            </h2>
          </div>
          {expiring.map((appointment) => (
            <AppointmentRow appointment={appointment} {...list} />
          ))}
        </section>
      )}
      {mayEdit && <RoleChoice />}
      {rest.length === 0 && (
        <div class="card">
          <Empty icon="person" title="还没有任职">
            记下谁是楼栋长、网格员、室长，从哪天到哪天。楼栋长空缺时，事情先找网格员，再找社区。
          </Empty>
        </div>
      )}
      {OFFICE_NAMES.filter((role) => rest.some((one) => one.role === role)).map((role) => (
        <section class="card" aria-label={OFFICE_TITLES[role]}>
          <div class="card-body pb-0">
            <h2 class="card-title">{OFFICE_TITLES[role]}</h2>
          </div>
          {rest
            .filter((one) => one.role === role)
            .map((appointment) => (
              <AppointmentRow appointment={appointment} {...list} />
            ))}
        </section>
      ))}
      {over.length > 0 && (
        <details class="card around">
          <summary class="card-body">已卸任 {over.length} 项</summary>
          {over.map((appointment) => (
            <AppointmentRow appointment={appointment} {...list} />
          ))}
        </details>
      )}
    </SettingsFrame>
  )
}

function RoleChoice() {
  return (
    <div class="card">
      <div class="card-body">
        <h2 class="card-title">添加任职</h2>
        <div class="button-row">
          {OFFICE_NAMES.map((role) => (
            <a class="btn" href={`/settings/appointments/new?role=${role}`}>
              {OFFICE_TITLES[role]}
            </a>
          ))}
        </div>
      </div>
    </div>
  )
}

function AppointmentRow({ appointment, organisation, today, mayEdit }: ListProps & { appointment: Appointment }) {
  const { id, name, role, from, to, electedBy, staffId, memberId } = appointment
  const isEnding = listExpiring([appointment], today).length > 0
  const sides = isInOffice(appointment, today) ? partiesOf(appointment, organisation.appointments, today) : []
  return (
    <div class={`person is-brief ${to !== null && to < today ? 'is-off' : ''}`}>
      <Avatar name={name} />
      <div class="row-main">
        <b>
          {name}
          {isEnding && <Tag tint="orange">快到期</Tag>}
          {isInOffice(appointment, today) && !isInService(appointment, organisation.outOfService) && <Tag tint="red">账号已停用</Tag>}
          {sides.length > 1 && <Tag tint="orange">{`交叉任职：${sides.map((side) => PARTY_NAMES[side]).join('、')}`}</Tag>}
          {from > today && <Tag tint="grey">还没上任</Tag>}
          {isInOffice(appointment, today) && staffId === null && memberId === null && <Tag tint="grey">没有账号</Tag>}
        </b>
        <span class="soft">
          {nameSeat(appointment, organisation)} {OFFICE_TITLES[role]} · {electedBy}
        </span>
        <span class="soft num">{sayTerm(from, to)}</span>
      </div>
      {mayEdit && (
        <div class="person-actions">
          <a class="btn" href={`/settings/appointments/${id}`} aria-label={`修改${name}的任期`}>
            改任期
          </a>
        </div>
      )}
    </div>
  )
}

function sayTerm(from: string, to: string | null): string {
  return to === null ? `${from} 起` : `${from} 至 ${to}`
}

type NewProps = Known & {
  role: OfficeName
  typed: AppointTyped
  errors: AppointErrors
  organisation: Organisation
  communityId: number
}

export function NewAppointmentPage({ role, typed, errors, organisation, communityId, colleagues, friends }: NewProps) {
  const seats = seatsOf(role, organisation, communityId)
  return (
    <SettingsFrame section="appointments" mayEdit={true}>
      <Back />
      {seats.length === 0 ? (
        <div class="card">
          <Empty icon="person" title={`还不能任命${OFFICE_TITLES[role]}`} action={<SeatLink role={role} />}>
            先添加任职的地方，再来任命。
          </Empty>
        </div>
      ) : (
        <SettingsForm action="/settings/appointments" mayEdit={true}>
          <h2 class="card-title">添加{OFFICE_TITLES[role]}</h2>
          <input type="hidden" name="role" value={role} />
          <div class="fields">
            <PersonFields typed={typed} errors={errors} colleagues={colleagues} friends={friends} />
            <Field name="seat" label="在哪里" error={errors.seat?.[0]}>
              <select class="form-select" id="seat" name="seat">
                {seats.map(({ id, name }) => (
                  <option value={String(id)} selected={String(id) === typed.seat}>
                    {name}
                  </option>
                ))}
              </select>
            </Field>
            <Field
              name="electedBy"
              label="怎么产生的"
              value={typed.electedBy}
              error={errors.electedBy?.[0]}
              placeholder="例如 居民选举、社区聘任"
              required={true}
              maxlength={30}
            />
            <Field name="from" label="从哪天起" type="date" value={typed.from} error={errors.from?.[0]} required={true} />
            <ToField value={typed.to} error={errors.to?.[0]} />
          </div>
        </SettingsForm>
      )}
    </SettingsFrame>
  )
}

function ToField({ value, error }: { value: string; error: string | undefined }) {
  return <Field name="to" label="到哪天为止（可不填）" type="date" value={value} error={error} hint="到期前 30 天会提醒" />
}

function seatsOf(role: OfficeName, organisation: Organisation, communityId: number): { id: number; name: string }[] {
  const { estates, buildings, grids, stations } = organisation
  switch (OFFICES[role].seat) {
    case 'community':
      return [{ id: communityId, name: '全社区' }]
    case 'estate':
      return estates
    case 'building':
      return buildings.map((building) => ({ id: building.id, name: nameBuilding(building, organisation) }))
    case 'grid':
      return grids
    case 'station':
      return stations
  }
}

function SeatLink({ role }: { role: OfficeName }) {
  const { seat } = OFFICES[role]
  if (seat === 'grid') return <a href="/settings/grids">去划网格</a>
  if (seat === 'station') return <a href="/settings/stations">去添加连心站</a>
  return <a href="/settings/estates">去添加小区与楼栋</a>
}

type TermProps = { appointment: Appointment; organisation: Organisation; to: string; errors: AppointErrors; mayEdit: boolean }

export function TermPage({ appointment, organisation, to, errors, mayEdit }: TermProps) {
  const { id, name, role, from, electedBy } = appointment
  const action = `/settings/appointments/${id}`
  return (
    <SettingsFrame section="appointments" mayEdit={mayEdit}>
      <Back />
      <SettingsForm action={action} mayEdit={mayEdit}>
        <h2 class="card-title">
          {name}，{nameSeat(appointment, organisation)} {OFFICE_TITLES[role]}
        </h2>
        <p class="soft">
          {from} 起，{electedBy}。卸任就填最后一天，换届后给新的一任另加一条，旧的留着备查。
        </p>
        <ToField value={to} error={errors.to?.[0]} />
      </SettingsForm>
      {mayEdit && (
        <form
          method="post"
          action={`${action}/removal`}
          data-confirm={`删除${name}的这条任职？只用于录错的；卸任请填最后一天。`}
          data-confirm-yes="删除"
        >
          <button type="submit" class="btn btn-quiet-danger">
            录错了，删除
          </button>
        </form>
      )}
    </SettingsFrame>
  )
}

function Back() {
  return (
    <a class="back-link" href="/settings/appointments">
      <Icon name="back" /> 全部任职
    </a>
  )
}
