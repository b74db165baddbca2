import * as z from 'zod'

export const HOTLINE_KINDS = ['gas', 'water', 'power', 'heating', 'lift', 'property', 'community'] as const

const Phone = z
  .string()
  .trim()
  .regex(/^[\d-]{3,20}$/)
  .nullable()

/** A community's own numbers; national ones (110, 119, 120, 12345 …) are the same everywhere and not listed here. */
export const Hotlines = z.object({ gas: Phone, water: Phone, power: Phone, heating: Phone, lift: Phone, property: Phone, community: Phone })
export type Hotlines = z.infer<typeof Hotlines>

export const NO_HOTLINES: Hotlines = { gas: null, water: null, power: null, heating: null, lift: null, property: null, community: null }
