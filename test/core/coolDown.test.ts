import { expect, test } from 'vitest'
import { NOTICE_KINDS } from '../../core/notice.ts'
import { coolDownMs, kindsToTry, URGENT } from '../../core/speech/coolDown.ts'

const at = (time: string) => new Date(`2026-11-21T${time}+08:00`)

test.each([
  [0, 0, 5 * 60_000],
  [0, 0.5, 5.5 * 60_000],
  [1, 0, 15 * 60_000],
  [2, 0, 30 * 60_000],
  [9, 1, 36 * 60_000],
])('limited %d times before, by chance %d, the account is silent for %d ms', (times, chance, ms) => {
  expect(coolDownMs(times, chance)).toBe(ms)
})

test('a limited account tries only what is urgent, at once and then once a minute, until its pause is over', () => {
  const limit = { until: at('09:05:00'), urgentRefusedAt: at('09:01:00') }
  expect(kindsToTry(null, at('09:01:30'))).toBe(NOTICE_KINDS)
  expect(kindsToTry({ ...limit, urgentRefusedAt: null }, at('09:01:30'))).toBe(URGENT)
  expect(kindsToTry(limit, at('09:01:59'))).toEqual([])
  expect(kindsToTry(limit, at('09:02:00'))).toBe(URGENT)
  expect(kindsToTry(limit, at('09:05:00'))).toBe(NOTICE_KINDS)
})
