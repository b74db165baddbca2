import * as z from 'zod'

/** `off`: nobody works. `work`: a day off that is made up for. `usual`: the week's own hours, whatever was arranged for all. */
export const DAY_KINDS = ['off', 'work', 'usual'] as const
export type DayKind = (typeof DAY_KINDS)[number]

const Weekday = z.number().int().min(1).max(7)

/** A day that is not worked as its weekday is; `worksAs` is the weekday (1 is Monday) whose hours a make-up day has. */
export const SpecialDay = z
  .object({ day: z.iso.date(), kind: z.enum(DAY_KINDS), name: z.string(), worksAs: Weekday.nullable() })
  .refine(({ kind, worksAs }) => (kind === 'work') === (worksAs !== null))
export type SpecialDay = z.infer<typeof SpecialDay>
