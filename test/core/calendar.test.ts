import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listSpecialDays, missingYears, type WorkingCalendar } from '../../core/calendar/calendar.ts'
import { officialDay } from '../../core/calendar/official.ts'
import type { SpecialDay } from '../../core/calendar/specialDay.ts'
import { addWorkingHours, endOfWorkingDay, isWorkingTime, workingDaysAgo, workingHoursBetween } from '../../core/calendar/workingTime.ts'
import { DEFAULT_WEEK, type WorkingWeek } from '../../core/hours.ts'

const OFFICE: WorkingWeek[number] = [
  ['09:00', '12:00'],
  ['14:00', '18:00'],
]
const OFFICE_HOURS: WorkingCalendar = {
  week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []],
  timeZone: 'Asia/Shanghai',
  specialDays: [],
}
/** Every weekday has an end of its own, so that a make-up day shows whose hours it has. */
const STAGGERED: WorkingCalendar = {
  ...OFFICE_HOURS,
  week: ['11:00', '12:00', '13:00', '14:00', '15:00'].map((end): WorkingWeek[number] => [['09:00', end]]).concat([[], []]),
}
const ALWAYS: WorkingCalendar = { ...OFFICE_HOURS, week: [[], [], [], [], [], [], []] }

function off(...days: string[]): SpecialDay[] {
  return days.map((day) => ({ day, kind: 'off', name: '停休', worksAs: null }))
}

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
  expect(addWorkingHours(new Date(from), hours, OFFICE_HOURS)).toEqual(new Date(due))
})

test('the clock is that of the community', () => {
  const from = new Date('2026-11-23T02:00:00Z')
  expect(addWorkingHours(from, 1, OFFICE_HOURS)).toEqual(new Date('2026-11-23T03:00:00Z'))
  expect(addWorkingHours(from, 1, { ...OFFICE_HOURS, timeZone: 'Asia/Urumqi' })).toEqual(new Date('2026-11-23T04:00:00Z'))
  expect(addWorkingHours(from, 1, { ...OFFICE_HOURS, timeZone: 'America/New_York' })).toEqual(new Date('2026-11-23T15:00:00Z'))
})

test('a clock that is put forward does not stretch the day', () => {
  const friday = new Date('2026-03-06T17:00:00-05:00')
  expect(addWorkingHours(friday, 2, { ...OFFICE_HOURS, timeZone: 'America/New_York' })).toEqual(new Date('2026-03-09T10:00:00-04:00'))
})

test('where no hours are set every hour counts', () => {
  const never: WorkingWeek = [[], [], [], [], [], [], []]
  expect(addWorkingHours(new Date('2026-11-21T22:00:00+08:00'), 4, { ...OFFICE_HOURS, week: never })).toEqual(
    new Date('2026-11-22T02:00:00+08:00'),
  )
})

test('an office that opens one morning a week still keeps the longest promise', () => {
  const rare: WorkingWeek = [[['09:00', '14:00']], [], [], [], [], [], []]
  expect(addWorkingHours(new Date('2026-11-23T09:00:00+08:00'), 360, { ...OFFICE_HOURS, week: rare })).toEqual(
    new Date('2028-04-03T14:00:00+08:00'),
  )
})

