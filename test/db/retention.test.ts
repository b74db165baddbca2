import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createForgetting } from '../../admin/forgetting.ts'
import { limitsAt } from '../../core/retention.ts'
import { countForgettable, forget } from '../../db/retention.ts'
import { media, messages } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const LIFT = 'JN-261121-001'

async function open() {
  const community = await openCommunity()
  const group = await community.group()
  const texts = async () =>
    (await community.db.select({ text: messages.text, alias: messages.alias }).from(messages).orderBy(messages.id)).map(({ text }) => text)
  const after = (hours: number) => limitsAt(new Date(community.now().getTime() + hours * 3_600_000))
  return { community, group, texts, after }
}

test('after a day talk is emptied, but for a report and three lines on either side; what was decided and why stays', async () => {
  const { community, group, texts, after } = await open()
  const talk = ['早', '今天吃啥', '火锅呗', '走', '3栋电梯坏了', '啊', '又来', '真的假的', '晚上一起遛弯', '好']
  for (const [index, text] of talk.entries()) await group.say(index === 4 ? '王姐' : `住户${index}`, text)
  expect(await community.ticket(LIFT)).toMatchObject({ summary: '3栋电梯坏了' })

  expect((await countForgettable(community.db, after(23))).talk).toBe(0)
  const kept = ['', ...talk.slice(1, 8), '', '']
  const counted = await countForgettable(community.db, after(25))
  expect(await forget(community.db, after(25))).toEqual(counted)
  expect((await texts()).filter((text) => talk.includes(text))).toEqual(kept.filter(Boolean))
  expect(await forget(community.db, after(25))).toEqual({ talk: 0, photos: 0, tickets: 0 })
  const [first] = await community.db.select().from(messages).orderBy(messages.id)
  expect(first).toMatchObject({ text: '', outcome: 'silent', reason: 'chatter' })
})

test('a group that belongs to nobody is emptied too, and what waits for a person is not', async () => {
  const { community, group, texts, after } = await open()
  await community.strangers().say('路人', '你们这边房价多少')
  await group.say('王姐', '行不行啊')
  await community.db.update(messages).set({ outcome: 'waiting', reason: 'unsure' }).where(eq(messages.text, '行不行啊'))
  expect(await texts()).toEqual(['你们这边房价多少', '行不行啊'])
  expect(await forget(community.db, after(25))).toEqual({ talk: 1, photos: 0, tickets: 0 })
  expect(await texts()).toEqual(['', '行不行啊'])
})

test('a photo goes half a year after its ticket has ended, its words stay', async () => {
  const { community, group, after } = await open()
  const officer = await community.staff('小李')
  await group.say('张叔', '3栋电梯坏了')
  const [told] = await community.db.select().from(messages)
  await community.db
    .insert(media)
    .values({ hash: 'f'.repeat(64), contentType: 'image/jpeg', bytes: new Uint8Array([255, 216, 255]), storedAt: community.now() })
  await community.db
    .update(messages)
    .set({ mediaHash: 'f'.repeat(64) })
    .where(eq(messages.id, told!.id))
  const days = (count: number) => after(count * 24)

  expect((await forget(community.db, days(200))).photos).toBe(0)
  await officer.move(LIFT, 'reject', { note: '重复' })
  expect((await forget(community.db, days(180))).photos).toBe(0)
  expect(await countForgettable(community.db, days(184))).toMatchObject({ photos: 1 })
  expect((await forget(community.db, days(184))).photos).toBe(1)
  const [after184] = await community.db.select().from(messages).where(eq(messages.id, told!.id))
  expect(after184).toMatchObject({ text: '3栋电梯坏了', mediaHash: null })
})

test('it is done at night', async () => {
  const { community, group, texts } = await open()
  await group.say('王姐', '今天吃啥')
  const lookAt = (moment: string) =>
    createForgetting({ db: community.db, now: () => new Date(moment), log: pino({ level: 'silent' }) }).look()
  await lookAt('2026-11-24T12:00:00+08:00')
  expect(await texts()).toEqual(['今天吃啥'])
  await lookAt('2026-11-25T03:30:00+08:00')
  expect(await texts()).toEqual([''])
})

test('the words of a ticket go two years after the last that happened to it, and its people are still counted', async () => {
  const { community, group, after } = await open()
  const officer = await community.staff('小李')
  await group.say('张叔', '3栋电梯坏了', { alias: '3-1-502张叔' })
  await group.say('王姐', '我家也是，电梯停了')
  await officer.move(LIFT, 'reject', { note: '张叔家自己报过了' })
  const days = (count: number) => after(count * 24)
  const page = () => officer.get(`/tickets/${LIFT}`)
  expect(await page()).toContain('2人')

  expect((await forget(community.db, days(729))).tickets).toBe(0)
  expect((await countForgettable(community.db, days(731))).tickets).toBe(1)
  expect((await forget(community.db, days(731))).tickets).toBe(1)
  expect((await forget(community.db, days(731))).tickets).toBe(0)
  expect(await community.ticket(LIFT)).toMatchObject({
    status: 'rejected',
    summary: '〔已匿名〕',
    category: 'facility.lift',
    place: { building: '3', spot: null },
  })
  const forgotten = await page()
  expect(forgotten).not.toMatch(/张叔|王姐|我家也是|电梯坏了/)
  for (const kept of ['2人', '不予受理', '小李', '电梯故障']) expect(forgotten).toContain(kept)
})
