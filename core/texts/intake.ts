import type { IntakeChannel } from '../intake.ts'

export const CHANNEL_NAMES: Record<IntakeChannel, string> = {
  group_chat: '群聊',
  private_chat: '私聊',
  meeting: '会议',
  home_visit: '入户走访',
  counter: '窗口',
  phone: '电话',
  patrol: '巡查',
  '12345': '12345转办',
}

/** For the timeline, read by staff: how it came in, and where it can be looked up again. */
export function sayIntake(channel: IntakeChannel, ref: string | null): string {
  return ref ? `${CHANNEL_NAMES[channel]}：${ref}` : CHANNEL_NAMES[channel]
}
