import type { DutyList } from '../../../core/community.ts'
import type { HOTLINE_KINDS } from '../../../core/hotlines.ts'
import { Icon } from '../icon.tsx'
import { Field } from '../parts.tsx'
import { type Errors, SettingsForm, SettingsFrame } from './page.tsx'

type HotlineKind = (typeof HOTLINE_KINDS)[number]

const OTHERS = [
  ['property', '物业', '24 小时值班电话'],
  ['community', '社区', '居民能打通的办公电话'],
  ['lift', '电梯救援', '困人时群里会给出的号码'],
  ['water', '供水', ''],
  ['power', '供电', '全国统一的 95598 不用填'],
  ['heating', '供暖', ''],
] as const satisfies readonly (readonly [HotlineKind, string, string])[]

export type HotlinesTyped = Record<HotlineKind, string>

export function HotlinesPage(page: { typed: HotlinesTyped; errors: Errors<HotlineKind>; speaking: number; mayEdit: boolean }) {
  const { typed, errors, speaking, mayEdit } = page
  return (
    <SettingsFrame section="hotlines" mayEdit={mayEdit}>
      <SettingsForm action="/settings/hotlines" mayEdit={mayEdit}>
        <h2 class="card-title">燃气抢修</h2>
        <Field
          name="gas"
          label="本地燃气抢修电话"
          type="tel"
          value={typed.gas}
          error={errors.gas?.[0]}
          maxlength={20}
          placeholder="例如 96777"
          hint="必须填写，机器人才能在群里说话：有人说闻到煤气味时，它马上要给出这个号码。"
        />
        {speaking > 0 && (
          <p class="soft">
            现在有 <b class="num">{speaking}</b> 个群会说话。清空并保存，这些群会改成只记录；以后补上号码，要到“群与机器人”里逐个开口。
          </p>
        )}
        {typed.gas === '' && errors.gas && (
          <label class="form-check">
            <input class="form-check-input" type="checkbox" name="silence" value="yes" />
            <span class="form-check-label">我知道，清空后所有群都只记录、不说话</span>
          </label>
        )}
        <h2 class="card-title">其他电话</h2>
        <p class="soft">110、119、120、12345 等全国统一的号码不用填。没有的留空。</p>
        <div class="fields">
          {OTHERS.map(([kind, label, hint]) => (
            <Field
              name={kind}
              label={label}
              type="tel"
              value={typed[kind]}
              error={errors[kind]?.[0]}
              maxlength={20}
              {...(hint ? { hint } : {})}
            />
          ))}
        </div>
      </SettingsForm>
    </SettingsFrame>
  )
}

export type DutyTyped = { name: string; post: string; phone: string }

export function DutyPage({
  duty,
  typed,
  errors,
  mayEdit,
}: {
  duty: DutyList
  typed: DutyTyped
  errors: Errors<keyof DutyTyped>
  mayEdit: boolean
}) {
  return (
    <SettingsFrame section="duty" mayEdit={mayEdit}>
      <div class="card">
        <div class="card-body">
          <h2 class="card-title">值班名单</h2>
          <p class="soft">紧急情况按从上到下的顺序找人。名单空着时，机器人不会对居民说“已通知值班人员”。</p>
          {duty.length === 0 && <p>名单还是空的。{mayEdit ? '在下面添加第一位。' : ''}</p>}
          <ol class="duty">
            {duty.map((person, index) => (
              <DutyRow person={person} index={index} isLast={index === duty.length - 1} mayEdit={mayEdit} />
            ))}
          </ol>
        </div>
      </div>
      {mayEdit && (
        <form method="post" action="/settings/duty" class="card">
          <div class="card-body">
            <h2 class="card-title">添加一位</h2>
            <div class="fields">
              <Field
                name="name"
                label="姓名"
                value={typed.name}
                error={errors.name?.[0]}
                required={true}
                maxlength={20}
                autocomplete="off"
              />
              <Field name="post" label="职务" value={typed.post} error={errors.post?.[0]} maxlength={20} placeholder="例如 网格员" />
              <Field
                name="phone"
                label="电话"
                type="tel"
                value={typed.phone}
                error={errors.phone?.[0]}
                required={true}
                maxlength={20}
                autocomplete="off"
              />
            </div>
            <button type="submit" class="btn btn-primary">
              添加到最后
            </button>
          </div>
        </form>
      )}
    </SettingsFrame>
  )
}

function DutyRow({ person, index, isLast, mayEdit }: { person: DutyList[number]; index: number; isLast: boolean; mayEdit: boolean }) {
  return (
    <li class="duty-row">
      <span class="duty-place num">{index + 1}</span>
      <span class="row-main">
        <b>{person.name}</b>
        <span class="soft">
          {person.post && `${person.post} · `}
          <a class="num nowrap" href={`tel:${person.phone}`}>
            {person.phone}
          </a>
        </span>
      </span>
      {mayEdit && (
        <form method="post" action="/settings/duty/order" class="duty-actions">
          <input type="hidden" name="index" value={String(index)} />
          <input type="hidden" name="seen" value={`${person.name} ${person.phone}`} />
          <button type="submit" class="btn btn-icon" name="move" value="up" disabled={index === 0} aria-label={`${person.name}上移`}>
            <Icon name="up" />
          </button>
          <button type="submit" class="btn btn-icon" name="move" value="down" disabled={isLast} aria-label={`${person.name}下移`}>
            <Icon name="down" />
          </button>
          <button type="submit" class="btn btn-icon" name="move" value="out" aria-label={`移除${person.name}`}>
            <Icon name="close" />
          </button>
        </form>
      )}
    </li>
  )
}
