import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Count, countInbox, countReplies, type Fault, settle } from './count.ts'
import { openStage, type Stage } from './stage.ts'
import { openTalk, type Talk, talkOn } from './talk.ts'

const PER_SECOND = 20
const AWAY_S = 20
const ROOM_KB = 64
const FULL = 'The disk does not take messages'

/** The disk under the spool is full while the database is away: once the bot goes on, once it is killed. */
export const disk: Fault = {
  name: 'disk',
  async run(scale) {
    const stage = await openStage()
    const folder = join(stage.dataDir, 'spool')
    const isMounted = mountSmall(folder)
    const fileLimitKb = isMounted ? null : ROOM_KB
    const talk = openTalk()
    try {
      await stage.begin({ fileLimitKb })
      await talkOn(stage, talk, { messages: 100, perSecond: PER_SECOND })
      const awayS = Math.ceil(AWAY_S * scale)
      const first = await fillDisk(stage, talk, awayS)
      const stillRuns = Number(stage.isRunning())
      await stage.server.resume()
      await settle(stage, talk)
      const second = await fillDisk(stage, talk, awayS)
      await stage.end('SIGKILL')
      await stage.server.resume()
      stage.start({ fileLimitKb })
      await settle(stage, talk)
      return [
        { what: `spool of ${ROOM_KB} KB made by`, found: isMounted ? 'a mounted tmpfs' : 'ulimit -f' },
        ...first,
        { what: 'bots that still run after it', found: stillRuns, wanted: 1 },
        ...second,
        ...(await countInbox(stage, talk)),
        ...(await countReplies(stage, talk)),
      ]
    } finally {
      await stage.end('SIGKILL')
      if (isMounted) execFileSync('umount', [folder])
      await stage.close()
    }
  },
}

function mountSmall(folder: string): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${ROOM_KB}k`, 'huiyin-faults', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function fillDisk({ server, log, dataDir, ...stage }: Stage, talk: Talk, seconds: number): Promise<Count[]> {
  const told = () => log.filter((line) => line.includes(FULL)).length
  const before = told()
  await server.halt()
  await talkOn({ server, log, dataDir, ...stage }, talk, { messages: seconds * PER_SECOND, perSecond: PER_SECOND })
  await wait(1000)
  const file = join(dataDir, 'spool', 'messages.jsonl')
  return [
    { what: 'bytes in the spool when it was full', found: existsSync(file) ? statSync(file).size : 0 },
    { what: 'times the log says that the disk takes nothing', found: told() - before },
  ]
}
