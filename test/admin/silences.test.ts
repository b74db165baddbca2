import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { SILENCE_NAMES, WAIT_NAMES } from '../../admin/views/reasons.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { messages } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const FORM = { summary: '2栋门口灯暗', category: 'facility.lighting', urgency: 'normal', building: '2' }

async function openDesk() {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('王叔', '今天天气真好')
  await group.say('王姐', '3栋电梯坏了')
  await group.say('老李', '+1')
  await community.private('周姐').say('今晚吃啥')
  return { community, group, chen: await community.staff('陈静') }
}

test('every word that was not answered is there with how it was read and why, newest first', async () => {
  const { chen } = await openDesk()
  const page = await chen.get('/silences')
  expect(idsOf(page)).toEqual([4, 3, 1])
  const shown = visible(page)
  expect(shown).toMatch(/王叔 和风苑业主群 今天09:00 今天天气真好 没有回复：闲聊，不是在反映问题。 (内置规则|语言模型) ?觉得： 闲聊/)
  expect(shown).toContain('没有另外回复：和已登记的是同一件事，记在同一张工单里。')
  expect(page).toContain('href="/tickets/JN-261121-001"')
})

test('the list is narrowed to a group or a reason', async () => {
  const { community, chen } = await openDesk()
  const second = await community.group('和风苑二群')
  await second.say('孙姐', '今天天气真好')
  expect(idsOf(await chen.get('/silences?room=2'))).toEqual([5])
  expect(idsOf(await chen.get('/silences?reason=sameMatter'))).toEqual([3])
  expect(await chen.get('/silences?reason=praise')).toContain('没有符合的消息')
  expect(idsOf(await chen.get('/silences?room=x&reason=y'))).toEqual([5, 4, 3, 1])
})

test('more than a page is turned over by its edges', async () => {
  const { community, chen } = await openDesk()
  const [first] = await community.db.select().from(messages).where(eq(messages.id, 1))
  const copies = Array.from({ length: 60 }, (_, index) => ({ ...first!, id: 100 + index, externalId: `copy-${index}` }))
  await community.db.insert(messages).values(copies)
  const page = await chen.get('/silences')
  expect(idsOf(page)).toHaveLength(50)
  const older = /href="(\/silences\?before=\d+)"/.exec(page)![1]!
  const rest = await chen.get(older)
  expect(idsOf(rest)).toHaveLength(13)
  expect(idsOf(await chen.get(/href="(\/silences\?after=\d+)"/.exec(rest)![1]!))).toEqual(idsOf(page))
})

test('a word that the bot should have heard becomes a ticket by hand', async () => {
  const { community, group, chen } = await openDesk()
  const response = await chen.post('/silences/1/ticket')
  expect(response.headers.get('location')).toBe('/waiting/1/ticket')
  const estateId = /<option value="(\d+)" selected/.exec(await chen.get('/waiting/1/ticket'))![1]!
  await chen.post('/waiting/1/ticket', { ...FORM, estateId })

  expect(group.replies().at(-1)).toBe('小助手：@王叔 收到，2栋门口灯暗，编号JN-261121-002，物业今天11:00前回应。')
  expect(await community.ticket('JN-261121-002')).toMatchObject({ category: 'facility.lighting' })
  expect(idsOf(await chen.get('/silences'))).toEqual([4, 3])
  expect((await chen.post('/silences/1/ticket')).status).toBe(409)
  expect((await chen.post('/silences/3/ticket')).status).toBe(409)
})

test('a viewer sees neither private words nor a button, and what was taken back is not shown', async () => {
  const { community, group } = await openDesk()
  await group.say('赵叔', '这句撤了', { id: 'gone' })
  await community.db.update(messages).set({ reason: 'recalled' }).where(eq(messages.externalId, 'gone'))
  const viewer = await community.staff('小周', 'viewer')
  const page = await viewer.get('/silences')
  expect(idsOf(page)).toEqual([5, 3, 1])
  expect(page).not.toContain('/silences/1/ticket')
  expect(page).not.toContain('这句撤了')
  expect((await viewer.post('/silences/1/ticket')).status).toBe(403)
})

test("another community's words do not exist", async () => {
  const { community, chen } = await openDesk()
  const elsewhere = await createCommunity(community.db, '清河社区')
  await community.db.update(messages).set({ communityId: elsewhere.id })
  expect(await chen.get('/silences')).toContain('还没有没回的消息')
  expect((await chen.post('/silences/1/ticket')).status).toBe(409)
})

test('every reason has its own plain words', () => {
  const words = [...Object.values(SILENCE_NAMES), ...Object.values(WAIT_NAMES)]
  expect(new Set(words).size).toBe(words.length)
  for (const word of words) expect(word).toMatch(/^[^a-zA-Z。！]{4,40}$/)
})

function idsOf(page: string): number[] {
  return [...page.matchAll(/id="silent-(\d+)"/g)].map(([, id]) => Number(id))
}

function visible(page: string): string {
  return page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}
