import { type BuildingList, readBuildings } from '../../../core/buildings.ts'
import type { Estate } from '../../../core/community.ts'
import { texts } from '../../../core/texts/texts.ts'
import { Field } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { Empty } from '../parts.tsx'
import { type Errors, SettingsForm, SettingsFrame } from './page.tsx'

export type EstateTyped = { name: string; code: string; buildings: string }
export type EstateErrors = Errors<keyof EstateTyped | 'newName'>

export function EstatesPage(page: { estates: readonly Estate[]; buildings: ReadonlyMap<number, string[]>; mayEdit: boolean }) {
  const { estates, buildings, mayEdit } = page
  const add = (
    <a class="btn btn-primary" href="/settings/estates/new">
      <Icon name="plus" /> 添加小区
    </a>
  )
  return (
    <SettingsFrame section="estates" mayEdit={mayEdit}>
      <div class="card">
        {estates.length === 0 && (
          <Empty icon="settings" title="还没有小区" action={mayEdit && add}>
            添加小区和它的代码后，群才能绑定到小区，工单才有编号。
          </Empty>
        )}
        {estates.map((estate) => (
          <a class="pick-row" href={`/settings/estates/${estate.id}`}>
            <span class="row-main">
              <b>{estate.name}</b>
              <span class="soft">{sayBuildings(buildings.get(estate.id) ?? [])}</span>
            </span>
            <span class="tag tint-grey num">{estate.code}</span>
            <Icon name="next" />
          </a>
        ))}
      </div>
      {mayEdit && estates.length > 0 && <div class="mt-3">{add}</div>}
    </SettingsFrame>
  )
}

export function NewEstatePage({ typed, errors }: { typed: EstateTyped; errors: EstateErrors }) {
  return (
    <SettingsFrame section="estates" mayEdit={true}>
      <Back />
      <SettingsForm action="/settings/estates" mayEdit={true}>
        <h2 class="card-title">添加小区</h2>
        <EstateFields typed={typed} errors={errors} />
        <BuildingsField typed={typed.buildings} error={errors.buildings?.[0]} />
      </SettingsForm>
    </SettingsFrame>
  )
}

type EstatePageProps = { estate: Estate; buildings: readonly string[]; typed: EstateTyped; errors: EstateErrors; mayEdit: boolean }

export function EstatePage({ estate, buildings, typed, errors, mayEdit }: EstatePageProps) {
  const action = `/settings/estates/${estate.id}`
  return (
    <SettingsFrame section="estates" mayEdit={mayEdit}>
      <Back />
      <SettingsForm action={action} mayEdit={mayEdit}>
        <h2 class="card-title">{estate.name}</h2>
        <EstateFields typed={typed} errors={errors} />
      </SettingsForm>
      <div class="card">
        <a class="pick-row" href={`${action}/management`}>
          <span class="row-main">
            <b>{texts.organisation.managedBy(estate.managementModel)}</b>
            <span class="soft">物业撤场、改为自管时在这里改，未办结的工单一起转交</span>
          </span>
          <Icon name="next" />
        </a>
      </div>
      <form
        method="post"
        action={`${action}/buildings/removal`}
        class="card"
        data-confirm="移除选中的楼栋？已有的工单不受影响；还有人任职的楼栋不能移除。"
        data-confirm-yes="移除"
      >
        <fieldset class="card-body" disabled={!mayEdit}>
          <h2 class="card-title">
            楼栋 <span class="soft num">{buildings.length}</span>
          </h2>
          {buildings.length === 0 ? (
            <p class="soft">还没有楼栋。在下面粘贴一份名单就行。</p>
          ) : (
            <div class="names">
              {buildings.map((name) => (
                <BuildingChip name={name} mayEdit={mayEdit} />
              ))}
            </div>
          )}
          {mayEdit && buildings.length > 0 && (
            <button type="submit" class="btn">
              移除选中的楼栋
            </button>
          )}
        </fieldset>
      </form>
      {mayEdit && (
        <>
          <SettingsForm action={`${action}/buildings`} mayEdit={mayEdit} label="添加">
            <h2 class="card-title">添加楼栋</h2>
            <BuildingsField typed={typed.buildings} error={errors.buildings?.[0]} known={buildings} estateId={estate.id} />
          </SettingsForm>
          {buildings.length > 0 && <RenameForm action={action} buildings={buildings} error={errors.newName?.[0]} />}
          <form method="post" action={`${action}/removal`} data-confirm={`删除“${estate.name}”和它的楼栋？`} data-confirm-yes="删除">
            <button type="submit" class="btn btn-quiet-danger">
              删除这个小区
            </button>
          </form>
        </>
      )}
    </SettingsFrame>
  )
}

