/** `reconnecting`: logged in, but nothing comes through; `refused`: the network turns the account away. */
export const CHANNEL_STATES = ['starting', 'needsScan', 'online', 'reconnecting', 'loggedOut', 'refused'] as const
export type ChannelState = (typeof CHANNEL_STATES)[number]

/**
 * What staff see of a channel: `qr` is the text of the code to scan, `nickname` the bot's own name there, `problem` plain words. `session` names the
 * login: where ids of rooms and people change with every login, they hold for one session; null where they never change, or while nobody is logged in.
 */
export type ChannelStatus = {
  state: ChannelState
  qr: string | null
  nickname: string | null
  problem: string | null
  session: string | null
}

/** States in which nothing is heard and nothing can be said. */
export const DEAF_STATES: readonly ChannelState[] = ['needsScan', 'reconnecting', 'loggedOut', 'refused']
