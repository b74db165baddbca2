import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../../core/errors.ts'
import { PARTIES } from '../../../core/org.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { CATEGORIES, type Category, categoryOf, isGrave, TIERS } from '../../../core/taxonomy/categories.ts'
import { LONGEST_DAYS, LONGEST_HOURS, type OwnTerms, TermsByTier, usualTerms } from '../../../core/ticket/terms.ts'
import { changeCommunity } from '../../../db/orgUnits.ts'
import { setCategoryTerms } from '../../../db/terms.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import type { Errors } from '../../views/settings/page.tsx'
import { CategoryTermsPage, TermsPage, type TermsTyped, type TierTyped } from '../../views/settings/terms.tsx'

const TITLE = { title: '设置', nav: 'settings' } as const
const maySet = requireRole(...SETTING_ROLES)

const DAYS = `请填 1 到 ${LONGEST_DAYS} 的整数。`
const HOURS = `请填 1 到 ${LONGEST_HOURS} 的小时数。`
const TierForm = z.object({
  updateDays: z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(LONGEST_DAYS, DAYS),
  resolveHours: z.coerce.number(HOURS).min(1, HOURS).max(LONGEST_HOURS, HOURS),
})

const LIMIT = `请填 0.1 到 ${LONGEST_HOURS} 的小时数，没有时限的留空。`
const Limit = z
  .string()
  .trim()
  .transform((text) => (text === '' ? null : Number(text)))
const TermsForm = z.object({
  responseHours: Limit.pipe(z.number(LIMIT).min(0.1, LIMIT).max(LONGEST_HOURS, LIMIT).nullable()),
  resolveHours: Limit.pipe(z.number(LIMIT).min(0.1, LIMIT).max(LONGEST_HOURS, LIMIT).nullable()),
  party: z.enum(PARTIES),
})
const Text = z.string().catch('')
const TypedTerms = z.object({ responseHours: Text, resolveHours: Text, party: z.enum(PARTIES).catch('community') })

export const settingsTermRoutes = new Hono<Console>()
  .get('/settings/terms', (c) => drawTiers(c, typedTiers(c), {}))
  .post('/settings/terms', maySet, async (c) => {
    const body = await c.req.parseBody()
    const typed = Object.fromEntries(
      TIERS.map((tier) => [tier, { updateDays: Text.parse(body[`${tier}Days`]), resolveHours: Text.parse(body[`${tier}Hours`]) }]),
    ) as TierTyped
    const read = TIERS.map((tier) => [tier, TierForm.safeParse(typed[tier])] as const)
    const errors = read.flatMap(([tier, { error }]) => (error ? errorsOf(tier, error) : []))
    if (errors.length > 0) return drawTiers(c, typed, Object.fromEntries(errors))
    const tierTerms = TermsByTier.parse(Object.fromEntries(read.map(([tier, { data }]) => [tier, data])))
    await settle(c, 'setTerms', (tx) => changeCommunity(tx, c.var.staff, { tierTerms }))
    return goTo(c, '/settings/terms', '已保存，从现在起按新的时限看。')
  })
  .get('/settings/terms/:code', (c) => {
    const category = categoryIn(c)
    return drawTerms(c, category, typedFrom(c.var.community.categoryTerms[category.code] ?? usualTerms(category.code)), {})
  })
  .post('/settings/terms/:code', maySet, async (c) => {
    const category = categoryIn(c)
    const body = await c.req.parseBody()
    const form = TermsForm.safeParse(body)
    if (!form.success) return drawTerms(c, category, TypedTerms.parse(body), z.flattenError(form.error).fieldErrors)
    await settle(c, 'setTerms', (tx) => setCategoryTerms(tx, c.var.staff, category.code, form.data))
    return goTo(c, '/settings/terms', `已保存“${category.name}”，从下一条诉求起按新的时限。`)
  })
  .post('/settings/terms/:code/usual', maySet, async (c) => {
    const category = categoryIn(c)
    await settle(c, 'setTerms', (tx) => setCategoryTerms(tx, c.var.staff, category.code, null))
    return goTo(c, '/settings/terms', `“${category.name}”已恢复默认。`)
  })

/** The dangers to people have no hours to choose. @throws Refusal `not-found` */
function categoryIn(c: Context<Console>): Category {
  const category = CATEGORIES.find(({ code }) => code === c.req.param('code') && !isGrave(code))
  if (!category) throw new Refusal('not-found', { category: c.req.param('code') })
  return categoryOf(category.code)
}

function errorsOf(tier: string, error: z.ZodError): [string, string[]][] {
  const { updateDays, resolveHours } = z.flattenError(error as z.ZodError<z.infer<typeof TierForm>>).fieldErrors
  return [
    ...(updateDays ? [[`${tier}Days`, updateDays] as [string, string[]]] : []),
    ...(resolveHours ? [[`${tier}Hours`, resolveHours] as [string, string[]]] : []),
  ]
}

function typedTiers({ var: { community } }: Context<Console>): TierTyped {
  const entries = TIERS.map((tier) => {
    const { updateDays, resolveHours } = community.tierTerms[tier]
    return [tier, { updateDays: String(updateDays), resolveHours: String(resolveHours) }]
  })
  return Object.fromEntries(entries) as TierTyped
}

function typedFrom({ responseHours, resolveHours, party }: OwnTerms): TermsTyped {
  return {
    responseHours: responseHours === null ? '' : String(responseHours),
    resolveHours: resolveHours === null ? '' : String(resolveHours),
    party,
  }
}

function drawTiers(c: Context<Console>, typed: TierTyped, errors: Errors<string>) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const mayEdit = hasRole(c.var.staff, SETTING_ROLES)
  return drawPage(c, TITLE, <TermsPage typed={typed} errors={errors} own={c.var.community.categoryTerms} mayEdit={mayEdit} />)
}

function drawTerms(c: Context<Console>, category: Category, typed: TermsTyped, errors: Errors<keyof TermsTyped>) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const isOwn = category.code in c.var.community.categoryTerms
  const mayEdit = hasRole(c.var.staff, SETTING_ROLES)
  return drawPage(c, TITLE, <CategoryTermsPage category={category} typed={typed} errors={errors} isOwn={isOwn} mayEdit={mayEdit} />)
}
