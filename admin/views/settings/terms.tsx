import { PARTIES, type Party } from '../../../core/org.ts'
import { CATEGORIES, type Category, isGrave, TIERS, type Tier } from '../../../core/taxonomy/categories.ts'
import { sayParty } from '../../../core/texts/party.ts'
import { TIER_NAMES } from '../../../core/texts/ticket.ts'
import { LONGEST_DAYS, LONGEST_HOURS, type OwnTerms, type TermsByCategory, usualTerms } from '../../../core/ticket/terms.ts'
import { Field, WholeField } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { TierTag } from '../tags.tsx'
import { GROUP_NAMES } from '../ticket/parts.tsx'
import { type Errors, SettingsForm, SettingsFrame } from './page.tsx'

export type TierTyped = Record<Tier, { updateDays: string; resolveHours: string }>
export type TermsTyped = { responseHours: string; resolveHours: string; party: Party }

type TermsProps = { typed: TierTyped; errors: Errors<string>; own: TermsByCategory; mayEdit: boolean }

export function TermsPage({ typed, errors, own, mayEdit }: TermsProps) {
  return (
    <SettingsFrame section="terms" mayEdit={mayEdit}>
      <SettingsForm action="/settings/terms" mayEdit={mayEdit}>
        <h2 class="card-title">三色清单</h2>
        <p class="soft">
          多少个工作日没对居民说过话，就列进“没有回音”。工单改到和它的类别不同的颜色时，办结时限按这里的小时数重新算，负责方也跟着换。
        </p>
        {TIERS.map((tier) => (
          <TierFields tier={tier} typed={typed[tier]} errors={errors} />
        ))}
      </SettingsForm>
      {Object.entries(GROUP_NAMES).map(([group, name]) => (
        <Group name={name} categories={CATEGORIES.filter(({ code }) => code.startsWith(`${group}.`) && !isGrave(code))} own={own} />
      ))}
      <p class="soft">紧急情况不设时限：机器人当时就回，值班人员按分钟呼叫。</p>
    </SettingsFrame>
  )
}

function TierFields({ tier, typed, errors }: { tier: Tier; typed: TierTyped[Tier]; errors: Errors<string> }) {
  return (
    <fieldset class="tier-terms">
      <legend class="field-label">
        <span class={`tier-dot tier-${tier}`} aria-hidden="true" /> {TIER_NAMES[tier]}
      </legend>
      <div class="fields">
        <WholeField
          name={`${tier}Days`}
          label="至少几个工作日说一次进展"
          least={1}
          most={LONGEST_DAYS}
          value={typed.updateDays}
          error={errors[`${tier}Days`]?.[0]}
        />
        <WholeField
          name={`${tier}Hours`}
          label="改到这一级的，几个工作小时办结"
          least={1}
          most={LONGEST_HOURS}
          value={typed.resolveHours}
          error={errors[`${tier}Hours`]?.[0]}
        />
      </div>
    </fieldset>
  )
}

function Group({ name, categories, own }: { name: string; categories: Category[]; own: TermsByCategory }) {
  if (categories.length === 0) return null
  const changed = categories.filter(({ code }) => code in own).length
  return (
    <details class="card terms-group">
      <summary>
        <h2 class="card-title">{name}</h2> <span class="soft num">{categories.length}</span>
        {changed > 0 && <span class="tag tint-blue ms-2">本社区改了{changed}类</span>}
      </summary>
      {categories.map((category) => (
        <a class="pick-row" href={`/settings/terms/${category.code}`}>
          <span class="row-main">
            <b>
              {category.name}
              {category.code in own && <span class="tag tint-blue">本社区</span>}
            </b>
            <span class="soft">{sayTerms(category, own[category.code] ?? usualTerms(category.code))}</span>
          </span>
          <span class={`tier-dot tier-${category.tier}`} role="img" aria-label={TIER_NAMES[category.tier]} />
          <Icon name="next" />
        </a>
      ))}
    </details>
  )
}

/** 物业 · 2小时内回应 · 24小时内办结 */
function sayTerms({ code }: Category, { party, responseHours, resolveHours }: OwnTerms): string {
  const sayHours = (hours: number | null, what: string) => (hours === null ? `不限时${what}` : `${hours}小时内${what}`)
  return [sayParty(party, code), sayHours(responseHours, '回应'), sayHours(resolveHours, '办结')].join(' · ')
}

type CategoryTermsProps = { category: Category; typed: TermsTyped; errors: Errors<keyof TermsTyped>; isOwn: boolean; mayEdit: boolean }

export function CategoryTermsPage({ category, typed, errors, isOwn, mayEdit }: CategoryTermsProps) {
  const action = `/settings/terms/${category.code}`
  const usual = sayTerms(category, usualTerms(category.code))
  return (
    <SettingsFrame section="terms" mayEdit={mayEdit}>
      <a class="back-link" href="/settings/terms">
        <Icon name="back" /> 全部类别
      </a>
      <SettingsForm action={action} mayEdit={mayEdit}>
        <h2 class="card-title">{category.name}</h2>
        <p>
          <TierTag tier={category.tier} />
        </p>
        <p class="soft">默认：{usual}。时限按工作小时算，已经答应居民的时间不变。</p>
        <div class="fields">
          <HoursField name="responseHours" label="几小时内回应" value={typed.responseHours} error={errors.responseHours?.[0]} />
          <HoursField name="resolveHours" label="几小时内办结" value={typed.resolveHours} error={errors.resolveHours?.[0]} />
          <Field name="party" label="先由谁负责" hint="居民会听到这个名称">
            <select class="form-select" id="party" name="party">
              {PARTIES.map((party) => (
                <option value={party} selected={party === typed.party}>
                  {sayParty(party, category.code)}
                </option>
              ))}
            </select>
          </Field>
        </div>
      </SettingsForm>
      {mayEdit && isOwn && (
        <form method="post" action={`${action}/usual`} data-confirm={`恢复默认：${usual}？`} data-confirm-yes="恢复">
          <button type="submit" class="btn">
            恢复默认
          </button>
        </form>
      )}
    </SettingsFrame>
  )
}

function HoursField(field: { name: string; label: string; value: string; error?: string | undefined }) {
  return <Field {...field} type="number" min={0.1} max={LONGEST_HOURS} step="any" hint="没有时限的留空" />
}
