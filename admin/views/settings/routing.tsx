import { MEDIATORS, type Mediator } from '../../../core/routing/settings.ts'
import { MEDIATOR_NAMES } from '../../../core/texts/routing.ts'
import { Field, WholeField } from '../fields.tsx'
import { type Errors, SettingsForm, SettingsFrame } from './page.tsx'

export type RoutingTyped = Record<'takeUpHours' | 'reportInHours' | 'linkDays' | Mediator, string>

type RoutingProps = { typed: RoutingTyped; errors: Errors<keyof RoutingTyped>; mayEdit: boolean }

export function RoutingPage({ typed, errors, mayEdit }: RoutingProps) {
  const hours = (name: keyof RoutingTyped, label: string, hint?: string) => (
    <Field
      name={name}
      label={label}
      type="number"
      min={0.5}
      max={200}
      step="any"
      value={typed[name]}
      error={errors[name]?.[0]}
      {...(hint && { hint })}
    />
  )
  return (
    <SettingsFrame section="routing" mayEdit={mayEdit}>
      <SettingsForm action="/settings/routing" mayEdit={mayEdit}>
        <h2 class="card-title">派单</h2>
        <p class="soft">小时都按工作时间算。</p>
        <div class="fields">
          {hours('takeUpHours', '派出去几小时没人接单就退回')}
          {hours('reportInHours', '吹哨后部门几小时内报到', '每次吹哨还可以单独改')}
          <WholeField
            name="linkDays"
            label="给没有账号的人的链接几天有效"
            least={1}
            most={60}
            value={typed.linkDays}
            error={errors.linkDays?.[0]}
          />
        </div>
        <h2 class="card-title">阶梯式调解</h2>
        <p class="soft">从上到下一步一步来，每一步给多少小时；不用的那一步留空。</p>
        <div class="fields">{MEDIATORS.map((by) => hours(by, MEDIATOR_NAMES[by]))}</div>
      </SettingsForm>
    </SettingsFrame>
  )
}
