import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createBriefingRounds } from '../../admin/briefing.ts'
import type { Community } from '../../core/community.ts'
import { rooms } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const STAFF_ROOM = '和风工作群'

async function openStaffRoom(decided: Partial<Pick<Community, 'quietHours' | 'budget'>> = {}) {
  const community = await openCommunity(decided)
  const { db } = community
  const group = await community.group()
  const staffRoom = await community.group(STAFF_ROOM)
  await db.update(rooms).set({ mode: 'staff' }).where(eq(rooms.topic, STAFF_ROOM))
  const rounds = createBriefingRounds({ db, now: community.now, log: pino({ level: 'silent' }) })
  await rounds.look()
  await community.later(1)
  return {
    community,
    group,
    staffRoom,
    async lookAt(moment: string) {
      await community.until(`2026-11-21T${moment}:00+08:00`)
      await Promise.all([rounds.look(), rounds.look()])
      await community.later(0)
    },
  }
}

test('a group of staff hears what is new, one line each, gathered for a quarter of an hour, and the day in the evening', async () => {
  const { community, group, staffRoom, lookAt } = await openStaffRoom()
  await group.say('周姐', '楼上天天半夜蹦迪，吵得睡不着')
  await group.say('王姐(8-2-402)', '8栋2单元楼道灯不亮')
  await group.say('赵叔', '建议给咱们小区改暖')
  await lookAt('09:10')
  expect(staffRoom.transcript()).toEqual([])
  await lookAt('09:15')
  const first = [
    '小助手：新登记 JN-261121-001 和风苑 不公开事项，楼栋长今天13:00前回应',
    '新登记 JN-261121-002 和风苑 8栋2单元楼道灯不亮，物业今天11:00前回应',
    '待人工 1条 和风苑：建议',
  ].join('\n')
  expect(staffRoom.transcript()).toEqual([first])
  await lookAt('09:40')
  expect(staffRoom.transcript()).toEqual([first])

  const chen = await community.staff('陈静')
  await chen.move('JN-261121-002', 'file')
  await chen.move('JN-261121-002', 'resolve', { note: '灯已换好' })
  await group.say('王姐(8-2-402)', '好了')
  await lookAt('17:59')
  await lookAt('18:00')
  await lookAt('18:30')
  expect(staffRoom.transcript()).toEqual([first, '小助手：今日小结：新登记2件，办结1件，还没办结1件。待人工1条。'])
})

test('nothing that says who somebody is reaches it', async () => {
  const { group, staffRoom, lookAt } = await openStaffRoom()
  await group.say('周姐', '8-2-1101姓马的天天半夜蹦迪，电话138xxxx1234，谁管管！')
  await group.say('王姐(8-2-402)', '8栋2单元402门口楼道灯不亮，电话13800138000')
  await lookAt('09:15')
  const said = staffRoom.transcript().join('\n')
  expect(said).toContain('JN-261121-001')
  expect(said).not.toMatch(/王姐|周姐|姓马|402|1101|138|蹦迪|噪音/)
})

test('many at once are the first few and a number; over the budget of the group they wait for its next combined line', async () => {
  const budget = { perHour: 1, perDay: 30, combineMinutes: 10, digestAt: '18:00' }
  const { community, group, staffRoom, lookAt } = await openStaffRoom({ budget })
  for (const building of [1, 2, 3, 5, 6, 7, 8]) await group.say(`邻居${building}`, `${building}栋楼道灯不亮`)
  await lookAt('09:20')
  expect(staffRoom.transcript()).toHaveLength(1)
  expect(staffRoom.transcript()[0]!.split('\n')).toHaveLength(6)
  expect(staffRoom.transcript()[0]).toContain('另有新登记2件，请到控制台看。')

  await group.say('邻居9', '9栋楼道灯不亮')
  await lookAt('09:40')
  expect(staffRoom.transcript()).toHaveLength(1)
  await community.until('2026-11-21T09:50:00+08:00')
  expect(staffRoom.transcript()).toHaveLength(2)
  expect(staffRoom.transcript()[1]).toContain('9栋')
})

test('in quiet hours staff are left in peace, and what was settled meanwhile is no news', async () => {
  const { community, group, staffRoom, lookAt } = await openStaffRoom({ quietHours: { night: ['08:00', '11:00'], noon: null } })
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('老李', '5栋门禁刷不开')
  await lookAt('10:00')
  expect(staffRoom.transcript()).toEqual([])
  const chen = await community.staff('陈静')
  await chen.move('JN-261121-001', 'reject', { note: '归市政管' })
  await lookAt('11:00')
  expect(staffRoom.transcript()).toHaveLength(1)
  expect(staffRoom.transcript()[0]).toContain('JN-261121-002')
  expect(staffRoom.transcript()[0]).not.toContain('JN-261121-001')
})
