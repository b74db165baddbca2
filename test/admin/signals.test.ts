import { expect, test } from 'vitest'
import { createCommunity } from '../../db/orgUnits.ts'
import { rooms, signals } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

async function openDesk() {
  const community = await openCommunity()
  const group = await community.group()
  for (const speaker of ['王姐', '老李', '周阿姨']) await group.say(speaker, '听说物业要跑路？')
  return { community, group, chen: await community.staff('陈静') }
}

test('a signal stands on the page and in the rail until somebody has seen it, then among the seen with who saw it', async () => {
  const { chen } = await openDesk()
  expect(await chen.get('/tickets')).toMatch(/data-count="signals">1</)
  await chen.post('/signals/1/seen')
  expect(await chen.get('/tickets')).toMatch(/data-count="signals"></)
  const seen = visible(await chen.get('/signals?seen=yes'))
  expect(seen).toContain('物业撤场/更换')
  expect(seen).toContain('陈静 今天09:00 已知晓')
})

test('a viewer looks on, and another community sees nothing', async () => {
  const { community, chen } = await openDesk()
  const viewer = await community.staff('小周', 'viewer')
  expect(await viewer.get('/signals')).not.toContain('/signals/1/seen')
  expect((await viewer.post('/signals/1/seen')).status).toBe(403)

  const elsewhere = await createCommunity(community.db, '清河社区')
  await community.db.update(signals).set({ communityId: elsewhere.id })
  expect(await chen.get('/signals')).toContain('暂时没有苗头')
  expect((await chen.post('/signals/1/seen')).status).toBe(409)
})

test('the community decides how many people make a signal', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const [director, officer] = [await community.staff('王主任', 'director'), await community.staff('陈静')]
  expect((await officer.post('/signals/rule', { people: '2', hours: '1' })).status).toBe(403)
  const refused = await director.post('/signals/rule', { people: '1', hours: '1' })
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('人数请填 2 到 50 的整数。')])
  expect((await director.post('/signals/rule', { people: '2', hours: '1' })).status).toBe(303)

  await group.say('王姐', '听说物业要跑路？')
  await community.later(61)
  await group.say('老李', '听说物业要跑路？')
  expect(await community.db.$count(signals)).toBe(0)
  await group.say('周阿姨', '听说物业要跑路？')
  expect(await community.db.$count(signals)).toBe(1)
})

test('what a group is for is chosen on its page, by those who decide, and shown in the list', async () => {
  const { community, chen } = await openDesk()
  const director = await community.staff('王主任', 'director')
  const page = await director.get('/bot/rooms/1')
  for (const name of ['议事群', '交流群', '工作群', '业主群']) expect(page).toContain(name)

  expect((await chen.post('/bot/rooms/1/mode', { mode: 'social' })).status).toBe(403)
  expect((await director.post('/bot/rooms/1/mode', { mode: 'party' })).status).toBe(422)
  await director.post('/bot/rooms/1/mode', { mode: 'social' })
  expect(await community.db.select({ mode: rooms.mode }).from(rooms)).toEqual([{ mode: 'social' }])
  expect(await chen.get('/bot')).toContain('机器人不插话')
})

function visible(page: string): string {
  return page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}
