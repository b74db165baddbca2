import type { OfficeName } from '../organisation/appointment.ts'

/**
 * What is kept about somebody. Numbers of tickets come newest first; `emergencies` are those among the open ones that must be able to find them.
 * `offices` and `phone` stand in the community's own lists and are no part of what they said.
 */
export type Kept = {
  nickname: string
  aliases: readonly { room: string; alias: string }[]
  estate: string | null
  phone: string | null
  offices: readonly OfficeName[]
  isOnDuty: boolean
  messages: number
  photos: number
  open: readonly string[]
  emergencies: readonly string[]
  finished: readonly string[]
}
