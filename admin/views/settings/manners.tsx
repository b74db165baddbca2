import { Field, WholeField } from '../fields.tsx'
import { SpanField } from './hours.tsx'
import { type Errors, SettingsForm, SettingsFrame } from './page.tsx'

export type MannersTyped = {
  nightFrom: string
  nightTo: string
  noonFrom: string
  noonTo: string
  perHour: string
  perDay: string
  combineMinutes: string
  digestAt: string
}

type MannersPageProps = { typed: MannersTyped; errors: Errors<keyof MannersTyped>; mayEdit: boolean }

export function MannersPage({ typed, errors, mayEdit }: MannersPageProps) {
  return (
    <SettingsFrame section="manners" mayEdit={mayEdit}>
      <SettingsForm action="/settings/manners" mayEdit={mayEdit}>
        <h2 class="card-title">安静时段</h2>
        <p class="soft">
          这段时间里居民说的事照样登记，但群里不说话，时段一过用一句话一起回。紧急情况、急事、@机器人和私聊的话不等，当时就回；您自己写的答复也当时就发，通知和提醒等到时段结束。
        </p>
        <SpanField name="night" label="夜里" from={typed.nightFrom} to={typed.nightTo} error={errors.nightFrom?.[0]} />
        <SpanField name="noon" label="午间（可不填）" from={typed.noonFrom} to={typed.noonTo} error={errors.noonFrom?.[0]} />

        <h2 class="card-title">每个群最多说几句</h2>
        <p class="soft">
          机器人话多了，大家会嫌烦。超过之后，登记的事攒几分钟合成一句说，进展等到傍晚的小结。紧急情况不受限；通知、提醒和您写的答复照发，但也算句数。
        </p>
        <div class="fields">
          <WholeField name="perHour" label="每小时（句）" least={1} most={1000} value={typed.perHour} error={errors.perHour?.[0]} />
          <WholeField name="perDay" label="每天（句）" least={1} most={10_000} value={typed.perDay} error={errors.perDay?.[0]} />
          <WholeField
            name="combineMinutes"
            label="攒几分钟合成一句"
            least={1}
            most={60}
            value={typed.combineMinutes}
            error={errors.combineMinutes?.[0]}
          />
          <Field
            name="digestAt"
            label="进展小结的钟点"
            value={typed.digestAt}
            error={errors.digestAt?.[0]}
            placeholder="18:00"
            maxlength={8}
            required={true}
            autocomplete="off"
          />
        </div>
      </SettingsForm>
    </SettingsFrame>
  )
}
