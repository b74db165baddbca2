import * as z from 'zod'
import type { SpecialDay } from './calendar/specialDay.ts'
import type { TalkWindows } from './conversation/windows.ts'
import type { Hotlines } from './hotlines.ts'
import type { WorkingWeek } from './hours.ts'
import type { ManagementModel } from './organisation/management.ts'
import { SURE_ENOUGH } from './reading/certainty.ts'
import type { RoutingSettings } from './routing/settings.ts'
import type { BurstRule } from './signal/signal.ts'
import type { Budget } from './speech/budget.ts'
import type { QuietHours } from './speech/quiet.ts'
import type { Wordings } from './texts/wording.ts'
import type { TermsByCategory, TermsByTier } from './ticket/terms.ts'

/** `staffId` is an account of the console, `memberId` a friend of the bot's account: by one of the two an alarm reaches the person. */
const DutyPerson = z.object({
  name: z.string().trim().min(1).max(20),
  phone: z.string().trim().max(20),
  post: z.string().trim().max(20),
  staffId: z.number().int().positive().optional(),
  memberId: z.number().int().positive().optional(),
})
export type DutyPerson = z.infer<typeof DutyPerson>
/** The people to call in an emergency, first to last. */
export const DutyList = z.array(DutyPerson).max(20)
export type DutyList = z.infer<typeof DutyList>

/** When groups are reminded of what was announced: the evening before at `eveAt`, and `hoursBefore` the start. */
export const ReminderTimes = z.object({
  eveAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  hoursBefore: z.number().int().min(1).max(12),
})
export type ReminderTimes = z.infer<typeof ReminderTimes>

/** Pause between two things the bot says, in milliseconds; the true pause lies between the two. */
export const Pace = z.object({ minMs: z.number().int().min(0), maxMs: z.number().int().min(0) }).refine((pace) => pace.minMs <= pace.maxMs)
export type Pace = z.infer<typeof Pace>

/** How long the bot waits for a speaker's next words before it reads, in seconds: after a text, and after a photo without words. */
export const Patience = z.object({ textSeconds: z.number().int().min(0).max(120), photoSeconds: z.number().int().min(0).max(600) })
export type Patience = z.infer<typeof Patience>

/** How long a call waits for an answer before the next person is called, and after how long the head is; in minutes. */
export const Paging = z.object({ ackMinutes: z.number().int().min(1).max(30), headMinutes: z.number().int().min(1).max(60) })
export type Paging = z.infer<typeof Paging>
/** How sure a reading must be that the bot acts on it by itself; what is less sure waits for a person. */
export const Certainty = z.number().min(0.4).max(0.95)

/** A tenant and what it decided for itself. `contact` is where residents turn to about their data. */
export type Community = {
  id: number
  name: string
  timeZone: string
  contact: string
  week: WorkingWeek
  /** The days on which it departs from what is arranged for everybody. */
  specialDays: readonly SpecialDay[]
  tierTerms: TermsByTier
  categoryTerms: TermsByCategory
  routing: RoutingSettings
  hotlines: Hotlines
  duty: DutyList
  reminders: ReminderTimes
  pace: Pace
  patience: Patience
  windows: TalkWindows
  burst: BurstRule
  paging: Paging
  quietHours: QuietHours
  budget: Budget
  certainty: number
  /** Its own words for what residents hear, by the name of the text; what is not named is as usual. */
  wordings: Wordings
  /** Since when only what is urgent is said; null: everything is. */
  mutedAt: Date | null
}

export const DEFAULT_TIME_ZONE = 'Asia/Shanghai'
export const DEFAULT_REMINDERS: ReminderTimes = { eveAt: '19:00', hoursBefore: 2 }
export const DEFAULT_PATIENCE: Patience = { textSeconds: 25, photoSeconds: 180 }
export const DEFAULT_PAGING: Paging = { ackMinutes: 2, headMinutes: 5 }
export const DEFAULT_CERTAINTY = SURE_ENOUGH
export const DEFAULT_PACE: Pace = { minMs: 2000, maxMs: 4000 }

/** A community without a gas number is not listened to aloud: a gas smell could not be answered. */
export function maySpeak(community: Community): boolean {
  return community.hotlines.gas !== null
}

export type Estate = { id: number; communityId: number; name: string; code: string; managementModel: ManagementModel }
