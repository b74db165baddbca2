import { describe, expect, test } from 'vitest'
import { speaksAtNight } from '../../core/notice.ts'
import { DEFAULT_BUDGET, isSpent, nextDigest } from '../../core/speech/budget.ts'
import { combine, type Part } from '../../core/speech/combine.ts'
import { type Due, type Hour, measure } from '../../core/speech/measure.ts'
import { DEFAULT_QUIET_HOURS, QuietHours, quietUntil } from '../../core/speech/quiet.ts'
import type { Ticket } from '../../core/ticket/ticket.ts'
import { COMMUNITY } from '../settings.ts'
import { sampleTicket } from '../ticket.ts'

const timeZone = 'Asia/Shanghai'
const at = (time: string) => new Date(`2026-11-21T${time}+08:00`)
const yesterday = (time: string) => new Date(`2026-11-20T${time}+08:00`)
const tomorrow = (time: string) => new Date(`2026-11-22T${time}+08:00`)
const NOON = { night: DEFAULT_QUIET_HOURS.night, noon: ['12:30', '14:00'] as [string, string] }

describe('quiet hours', () => {
  test.each([
    ['21:59:59', null],
    ['22:00:00', tomorrow('07:30:00')],
    ['23:59:59', tomorrow('07:30:00')],
    ['00:00:00', at('07:30:00')],
    ['07:29:59', at('07:30:00')],
    ['07:30:00', null],
    ['12:29:59', null],
    ['12:30:00', at('14:00:00')],
    ['14:00:00', null],
  ])('at %s', (time, until) => {
    expect(quietUntil(at(time), { quietHours: NOON, timeZone })).toEqual(until)
  })

  test('are those of the community’s own clock, and none where none are set', () => {
    expect(quietUntil(at('23:00:00'), { quietHours: DEFAULT_QUIET_HOURS, timeZone: 'Asia/Urumqi' })).toBeNull()
    expect(quietUntil(at('23:00:00'), { quietHours: { night: null, noon: null }, timeZone })).toBeNull()
  })

  test('last: a span of no length is refused', () => {
    expect(QuietHours.safeParse({ night: ['22:00', '22:00'], noon: null }).success).toBe(false)
  })
})

test.each([
  ['emergency', undefined, true],
  ['staffAnswer', undefined, true],
  ['privacyNotice', undefined, true],
  ['reply', undefined, false],
  ['reply', 'atNight', true],
  ['progress', 'measured', false],
  ['reminder', 'atOnce', true],
] as const)('%s marked %s may be said at night: %s', (kind, haste, isSaid) => {
  expect(speaksAtNight({ kind, ...(haste && { haste }) })).toBe(isSaid)
})

test('a budget is spent by the hour or by the day', () => {
  expect(isSpent({ lastHour: 5, today: 29 }, DEFAULT_BUDGET)).toBe(false)
  expect(isSpent({ lastHour: 6, today: 6 }, DEFAULT_BUDGET)).toBe(true)
  expect(isSpent({ lastHour: 0, today: 30 }, DEFAULT_BUDGET)).toBe(true)
})

test('after the hour of the digest the day has none left', () => {
  expect(nextDigest(at('17:59:00'), DEFAULT_BUDGET, timeZone)).toEqual(at('18:00:00'))
  expect(nextDigest(at('18:00:00'), DEFAULT_BUDGET, timeZone)).toBeNull()
})

function due(word: Partial<Due> = {}): Due {
  return {
    id: 1,
    kind: 'reply',
    haste: 'measured',
    hold: null,
    roomId: 3,
    ticketId: 7,
    owedAt: at('10:00:00'),
    expiresAt: null,
    ...word,
  }
}

function hour(time: string, words: [Partial<Due>, ...Partial<Due>[]], rest: Partial<Hour> = {}): Hour {
  const [first, ...others] = words.map(due)
  return {
    due: [first!, ...others],
    spoken: { lastHour: 0, today: 0 },
    nextLineAt: null,
    community: { quietHours: DEFAULT_QUIET_HOURS, budget: DEFAULT_BUDGET, timeZone, mutedAt: null },
    now: at(time),
    ...rest,
  }
}

