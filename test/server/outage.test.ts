import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { createListener } from '../../bot/listen.ts'
import type { IncomingMessage } from '../../core/message.ts'
import { openDatabase } from '../../db/open.ts'
import { createServerDatabase } from '../database.ts'

/** A wire to the real server that can be cut and mended. */
async function openWire(target: URL) {
  const sockets = new Set<Socket>()
  let isCut = false
  const server: Server = createServer((near) => {
    if (isCut) return near.destroy()
    const far = connect(Number(target.port), target.hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    cut() {
      isCut = true
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
    mend() {
      isCut = false
    },
    async close() {
      this.cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function message(index: number): IncomingMessage {
  const sender = { id: 'wang', nickname: '王姐', alias: null, role: 'resident' as const, isFriend: false }
  const rest = { kind: 'text' as const, quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
  return { id: `m${index}`, room: { id: 'g', topic: '和风苑业主群' }, sender, text: `第${index}句`, sentAt: new Date(), ...rest }
}

test('what arrives while the database is away is held in memory and stored in order when it is back', async () => {
  const direct = new URL(await createServerDatabase())
  const wire = await openWire(direct)
  onTestFinished(() => wire.close())
  const through = new URL(direct)
  through.port = String(wire.port)
  const database = await openDatabase({ databaseUrl: through.href, dataDir: '' })
  onTestFinished(() => database.close())
  const sql = postgres(direct.href, { max: 1, onnotice: () => {} })
  onTestFinished(() => sql.end())
  const log = pino({ level: 'silent' })
  const listener = createListener({
    db: database.db,
    channel: 'script',
    now: () => new Date(),
    log,
    wait: (ms) => sleep(ms / 10),
    onStored: () => {},
  })
  const texts = async () => (await sql`select text from messages order by id`).map((row) => row['text'])

  await listener.hear(message(1))
  wire.cut()
  const later = [2, 3, 4, 5].map((index) => listener.hear(message(index)))
  await sleep(1500)
  expect(await texts()).toEqual(['第1句'])
  expect(listener.held()).toBe(4)

  wire.mend()
  await Promise.all(later)
  expect(await texts()).toEqual(['第1句', '第2句', '第3句', '第4句', '第5句'])
  expect(listener.held()).toBe(0)
})
