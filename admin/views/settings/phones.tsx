import type { HOTLINE_KINDS } from '../../../core/hotlines.ts'
import { Field } from '../fields.tsx'
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
