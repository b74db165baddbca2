import { expect, test } from 'vitest'
import { findBurst, type Told, topicOf } from '../../core/signal/burst.ts'
import { DEFAULT_BURST } from '../../core/signal/signal.ts'

const noon = new Date('2026-11-21T12:00:00+08:00')

function told(messageId: number, memberId: number, words: string, changes: Partial<Told> = {}): Told {
  return { messageId, memberId, words, category: 'facility.lift', at: noon, ...changes }
}

const earlier = [told(1, 1, '3栋电梯坏了'), told(2, 1, '电梯还没修'), told(3, 2, '5栋电梯抖')]

test('three different people make a burst, one person three times does not', () => {
  expect(findBurst(told(4, 3, '电梯又停了'), earlier, DEFAULT_BURST)?.map(({ messageId }) => messageId)).toEqual([1, 2, 3, 4])
  expect(findBurst(told(4, 2, '电梯又停了'), earlier, DEFAULT_BURST)).toBeNull()
})

test('what was said a day before does not count, nor does another topic', () => {
  const dayLater = new Date(noon.getTime() + 24 * 3_600_000)
  expect(findBurst(told(4, 3, '电梯又停了', { at: dayLater }), earlier, DEFAULT_BURST)).toBeNull()
  expect(findBurst(told(4, 3, '楼道灯不亮', { category: 'facility.lighting' }), earlier, DEFAULT_BURST)).toBeNull()
})

test('the same thing read as two categories is one topic', () => {
  const rubbish = [
    told(1, 1, '垃圾桶都溢出来了没人收', { category: 'sanitation.garbage_overflow' }),
    told(2, 2, '垃圾站臭死了', { category: 'sanitation.odor' }),
  ]
  expect(findBurst(told(3, 3, '垃圾三天没收', { category: 'sanitation.garbage_overflow' }), rubbish, DEFAULT_BURST)).toHaveLength(3)
})

test('a community may ask for more people in less time', () => {
  expect(findBurst(told(4, 3, '电梯又停了'), earlier, { people: 4, hours: 24 })).toBeNull()
  const hourAgo = earlier.map((one) => ({ ...one, at: new Date(noon.getTime() - 3_600_000) }))
  expect(findBurst(told(4, 3, '电梯又停了'), hourAgo, { people: 3, hours: 1 })).toBeNull()
})

test.each([
  ['a report', { intent: 'report', category: 'facility.lift' }, '3栋电梯坏了', 'facility.lift'],
  ['talk that names a thing', { intent: 'chatter', category: 'utility.power' }, '今天又停电', 'utility.power'],
  ['talk of the company leaving', { intent: 'chatter', category: 'property.exit' }, '听说月底不干了', 'property.exit'],
  ['talk of nothing', { intent: 'chatter', category: 'facility.lighting' }, '今天的晚霞太美了', null],
  ['thanks', { intent: 'praise', category: 'facility.lift' }, '电梯修得真快', null],
  ['a quarrel with a neighbour', { intent: 'report', category: 'noise.neighbor' }, '楼上天天蹦迪', null],
  ['a danger', { intent: 'report', category: 'emergency.gas' }, '好大煤气味', null],
  ['a sign-up', { intent: 'chatter', category: 'part.activity' }, '太极班还有位吗', null],
] as const)('%s', (_, reading, words, topic) => {
  expect(topicOf(reading, words)).toBe(topic)
})