function RenameForm({ action, buildings, error }: { action: string; buildings: readonly string[]; error: string | undefined }) {
  return (
    <SettingsForm action={`${action}/buildings/name`} mayEdit={true} label="改名">
      <h2 class="card-title">楼栋改名</h2>
      <div class="fields">
        <Field name="building" label="哪一栋">
          <select class="form-select" id="building" name="building">
            {buildings.map((name) => (
              <option value={name}>{name}</option>
            ))}
          </select>
        </Field>
        <Field name="newName" label="新名称" error={error} required={true} maxlength={12} autocomplete="off" />
      </div>
    </SettingsForm>
  )
}

function BuildingChip({ name, mayEdit }: { name: string; mayEdit: boolean }) {
  if (!mayEdit) return <span class="name-chip">{name}</span>
  return (
    <label class="name-chip">
      <input type="checkbox" name="building" value={name} />
      {name}
    </label>
  )
}

export function EstateFields({ typed, errors }: { typed: Pick<EstateTyped, 'name' | 'code'>; errors: EstateErrors }) {
  return (
    <div class="fields">
      <Field name="name" label="小区名称" value={typed.name} error={errors.name?.[0]} required={true} maxlength={20} />
      <Field
        name="code"
        label="代码"
        value={typed.code}
        error={errors.code?.[0]}
        hint={`写在工单编号最前面，例如 ${typed.code || 'JN'}-261121-007`}
        required={true}
        maxlength={4}
        pattern="[A-Za-z]{1,4}"
        title="1 到 4 个字母"
        autocapitalize="characters"
        autocomplete="off"
      />
    </div>
  )
}

type BuildingsFieldProps = { typed: string; error?: string | undefined; known?: readonly string[]; estateId?: number }

/** A pasted list, and under it what was understood of it, before anything is saved. */
export function BuildingsField({ typed, error, known = [], estateId }: BuildingsFieldProps) {
  return (
    <>
      <Field name="buildings" label="楼栋名单" error={error} hint="一行一个，或用顿号、逗号隔开；“1-12栋”会展开成 12 栋。">
        <textarea
          class={`form-control ${error ? 'is-invalid' : ''}`}
          id="buildings"
          name="buildings"
          rows={4}
          placeholder="1-12栋、15栋、A座"
          maxlength={4000}
          aria-describedby="buildings-hint"
        >
          {typed}
        </textarea>
      </Field>
      <div
        id="understood"
        aria-live="polite"
        hx-post={`/settings/estates/understood${estateId ? `?estate=${estateId}` : ''}`}
        hx-trigger="input from:#buildings delay:300ms"
      >
        <Understood list={readBuildings(typed)} known={known} />
      </div>
    </>
  )
}

export function Understood({ list, known }: { list: BuildingList; known: readonly string[] }) {
  const fresh = list.names.filter((name) => !known.includes(name))
  if (list.names.length === 0 && list.odd.length === 0) return null
  return (
    <div class="understood">
      {fresh.length > 0 && (
        <>
          <p>
            会添加 <b class="num">{fresh.length}</b> 栋：
          </p>
          <div class="names">
            {fresh.map((name) => (
              <span class="name-chip">{name}</span>
            ))}
          </div>
        </>
      )}
      {fresh.length < list.names.length && <p class="soft">{list.names.length - fresh.length} 栋已经有了，不会重复添加。</p>}
      {list.odd.length > 0 && <p class="field-error">没看懂：{list.odd.join('、')}。请改一下或删掉。</p>}
    </div>
  )
}

function Back() {
  return (
    <a class="back-link" href="/settings/estates">
      <Icon name="back" /> 全部小区
    </a>
  )
}

function sayBuildings(names: readonly string[]): string {
  if (names.length === 0) return '还没有楼栋'
  const shown = names.slice(0, 3).join('、')
  return names.length > 3 ? `${shown}…${names.at(-1)}，共 ${names.length} 栋` : `${shown}，共 ${names.length} 栋`
}
