import type { Logger } from 'pino'
import { BadEnvironment, type Env, withoutSecrets } from './core/env.ts'
import { BackupRefused } from './db/backup/file.ts'
import type { Database } from './db/client.ts'
import { InUse } from './db/lock.ts'
import { isOutdated, MIGRATED, Outdated } from './db/migrated.ts'
import { openAsItIs, openDatabase } from './db/open.ts'
import { readEnv } from './env.ts'
import { openLog } from './log.ts'
import product from './package.json' with { type: 'json' }

export const VERSION = product.version

const FORCE_AFTER_MS = 8000
const MISUSE = 2
const SCHEMA_LOOKED_AT_EVERY_MS = 60_000
/** The service manager starts what is installed by now. */
const OUTDATED = 1

/** Something that was started and can be closed. */
type Running = { close(): Promise<void> }
type Started = { env: Env; database: Database; log: Logger }

/**
 * Runs one of the programs: reads the environment, lets `check` refuse it, opens the database, starts what is given, and closes everything in the reverse order
 * on SIGTERM or SIGINT, and with status 1 when a newer program has migrated the database. What the operator can mend ends the process with one sentence and
 * status 2.
 */
export async function runProcess(
  name: string,
  start: (started: Started) => Promise<Running[]>,
  check: (env: Env) => void = () => {},
): Promise<void> {
  await sayMisuse(async () => {
    const env = readEnv()
    const log = await openLog(name, env)
    logFatal(log)
    log.debug({ env: withoutSecrets(env) }, 'Starting')
    check(env)
    const database = await openDatabase(placeOf(env))
    const running = await start({ env, database, log })
    const end = endInOrder([database, ...running], log)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end({ signal }, 0))
    await watchSchema(database, () => end({ reason: 'A newer program has migrated the database' }, OUTDATED), log)
  })
}

/** Runs a command that does one thing and ends. Its wishes are read before anything is touched; the database is opened with whatever schema it has. */
export async function runCommand<Wishes>(
  readWishes: (env: Env) => Wishes,
  work: (database: Database, wishes: Wishes) => Promise<void>,
): Promise<void> {
  await sayMisuse(async () => {
    const env = readEnv()
    const wishes = readWishes(env)
    const database = await openAsItIs(placeOf(env))
    try {
      await work(database, wishes)
    } finally {
      await database.close()
    }
  })
}

function placeOf(env: Env) {
  return { databaseUrl: env.DATABASE_URL ?? null, dataDir: env.DATA_DIR }
}

async function sayMisuse(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isMisuse(error)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(MISUSE)
  }
}

/**
 * What nobody caught ends the process: after a bug nothing is certain any more, and whoever started it starts it anew. Node would end it too, but would
 * print an error with all that hangs on it.
 */
function logFatal(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'The process ends')
    process.exit(1)
  })
}

/** The operator asked for something that cannot be; the message says what to do instead. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}

const MISUSES = [BadEnvironment, InUse, BackupRefused, Outdated, Misuse]

function isMisuse(error: unknown): error is Error {
  return MISUSES.some((kind) => error instanceof kind) || isPortTaken(error)
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
}

type End = (why: Record<string, string>, status: number) => Promise<void>

function endInOrder(parts: Running[], log: Logger): End {
  let isClosing = false
  return async (why, status) => {
    if (isClosing) return
    isClosing = true
    log.info(why, 'Stopping')
    setTimeout(() => process.exit(1), FORCE_AFTER_MS).unref()
    for (const part of parts.toReversed()) await part.close().catch((error: unknown) => log.error({ err: error }, 'A part did not close'))
    process.exit(status)
  }
}

/** A program that the database has outgrown would fail at what it writes: it looks when it hears of a migration, and now and then. */
async function watchSchema({ db, listen }: Database, end: () => Promise<void>, log: Logger): Promise<void> {
  async function look(): Promise<void> {
    if (await isOutdated(db)) await end()
  }
  const lookQuietly = () => void look().catch((error: unknown) => log.warn({ err: error }, 'The schema could not be looked at'))
  setInterval(lookQuietly, SCHEMA_LOOKED_AT_EVERY_MS).unref()
  await listen((table) => {
    if (table === MIGRATED) lookQuietly()
  })
}
