import * as z from 'zod'
import type { Party } from '../org.ts'

/** Who may try to make peace, from the nearest on: captain, grid worker, the community's mediator, the sub-district's office. */
export const MEDIATORS = ['buildingCaptain', 'gridWorker', 'community', 'subdistrict'] as const satisfies readonly Party[]
export type Mediator = (typeof MEDIATORS)[number]

const Hours = z.number().min(0.5).max(200)
const MediationStep = z.object({ by: z.enum(MEDIATORS), hours: Hours })

/**
 * What a community decides about handing matters on, in working hours: after how many what nobody has taken up goes back to the queue, in how many a
 * department reports in, and the steps of mediation, the first first. A link lasts `linkDays` days.
 */
export const RoutingSettings = z.object({
  takeUpHours: Hours,
  reportInHours: Hours,
  linkDays: z.number().int().min(1).max(60),
  mediation: z.array(MediationStep).min(1).max(MEDIATORS.length),
})
export type RoutingSettings = z.infer<typeof RoutingSettings>

export const DEFAULT_ROUTING: RoutingSettings = {
  takeUpHours: 4,
  reportInHours: 4,
  linkDays: 14,
  mediation: [
    { by: 'buildingCaptain', hours: 18 },
    { by: 'gridWorker', hours: 18 },
    { by: 'community', hours: 36 },
    { by: 'subdistrict', hours: 45 },
  ],
}
