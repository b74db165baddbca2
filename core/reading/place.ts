import { z } from 'zod'

/** Where in an estate, never closer than an entrance or a floor: a household's door number stays in the resident's own words. */
export const Place = z.object({
  building: z.string().max(12).nullable(),
  entrance: z.string().max(12).nullable(),
  spot: z.string().max(24).nullable(),
})
export type Place = z.infer<typeof Place>
