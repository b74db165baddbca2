import { describe, expect, test } from 'vitest'
import type { Community } from '../../core/community.ts'
import type { WorkingWeek } from '../../core/hours.ts'
import { sayProgress } from '../../core/texts/ticket.ts'
import { clockReader } from '../../core/ticket/clock.ts'
import { correctTicket } from '../../core/ticket/edit.ts'
import { moveTicket } from '../../core/ticket/move.ts'
import { promiseFor } from '../../core/ticket/promise.ts'
import { TICKET_STATUSES, type TicketStatus } from '../../core/ticket/status.ts'
import { termsOf } from '../../core/ticket/terms.ts'
import type { Actor, Matter, Ticket } from '../../core/ticket/ticket.ts'
import { COMMUNITY } from '../settings.ts'
import { sampleTicket } from '../ticket.ts'

const OFFICE: WorkingWeek[number] = [
  ['09:00', '12:00'],
  ['14:00', '18:00'],
]
const community: Community = { ...COMMUNITY, week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []] }
const director: Actor = { kind: 'staff', staff: { id: 9, communityId: 1, name: '王主任', role: 'director' } }
const TUESDAY = at('2026-11-24T09:00')

function at(local: string): Date {
  return new Date(`${local}:00+08:00`)
}

/** Lighting, reported on Tuesday at nine: answered within 2 hours, done within 24. */
function ticketOf(facts: Partial<Ticket> = {}): Ticket {
  const matter = { category: 'facility.lighting', tier: 'green', ...facts } as const
  return sampleTicket({ status: 'inProgress', ...matter, openedAt: TUESDAY, ...promiseFor(matter, TUESDAY, community), ...facts })
}

function matterOf(ticket: Ticket): Matter {
  const reporters = [{ memberId: 1, alias: '王姐', isFriend: false, roomId: 3 }]
  return {
    ticket,
    reporters,
    community,
    estate: { id: 2, communityId: 1, name: '锦宁苑', code: 'JN', managementModel: 'property' },
    afterPhotos: 0,
  }
}

function statesOf(facts: Partial<Ticket>, echo: { heardAt?: string; repliedAt?: string }, now: string): Record<string, string> {
  const said = { heardAt: echo.heardAt ? at(echo.heardAt) : null, repliedAt: echo.repliedAt ? at(echo.repliedAt) : null }
  const running = clockReader(community, at(now))({ ...ticketOf(facts), ...said })
  return Object.fromEntries(running.map(({ clock, state }) => [clock, state]))
}

describe('the clock of the answer', () => {
  test.each([
    ['is fine at first', '2026-11-24T09:00', 'ok'],
    ['is fine while more than a quarter is left', '2026-11-24T10:29', 'ok'],
    ['warns in its last half hour', '2026-11-24T10:30', 'preWarn'],
    ['is late from its deadline on', '2026-11-24T11:00', 'breached'],
  ])('%s', (_, now, state) => {
    expect(statesOf({}, {}, now)['response']).toBe(state)
  })

  test('stops with the first word of a person', () => {
    expect(statesOf({}, { repliedAt: '2026-11-24T10:00' }, '2026-11-24T12:00')['response']).toBeUndefined()
  })

  test('does not run in an emergency, whose calls are counted in minutes', () => {
    expect(statesOf({ category: 'emergency.gas' }, {}, '2026-11-24T09:30')['response']).toBeUndefined()
  })
})

describe('the clock of the work', () => {
  test.each([
    ['is fine three days on', '2026-11-26T14:59', 'ok'],
    ['warns when six working hours are left', '2026-11-26T15:00', 'preWarn'],
    ['warns all night', '2026-11-27T03:00', 'preWarn'],
    ['is late', '2026-11-27T12:00', 'breached'],
  ])('%s', (_, now, state) => {
    expect(ticketOf().resolveBy).toEqual(at('2026-11-27T12:00'))
    expect(statesOf({}, {}, now)['resolution']).toBe(state)
  })

  test('a night does not bring the warning', () => {
    const sewer = { category: 'facility.sewer' } as const
    expect(ticketOf(sewer).resolveBy).toEqual(at('2026-11-25T10:00'))
    expect(statesOf(sewer, {}, '2026-11-24T16:59')['resolution']).toBe('ok')
    expect(statesOf({ ...sewer, resolveBy: at('2026-11-25T12:00') }, {}, '2026-11-25T08:59')['resolution']).toBe('ok')
  })

  test('stands while it rests, and when it is done', () => {
    expect(statesOf({ status: 'awaitingResident' }, {}, '2026-11-30T10:00')).toEqual({})
    expect(statesOf({ status: 'resolved' }, {}, '2026-11-30T10:00')).toEqual({})
  })
})

