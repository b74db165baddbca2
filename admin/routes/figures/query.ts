import type { Context } from 'hono'
import * as z from 'zod'
import { DIMENSIONS, type FigureFilter } from '../../../core/figures/pair.ts'
import { momentsOf, type Period, PRESETS, presetPeriod } from '../../../core/figures/period.ts'
import { INTAKE_CHANNELS } from '../../../core/intake.ts'
import { TIERS } from '../../../core/taxonomy/categories.ts'
import type { Console } from '../../app.tsx'
import type { FigureQuery } from '../../views/figures/filters.tsx'

const Day = z.iso.date().catch('')

/** An address is typed, kept and shared: whatever makes no sense in it is left out. */
const Query = z.object({
  preset: z.enum(['', ...PRESETS]).catch(''),
  from: Day,
  to: Day,
  estate: z
    .string()
    .regex(/^\d{0,9}$/)
    .catch(''),
  channel: z.enum(['', ...INTAKE_CHANNELS]).catch(''),
  tier: z.enum(['', ...TIERS]).catch(''),
  group: z
    .string()
    .regex(/^[a-z]*$/)
    .catch(''),
  by: z.enum(DIMENSIONS).catch('estate'),
})

/** `isBackwards`: the days stand in the wrong order, and this month is shown instead. */
export type FigureQuestion = { query: FigureQuery; filter: FigureFilter; period: Period; isBackwards: boolean }

export function readQuestion(c: Context<Console>): FigureQuestion {
  const typed = Query.parse(c.req.query())
  const { now, timeZone } = c.var.clock
  const isTyped = typed.preset === '' && typed.from !== '' && typed.to !== ''
  const usual = presetPeriod(typed.preset || 'month', now, timeZone)
  const asked = isTyped ? { from: typed.from, to: typed.to } : usual
  const moments = momentsOf(asked, timeZone)
  const period = moments ? asked : usual
  const query: FigureQuery = { ...typed, preset: isTyped && moments ? '' : typed.preset || 'month', ...period }
  return {
    query,
    period,
    isBackwards: moments === null,
    filter: {
      ...(moments ?? momentsOf(usual, timeZone)!),
      estateId: typed.estate ? Number(typed.estate) : null,
      channel: typed.channel || null,
      tier: typed.tier || null,
      group: typed.group || null,
    },
  }
}