describe('what is arranged for everybody', () => {
  test.each([
    ['over National Day', '2026-09-30T17:00:00+08:00', 2, '2026-10-08T10:00:00+08:00'],
    ['asked in the middle of it', '2026-10-04T10:00:00+08:00', 1, '2026-10-08T10:00:00+08:00'],
    ['into the Saturday after it that is worked', '2026-10-09T17:00:00+08:00', 2, '2026-10-10T10:00:00+08:00'],
    ['past the Sunday after that, which is not', '2026-10-10T17:00:00+08:00', 2, '2026-10-12T10:00:00+08:00'],
    ['into the Sunday before it that is worked', '2026-09-18T17:00:00+08:00', 2, '2026-09-20T10:00:00+08:00'],
    ['over Spring Festival', '2026-02-13T17:00:00+08:00', 8, '2026-02-14T18:00:00+08:00'],
    ['over the nine days of it', '2026-02-14T17:00:00+08:00', 2, '2026-02-24T10:00:00+08:00'],
    ['over New Year, to the Sunday that makes up for it', '2025-12-31T17:00:00+08:00', 2, '2026-01-04T10:00:00+08:00'],
    ['over a single day', '2026-04-03T17:00:00+08:00', 2, '2026-04-07T10:00:00+08:00'],
  ])('%s', (_, from, hours, due) => {
    expect(addWorkingHours(new Date(from), hours, OFFICE_HOURS)).toEqual(new Date(due))
  })

  test('a make-up day has the hours of the day that was given off for it', () => {
    expect(officialDay('2026-09-20')).toEqual({ day: '2026-09-20', kind: 'work', name: '国庆节', worksAs: 2 })
    expect(addWorkingHours(new Date('2026-09-20T08:00:00+08:00'), 3, STAGGERED)).toEqual(new Date('2026-09-20T12:00:00+08:00'))
    expect(addWorkingHours(new Date('2026-10-10T08:00:00+08:00'), 4, STAGGERED)).toEqual(new Date('2026-10-10T13:00:00+08:00'))
  })

  test('nobody is at work on a holiday, and somebody is on a Sunday that makes up for it', () => {
    expect(isWorkingTime(new Date('2026-10-01T10:00:00+08:00'), OFFICE_HOURS)).toBe(false)
    expect(isWorkingTime(new Date('2026-09-20T10:00:00+08:00'), OFFICE_HOURS)).toBe(true)
    expect(isWorkingTime(new Date('2026-09-20T12:30:00+08:00'), OFFICE_HOURS)).toBe(false)
    expect(isWorkingTime(new Date('2026-09-13T10:00:00+08:00'), OFFICE_HOURS)).toBe(false)
  })

  test('a place whose offices never close does not close for it', () => {
    expect(addWorkingHours(new Date('2026-10-01T10:00:00+08:00'), 2, ALWAYS)).toEqual(new Date('2026-10-01T12:00:00+08:00'))
  })

  test('it is the same day in the far west, on its own clock', () => {
    const urumqi = { ...OFFICE_HOURS, timeZone: 'Asia/Urumqi' }
    expect(addWorkingHours(new Date('2026-09-30T17:00:00+06:00'), 2, urumqi)).toEqual(new Date('2026-10-08T10:00:00+06:00'))
  })
})

describe("a community's own word", () => {
  const from = new Date('2026-10-01T10:00:00+08:00')
  const own = (special: SpecialDay): WorkingCalendar => ({ ...OFFICE_HOURS, specialDays: [special] })

  test('goes before what is arranged for all', () => {
    expect(addWorkingHours(from, 1, own({ day: '2026-10-01', kind: 'usual', name: '', worksAs: null }))).toEqual(
      new Date('2026-10-01T11:00:00+08:00'),
    )
    const asFriday = { ...STAGGERED, specialDays: [{ day: '2026-10-02', kind: 'work' as const, name: '值班', worksAs: 5 }] }
    expect(addWorkingHours(from, 6, asFriday)).toEqual(new Date('2026-10-02T15:00:00+08:00'))
  })

  test('may close on a day of its own', () => {
    const closed = { ...OFFICE_HOURS, specialDays: off('2026-11-24') }
    expect(addWorkingHours(new Date('2026-11-23T17:00:00+08:00'), 2, closed)).toEqual(new Date('2026-11-25T10:00:00+08:00'))
  })

  test('stands in the list of the year, in its place', () => {
    const days = listSpecialDays(2026, [...off('2026-10-09'), { day: '2026-10-07', kind: 'usual', name: '照常', worksAs: null }])
    expect(days).toHaveLength(40)
    expect(days.slice(-4).map(({ day, kind, isOwn }) => ({ day, kind, isOwn }))).toEqual([
      { day: '2026-10-06', kind: 'off', isOwn: false },
      { day: '2026-10-07', kind: 'usual', isOwn: true },
      { day: '2026-10-09', kind: 'off', isOwn: true },
      { day: '2026-10-10', kind: 'work', isOwn: false },
    ])
  })
})

