/** How a matter came in: by itself through the bot, or written down by staff. */
export const INTAKE_CHANNELS = ['group_chat', 'private_chat', 'meeting', 'home_visit', 'counter', 'phone', 'patrol', '12345'] as const
export type IntakeChannel = (typeof INTAKE_CHANNELS)[number]

/** What staff take in by hand. */
export const MANUAL_CHANNELS = ['counter', 'phone', 'home_visit', 'meeting', 'patrol', '12345'] as const satisfies readonly IntakeChannel[]
export type ManualChannel = (typeof MANUAL_CHANNELS)[number]

/** Which meeting, which visit: where a matter can be looked up again. `ref` is staff's own words. */
export type Intake = { channel: IntakeChannel; ref: string | null }

export function intakeFrom(roomId: number | null): Intake {
  return { channel: roomId === null ? 'private_chat' : 'group_chat', ref: null }
}
