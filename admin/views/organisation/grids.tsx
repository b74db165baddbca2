import { holdersOf, type Organisation } from '../../../core/organisation/flags.ts'
import type { Building, Grid } from '../../../core/organisation/grid.ts'
import { Field } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { Empty } from '../parts.tsx'
import { type Errors, SettingsForm, SettingsFrame } from '../settings/page.tsx'
import { Tag } from '../tags.tsx'
import { nameBuilding, sayFew } from './names.ts'

export type GridTyped = { name: string; buildingIds: readonly number[] }
export type GridErrors = Errors<'name'>

type GridsProps = { organisation: Organisation; today: string; mayEdit: boolean }

export function GridsPage({ organisation, today, mayEdit }: GridsProps) {
  const { grids, buildings } = organisation
  const loose = buildings.filter(({ gridId }) => gridId === null)
  const add = (
    <a class="btn btn-primary" href="/settings/grids/new">
      <Icon name="plus" /> 添加网格
    </a>
  )
  return (
    <SettingsFrame section="grids" mayEdit={mayEdit}>
      {loose.length > 0 && grids.length > 0 && (
        <p class="banner banner-warn">
          <Icon name="alert" />
          <span>
            {loose.length} 栋楼不在网格里：{sayFew(loose.map((building) => nameBuilding(building, organisation)))}
          </span>
        </p>
      )}
      <div class="card">
        {grids.length === 0 && (
          <Empty icon="person" title="还没有网格" action={mayEdit && buildings.length > 0 && add}>
            {buildings.length > 0
              ? '每栋楼归一个网格，每个网格有一位网格员；没有楼栋长的楼，事情先找网格员。'
              : '先在“小区与楼栋”里添加楼栋，再划网格。'}
          </Empty>
        )}
        {grids.map((grid) => (
          <GridRow grid={grid} organisation={organisation} today={today} mayEdit={mayEdit} />
        ))}
      </div>
      {mayEdit && grids.length > 0 && <div>{add}</div>}
    </SettingsFrame>
  )
}

function GridRow({ grid, organisation, today, mayEdit }: GridsProps & { grid: Grid }) {
  const own = organisation.buildings.filter(({ gridId }) => gridId === grid.id)
  const workers = holdersOf('gridWorker', grid.id, organisation, today)
  return (
    <div class="person">
      <div class="row-main">
        <b>
          <a href={`/settings/grids/${grid.id}`}>{grid.name}</a>
          {workers.length === 0 && <Tag tint="orange">没有网格员</Tag>}
          {own.length === 0 && <Tag tint="orange">没有楼栋</Tag>}
        </b>
        <span class="soft">
          {workers.length > 0 && `网格员 ${workers.map(({ name }) => name).join('、')} · `}
          {own.length === 0 ? '还没有划楼栋' : `${own.length} 栋：${sayFew(own.map((building) => nameBuilding(building, organisation)))}`}
        </span>
      </div>
      {mayEdit && (
        <div class="person-actions">
          {workers.length === 0 && (
            <a class="btn" href={`/settings/appointments/new?role=gridWorker&seat=${grid.id}`}>
              任命网格员
            </a>
          )}
          <a class="btn" href={`/settings/grids/${grid.id}`} aria-label={`修改${grid.name}`}>
            修改
          </a>
        </div>
      )}
    </div>
  )
}

type GridFormProps = { id: number | null; typed: GridTyped; errors: GridErrors; organisation: Organisation; mayEdit: boolean }

export function GridPage({ id, typed, errors, organisation, mayEdit }: GridFormProps) {
  return (
    <SettingsFrame section="grids" mayEdit={mayEdit}>
      <a class="back-link" href="/settings/grids">
        <Icon name="back" /> 全部网格
      </a>
      <SettingsForm action={id === null ? '/settings/grids' : `/settings/grids/${id}`} mayEdit={mayEdit}>
        <h2 class="card-title">{id === null ? '添加网格' : typed.name}</h2>
        <Field name="name" label="网格名称" value={typed.name} error={errors.name?.[0]} required={true} maxlength={20} />
        {organisation.estates.map((estate) => (
          <fieldset class="field">
            <legend>{estate.name}</legend>
            <div class="names is-picking">
              {organisation.buildings
                .filter(({ estateId }) => estateId === estate.id)
                .map((building) => (
                  <Pick building={building} gridId={id} isPicked={typed.buildingIds.includes(building.id)} grids={organisation.grids} />
                ))}
            </div>
          </fieldset>
        ))}
        <p class="form-hint">一栋楼只在一个网格里：选了别的网格的楼栋，保存后就归到这里。</p>
      </SettingsForm>
      {id !== null && mayEdit && (
        <form
          method="post"
          action={`/settings/grids/${id}/removal`}
          data-confirm={`删除“${typed.name}”？它的楼栋会不在网格里。`}
          data-confirm-yes="删除"
        >
          <button type="submit" class="btn btn-quiet-danger">
            删除这个网格
          </button>
        </form>
      )}
    </SettingsFrame>
  )
}

type PickProps = { building: Building; gridId: number | null; isPicked: boolean; grids: readonly Grid[] }

function Pick({ building: { id, name, gridId: now }, gridId, isPicked, grids }: PickProps) {
  const other = now !== null && now !== gridId ? grids.find((grid) => grid.id === now)?.name : undefined
  return (
    <label class="name-chip">
      <input type="checkbox" name="building" value={String(id)} checked={isPicked} />
      {name}
      {other && <small class="soft">{other}</small>}
    </label>
  )
}
