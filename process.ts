import type { Logger } from 'pino'
import { BadEnvironment, type Env, withoutSecrets } from './core/env.ts'
import type { Database } from './db/client.ts'
import { DatabaseInUse } from './db/lock.ts'
import { openDatabase } from './db/open.ts'
import { readEnv } from './env.ts'
import { openLog } from './log.ts'

const FORCE_AFTER_MS = 8000
const BUG = 1
const MISUSE = 2

/** Something that was started and can be closed. */
type Running = { close(): Promise<void> }
type Started = { env: Env; database: Database; log: Logger }

/**
 * Runs one of the programs: reads the environment, lets `check` refuse it, opens the database, starts what is given, and closes everything in the reverse order
 * on SIGTERM or SIGINT. What the operator can mend ends the process with one sentence and status 2.
 */
export async function runProcess(
  name: string,
  start: (started: Started) => Promise<Running[]>,
  check: (env: Env) => void = () => {},
): Promise<void> {
  const log = openLog(name)
  endOnBug(log)
  try {
    const env = readEnv()
    log.debug({ env: withoutSecrets(env) }, 'Starting')
    check(env)
    const database = await openDatabase({ databaseUrl: env.DATABASE_URL ?? null, dataDir: env.DATA_DIR })
    const running = await start({ env, database, log })
    closeOnSignal([database, ...running], log)
  } catch (error) {
    if (!isMisuse(error)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(MISUSE)
  }
}

/** The operator asked for something that cannot be; the message says what to do instead. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}

function isMisuse(error: unknown): error is Error {
  return error instanceof BadEnvironment || error instanceof DatabaseInUse || error instanceof Misuse || isPortTaken(error)
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
}

/** After a bug nothing is certain any more: whoever started the process starts it anew. */
function endOnBug(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'A bug ends the process')
    process.exit(BUG)
  })
}

function closeOnSignal(parts: Running[], log: Logger): void {
  let isClosing = false
  async function close(signal: string): Promise<void> {
    if (isClosing) return
    isClosing = true
    log.info({ signal }, 'Stopping')
    setTimeout(() => process.exit(1), FORCE_AFTER_MS).unref()
    for (const part of parts.toReversed()) await part.close().catch((error: unknown) => log.error({ err: error }, 'A part did not close'))
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void close(signal))
}
