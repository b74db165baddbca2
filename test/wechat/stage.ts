import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import type { Channel } from '../../bot/channel.ts'
import type { Pace } from '../../bot/channels/wechat/pace.ts'
import { wechatChannel } from '../../bot/channels/wechat.ts'
import type { ChannelStatus } from '../../core/channel.ts'
import type { IncomingMessage } from '../../core/message.ts'
import { refusedHosts } from './redirect.mjs'
import { startWechat } from './server.ts'
import { createWorld } from './world.ts'

export type Stage = Awaited<ReturnType<typeof openStage>>
export type Seat = {
  channel: Channel
  heard: IncomingMessage[]
  statuses: ChannelStatus[]
  syncs: () => number
  /** The newest that was heard, waited for. */
  next(): Promise<IncomingMessage>
}

const WAIT_MS = 10_000
/** A hundredth of the real patience. */
const HASTE: Partial<Pace> = { firstPauseMs: 10, longestPauseMs: 150, silentAfterMs: 2000, contactTimeoutMs: 300, restMs: 300 }

async function waitFor(what: string, isThere: () => boolean): Promise<void> {
  const until = performance.now() + WAIT_MS
  while (!isThere()) {
    if (performance.now() > until) throw new Error(`${what} did not come within ${WAIT_MS} ms`)
    await wait(5)
  }
}

/** A world with one neighbour and one group, WeChat around it, and channels that log in to it, one after the other, on one session file. */
export async function openStage(given: { pace?: Partial<Pace>; holdMs?: number } = {}) {
  const world = createWorld()
  const aunt = world.person('张阿姨', { isFriend: true, remark: '3-1-502张' })
  const room = world.room('幸福里业主群', [aunt])
  const wechat = await startWechat(world, { holdMs: given.holdMs ?? 300 })
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-wechat-'))
  const sessionFile = join(dataDir, 'wechat', 'session.memory-card.json')
  const seats: Seat[] = []

  /** Opens a channel; `store` is what becomes of a message. */
  async function open(store: (message: IncomingMessage) => Promise<void> = async () => {}): Promise<Seat> {
    const heard: IncomingMessage[] = []
    const statuses: ChannelStatus[] = []
    let syncs = 0
    const channel = wechatChannel({ dataDir, log: pino({ level: 'silent' }), pace: { ...HASTE, ...given.pace } })
    await channel.start({
      message: (message) => {
        heard.push(message)
        return store(message)
      },
      status: (status) => void statuses.push(status),
      synced: () => void syncs++,
    })
    const seat = {
      channel,
      heard,
      statuses,
      syncs: () => syncs,
      async next() {
        await waitFor('a message', () => heard.length > 0)
        return heard.shift()!
      },
    }
    seats.push(seat)
    return seat
  }

  async function until({ statuses }: Seat, state: ChannelStatus['state']): Promise<ChannelStatus> {
    await waitFor(state, () => statuses.at(-1)?.state === state)
    return statuses.at(-1)!
  }

  return {
    world,
    aunt,
    room,
    wechat,
    dataDir,
    sessionFile,
    open,
    until,

    async logIn(store?: (message: IncomingMessage) => Promise<void>): Promise<Seat> {
      const seat = await open(store)
      await wechat.scan()
      await until(seat, 'online')
      return seat
    },

    /** As after kill -9 in the middle of a write: what the channel does from now on leaves no trace in the session file. */
    async kill({ channel }: Seat): Promise<void> {
      await waitFor('a saved session', () => existsSync(sessionFile))
      const session = readFileSync(sessionFile, 'utf8')
      await channel.stop()
      writeFileSync(sessionFile, session)
      writeFileSync(`${sessionFile}.new`, session.slice(0, 20))
    },

    async close(): Promise<void> {
      for (const { channel } of seats) await channel.stop()
      await wechat.stop()
      rmSync(dataDir, { recursive: true })
      if (refusedHosts.length > 0) throw new Error(`The channel reached for ${refusedHosts.splice(0).join(', ')}`)
    },
  }
}
