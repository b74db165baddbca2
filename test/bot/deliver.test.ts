import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { type Channel, SpeechFailure } from '../../bot/channel.ts'
import { deliverNext } from '../../bot/deliver.ts'
import { offlineReader } from '../../bot/readers/offline.ts'
import { openStage } from '../../bot/replay/stage.ts'
import type { Notice, NoticeKind } from '../../core/notice.ts'
import { changeCommunity } from '../../db/orgUnits.ts'
import { owe } from '../../db/outbox.ts'
import { ensureSample, meetEstate, SAMPLE, seatRoom } from '../../db/sample.ts'
import { outbox } from '../../db/schema/index.ts'
import { openTestDatabase } from '../database.ts'

const start = new Date('2026-11-21T09:00:00+08:00')

async function openRoom() {
  const database = await openTestDatabase()
  const { db } = database
  const community = await ensureSample(db)
  const scope = { communityId: community.id }
  await changeCommunity(db, scope, { pace: { minMs: 4000, maxMs: 4000 } })
  const estate = await meetEstate(db, community, SAMPLE.estate.name)
  const room = await seatRoom(db, { channel: 'sandbox', topic: '和风苑业主群', estate }, start)
  const oweWords = (kind: NoticeKind, text: string, notBefore = start) =>
    owe(db, scope, [{ ...BLANK, kind, text, to: { roomId: room.id }, notBefore }], { at: start })
  return { database, db, oweWords }
}

const BLANK: Omit<Notice, 'kind' | 'text' | 'to' | 'notBefore'> = {
  mention: null,
  ticketId: null,
  announcementId: null,
  about: [],
  obstacle: null,
  expiresAt: null,
  key: null,
}

test('a network that never answers is given up on, and the words are not said a second time', async () => {
  const { db, oweWords } = await openRoom()
  await oweWords('announcement', '太极班')
  await oweWords('announcement', '议事会')
  const asked: string[] = []
  let fail = (_: Error) => {}
  const channel: Channel = {
    name: 'sandbox',
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    say({ text }) {
      asked.push(text)
      return text === '议事会'
        ? Promise.resolve()
        : new Promise<void>((_, reject) => {
            fail = reject
          })
    },
  }
  const deliver = () => deliverNext({ db, channel, now: () => start, chance: () => 0, sayTimeoutMs: 30 })

  await deliver()
  await deliver()
  fail(new Error('answered at last'))
  await sleep(1)

  expect(await deliver()).toBeNull()
  expect(asked).toEqual(['太极班', '议事会'])
  expect(await db.select().from(outbox).orderBy(outbox.id)).toMatchObject([
    { text: '太极班', status: 'needsPerson', obstacle: 'interrupted' },
    { text: '议事会', status: 'sent' },
  ])
})

test('words that may have been heard before the line broke are left to a person', async () => {
  const { db, oweWords } = await openRoom()
  await oweWords('announcement', '太极班')
  const say = () => Promise.reject(new SpeechFailure('unsure', 'socket hang up'))
  const channel: Channel = { name: 'sandbox', start: () => Promise.resolve(), stop: () => Promise.resolve(), say }

  await deliverNext({ db, channel, now: () => start, chance: () => 0, sayTimeoutMs: 1000 })

  expect(await db.select().from(outbox)).toMatchObject([{ text: '太极班', status: 'needsPerson', obstacle: 'interrupted' }])
})

test('the pause between two words does not hold back an emergency', async () => {
  const { database, oweWords } = await openRoom()
  const stage = await openStage({ database, reader: offlineReader(), start, log: pino({ level: 'silent' }) })
  onTestFinished(() => stage.close())
  await oweWords('announcement', '太极班')
  await oweWords('announcement', '议事会')
  await oweWords('emergency', '⚠️请立即拨119', new Date(start.getTime() + 1000))

  await stage.advanceTo(new Date(start.getTime() + 60_000))

  expect(stage.said.map(({ text, at }) => [text, (at.getTime() - start.getTime()) / 1000])).toEqual([
    ['太极班', 0],
    ['⚠️请立即拨119', 1],
    ['议事会', 5],
  ])
})