const MUTED = { community: { quietHours: DEFAULT_QUIET_HOURS, budget: DEFAULT_BUDGET, timeZone, mutedAt: at('09:00:00') } }
const SPENT = { spoken: { lastHour: 6, today: 9 } }

describe('the measure', () => {
  test.each<[string, Hour, ReturnType<typeof measure>]>([
    ['a reply in the daytime', hour('10:00:00', [{}]), { act: 'say' }],
    ['a reply while muted', hour('10:00:00', [{}], MUTED), { act: 'hold', hold: 'muted', until: at('10:10:00'), ids: [1] }],
    [
      'an answer to an @ while muted',
      hour('10:00:00', [{ haste: 'atNight' }], MUTED),
      { act: 'hold', hold: 'muted', until: at('10:10:00'), ids: [1] },
    ],
    [
      'staff’s own words while muted',
      hour('10:00:00', [{ kind: 'staffAnswer' }], MUTED),
      { act: 'hold', hold: 'muted', until: at('10:10:00'), ids: [1] },
    ],
    ['an emergency while muted', hour('10:00:00', [{ kind: 'emergency' }], MUTED), { act: 'say' }],
    ['a call to somebody on duty while muted', hour('10:00:00', [{ kind: 'page' }], MUTED), { act: 'say' }],
    ['a privacy notice while muted', hour('10:00:00', [{ kind: 'privacyNotice' }], MUTED), { act: 'say' }],
    ['what a person says now while muted', hour('10:00:00', [{ haste: 'atOnce' }], MUTED), { act: 'say' }],
    [
      'a reply of a ticket after the mute',
      hour('10:00:00', [{ hold: 'muted', ticketId: 7 }]),
      { act: 'combine', ids: [1], occasion: 'busy' },
    ],
    ['a reply at night', hour('23:00:00', [{}]), { act: 'hold', hold: 'quiet', until: tomorrow('07:30:00'), ids: [1] }],
    ['an answer to an @ at night', hour('23:00:00', [{ haste: 'atNight' }]), { act: 'say' }],
    ['an emergency at night, over budget', hour('23:00:00', [{ kind: 'emergency' }], SPENT), { act: 'say' }],
    ['staff’s own words at night', hour('23:00:00', [{ kind: 'staffAnswer' }]), { act: 'say' }],
    [
      'a reminder at night',
      hour('23:00:00', [{ kind: 'reminder' }]),
      { act: 'hold', hold: 'quiet', until: tomorrow('07:30:00'), ids: [1] },
    ],
    [
      'a reminder that will be late',
      hour('23:00:00', [{ kind: 'reminder', expiresAt: tomorrow('07:00:00') }]),
      { act: 'hold', hold: 'quiet', until: tomorrow('07:30:00'), ids: [1] },
    ],
    ['news that would be late', hour('23:00:00', [{ kind: 'announcement', expiresAt: tomorrow('07:00:00') }]), { act: 'say' }],
    ['a reply over budget', hour('10:00:00', [{}], SPENT), { act: 'hold', hold: 'budget', until: at('10:10:00'), ids: [1] }],
    [
      'a reply over budget while others wait',
      hour('10:00:00', [{}], { ...SPENT, nextLineAt: at('10:04:00') }),
      { act: 'hold', hold: 'budget', until: at('10:04:00'), ids: [1] },
    ],
    [
      'progress over budget',
      hour('10:00:00', [{ kind: 'progress' }, { id: 2 }], SPENT),
      { act: 'hold', hold: 'digest', until: at('18:00:00'), ids: [1] },
    ],
    [
      'progress over budget in the evening',
      hour('19:00:00', [{ kind: 'progress' }], SPENT),
      { act: 'hold', hold: 'budget', until: at('19:10:00'), ids: [1] },
    ],
    ['a private reply over budget', hour('10:00:00', [{ roomId: null }], SPENT), { act: 'say' }],
    ['an announcement over budget', hour('10:00:00', [{ kind: 'announcement' }], SPENT), { act: 'say' }],
    ['what a person wants said now', hour('23:00:00', [{ haste: 'atOnce' }], SPENT), { act: 'say' }],
    ['one whose turn has come', hour('10:10:00', [{ hold: 'budget' }], SPENT), { act: 'say' }],
    [
      'two whose turn has come',
      hour('10:10:00', [{ hold: 'budget' }, { id: 2, ticketId: 8 }], SPENT),
      { act: 'combine', ids: [1, 2], occasion: 'busy' },
    ],
    ['what staff wrote stays by itself', hour('10:10:00', [{ hold: 'budget' }, { id: 2, kind: 'announcement' }], SPENT), { act: 'say' }],
    [
      'a reply of the night',
      hour('07:30:00', [{ hold: 'quiet', owedAt: at('01:00:00') }]),
      { act: 'combine', ids: [1], occasion: 'night' },
    ],
    [
      'a reply of noon',
      hour('14:00:00', [{ hold: 'quiet', owedAt: at('13:00:00') }], {
        community: { quietHours: NOON, budget: DEFAULT_BUDGET, timeZone, mutedAt: null },
      }),
      { act: 'combine', ids: [1], occasion: 'noon' },
    ],
    [
      'a held line that falls into the night',
      hour('22:00:00', [{ hold: 'budget' }]),
      { act: 'hold', hold: 'quiet', until: tomorrow('07:30:00'), ids: [1] },
    ],
    [
      'a reply of yesterday that nothing has held',
      hour('08:30:00', [{ owedAt: yesterday('19:00:00') }]),
      { act: 'combine', ids: [1], occasion: 'busy' },
    ],
    [
      'a reply of yesterday whose turn has come',
      hour('08:30:00', [{ hold: 'budget', owedAt: yesterday('23:59:59') }]),
      { act: 'combine', ids: [1], occasion: 'busy' },
    ],
    [
      'a reply of yesterday over budget',
      hour('08:30:00', [{ owedAt: yesterday('19:00:00') }], SPENT),
      { act: 'hold', hold: 'budget', until: at('08:40:00'), ids: [1] },
    ],
    ['an answer of yesterday about no ticket', hour('08:30:00', [{ ticketId: null, owedAt: yesterday('19:00:00') }]), { act: 'say' }],
    ['a reply of this morning, after midnight', hour('08:30:00', [{ owedAt: at('00:00:00') }]), { act: 'say' }],
    ['two replies about one matter', hour('10:00:00', [{}, { id: 2 }]), { act: 'combine', ids: [1, 2], occasion: 'together' }],
    ['two replies about two matters', hour('10:00:00', [{}, { id: 2, ticketId: 8 }]), { act: 'say' }],
    ['two replies about none', hour('10:00:00', [{ ticketId: null }, { id: 2, ticketId: null }]), { act: 'say' }],
  ])('%s', (_, given, verdict) => {
    expect(measure(given)).toEqual(verdict)
  })
})