describe('a year that nobody has entered', () => {
  const inYear = (year: number, count: number) =>
    off(...Array.from({ length: count }, (_, index) => `${year}-03-${String(index + 1).padStart(2, '0')}`))

  test('is missed from October of the year before', () => {
    expect(missingYears(new Date('2026-09-30T23:59:00+08:00'), OFFICE_HOURS)).toEqual([])
    expect(missingYears(new Date('2026-10-01T00:00:00+08:00'), OFFICE_HOURS)).toEqual([2027])
    expect(missingYears(new Date('2030-05-01T00:00:00+08:00'), OFFICE_HOURS)).toEqual([2030])
  })

  test('is known once the thirteen days of the law are entered', () => {
    const november = new Date('2026-11-21T10:00:00+08:00')
    expect(missingYears(november, { ...OFFICE_HOURS, specialDays: inYear(2027, 12) })).toEqual([2027])
    expect(missingYears(november, { ...OFFICE_HOURS, specialDays: inYear(2027, 13) })).toEqual([])
  })
})

describe('working days', () => {
  test.each([
    ['said on Monday, kept until Wednesday evening', '2026-11-23T10:00:00+08:00', 2, '2026-11-25T18:00:00+08:00'],
    ['said on Friday night', '2026-11-20T22:00:00+08:00', 2, '2026-11-24T18:00:00+08:00'],
    ['said before National Day', '2026-09-30T10:00:00+08:00', 2, '2026-10-09T18:00:00+08:00'],
  ])('%s', (_, from, days, end) => {
    expect(endOfWorkingDay(new Date(from), days, OFFICE_HOURS)).toEqual(new Date(end))
  })

  test('are counted back to the beginning of a day', () => {
    expect(workingDaysAgo(new Date('2026-11-25T18:00:00+08:00'), 2, OFFICE_HOURS)).toEqual(new Date('2026-11-24T00:00:00+08:00'))
    expect(workingDaysAgo(new Date('2026-11-25T17:59:00+08:00'), 2, OFFICE_HOURS)).toEqual(new Date('2026-11-23T00:00:00+08:00'))
    expect(workingDaysAgo(new Date('2026-10-08T09:00:00+08:00'), 1, OFFICE_HOURS)).toEqual(new Date('2026-09-30T00:00:00+08:00'))
  })
})

describe('whatever is asked', () => {
  const moments = fc.date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2026-12-20T00:00:00Z'), noInvalidDate: true })
  const hours = fc.integer({ min: 1, max: 1600 }).map((quarters) => quarters / 4)
  const calendars = fc.constantFrom(
    OFFICE_HOURS,
    STAGGERED,
    ALWAYS,
    { ...OFFICE_HOURS, week: DEFAULT_WEEK },
    { ...STAGGERED, timeZone: 'America/New_York' },
  )

  test('a later beginning or more hours end no earlier', () => {
    fc.assert(
      fc.property(moments, moments, hours, hours, calendars, (one, other, some, more, calendar) => {
        const [early, late] = one <= other ? [one, other] : [other, one]
        const due = addWorkingHours(early, some, calendar)
        expect(due.getTime()).toBeGreaterThan(early.getTime())
        expect(addWorkingHours(late, some, calendar).getTime()).toBeGreaterThanOrEqual(due.getTime())
        expect(addWorkingHours(early, some + more, calendar).getTime()).toBeGreaterThan(due.getTime())
      }),
    )
  })

  test('hours that follow each other are as long as their sum, and are found again between their ends', () => {
    fc.assert(
      fc.property(moments, hours, hours, calendars, (from, some, more, calendar) => {
        const due = addWorkingHours(from, some, calendar)
        expect(addWorkingHours(due, more, calendar)).toEqual(addWorkingHours(from, some + more, calendar))
        expect(workingHoursBetween(from, due, calendar)).toBeCloseTo(some, 6)
      }),
    )
  })

  test('what is silent for too long is what should have been told of by now', () => {
    fc.assert(
      fc.property(moments, moments, fc.integer({ min: 1, max: 7 }), calendars, (said, now, days, calendar) => {
        expect(endOfWorkingDay(said, days, calendar) <= now).toBe(
          calendar === ALWAYS ? said <= workingDaysAgo(now, days, calendar) : said < workingDaysAgo(now, days, calendar),
        )
      }),
    )
  })
})
