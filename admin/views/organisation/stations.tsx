import type { Article } from '../../../core/knowledge/article.ts'
import type { Appointment } from '../../../core/organisation/appointment.ts'
import { holdersOf, type Organisation } from '../../../core/organisation/flags.ts'
import { type Station, type StationKind, stationFor } from '../../../core/organisation/station.ts'
import { STATION_KIND_NAMES } from '../../../core/texts/organisation.ts'
import { texts } from '../../../core/texts/texts.ts'
import { Field, PickOne } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { Empty } from '../parts.tsx'
import { type Errors, SettingsForm, SettingsFrame } from '../settings/page.tsx'
import { Tag } from '../tags.tsx'

export type StationTyped = { kind: StationKind; name: string; parent: string; estate: string; place: string; hours: string }
export type StationErrors = Errors<keyof StationTyped>

type ListProps = { organisation: Organisation; today: string; mayEdit: boolean }

export function StationsPage({ organisation, today, mayEdit }: ListProps) {
  const { stations } = organisation
  const add = (
    <a class="btn btn-primary" href="/settings/stations/new">
      <Icon name="plus" /> 添加
    </a>
  )
  return (
    <SettingsFrame section="stations" mayEdit={mayEdit}>
      <div class="card">
        {stations.length === 0 && (
          <Empty icon="person" title="还没有连心站" action={mayEdit && add}>
            社区设一个连心站，各小区设连心室、连心阁或连心点。填了地点和时间，居民问“连心室在哪”，机器人就照着答。
          </Empty>
        )}
        {inOrder(stations).map((station) => (
          <StationRow station={station} lead={leadOf(station, organisation, today)} organisation={organisation} mayEdit={mayEdit} />
        ))}
      </div>
      {mayEdit && stations.length > 0 && <div>{add}</div>}
      {stations.length > 0 && <Coverage organisation={organisation} mayEdit={mayEdit} />}
    </SettingsFrame>
  )
}

/** A hub, then what hangs on it. */
function inOrder(stations: readonly Station[]): Station[] {
  const hubs = stations.filter(({ kind }) => kind === 'hub')
  const under = hubs.flatMap((hub) => [hub, ...stations.filter(({ parentId }) => parentId === hub.id)])
  return [...under, ...stations.filter((station) => !under.includes(station))]
}

function leadOf({ id }: Pick<Station, 'id'>, organisation: Organisation, today: string): Appointment | undefined {
  return holdersOf('stationLead', id, organisation, today)[0]
}

type RowProps = { station: Station; lead: Appointment | undefined; organisation: Organisation; mayEdit: boolean }

function StationRow({ station, lead, organisation, mayEdit }: RowProps) {
  const estate = organisation.estates.find(({ id }) => id === station.estateId)
  return (
    <div class={`person ${station.parentId === null ? '' : 'is-under'}`}>
      <div class="row-main">
        <b>
          <a href={`/settings/stations/${station.id}`}>{station.name}</a>
          <Tag tint="blue">{STATION_KIND_NAMES[station.kind]}</Tag>
          {!lead && <Tag tint="orange">没有室长</Tag>}
        </b>
        <span class="soft">
          {station.place} · {station.hours}
          {estate && ` · ${estate.name}`}
          {lead && ` · 室长 ${lead.name}`}
        </span>
      </div>
      {mayEdit && (
        <div class="person-actions">
          {!lead && (
            <a class="btn" href={`/settings/appointments/new?role=stationLead&seat=${station.id}`}>
              任命室长
            </a>
          )}
          <a class="btn" href={`/settings/stations/${station.id}`} aria-label={`修改${station.name}`}>
            修改
          </a>
        </div>
      )}
    </div>
  )
}

function Coverage({ organisation, mayEdit }: { organisation: Organisation; mayEdit: boolean }) {
  const { estates, stations } = organisation
  return (
    <section class="card" aria-labelledby="coverage-title">
      <div class="card-body">
        <h2 class="card-title" id="coverage-title">
          各小区的居民去哪
        </h2>
        <dl class="given-facts mb-0">
          {estates.map(({ id, name }) => {
            const station = stationFor(id, stations)
            return (
              <>
                <dt>{name}</dt>
                <dd>
                  {station?.name ?? '没有'}
                  {station?.estateId !== id && mayEdit && (
                    <>
                      {' '}
                      <a class="small" href={`/settings/stations/new?estate=${id}`}>
                        设一个连心室
                      </a>
                    </>
                  )}
                </dd>
              </>
            )
          })}
        </dl>
      </div>
    </section>
  )
}

