import { expect, test } from 'vitest'
import { addWorkingHours, DEFAULT_WEEK, isUsableWeek, readShifts, WorkingWeek, weeklyHours } from '../../core/hours.ts'

const SHANGHAI = 'Asia/Shanghai'
const OFFICE: WorkingWeek[number] = [
  ['09:00', '12:00'],
  ['14:00', '18:00'],
]
const WEEKDAYS_ONLY: WorkingWeek = [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []]

test.each([
  ['inside a shift', '2026-11-23T09:30:00+08:00', 2, '2026-11-23T11:30:00+08:00'],
  ['over the noon break', '2026-11-23T11:00:00+08:00', 2, '2026-11-23T15:00:00+08:00'],
  ['to the last minute of the day', '2026-11-23T16:00:00+08:00', 2, '2026-11-23T18:00:00+08:00'],
  ['into the next morning', '2026-11-23T17:30:00+08:00', 2, '2026-11-24T10:30:00+08:00'],
  ['asked in the break', '2026-11-23T12:30:00+08:00', 0.5, '2026-11-23T14:30:00+08:00'],
  ['asked before work', '2026-11-23T06:10:00+08:00', 1, '2026-11-23T10:00:00+08:00'],
  ['over the weekend', '2026-11-20T17:00:00+08:00', 2, '2026-11-23T10:00:00+08:00'],
  ['asked on Saturday night', '2026-11-21T23:30:00+08:00', 2, '2026-11-23T11:00:00+08:00'],
  ['a whole week', '2026-11-23T09:00:00+08:00', 35, '2026-11-27T18:00:00+08:00'],
])('%s', (_, from, hours, due) => {
  expect(addWorkingHours(new Date(from), hours, WEEKDAYS_ONLY, SHANGHAI)).toEqual(new Date(due))
})

test('the clock is that of the community', () => {
  const from = new Date('2026-11-23T02:00:00Z')
  expect(addWorkingHours(from, 1, WEEKDAYS_ONLY, SHANGHAI)).toEqual(new Date('2026-11-23T03:00:00Z'))
  expect(addWorkingHours(from, 1, WEEKDAYS_ONLY, 'Asia/Urumqi')).toEqual(new Date('2026-11-23T04:00:00Z'))
  expect(addWorkingHours(from, 1, WEEKDAYS_ONLY, 'America/New_York')).toEqual(new Date('2026-11-23T15:00:00Z'))
})

test('a clock that is put forward does not stretch the day', () => {
  const friday = new Date('2026-03-06T17:00:00-05:00')
  expect(addWorkingHours(friday, 2, WEEKDAYS_ONLY, 'America/New_York')).toEqual(new Date('2026-03-09T10:00:00-04:00'))
})

test('where no hours are set every hour counts', () => {
  const never: WorkingWeek = [[], [], [], [], [], [], []]
  expect(addWorkingHours(new Date('2026-11-21T22:00:00+08:00'), 4, never, SHANGHAI)).toEqual(new Date('2026-11-22T02:00:00+08:00'))
})

test('an office that opens one morning a week still keeps the longest promise', () => {
  const rare: WorkingWeek = [[['09:00', '14:00']], [], [], [], [], [], []]
  expect(addWorkingHours(new Date('2026-11-23T09:00:00+08:00'), 360, rare, SHANGHAI)).toEqual(new Date('2028-04-03T14:00:00+08:00'))
})

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
