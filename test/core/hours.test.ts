import { expect, test } from 'vitest'
import { DEFAULT_WEEK, isUsableWeek, readShifts, WorkingWeek, weeklyHours } from '../../core/hours.ts'

const OFFICE: WorkingWeek[number] = [
  ['09:00', '12:00'],
  ['14:00', '18:00'],
]
const WEEKDAYS_ONLY: WorkingWeek = [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []]

test('shifts are put in order and judged as typed', () => {
  expect(
    readShifts([
      ['14:00', '18:00'],
      ['', ''],
      ['09:00', '12:00'],
    ]),
  ).toEqual({ shifts: OFFICE })
  expect(readShifts([])).toEqual({ shifts: [] })
  expect(readShifts([['09:00', '']])).toEqual({ fault: 'incomplete' })
  expect(readShifts([['9:00', '1200']])).toEqual({ shifts: [['09:00', '12:00']] })
  expect(readShifts([['8：30', '12点']])).toEqual({ shifts: [['08:30', '12:00']] })
  expect(readShifts([['上午', '12:00']])).toEqual({ fault: 'incomplete' })
  expect(readShifts([['08:30', '25:00']])).toEqual({ fault: 'incomplete' })
  expect(readShifts([['22:00', '06:00']])).toEqual({ fault: 'reversed' })
  expect(
    readShifts([
      ['09:00', '12:00'],
      ['11:30', '18:00'],
    ]),
  ).toEqual({ fault: 'overlapping' })
  expect(
    readShifts([
      ['09:00', '12:00'],
      ['12:00', '18:00'],
    ]),
  ).toEqual({
    shifts: [
      ['09:00', '12:00'],
      ['12:00', '18:00'],
    ],
  })
})

test('a week has seven days whose shifts do not overlap, and enough hours or none', () => {
  expect(WorkingWeek.safeParse(DEFAULT_WEEK).success).toBe(true)
  expect(WorkingWeek.safeParse(DEFAULT_WEEK.slice(1)).success).toBe(false)
  expect(
    WorkingWeek.safeParse([
      [
        ['09:00', '12:00'],
        ['11:00', '13:00'],
      ],
      [],
      [],
      [],
      [],
      [],
      [],
    ]).success,
  ).toBe(false)
  expect(weeklyHours(WEEKDAYS_ONLY)).toBe(35)
  expect(isUsableWeek([[['09:00', '13:59']], [], [], [], [], [], []])).toBe(false)
  expect(isUsableWeek([[['09:00', '14:00']], [], [], [], [], [], []])).toBe(true)
  expect(isUsableWeek([[], [], [], [], [], [], []])).toBe(true)
})
