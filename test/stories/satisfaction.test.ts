import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createSatisfactionRounds } from '../../admin/satisfaction.ts'
import { readTicketPage } from '../../db/ticketPage.ts'
import { openCommunity } from '../community.ts'

const LIGHT = 'JN-261121-001'
const ASKED = `小助手：${LIGHT} 8栋2单元楼道灯不亮已办结。解决了吗？1解决 2没解决；服务打几分？5好～1差，回“1 5”这样就行。不回也没关系。`

/** A light in the stairs is reported in the group, mended and confirmed there on Saturday. */
async function openAfterwards({ isFriend = true, confirms = true } = {}) {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  const colleague = await community.staff('小周')
  const rounds = createSatisfactionRounds({ db: community.db, now: community.now, log: pino({ level: 'silent' }) })
  await group.say('王姐', '8栋2单元楼道灯不亮', { isFriend })
  await officer.move(LIGHT, 'file')
  await officer.move(LIGHT, 'resolve', { note: '灯已换好' })
  if (confirms) await group.say('王姐', '好了', { isFriend })
  return {
    community,
    group,
    officer,
    colleague,
    rounds,
    wang: community.private('王姐'),
    async lookAt(moment: string) {
      await community.until(moment)
      await rounds.look()
      await community.later(0)
    },
    noted: async () => (await readTicketPage(community.db, community.scope, LIGHT)).events.map(({ action, note }) => [action, note]),
  }
}

test('D10 the next morning a friend is asked once, answers 1 4 and is thanked; the group hears nothing of it', async () => {
  const { group, wang, rounds, community, lookAt, noted } = await openAfterwards()
  await lookAt('2026-11-21T11:00:00+08:00')
  await lookAt('2026-11-22T09:59:00+08:00')
  expect(wang.transcript()).toEqual([])
  await lookAt('2026-11-22T10:00:00+08:00')
  await Promise.all([rounds.look(), rounds.look()])
  await wang.say('1 4')
  await lookAt('2026-11-23T10:00:00+08:00')

  expect(wang.transcript()).toEqual([ASKED, '王姐：1 4', '小助手：谢谢，记下了。'])
  expect(group.transcript()).toEqual([
    '王姐：8栋2单元楼道灯不亮',
    `小助手：@王姐 收到，8栋2单元楼道灯不亮，编号${LIGHT}，物业今天11:00前回应。`,
    `小助手：@王姐 ${LIGHT} 物业反馈：灯已换好。您方便时看一眼，好了回“好了”，没好回“没好”。`,
    '王姐：好了',
    `小助手：@王姐 好的，${LIGHT} 已办结，谢谢您回话。`,
  ])
  expect((await noted()).at(-1)).toEqual(['rate', '解决了，4分'])
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'closed', reopenCount: 0 })
})

test('D10 a mere 谢谢 is thanks: nothing is rated, opened again or asked twice', async () => {
  const { wang, community, lookAt, noted, colleague } = await openAfterwards()
  await lookAt('2026-11-22T10:00:00+08:00')
  await wang.say('谢谢')
  await lookAt('2026-11-23T10:00:00+08:00')
  await lookAt('2026-11-24T10:00:00+08:00')
  expect(wang.transcript()).toEqual([ASKED, '王姐：谢谢'])
  expect((await noted()).at(-1)).toEqual(['praise', '谢谢'])
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'closed', reopenCount: 0 })
  expect(await colleague.get('/callbacks')).toContain('没有要回访的')
})

test('D10 a low score makes a call for somebody who did not handle it', async () => {
  const { wang, lookAt, officer, colleague, noted } = await openAfterwards()
  await lookAt('2026-11-22T10:00:00+08:00')
  await wang.say('1 2')
  expect(wang.transcript().at(-1)).toBe('小助手：谢谢，记下了。')

  const list = await colleague.get('/callbacks')
  for (const words of [LIGHT, '王姐', '2分']) expect(list).toContain(words)
  expect(await officer.get('/callbacks')).toContain('您办的，请同事回访')
  expect((await officer.post('/callbacks/1', { note: '打过电话' })).status).toBe(403)
  expect((await colleague.post('/callbacks/1', { note: ' ' })).status).toBe(422)
  expect((await colleague.post('/callbacks/1', { note: '灯好了，嫌等得久' })).status).toBe(303)
  expect((await colleague.post('/callbacks/1', { note: '再打一次' })).status).toBe(409)
  expect((await noted()).at(-1)).toEqual(['callback', '灯好了，嫌等得久'])
  expect(await colleague.get('/callbacks')).toContain('没有要回访的')

  expect((await officer.post('/callbacks/1/undo')).status).toBe(403)
  expect((await colleague.post('/callbacks/1/undo')).status).toBe(303)
  expect(await colleague.get('/callbacks')).toContain('/callbacks/1"')
})

test('what is said to be unsolved is opened again, told in private, and called back', async () => {
  const { wang, group, community, lookAt, colleague } = await openAfterwards()
  const heard = group.transcript().length
  await lookAt('2026-11-22T10:00:00+08:00')
  await wang.say('2')
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'inProgress', reopenCount: 1 })
  expect(wang.transcript().at(-1)).toContain(`小助手：明白，${LIGHT} 已重新打开`)
  expect(group.transcript()).toHaveLength(heard)
  expect(await colleague.get('/callbacks')).toContain(LIGHT)
})

test('whoever is no friend of the account is not asked, and nobody has to do it by hand', async () => {
  const { community, lookAt, colleague, wang } = await openAfterwards({ isFriend: false })
  await lookAt('2026-11-22T10:00:00+08:00')
  expect(wang.transcript()).toEqual([])
  expect(await colleague.get('/outbox?tab=needsPerson')).toContain('没有要人代发的话')
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'closed' })
})

test('whoever was silent to the end is left in peace, and three mornings pass between two questions', async () => {
  const { community, group, officer, wang, lookAt } = await openAfterwards()
  await group.say('王姐', '3栋电梯坏了', { isFriend: true })
  await officer.move('JN-261121-002', 'file')
  await officer.move('JN-261121-002', 'resolve', { note: '维保已修复' })
  await group.say('王姐', 'JN-261121-002 好了', { isFriend: true })
  await lookAt('2026-11-22T10:00:00+08:00')
  await lookAt('2026-11-23T10:00:00+08:00')
  expect(wang.transcript()).toHaveLength(1)
  expect(wang.transcript()[0]).toContain('JN-261121-002')
  expect(await community.ticket(LIGHT)).toMatchObject({ outcome: 'confirmed' })
})

test('other words in private are not taken for a rating', async () => {
  const { wang, lookAt, community } = await openAfterwards()
  await lookAt('2026-11-22T10:00:00+08:00')
  await wang.say('5栋门禁刷不开')
  expect(wang.transcript().at(-1)).toContain('编号JN-261122-001')
  await wang.say('好的')
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'closed' })
})
