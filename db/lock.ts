import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Two processes on one embedded database, or two bots on one spool, lose each other's writes, so the second must not start. */
export class InUse extends Error {
  override readonly name = 'InUse'
}

/** What a process has for itself, and the way out for whoever cannot have it. */
const THINGS = {
  database: { name: 'The embedded database', wayOut: 'or set DATABASE_URL' },
  bot: { name: 'The spool of the bot', wayOut: 'or give this bot a DATA_DIR of its own' },
}
type Thing = keyof typeof THINGS

/** Takes the data directory for this process; a lock left by a process that has died is taken over. Returns the way to give it back. */
export function lockDirectory(dataDir: string, thing: Thing = 'database'): () => void {
  const { name, wayOut } = THINGS[thing]
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, `${thing}.lock`)
  const holder = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  if (holder && isRunning(holder)) {
    throw new InUse(`${name} in ${dataDir} is in use by process ${holder.split(' ')[0]}. Stop that process first, ${wayOut}.`)
  }
  if (holder) rmSync(file, { force: true })
  claim(file, `${name} in ${dataDir} was just opened by another process. Stop that process first, ${wayOut}.`)
  return () => rmSync(file, { force: true })
}

function claim(file: string, sentence: string): void {
  try {
    writeFileSync(file, identity(process.pid), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new InUse(sentence)
  }
}

function isRunning(holder: string): boolean {
  const pid = Number(holder.split(' ')[0])
  if (!Number.isInteger(pid) || pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return identity(pid) === holder
}

/** A process number comes back after a reboot; together with its start time (where the system tells it) it does not. */
function identity(pid: number): string {
  const stat = `/proc/${pid}/stat`
  if (!existsSync(stat)) return String(pid)
  const startedAt = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ')[19]
  return `${pid} ${startedAt}`
}