describe('the clock of the next word', () => {
  test.each([
    ['green, on the second day', 'green', '2026-11-26T14:00', 'ok'],
    ['green, in its last half day', 'green', '2026-11-26T14:30', 'preWarn'],
    ['green, after two working days', 'green', '2026-11-26T18:00', 'breached'],
    ['yellow has three', 'yellow', '2026-11-26T18:00', 'ok'],
    ['yellow, after three', 'yellow', '2026-11-27T18:00', 'breached'],
    ['red has seven', 'red', '2026-12-01T18:00', 'ok'],
    ['red, after seven', 'red', '2026-12-03T18:00', 'breached'],
  ] as const)('%s', (_, tier, now, state) => {
    expect(statesOf({ tier }, { heardAt: '2026-11-24T09:01' }, now)['update']).toBe(state)
  })

  test('begins anew when work is resumed, and when a rest should have been over', () => {
    const heard = { heardAt: '2026-11-24T09:01' }
    expect(statesOf({ resumedAt: at('2026-11-26T10:00') }, heard, '2026-11-27T10:00')['update']).toBe('ok')
    const resting = { status: 'onHold', reviewAt: at('2026-11-30T09:00') } as const
    expect(statesOf(resting, heard, '2026-12-01T10:00')).toEqual({ update: 'ok' })
    expect(statesOf(resting, heard, '2026-12-02T18:00')).toEqual({ update: 'breached' })
  })
})

describe('a pause', () => {
  const hold = { action: 'hold', by: director, note: '等配件', reviewAt: at('2026-11-30T09:00') } as const

  function paused(from: string, to: string): Ticket {
    const resting = moveTicket(matterOf(ticketOf()), { ...hold, at: at(from) }).ticket
    return moveTicket(matterOf(resting), { action: 'resume', by: director, at: at(to) }).ticket
  }

  test('moves the deadlines by the working time it took', () => {
    const resumed = paused('2026-11-24T10:00', '2026-11-26T10:00')
    expect(resumed.respondBy).toEqual(at('2026-11-26T11:00'))
    expect(resumed.resolveBy).toEqual(at('2026-12-01T12:00'))
    expect(resumed).toMatchObject({ pausedAt: null, resumedAt: at('2026-11-26T10:00'), pausedHours: 14 })
  })

  test('over a weekend moves nothing', () => {
    const resumed = paused('2026-11-27T18:00', '2026-11-30T08:00')
    expect(resumed).toMatchObject({ resolveBy: ticketOf().resolveBy, pausedHours: 0 })
  })

  test('does not forgive what was late before', () => {
    const resumed = paused('2026-11-24T15:00', '2026-11-25T15:00')
    expect(resumed.respondBy).toEqual(at('2026-11-24T11:00'))
    expect(resumed.resolveBy).toEqual(at('2026-11-30T12:00'))
  })

  test('is over whatever ends it', () => {
    const asked = moveTicket(matterOf(ticketOf()), {
      action: 'askResident',
      by: director,
      note: '几楼？',
      at: at('2026-11-24T10:00'),
    }).ticket
    expect(asked.pausedAt).toEqual(at('2026-11-24T10:00'))
    const done = moveTicket(matterOf(asked), { action: 'resolve', by: director, note: '好了', at: at('2026-11-24T11:00') }).ticket
    expect(done).toMatchObject({ pausedAt: null, pausedHours: 1 })
  })

  test('is not counted again when another category counts anew', () => {
    const resumed = paused('2026-11-24T10:00', '2026-11-26T10:00')
    const { summary, place, urgency, tier } = resumed
    const correction = { summary, place, urgency, tier, private: false, category: 'facility.sewer' } as const
    const edited = correctTicket(matterOf(resumed), correction, { by: director, at: at('2026-11-26T10:05') }).ticket
    expect(edited.resolveBy).toEqual(at('2026-11-27T10:00'))
  })

  test('is told with its reason', () => {
    const { notices } = moveTicket(matterOf(ticketOf()), { ...hold, at: at('2026-11-24T10:00') })
    expect(notices.map(({ text }) => text)).toEqual(['JN-261121-001 社区暂缓办理：等配件。周一再跟进。'])
  })
})

describe('S01 the level', () => {
  const change = (ticket: Ticket, to: Partial<Ticket>, note: string | null) => {
    const { summary, place, urgency, tier, category } = { ...ticket, ...to }
    return correctTicket(matterOf(ticket), { summary, place, urgency, tier, category, private: false }, { by: director, at: TUESDAY, note })
  }

  test('S01 is that of the category at first', () => {
    expect(termsOf({ category: 'illegal.building', tier: 'red' }, community)).toEqual({
      responseHours: 4,
      resolveHours: 360,
      updateDays: 7,
      party: 'department',
    })
  })

  test('S01 changes only with a reason, which history keeps', () => {
    expect(() => change(ticketOf(), { tier: 'yellow' }, ' ')).toThrow(/incomplete/)
    const { event } = change(ticketOf(), { tier: 'yellow' }, '要街道协调运营商')
    expect(event).toMatchObject({ action: 'edit', note: '层级：绿色（社区） → 黄色（街道）；理由：要街道协调运营商' })
  })

  test('S01 brings other hours and another owner, and back again', () => {
    const raised = change(ticketOf(), { tier: 'yellow' }, '要街道协调').ticket
    expect(raised).toMatchObject({ party: 'subdistrict', respondBy: at('2026-11-24T11:00'), resolveBy: at('2026-12-25T18:00') })
    const lowered = change(raised, { tier: 'green' }, '社区能办').ticket
    expect(lowered).toMatchObject({ party: 'property', resolveBy: at('2026-11-27T12:00') })
  })

  test('S01 follows another category, unless somebody has chosen it', () => {
    expect(change(ticketOf(), { category: 'illegal.building' }, null).ticket).toMatchObject({ tier: 'red', party: 'department' })
    expect(change(ticketOf({ tier: 'yellow' }), { category: 'illegal.building' }, null).ticket.tier).toBe('yellow')
  })
})

