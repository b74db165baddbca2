export const CHANNEL_STATES = ['starting', 'needsScan', 'online', 'offline'] as const
export type ChannelState = (typeof CHANNEL_STATES)[number]

/** What staff see of a channel: `qr` is the text of the code to scan, `account` the bot's own name there, `problem` plain words. */
export type ChannelStatus = { state: ChannelState; qr: string | null; account: string | null; problem: string | null }
