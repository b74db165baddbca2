import type { Community } from '../../../core/community.ts'
import type { Flags, Organisation } from '../../../core/organisation/flags.ts'
import { OFFICE_TITLES } from '../../../core/texts/organisation.ts'
import { texts } from '../../../core/texts/texts.ts'
import { Field } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { Empty } from '../parts.tsx'
import { type Errors, SettingsForm, SettingsFrame } from '../settings/page.tsx'
import { nameBuilding, nameSeat, sayFew, sayGap } from './names.ts'

export type AboveTyped = { district: string; subdistrict: string }
export type AboveErrors = Errors<keyof AboveTyped>

type OverviewProps = {
  community: Community
  organisation: Organisation
  flags: Flags
  typed: AboveTyped
  errors: AboveErrors
  mayEdit: boolean
}

export function OverviewPage(props: OverviewProps) {
  const { typed, errors, mayEdit } = props
  return (
    <SettingsFrame section="organisation" mayEdit={mayEdit}>
      <FlagsCard {...props} />
      <Tree {...props} />
      <SettingsForm action="/settings/organisation" mayEdit={mayEdit}>
        <h2 class="card-title">上级</h2>
        <p class="soft">黄色事项由街道牵头，红色再往上报。填了街道，将来同街道的社区才能归到一起。</p>
        <div class="fields">
          <Field
            name="district"
            label="区（县、市）"
            value={typed.district}
            error={errors.district?.[0]}
            placeholder="例如 南江区"
            required={true}
            maxlength={20}
          />
          <Field
            name="subdistrict"
            label="街道（镇）"
            value={typed.subdistrict}
            error={errors.subdistrict?.[0]}
            placeholder="例如 和风街道"
            required={true}
            maxlength={20}
          />
        </div>
      </SettingsForm>
    </SettingsFrame>
  )
}

/** What is still missing, each with the page that mends it. */
function FlagsCard({ organisation, flags }: OverviewProps) {
  const list = listFlags(flags, organisation)
  if (organisation.estates.length === 0) return null
  return (
    <section class="card" aria-labelledby="flags-title">
      <div class="card-body">
        <h2 class="card-title" id="flags-title">
          要补的 <span class="soft num">{list.length}</span>
        </h2>
        {list.length === 0 && <p class="mb-0">楼栋都有网格，网格都有人，小区都有连心站，30 天内没有到期的任职。</p>}
        <ul class="org-flags">
          {list.map(({ href, title, names }) => (
            <li>
              <a href={href}>
                <b>{title}</b>
                <span class="soft">{names}</span>
                <Icon name="next" />
              </a>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

type Flag = { href: string; title: string; names: string }

function listFlags(flags: Flags, organisation: Organisation): Flag[] {
  const { buildingsWithoutGrid, gridsWithoutWorker, estatesWithoutStation, stationsWithoutLead, expiring, gaps } = flags
  const named = (all: readonly { name: string }[]) => sayFew(all.map(({ name }) => name))
  const all: Flag[] = [
    {
      href: '/settings/grids',
      title: `${buildingsWithoutGrid.length} 栋楼不在网格里`,
      names: sayFew(buildingsWithoutGrid.map((building) => nameBuilding(building, organisation))),
    },
    { href: '/settings/grids', title: `${gridsWithoutWorker.length} 个网格没有网格员`, names: named(gridsWithoutWorker) },
    { href: '/settings/stations', title: `${estatesWithoutStation.length} 个小区没有自己的连心室`, names: named(estatesWithoutStation) },
    { href: '/settings/stations', title: `${stationsWithoutLead.length} 个连心站没有室长`, names: named(stationsWithoutLead) },
    {
      href: '/settings/appointments',
      title: `${expiring.length} 项任职 30 天内到期`,
      names: sayFew(expiring.map((one) => `${one.name}（${nameSeat(one, organisation)} ${OFFICE_TITLES[one.role]}）`)),
    },
    { href: '/settings/roster', title: `值班表有 ${gaps.length} 处空档`, names: sayFew(gaps.map(sayGap), 3) },
  ]
  return all.filter(({ names }) => names !== '')
}

function Tree({ community, organisation, typed, mayEdit }: OverviewProps) {
  const { estates, buildings } = organisation
  return (
    <section class="card" aria-labelledby="tree-title">
      <div class="card-body pb-0">
        <h2 class="card-title" id="tree-title">
          {[typed.district, typed.subdistrict, community.name].filter((name) => name !== '').join(' › ')}
        </h2>
      </div>
      {estates.length === 0 && (
        <Empty
          icon="settings"
          title="还没有小区"
          action={
            mayEdit && (
              <a class="btn btn-primary" href="/settings/estates/new">
                <Icon name="plus" /> 添加小区
              </a>
            )
          }
        >
          先添加小区和楼栋，再划网格、排值班。
        </Empty>
      )}
      {estates.map(({ id, name, managementModel }) => (
        <a class="pick-row" href={`/settings/estates/${id}`}>
          <span class="row-main">
            <b>{name}</b>
            <span class="soft">
              {buildings.filter(({ estateId }) => estateId === id).length} 栋 · {texts.organisation.managedBy(managementModel)}
            </span>
          </span>
          <Icon name="next" />
        </a>
      ))}
    </section>
  )
}
