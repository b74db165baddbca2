import { expect, test } from 'vitest'
import { isRumour } from '../../core/conversation/rumour.ts'

const leaving = { intent: 'report', category: 'property.exit' } as const

test.each(['听说物业要跑路？', '物业要撤了', '是不是物业要撤场', '据说下个月物业不干了', '物业真的要走吗'])('%s is a rumour', (words) => {
  expect(isRumour(leaving, words)).toBe(true)
})

test.each(['强烈要求更换物业', '物业撤场三天了，垃圾没人收', '业主大会通过了换物业，请社区指导交接', '物业不撤走就不交接材料'])(
  '%s asks somebody to act',
  (words) => {
    expect(isRumour(leaving, words)).toBe(false)
  },
)

test('only talk of the company leaving is a rumour', () => {
  expect(isRumour({ intent: 'report', category: 'property.service' }, '听说物业要跑路？')).toBe(false)
  expect(isRumour({ intent: 'consult', category: 'property.exit' }, '听说物业要跑路？')).toBe(false)
})
