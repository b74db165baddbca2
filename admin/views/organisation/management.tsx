import type { Estate } from '../../../core/community.ts'
import { MANAGEMENT_MODELS, type ManagementModel } from '../../../core/organisation/management.ts'
import { texts } from '../../../core/texts/texts.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import type { ManagementChange } from '../../../db/management.ts'
import { Field } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { type Clock, Time } from '../parts.tsx'
import { type Errors, SettingsForm, SettingsFrame } from '../settings/page.tsx'

export type ManagementTyped = { model: string; reason: string }
export type ManagementErrors = Errors<keyof ManagementTyped>

const WHAT_IT_MEANS: Record<ManagementModel, string> = {
  property: '设施、保洁、停车这些事先找物业。',
  self_managed: '没有物业公司，原来找物业的事先找自管小组；有室长的，转来的工单记在室长名下。',
  none: '物业撤了、自管小组还没选出来，原来找物业的事先由社区接着。',
}

const SHOWN = 5

type ManagementProps = {
  estate: Estate
  held: readonly Ticket[]
  changes: readonly ManagementChange[]
  typed: ManagementTyped
  errors: ManagementErrors
  clock: Clock
  mayEdit: boolean
}

export function ManagementPage(props: ManagementProps) {
  const { estate, mayEdit, changes, clock } = props
  return (
    <SettingsFrame section="estates" mayEdit={mayEdit}>
      <a class="back-link" href={`/settings/estates/${estate.id}`}>
        <Icon name="back" /> {estate.name}
      </a>
      <Now {...props} />
      {mayEdit && <SwitchForm {...props} />}
      <section class="card" aria-labelledby="changes-title">
        <div class="card-body">
          <h2 class="card-title" id="changes-title">
            历史
          </h2>
          {changes.length === 0 && <p class="soft mb-0">还没有变过。</p>}
          <ul class="org-flags">
            {changes.map((change) => (
              <li class="org-change">
                <b>
                  {texts.organisation.managedBy(change.before)} → {texts.organisation.managedBy(change.model)}
                </b>
                <span>{change.reason}</span>
                <span class="soft">
                  {change.changedBy} <Time at={change.changedAt} clock={clock} /> · 转交 {change.rerouted} 件
                </span>
              </li>
            ))}
          </ul>
        </div>
      </section>
    </SettingsFrame>
  )
}

function Now({ estate, held }: ManagementProps) {
  return (
    <section class="card" aria-labelledby="now-title">
      <div class="card-body">
        <h2 class="card-title" id="now-title">
          现在：{texts.organisation.managedBy(estate.managementModel)}
        </h2>
        <p class="soft">{WHAT_IT_MEANS[estate.managementModel]}</p>
        {held.length === 0 ? (
          <p class="mb-0">没有未办结的工单在其手上。</p>
        ) : (
          <p class="mb-0">
            手上有 <b class="num">{held.length}</b> 件未办结的工单：
            {held.slice(0, SHOWN).map(({ number }, index) => (
              <>
                {index > 0 && '、'}
                <a class="num nowrap" href={`/tickets/${number}`}>
                  {number}
                </a>
              </>
            ))}
            {held.length > SHOWN && '等'}
          </p>
        )}
      </div>
    </section>
  )
}

function SwitchForm({ estate, held, typed, errors }: ManagementProps) {
  const others = MANAGEMENT_MODELS.filter((model) => model !== estate.managementModel)
  const moving = held.length > 0 ? `${held.length} 件未办结的工单会一起转交，逐件记在工单历史里，居民不会收到消息。` : '没有工单需要转交。'
  return (
    <SettingsForm
      action={`/settings/estates/${estate.id}/management`}
      mayEdit={true}
      label="改变"
      data-confirm={`改变${estate.name}的管理方式？${moving}`}
      data-confirm-yes="改变"
    >
      <h2 class="card-title">改变管理方式</h2>
      <p class="soft">{moving}</p>
      <fieldset class="field">
        <legend>改为</legend>
        {others.map((model) => (
          <label class="form-check">
            <input class="form-check-input" type="radio" name="model" value={model} checked={typed.model === model} required={true} />
            <span class="form-check-label">
              <b>{texts.organisation.managedBy(model)}</b>
              <span class="form-hint">{WHAT_IT_MEANS[model]}</span>
            </span>
          </label>
        ))}
        {errors.model && <span class="field-error">{errors.model[0]}</span>}
      </fieldset>
      <Field
        name="reason"
        label="原因"
        value={typed.reason}
        error={errors.reason?.[0]}
        placeholder="例如 物业合同到期，业主大会决定自管"
        required={true}
        maxlength={100}
      />
    </SettingsForm>
  )
}
