import { expect, test } from 'vitest'
import { openCommunity } from '../community.ts'

test('a number that is denied more than seven days after the end waits for a person', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const [officer, colleague] = [await community.staff('小李'), await community.staff('小周')]

  await group.say('王姐', '3栋电梯坏了')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  await colleague.move('JN-261121-001', 'verify')
  await community.later(8 * 24 * 60)
  await group.say('王姐', 'JN-261121-001 没好')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'closed', reopenCount: 0 })
  expect(await officer.get('/waiting')).toContain('JN-261121-001 没好')
})

test('a new gas smell after the last one was dealt with is a new emergency', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '燃气公司已处置' })
  await community.later(30)
  await group.say('王姐', '5栋煤气味又来了')

  expect(group.replies().filter((line) => line.startsWith('小助手：⚠️5栋'))).toHaveLength(2)
  expect(await community.ticket('JN-261121-002')).toMatchObject({ category: 'emergency.gas', status: 'pendingReview' })
})

test('those whose ticket was merged speak about the one it went into', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '3栋电梯坏了')
  await group.say('老李', '3栋电梯坏了')
  await officer.move('JN-261121-001', 'file')
  await group.say('王叔', '3栋电梯坏了')
  await officer.move('JN-261121-003', 'merge', { target: 'JN-261121-002' })
  await officer.move('JN-261121-002', 'merge', { target: 'JN-261121-001' })
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  await group.say('王叔', '没好，还是停在一楼不动')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'inProgress', reopenCount: 1 })
  expect(group.replies().at(-1)).toBe('小助手：@王叔 明白，JN-261121-001 已重新打开，物业今天09:30前再答复您。')
})
