import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createWatch, type Way } from '../../admin/alerts.ts'
import { mainAccount } from '../../core/account.ts'
import type { Message } from '../../core/alert/webhook.ts'
import { recordAlive, recordStatus } from '../../db/channels.ts'
import { openDatabase } from '../../db/open.ts'
import { createServerDatabase } from '../database.ts'

const START = new Date('2026-11-21T09:00:00+08:00')
const log = pino({ level: 'silent' })

test('two consoles on one server tell of a bot that is gone once, and once that it is back', async () => {
  const databaseUrl = await createServerDatabase()
  const told: Message[] = []
  const way: Way = { name: 'webhook', shown: '', tell: async (message) => void told.push(message) }
  let clock = START
  const consoles = await Promise.all(
    [1, 2].map(async () => {
      const database = await openDatabase({ databaseUrl, dataDir: '' })
      onTestFinished(() => database.close())
      return {
        db: database.db,
        watch: createWatch({ db: database.db, ways: [way], publicUrl: new URL('http://hy.test'), now: () => clock, log }),
      }
    }),
  )
  const { db } = consoles[0]!
  const at = (minutes: number) => new Date(START.getTime() + minutes * 60_000)
  const lookAt = async (minutes: number) => {
    clock = at(minutes)
    await Promise.all([...consoles, ...consoles].map(({ watch }) => watch.look()))
  }
  await recordStatus(db, mainAccount('wechat4u'), { state: 'online', qr: null, nickname: null, problem: null, session: null }, at(0))
  await recordAlive(db, mainAccount('wechat4u'), { aliveAt: at(0), startedAt: at(0), memoryMb: 180 })

  await lookAt(2.1)
  await lookAt(3)
  expect(told.map(({ event }) => event)).toEqual(['botGone.raised'])
  await recordAlive(db, mainAccount('wechat4u'), { aliveAt: at(5), startedAt: at(5), memoryMb: 180 })
  await lookAt(5)
  await lookAt(6)
  expect(told.map(({ event }) => event)).toEqual(['botGone.raised', 'botGone.ended'])
})