test("a community's own hours and owner go before the usual ones", () => {
  const own = {
    ...community,
    categoryTerms: { 'facility.lighting': { responseHours: 1, resolveHours: null, party: 'gridWorker' as const } },
  }
  expect(termsOf({ category: 'facility.lighting', tier: 'green' }, own)).toMatchObject({ party: 'gridWorker', updateDays: 2 })
  expect(promiseFor({ category: 'facility.lighting', tier: 'green' }, TUESDAY, own)).toMatchObject({
    respondBy: at('2026-11-24T10:00'),
    resolveBy: null,
  })
})

test('S92 every word on how it stands has who, what and when', () => {
  const now = at('2026-11-24T10:00')
  const facts: Partial<Record<TicketStatus, Partial<Ticket>>> = {
    awaitingResident: { pausedAt: at('2026-11-24T09:00') },
    onHold: { reviewAt: at('2026-11-30T09:00') },
    resolved: { resolvedAt: at('2026-11-24T09:30') },
    closed: { closedAt: at('2026-11-23T15:00'), outcome: 'verified' },
    rejected: { endedAt: at('2026-11-23T15:00') },
    withdrawn: { endedAt: at('2026-11-24T09:10') },
    merged: { endedAt: at('2026-11-24T09:10') },
    referred: { endedAt: at('2026-11-24T09:10'), referral: { to: 'hotline', lastWordAt: '2026-11-26T02:00:00.000Z' } },
  }
  const said = TICKET_STATUSES.map((status) => `${status}：${sayProgress(ticketOf({ status, ...facts[status] }), community, now)}`)
  expect(said).toEqual([
    'draft：已记录，工作人员今天11:00前确认。',
    'pendingReview：已登记，物业今天11:00前回应。',
    'filed：已确认，物业周五12:00前处理。',
    'assigned：已派单，物业周五12:00前处理。',
    'inProgress：正在处理，物业周五12:00前有结果。',
    'awaitingResident：今天已请您补充情况，补充后物业继续办理。',
    'onHold：暂缓办理，物业周一再跟进。',
    'resolved：物业今天说已处理好，等您看过。好了回“好了”，没好回“没好”。',
    'closed：昨天已办结，工作人员核查过。',
    'rejected：社区昨天决定不受理，有疑问请联系社区工作人员。',
    'withdrawn：反映人今天撤回，社区不再办理。',
    'merged：社区今天并入同一件事一起办，进展在那件里说。',
    'referred：社区今天转12345热线办理，社区周四再回您一次。',
  ])
})

test('S92 what was referred is said to be over once its last word was due; what the street had, the street has turned down', () => {
  const referral = { to: 'department', lastWordAt: '2026-11-26T02:00:00.000Z' } as const
  const say = (facts: Partial<Ticket>) =>
    sayProgress(ticketOf({ endedAt: at('2026-11-24T09:10'), ...facts }), community, at('2026-11-26T10:00'))
  expect(say({ status: 'referred', category: 'utility.power', referral })).toBe(
    '社区11月24日转供电部门办理，社区的环节已经办完，结果请问供电部门。',
  )
  expect(say({ status: 'rejected', party: 'subdistrict', filedAt: TUESDAY })).toBe('街道11月24日核实后决定不办，有疑问请联系社区工作人员。')
})

test('S92 what was to be gone on with by now is not promised again for a day that has passed', () => {
  const say = (reviewAt: string) => sayProgress(ticketOf({ status: 'onHold', reviewAt: at(reviewAt) }), community, at('2026-11-25T10:00'))
  expect(say('2026-11-30T09:00')).toBe('暂缓办理，物业周一再跟进。')
  expect(say('2026-11-23T09:00')).toBe('暂缓办理，物业原定11月23日再跟进，已超时，周五18:00前告诉您进展。')
})

test('S92 where no limit is set residents are told until when they hear of it again', () => {
  const now = at('2026-11-24T10:00')
  const say = (facts: Partial<Ticket>) => sayProgress(ticketOf({ respondBy: null, resolveBy: null, ...facts }), community, now)
  expect(say({ status: 'pendingReview', category: 'gov.policy', party: 'community', resolveBy: at('2026-11-27T11:00') })).toBe(
    '已登记，社区周五11:00前回应。',
  )
  expect(say({ status: 'filed', category: 'part.volunteer', party: 'community' })).toBe('已确认，社区尽快处理，周四18:00前告诉您进展。')
  expect(say({ status: 'assigned', party: 'subdistrict', tier: 'yellow' })).toBe('已派单，街道尽快处理，周五18:00前告诉您进展。')
})
