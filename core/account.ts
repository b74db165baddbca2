import type { ChannelName } from './message.ts'

/** One of the bot's accounts on a chat network, under the name that the operator gave it (`ACCOUNT`). Rooms, people and what they are owed are one account's. */
export type Account = { channel: ChannelName; account: string }

/** Where there is only one, nobody needs to name it. */
export const MAIN_ACCOUNT = 'main'

/** Where an account keeps its login, and what it heard while the database was away. */
export function folderOf({ account }: Account, dataDir: string): string {
  return account === MAIN_ACCOUNT ? dataDir : `${dataDir}/accounts/${account}`
}

export function mainAccount(channel: ChannelName): Account {
  return { channel, account: MAIN_ACCOUNT }
}
