import { expect, test } from 'vitest'
import { openCommunity } from '../community.ts'

const NINE = new Date('2026-11-23T09:00:00+08:00')
const HALF_PAST_TEN = new Date('2026-11-23T10:30:00+08:00')

async function openLate() {
  const community = await openCommunity({ start: HALF_PAST_TEN })
  const group = await community.group()
  const officer = await community.staff('小李')
  return { community, group, officer }
}

test('what was reported while the bot was away is registered all the same', async () => {
  const { group } = await openLate()

  await group.say('王姐', '8栋2单元楼道灯不亮', { sentAt: NINE })

  expect(group.replies()).toEqual(['小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261123-001，物业今天12:30前回应。'])
})

test('a question of an hour ago is not answered all of a sudden: a person sees it', async () => {
  const { group, officer } = await openLate()

  await group.say('王姐', '8栋2单元楼道灯不亮', { sentAt: NINE })
  await group.say('王姐', '那个灯修了没', { sentAt: NINE })

  expect(group.replies()).toHaveLength(1)
  expect(await officer.get('/waiting')).toContain('隔了很久才读到，现在回答可能已经过时')
})

test('a cry of an hour ago calls the people on duty; the fixed words wait for somebody to ask first', async () => {
  const { group, officer } = await openLate()

  await group.say('张叔', '5栋楼道好大煤气味', { sentAt: NINE })

  expect(group.replies()).toEqual([])
  expect(await officer.get('/outbox')).toContain('隔了很久才读到这句求救，现在再发可能已经过时')
  expect(await officer.get('/tickets/JN-261123-001')).toContain('燃气')
})
