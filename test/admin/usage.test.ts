import { expect, test } from 'vitest'
import { findCommunity } from '../../db/orgUnits.ts'
import { readings } from '../../db/schema/index.ts'
import { listUsage } from '../../db/usage.ts'
import { openCommunity } from '../community.ts'

type Row = Partial<typeof readings.$inferInsert>

async function openWithReadings(rows: Row[]) {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('老李', '今晚吃啥')
  await community.db.delete(readings)
  for (const row of rows) {
    await community.db.insert(readings).values({
      messageId: 1,
      communityId: community.scope.communityId,
      intent: 'chatter',
      urgency: 'low',
      confidence: 1,
      reader: 'offline',
      promptTokens: 0,
      completionTokens: 0,
      readAt: community.now(),
      ...row,
    })
  }
  return { community, director: await community.staff('王主任', 'director') }
}

const BY_MODEL: Row = { reader: 'model', model: 'played', calls: 1, promptTokens: 9000, completionTokens: 50, cost: 0.125 }

test('calls, tokens and cost are told by the day, with what the gate kept and what failed', async () => {
  const { community, director } = await openWithReadings([
    BY_MODEL,
    { ...BY_MODEL, part: 1, calls: 0, promptTokens: 0, completionTokens: 0, cost: 0 },
    { ...BY_MODEL, calls: 2, readAt: new Date('2026-11-20T23:30:00+08:00') },
    { heldBack: true },
    { heldBack: true },
    { calls: 1 },
    { ...BY_MODEL, readAt: new Date('2026-09-01T12:00:00+08:00') },
  ])

  expect(await listUsage(community.db, community.scope, { since: new Date('2026-10-22T00:00:00Z'), timeZone: 'Asia/Shanghai' })).toEqual([
    { day: '2026-11-21', messages: 4, heldBack: 2, calls: 2, failures: 1, promptTokens: 9000, completionTokens: 50, cost: 0.125 },
    { day: '2026-11-20', messages: 1, heldBack: 0, calls: 2, failures: 0, promptTokens: 9000, completionTokens: 50, cost: 0.125 },
  ])
  const page = (await director.get('/settings/model')).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  for (const words of [
    '4 次，其中 1 条没答上来',
    '读 1.8万，写 100',
    '0.25 元',
    '40%（共看 5 条，3 条需要细看）',
    '11-21 4 50% 2 1 9050 0.13',
  ])
    expect(page).toContain(words)
})

test('without a price the cost is unknown, without a model the page says what reads instead', async () => {
  const priceless = await openWithReadings([{ ...BY_MODEL, cost: 0 }])
  expect(await priceless.director.get('/settings/model')).toContain('没有填写单价')

  const without = await openWithReadings([{}])
  expect(await without.director.get('/settings/model')).toContain('没有接入语言模型')
})

test('what was read before there was a model is not counted as looked at for it', async () => {
  const before: Row = { readAt: new Date('2026-11-21T08:00:00+08:00') }
  const { director } = await openWithReadings([before, before, before, { heldBack: true }, BY_MODEL])

  expect(await director.get('/settings/model')).toContain('50%（共看 2 条，1 条需要细看）')
})

test('how sure is sure enough is a setting of the community', async () => {
  const { community, director } = await openWithReadings([])

  expect((await director.post('/settings/model', { certainty: '20' })).status).toBe(422)
  await director.post('/settings/model', { certainty: '75' })
  expect((await findCommunity(community.db, community.scope)).certainty).toBe(0.75)

  const worker = await community.staff('小网', 'gridWorker')
  expect((await worker.post('/settings/model', { certainty: '90' })).status).toBe(403)
})

test('what the gate keeps is no sign that the model is away', async () => {
  const { director } = await openWithReadings([BY_MODEL, { heldBack: true }])
  expect(await director.get('/tickets')).not.toContain('语言模型暂时连不上')

  const away = await openWithReadings([BY_MODEL, { calls: 1 }, { heldBack: true }])
  expect(await away.director.get('/tickets')).toContain('语言模型暂时连不上')
})

test('a model that has never answered is away, one that was never asked is not', async () => {
  const dead = await openWithReadings([{ calls: 1 }, {}])
  expect(await dead.director.get('/tickets')).toContain('语言模型暂时连不上')

  const back = await openWithReadings([{ calls: 1 }, {}, BY_MODEL, {}])
  expect(await back.director.get('/tickets')).not.toContain('语言模型暂时连不上')

  const without = await openWithReadings([{}])
  expect(await without.director.get('/tickets')).not.toContain('语言模型暂时连不上')
})