type StationPageProps = ListProps & {
  id: number | null
  typed: StationTyped
  errors: StationErrors
  rules: readonly Article[]
  mayWrite: boolean
}

export function StationPage({ id, typed, errors, rules, organisation, today, mayEdit, mayWrite }: StationPageProps) {
  const hasLead = id !== null && leadOf({ id }, organisation, today) !== undefined
  return (
    <SettingsFrame section="stations" mayEdit={mayEdit}>
      <a class="back-link" href="/settings/stations">
        <Icon name="back" /> 全部连心站
      </a>
      <SettingsForm action={id === null ? '/settings/stations' : `/settings/stations/${id}`} mayEdit={mayEdit}>
        <h2 class="card-title">{id === null ? '添加连心站' : typed.name}</h2>
        <PickOne name="kind" label="类型" names={STATION_KIND_NAMES} value={typed.kind} />
        <StationFields id={id} typed={typed} errors={errors} organisation={organisation} />
        {id !== null && Object.keys(errors).length === 0 && (
          <div class="example">
            <p class="soft">居民问“{typed.name}在哪”，机器人回答：</p>
            <p>{texts.organisation.station(typed, hasLead)}</p>
          </div>
        )}
      </SettingsForm>
      {id !== null && <Rules id={id} estate={typed.estate} rules={rules} mayWrite={mayWrite} />}
      {id !== null && mayEdit && (
        <form method="post" action={`/settings/stations/${id}/removal`} data-confirm={`删除“${typed.name}”？`} data-confirm-yes="删除">
          <button type="submit" class="btn btn-quiet-danger">
            删除
          </button>
        </form>
      )}
    </SettingsFrame>
  )
}

function StationFields({ id, typed, errors, organisation }: Pick<StationPageProps, 'id' | 'typed' | 'errors' | 'organisation'>) {
  const hubs = organisation.stations.filter((station) => station.kind === 'hub' && station.id !== id)
  return (
    <div class="fields">
      <Field
        name="name"
        label="名称"
        value={typed.name}
        error={errors.name?.[0]}
        placeholder="例如 和风苑连心室"
        required={true}
        maxlength={20}
      />
      <Field name="estate" label="在哪个小区" error={errors.estate?.[0]}>
        <select class="form-select" id="estate" name="estate">
          <option value="">不属于某个小区</option>
          {organisation.estates.map((estate) => (
            <option value={String(estate.id)} selected={String(estate.id) === typed.estate}>
              {estate.name}
            </option>
          ))}
        </select>
      </Field>
      <Field
        name="place"
        label="地点"
        value={typed.place}
        error={errors.place?.[0]}
        placeholder="例如 3栋架空层"
        required={true}
        maxlength={30}
      />
      <Field
        name="hours"
        label="开放时间"
        value={typed.hours}
        error={errors.hours?.[0]}
        placeholder="例如 每天9-20点"
        required={true}
        maxlength={30}
      />
      {hubs.length > 0 && (
        <Field name="parent" label="上级连心站" error={errors.parent?.[0]} hint="连心站自己没有上级">
          <select class="form-select" id="parent" name="parent">
            <option value="">没有</option>
            {hubs.map((hub) => (
              <option value={String(hub.id)} selected={String(hub.id) === typed.parent}>
                {hub.name}
              </option>
            ))}
          </select>
        </Field>
      )}
    </div>
  )
}

/** Its written rules are articles: the bot answers from them with title and edition (S28). */
function Rules({ id, estate, rules, mayWrite }: { id: number; estate: string; rules: readonly Article[]; mayWrite: boolean }) {
  return (
    <section class="card" aria-labelledby="rules-title">
      <div class="card-body">
        <h2 class="card-title" id="rules-title">
          制度 <span class="soft num">{rules.length}</span>
        </h2>
        {rules.length === 0 && <p class="soft">议事规则、值守制度写进知识库，居民问起，机器人会连出处和版本一起回答。</p>}
        <ul class="org-flags">
          {rules.map((rule) => (
            <li>
              <a href={`/articles/${rule.id}`}>
                <b>{rule.title}</b>
                <span class="soft">
                  {rule.source} · <span class="num">{rule.publishedOn}</span>
                </span>
                <Icon name="next" />
              </a>
            </li>
          ))}
        </ul>
        {mayWrite && (
          <a class="btn" href={`/articles/new?station=${id}&estate=${estate}&kind=rule`}>
            <Icon name="plus" /> 写一条制度
          </a>
        )}
      </div>
    </section>
  )
}
