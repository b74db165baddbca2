import { expect, test } from 'vitest'
import { isLate, momentOf } from '../../core/conversation/late.ts'

const SAID = { sentAt: new Date('2026-11-23T09:00:00+08:00') }
const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`)

test('what is read within half an hour is of now, later it is of when it was said', () => {
  expect(isLate(SAID, at('09:30'))).toBe(false)
  expect(momentOf(SAID, at('09:30'))).toEqual(at('09:30'))
  expect(isLate(SAID, at('09:31'))).toBe(true)
  expect(momentOf(SAID, at('09:31'))).toEqual(SAID.sentAt)
})
