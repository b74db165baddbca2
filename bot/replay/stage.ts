import type { Logger } from 'pino'
import { MAIN_ACCOUNT } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import type { Database } from '../../db/client.ts'
import { createBot } from '../bot.ts'
import type { Speech } from '../channel.ts'
import { sandboxChannel } from '../channels/sandbox.ts'
import type { Reader } from '../reader.ts'

/** Something the bot said, and when on the played clock. */
export type Said = Speech & { at: Date }

/** The whole bot on a clock that only moves when told to: three days of chat take seconds. */
export type Stage = {
  now: () => Date
  said: readonly Said[]
  receive(message: IncomingMessage): Promise<void>
  /** Does everything that is due up to a moment, each thing at its own time, and leaves the clock there. */
  advanceTo(moment: Date): Promise<void>
  /** Lets the bot finish what it owes, however late that is, but not past `limit`. */
  finish(limit: Date): Promise<void>
  close(): Promise<void>
}

type StageDeps = { database: Database; reader: Reader; start: Date; log: Logger; chance?: () => number; publicUrl?: string | null }

export async function openStage({ database, reader, start, log, chance = () => 0.5, publicUrl = null }: StageDeps): Promise<Stage> {
  let clock = start
  const now = () => clock
  const said: Said[] = []
  const channel = sandboxChannel()
  channel.onSay((speech) => void said.push({ ...speech, at: clock }))
  const heard = { database, channel, account: MAIN_ACCOUNT, reader, spool: null, publicUrl }
  const bot = createBot({ ...heard, now, chance, wait: () => Promise.resolve(), log })
  await bot.recover()
  await bot.open()

  async function advanceTo(moment: Date): Promise<void> {
    for (let due = await bot.nextDueAt(); due && due <= moment; due = await bot.nextDueAt()) {
      if (due > clock) clock = due
      await bot.settle()
    }
    if (moment > clock) clock = moment
  }

  return {
    now,
    said,
    async receive(message) {
      await advanceTo(message.sentAt)
      await channel.receive(message)
      await bot.settle()
    },
    advanceTo,
    async finish(limit) {
      for (let due = await bot.nextDueAt(); due && due <= limit; due = await bot.nextDueAt()) await advanceTo(due)
    },
    close: () => bot.close(),
  }
}
