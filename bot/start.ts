import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type Account, folderOf, MAIN_ACCOUNT } from '../core/account.ts'
import { accountOf, type Env } from '../core/env.ts'
import { texts } from '../core/texts/texts.ts'
import type { Database } from '../db/client.ts'
import { InUse, lockDirectory } from '../db/lock.ts'
import type { Metrics } from '../health/metrics.ts'
import { type Bot, createBot } from './bot.ts'
import type { Channel } from './channel.ts'
import { type SandboxChannel, sandboxChannel } from './channels/sandbox.ts'
import { scriptChannel } from './channels/script.ts'
import { type Loop, startLoop } from './loop.ts'
import { drawQr } from './qr.ts'
import { chooseReader } from './readers/choose.ts'
import { seatSandbox, seatScript } from './seat.ts'
import { openSpool } from './spool.ts'
import { countReading, countWords, showHeld } from './watch.ts'

const PATIENCE_SECONDS = 12
const HELD_ANEW_EVERY_MS = 10_000

export type RunningBot = { bot: Bot; sandbox: SandboxChannel | null }

/** Opens the channel that the environment names and runs the bot on it until closed. @throws InUse */
export async function startBot(env: Env, database: Database, { metrics, log }: { metrics: Metrics; log: Logger }): Promise<RunningBot> {
  const account = accountOf(env)
  const folder = folderOf(account, env.DATA_DIR)
  lockFolder(folder, log)
  const channel = await openChannel(env, folder, log)
  await claimAccount(database, account)
  if (channel.name === 'sandbox') await seatSandbox(database.db, new Date())
  if (channel.name === 'script') await seatScript(database.db, account, env.SCRIPT!, new Date())
  const bot = createBot({
    database,
    channel: countWords(showingQr(channel), account, metrics),
    account: account.account,
    reader: await chooseReader(env),
    spool: openSpool({ folder: join(folder, 'spool') }),
    now: () => new Date(),
    publicUrl: env.PUBLIC_URL ?? null,
    chance: Math.random,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    log,
    onRead: (record) => countReading(metrics, record),
  })
  showHeld(metrics, bot)
  await bot.recover()
  await bot.run()
  // Logging in can take as long as a person needs to find the phone; the console must not wait for it.
  bot.open().catch((error: unknown) => log.error({ err: error }, 'The channel could not be opened'))
  const holding = holdAccount(database, account, log)
  return { bot: { ...bot, close: () => holding.stop().then(bot.close) }, sandbox: isSandbox(channel) ? channel : null }
}

/** Two bots on one account would say everything twice. One that was killed has the account for some seconds more. @throws InUse */
async function claimAccount(database: Database, account: Account): Promise<void> {
  for (let second = 0; second < PATIENCE_SECONDS; second++) {
    if (await database.claim(lockOf(account))) return
    await sleep(1000)
  }
  throw new InUse(
    `Another process runs the bot for the account ${account.account} on this database. Stop it first, or give this one an ACCOUNT or a DATABASE_URL of its own.`,
  )
}

/** By this name a database knows who speaks for an account; earlier versions know the main one by the same. */
function lockOf({ channel, account }: Account): string {
  return account === MAIN_ACCOUNT ? `bot:${channel}` : `bot:${channel}:${account}`
}

/** The database forgets who holds what when it restarts: whoever lost the account meanwhile ends, for another speaks now. */
function holdAccount(database: Database, account: Account, log: Logger): Loop {
  async function hold(): Promise<number> {
    if (await database.claim(lockOf(account))) return HELD_ANEW_EVERY_MS
    log.fatal('Another process has taken the account of this bot; this one ends')
    process.exit(1)
  }
  return startLoop('Holding the account', hold, log)
}

/** Two bots on one spool would write over each other's messages. @throws InUse */
function lockFolder(folder: string, log: Logger): void {
  try {
    lockDirectory(folder, 'bot')
  } catch (error) {
    if (error instanceof InUse) throw error
    log.error({ err: error }, 'DATA_DIR cannot be written: while the database is away messages will wait in memory only')
  }
}

async function openChannel(env: Env, folder: string, log: Logger): Promise<Channel> {
  switch (env.CHANNEL) {
    case 'sandbox':
      return sandboxChannel()
    case 'script':
      return scriptChannel({ file: env.SCRIPT!, log })
    case 'wechat4u': {
      const { wechatChannel } = await import('./channels/wechat.ts')
      return wechatChannel({ dataDir: folder, log })
    }
  }
}

function isSandbox(channel: Channel): channel is SandboxChannel {
  return channel.name === 'sandbox'
}

/** Also draws each code to scan in the terminal, once, for whoever started the process there. */
function showingQr(channel: Channel): Channel {
  let drawn: string | null = null
  return {
    ...channel,
    start: (events) =>
      channel.start({
        ...events,
        status(status) {
          events.status(status)
          if (status.qr === drawn) return
          drawn = status.qr
          if (drawn) void drawQr(drawn).then((drawing) => process.stdout.write(`\n${texts.channel.scanHere()}\n${drawing}\n`))
        },
      }),
  }
}