function ticket(id: number, facts: Partial<Ticket> = {}): Ticket {
  const summary = `${id}栋楼道灯不亮`
  const times = { respondBy: at('11:00:00'), resolveBy: at('17:00:00'), openedAt: at('09:00:00') }
  return sampleTicket({ id, number: `JN-261121-00${id}`, summary, firstSummary: summary, ...times, ...facts })
}

function reply(matter: Ticket | null, part: Partial<Part> = {}): Part {
  return { kind: 'reply', mention: '王姐', text: '收到', owedAt: at('09:00:00'), ticket: matter, people: 1, ...part }
}

function progress(matter: Ticket, text = ''): Part {
  return { kind: 'progress', mention: '王姐', text, owedAt: at('12:00:00'), ticket: matter, people: 1 }
}

const ROOM = { ...COMMUNITY, now: at('10:00:00'), inRoom: true }

describe('words in one', () => {
  test('each matter is told once, with its number, and the last promise holds for all', () => {
    const later = ticket(2, { respondBy: at('11:30:00') })
    expect(combine([reply(ticket(1)), reply(ticket(1)), reply(later)], 'busy', ROOM)).toBe(
      '这段时间登记了2件：JN-261121-001 1栋楼道灯不亮、JN-261121-002 2栋楼道灯不亮，物业最晚今天11:30前回应，进展在这里告诉大家。',
    )
  })

  test('many are told by their numbers', () => {
    expect(
      combine(
        [1, 2, 3, 4, 5].map((id) => reply(ticket(id))),
        'noon',
        ROOM,
      ),
    ).toBe(
      '中午登记了5件：JN-261121-001、JN-261121-002、JN-261121-003、JN-261121-004、JN-261121-005，物业最晚今天11:00前回应，进展在这里告诉大家。',
    )
  })

  test('a promise that is broken by now is not made again', () => {
    expect(combine([reply(ticket(1, { respondBy: at('09:30:00') }))], 'busy', ROOM)).toBe(
      '这段时间登记了1件：JN-261121-001 1栋楼道灯不亮，物业会尽快回应，进展在这里告诉大家。',
    )
  })

  test('a private matter is counted and not named, but named to its reporter', () => {
    const hidden = ticket(2, { private: true, summary: '楼上噪音' })
    expect(combine([reply(hidden)], 'night', ROOM)).toBe('另有1件私下回复，没收到的请加本群小助手为好友，或到连心站。')
    expect(combine([reply(hidden)], 'night', { ...ROOM, inRoom: false })).toContain('JN-261121-002 楼上噪音')
  })

  test('a place that is missing is still asked for', () => {
    expect(combine([reply(ticket(1, { status: 'draft', summary: '楼道灯不亮' }))], 'night', ROOM)).toBe(
      '楼道灯不亮在哪栋哪单元？反映的邻居回一句“6-1”这样就行。',
    )
  })

  test('what became of a matter meanwhile is what is told', () => {
    const gone = ticket(2, { status: 'withdrawn' })
    expect(combine([reply(ticket(1)), reply(gone)], 'night', ROOM)).toBe(
      '昨晚登记了1件：JN-261121-001 1栋楼道灯不亮，物业今天11:00前回应，进展在这里告诉大家。\nJN-261121-002 2栋楼道灯不亮：反映人撤回，社区不再办理。',
    )
  })

  test('words that belong to no ticket keep the name of the one they answer', () => {
    expect(combine([reply(ticket(1)), reply(null, { mention: '老李', text: '没有查到您登记的事项。' })], 'busy', ROOM)).toBe(
      '这段时间登记了1件：JN-261121-001 1栋楼道灯不亮，物业今天11:00前回应，进展在这里告诉大家。\n@老李 没有查到您登记的事项。',
    )
  })

  test('a digest of a few keeps what staff wrote', () => {
    const words = [
      progress(ticket(1, { status: 'resolved' }), 'JN-261121-001 物业反馈：灯管已换新。'),
      progress(ticket(2, { status: 'onHold', reviewAt: tomorrow('09:00:00') }), '过时的话'),
    ]
    expect(combine(words, 'digest', ROOM)).toBe(
      '今日进展：\nJN-261121-001 物业反馈：灯管已换新。\nJN-261121-002 2栋楼道灯不亮：暂缓办理，物业明天再跟进。',
    )
  })

  test('a digest says into which number a matter went, and to whom another was referred', () => {
    const words = [
      progress(ticket(1, { status: 'merged' }), 'JN-261121-001 和 JN-261121-008 是同一件事。'),
      progress(ticket(2, { status: 'referred' }), 'JN-261121-002 社区11月24日转12345热线办理。'),
    ]
    expect(combine(words, 'digest', ROOM)).toBe(
      '今日进展：\nJN-261121-001 和 JN-261121-008 是同一件事。\nJN-261121-002 社区11月24日转12345热线办理。',
    )
  })

  test('a digest has at most six lines, whatever happened', () => {
    const all = Array.from({ length: 30 }, (_, index) => {
      const one = ticket(index + 1, { status: (['resolved', 'closed', 'inProgress', 'referred'] as const)[index % 4]! })
      return progress(one, `${one.number} 转12345热线办理。`)
    })
    const lines = combine(all, 'digest', ROOM).split('\n')
    expect(lines).toHaveLength(6)
    for (const { ticket: told } of all) expect(lines.join('\n')).toContain(told!.number)
  })
})
