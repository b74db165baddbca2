import { describe, expect, test } from 'vitest'
import type { Party } from '../../core/org.ts'
import type { Appointment } from '../../core/organisation/appointment.ts'
import type { DutySlot } from '../../core/organisation/duty.ts'
import { giveByRule, timeOutAssignment, timesOutAt } from '../../core/routing/assignment.ts'
import { levelAbove, levelToRaise, tierOn } from '../../core/routing/level.ts'
import { handlerOf, noteProgress, type TicketLink, whyLinkEnded } from '../../core/routing/link.ts'
import { isMediable, mediate } from '../../core/routing/mediation.ts'
import { type Hands, routeMatter, routeToReachable } from '../../core/routing/route.ts'
import type { Mediator } from '../../core/routing/settings.ts'
import { noteLateReportIn, readReceipts, reportIn } from '../../core/routing/whistle.ts'
import { routingTexts } from '../../core/texts/routing.ts'
import { correctTicket } from '../../core/ticket/edit.ts'
import { actionsFor, moveTicket } from '../../core/ticket/move.ts'
import type { Actor, Matter, Ticket } from '../../core/ticket/ticket.ts'
import { COMMUNITY } from '../settings.ts'
import { sampleTicket } from '../ticket.ts'

const ESTATE = { id: 2, communityId: 1, name: '锦宁苑', code: 'JN', managementModel: 'property' } as const
const at = (moment: string) => new Date(`${moment}:00+08:00`)
const MONDAY = at('2026-11-23T09:00')
const DIRECTOR: Actor = { kind: 'staff', staff: { id: 9, communityId: 1, name: '王主任', role: 'director' } }
const officer: Actor = { kind: 'staff', staff: { id: 5, communityId: 1, name: '小李', role: 'gridWorker' } }

function matterOf(facts: Partial<Ticket> = {}): Matter {
  const ticket = sampleTicket({ status: 'filed', place: { building: '3', entrance: null, spot: null }, ...facts })
  return {
    ticket,
    reporters: [{ memberId: 4, alias: '王姐', isFriend: true, roomId: 3 }],
    community: COMMUNITY,
    estate: ESTATE,
    afterPhotos: 0,
  }
}

function held(role: Appointment['role'], seatId: number, name: string, staffId: number | null): Appointment {
  return { id: seatId, communityId: 1, role, seatId, name, staffId, memberId: null, from: '2026-01-01', to: null, electedBy: '聘任' }
}

function turn(name: string, staffId: number | null, memberId: number | null = null): DutySlot {
  return { id: 1, communityId: 1, weekday: 1, from: '19:00', to: '22:00', post: '', stationId: null, name, staffId, memberId }
}

const GRID = held('gridWorker', 30, '李网格', 5)
const CAPTAIN = held('buildingCaptain', 8, '赵楼长', null)

function handsOf(facts: Partial<Hands> = {}): Hands {
  const home = { community: 1, estate: 2, building: 8, grid: 30, station: 40 }
  const names = new Map([[5, '李网格']])
  return { estate: ESTATE, home, appointments: [GRID], onDuty: [], hasRoster: false, loads: new Map(), names, on: '2026-11-23', ...facts }
}

describe('who should have a matter, and why', () => {
  const say = (party: Party, hands: Hands, facts: Partial<Ticket> = {}) => {
    const { ticket } = matterOf({ party, ...facts })
    const route = routeMatter(ticket, hands)
    return [route.party, route.person?.name ?? null, routingTexts.why(route, hands, ticket)]
  }
  const MANAGER = held('propertyManager', 2, '钱经理', null)

  test.each([
    [
      'the captain of the building',
      'buildingCaptain',
      handsOf({ appointments: [GRID, CAPTAIN] }),
      ['buildingCaptain', '赵楼长', '因为3栋的楼栋长是赵楼长。'],
    ],
    [
      'without a captain the grid worker',
      'buildingCaptain',
      handsOf(),
      ['gridWorker', '李网格', '3栋现在没有楼栋长，由网格员李网格顶上。'],
    ],
    ['the grid worker of the building', 'gridWorker', handsOf(), ['gridWorker', '李网格', '因为3栋的网格员是李网格。']],
    [
      'the company of the estate',
      'property',
      handsOf({ appointments: [GRID, MANAGER] }),
      ['property', '钱经理', '因为锦宁苑的物业负责人是钱经理。'],
    ],
    ['a company without a manager follows the grid worker', 'property', handsOf(), ['property', '李网格', '因为3栋的网格员是李网格。']],
    [
      'what is the community’s, whoever is on duty',
      'community',
      handsOf({ onDuty: [turn('陈值班', 7)] }),
      ['community', '陈值班', '因为现在（19:00到22:00）值班的是陈值班。'],
    ],
    ['with nobody at all, nobody', 'community', handsOf({ appointments: [] }), ['community', null, '这里还没有登记谁负责，请指定一位。']],
  ] as const)('%s', (_, party, hands, expected) => {
    expect(say(party, hands)).toEqual(expected)
  })

  test('S37 in a self-managed estate it is the committee; while that is vacant the head of the station', () => {
    const committee = held('selfManagementCommittee', 2, '孙组长', null)
    const lead = held('stationLead', 40, '曹室长', 6)
    expect(say('selfManagementCommittee', handsOf({ appointments: [committee, lead] })).slice(0, 2)).toEqual([
      'selfManagementCommittee',
      '孙组长',
    ])
    expect(say('selfManagementCommittee', handsOf({ appointments: [lead] })).slice(0, 2)).toEqual(['selfManagementCommittee', '曹室长'])
  })

  test('of two who hold the office, whoever has less', () => {
    const other = held('gridWorker', 30, '周网格', 6)
    const hands = handsOf({
      appointments: [GRID, other],
      loads: new Map([
        [5, 7],
        [6, 2],
      ]),
    })
    expect(say('gridWorker', hands)).toEqual(['gridWorker', '周网格', '因为3栋的网格员是周网格，手上2件，是最少的。'])
  })

  test('who took it up first keeps it until it is handed over', () => {
    const taken = { status: 'inProgress', assigneeId: 5 } as const
    expect(say('property', handsOf({ onDuty: [turn('陈值班', 7)] }), taken)[2]).toBe('先接手的是李网格，交出去之前由李网格负责。')
  })
})

describe('S29 what nobody has', () => {
  const give = (hands: Hands, facts: Partial<Ticket> = {}) => giveByRule(matterOf({ party: 'property', ...facts }), hands, MONDAY)

  test('S29 goes to the person of the hour', () => {
    const given = give(handsOf({ onDuty: [turn('陈值班', 7)], hasRoster: true }))
    expect(given?.decision.ticket).toMatchObject({ status: 'assigned', assigneeId: 7, assignedAt: MONDAY, party: 'property' })
    expect(given?.decision.event).toMatchObject({ action: 'assign', by: { kind: 'bot' }, note: '因为现在（19:00到22:00）值班的是陈值班。' })
  })

  test('S29 in a gap goes to the default owner, with a warning', () => {
    const hands = handsOf({ hasRoster: true })
    expect(routeMatter(matterOf({ party: 'property' }).ticket, hands).dutyGap).toBe(true)
    const given = give(hands)
    expect([given?.decision.ticket.assigneeId, given?.decision.event.note]).toEqual([
      5,
      '值班表这个时段没有人，先按默认的来。因为3栋的网格员是李网格。',
    ])
  })

  test('what is not filed yet is only looked at; a private matter goes to accounts alone', () => {
    expect(give(handsOf(), { status: 'pendingReview' })?.decision).toMatchObject({
      ticket: { status: 'pendingReview', assigneeId: 5 },
      event: { action: 'route' },
    })
    const friend = handsOf({ appointments: [], onDuty: [turn('钱党员', null, 12)] })
    expect(give(friend)?.person).toMatchObject({ memberId: 12 })
    expect(give(friend, { private: true })).toBe(null)
    expect(give(handsOf(), { assigneeId: 9 })).toBe(null)
  })

  test('an office without an account does not hide whoever is on duty', () => {
    const hands = handsOf({ appointments: [CAPTAIN], onDuty: [turn('陈值班', 7)] })
    expect(routeToReachable({ party: 'buildingCaptain', status: 'filed', assigneeId: null }, hands)?.person?.staffId).toBe(7)
  })
})

describe('an assignment', () => {
  const assigned = { status: 'assigned', assigneeId: 5, assignedAt: MONDAY } as const

  test('that nobody takes up goes back to the queue after its working hours', () => {
    expect(timesOutAt(matterOf(assigned).ticket, COMMUNITY)).toEqual(at('2026-11-23T13:00'))
    expect(timeOutAssignment(matterOf(assigned), at('2026-11-23T12:59'))).toBe(null)
    const back = timeOutAssignment(matterOf(assigned), at('2026-11-23T13:00'))
    expect(back?.ticket).toMatchObject({ status: 'filed', assigneeId: null, assignedAt: null })
    expect(back?.event).toMatchObject({ action: 'timeOut', note: '物业4个工作小时没有接单，退回待派。' })
  })

  test('that was taken up stays, and whoever takes it first has it', () => {
    const taken = moveTicket(matterOf(), { action: 'takeUp', by: officer, at: MONDAY }).ticket
    expect(taken).toMatchObject({ status: 'inProgress', assigneeId: 5, assignedAt: MONDAY })
    expect(timeOutAssignment({ ...matterOf(), ticket: taken }, at('2026-12-01T09:00'))).toBe(null)
    expect(() => moveTicket({ ...matterOf(), ticket: taken }, { action: 'takeUp', by: DIRECTOR, at: MONDAY })).toThrow(/illegal-move/)
    const handed = moveTicket(
      { ...matterOf(), ticket: taken },
      { action: 'assign', party: 'property', assigneeId: 9, by: DIRECTOR, at: MONDAY },
    )
    expect(handed.ticket.assigneeId).toBe(9)
  })
})

test('S01 another level picks another person too', () => {
  const { summary, place, urgency, category } = matterOf().ticket
  const matter = matterOf({ status: 'inProgress', assigneeId: 5, assignedAt: at('2026-11-21T10:00') })
  const correction = { summary, place, urgency, category, private: false, tier: 'yellow' } as const
  const order = { by: DIRECTOR, at: MONDAY, note: '要街道协调' }
  expect(
    correctTicket(matter, correction, { ...order, assigneeIdOf: (party) => (party === 'subdistrict' ? 7 : null) }).ticket,
  ).toMatchObject({
    party: 'subdistrict',
    assigneeId: 7,
    assignedAt: MONDAY,
  })
  expect(correctTicket(matter, correction, order).ticket).toMatchObject({ assigneeId: null, assignedAt: null })
})

describe('S05 raising', () => {
  test.each([
    ['buildingCaptain', 'estate'],
    ['property', 'community'],
    ['gridWorker', 'community'],
    ['community', 'subdistrict'],
    ['subdistrict', 'district'],
    ['department', null],
  ] as const)('S05 what %s has goes exactly one level up: %s', (party, level) => {
    expect(levelAbove(party)).toBe(level)
  })

  test('S05 goes where staff picked, if that is above; the colour follows and never falls', () => {
    expect(levelToRaise('gridWorker', 'subdistrict')).toBe('subdistrict')
    expect(() => levelToRaise('community', 'estate')).toThrow(/illegal-move/)
    expect([
      tierOn('community', 'green'),
      tierOn('subdistrict', 'green'),
      tierOn('subdistrict', 'red'),
      tierOn('district', 'yellow'),
    ]).toEqual(['green', 'yellow', 'red', 'red'])
  })

  test('S05 without a reason it stays; at the street the deadline and the residents’ words change too', () => {
    const matter = matterOf({ party: 'community' })
    expect(() => moveTicket(matter, { action: 'raise', by: officer, at: MONDAY })).toThrow(/incomplete/)
    const { ticket, notices } = moveTicket(matter, { action: 'raise', by: officer, at: MONDAY, note: '一家办不了' })
    expect(ticket).toMatchObject({ status: 'assigned', party: 'subdistrict', tier: 'yellow' })
    expect(ticket.resolveBy).not.toEqual(matter.ticket.resolveBy)
    expect(notices.map(({ text }) => text)).toEqual(['JN-261121-001 已提请街道协调，11月26日（周四）18:00前告诉您进展。'])
    expect(moveTicket(matterOf({ party: 'buildingCaptain' }), { action: 'raise', by: officer, at: MONDAY, note: '没谈成' })).toMatchObject({
      ticket: { party: 'gridWorker', tier: 'green' },
      notices: [],
    })
    expect(actionsFor(matterOf({ party: 'department' }), DIRECTOR, ['raise'], MONDAY)).toEqual([])
  })
})

describe('S04 a whistle', () => {
  const order = { action: 'whistle', by: DIRECTOR, at: MONDAY, note: '违建占了消防通道' } as const
  const TWO = [
    { name: '住建', hours: 4 },
    { name: '环卫', hours: 2 },
  ]
  const blown = () => ({
    ...matterOf(),
    ticket: moveTicket(matterOf(), { ...order, departments: { departments: TWO, lead: '住建' } }).ticket,
  })
  const say = (matter: Matter, now: Date) =>
    readReceipts(matter.ticket.whistle!, COMMUNITY, now).map(({ name, leads, state, hours }) => [name, leads, state, hours])

  test('S04 is told in one line; the lead department is mandatory, and so is a reason', () => {
    expect(moveTicket(matterOf(), { ...order, departments: { departments: TWO, lead: '住建' } }).notices.map(({ text }) => text)).toEqual([
      'JN-261121-001 已提请街道协调（住建、环卫），住建牵头，11月26日（周四）18:00前告诉您进展。',
    ])
    expect(() => moveTicket(matterOf(), { ...order, departments: { departments: TWO, lead: null } })).toThrow(/lead/)
    expect(() => moveTicket(matterOf(), { ...order, departments: { departments: TWO, lead: '城管' } })).toThrow(/lead/)
    expect(() => moveTicket(matterOf(), { ...order, departments: { departments: [], lead: '住建' } })).toThrow(/departments/)
    expect(() => moveTicket(matterOf(), { ...order, note: ' ', departments: { departments: TWO, lead: '住建' } })).toThrow(/note/)
  })

  test('S04 shows of each whether it has reported in, and the hours it took', () => {
    const matter = blown()
    const there = reportIn(matter, { department: '环卫', by: officer, at: at('2026-11-23T10:30') })
    const after = { ...matter, ticket: there.ticket }
    expect(say(after, at('2026-11-23T11:00'))).toEqual([
      ['住建', true, 'waiting', 2],
      ['环卫', false, 'reportedIn', 1.5],
    ])
    expect(there.event).toMatchObject({ action: 'reportIn', note: '环卫' })
    expect(() => reportIn(after, { department: '环卫', by: officer, at: MONDAY })).toThrow(/illegal-move/)
    expect(() => reportIn(after, { department: '城管', by: officer, at: MONDAY })).toThrow(/not-found/)
  })

  test('S04 whoever is overdue is flagged, for the director once', () => {
    const matter = blown()
    expect(noteLateReportIn(matter, at('2026-11-23T10:59'))).toBe(null)
    const late = noteLateReportIn(matter, at('2026-11-23T11:00'))!
    expect(late).toMatchObject({ ticket: { escalatedAt: at('2026-11-23T11:00') }, event: { action: 'lateReportIn', note: '环卫' } })
    expect(say({ ...matter, ticket: late.ticket }, at('2026-11-23T11:00'))[1]).toEqual(['环卫', false, 'late', 2])
    expect(noteLateReportIn({ ...matter, ticket: late.ticket }, at('2026-11-23T11:01'))).toBe(null)
  })

  test('a second whistle calls more and keeps the receipts; below the street nobody is called', () => {
    const matter = blown()
    const there = { ...matter, ticket: reportIn(matter, { department: '住建', by: officer, at: MONDAY }).ticket }
    const more = moveTicket(there, { ...order, departments: { departments: [{ name: '城管', hours: 4 }, TWO[0]!], lead: '城管' } }).ticket
    expect(more.whistle?.departments.map(({ name, reportedInAt }) => [name, reportedInAt !== null])).toEqual([
      ['住建', true],
      ['环卫', false],
      ['城管', false],
    ])
    expect(moveTicket(matter, { action: 'assign', party: 'property', by: DIRECTOR, at: MONDAY }).ticket.whistle).toBe(null)
    expect(moveTicket(matter, { action: 'assign', party: 'subdistrict', by: DIRECTOR, at: MONDAY }).ticket.whistle).not.toBe(null)
  })
})

describe('S15 mediation', () => {
  const order = { by: officer, at: MONDAY, outcome: '', assigneeIdOf: () => null }
  const quarrel = (facts: Partial<Ticket> = {}) => matterOf({ category: 'noise.public', private: false, ...facts })
  const first = () => ({ ...quarrel(), ticket: mediate(quarrel(), order).ticket })

  test('S15 begins with the captain, is private, and has its time', () => {
    const { ticket, event } = mediate(quarrel(), { ...order, assigneeIdOf: ({ by }) => (by === 'buildingCaptain' ? 7 : null) })
    expect(ticket).toMatchObject({ private: true, party: 'buildingCaptain', assigneeId: 7, mediation: { step: 1, by: 'buildingCaptain' } })
    expect(new Date(ticket.mediation!.due)).toEqual(at('2026-11-24T17:30'))
    expect(event).toMatchObject({ action: 'mediate', note: '第1步由楼栋长调解，2026-11-24 17:30前。' })
  })

  test('S15 goes a step up only with a word on what came of the last, and ends with the last', () => {
    expect(() => mediate(first(), { ...order, outcome: ' ' })).toThrow(/outcome/)
    const second = mediate(first(), { ...order, outcome: '楼上不认' })
    expect(second.event.note).toMatch(/^楼栋长调解：楼上不认。第2步由网格员调解/)
    const last = quarrel({ private: true, mediation: { step: 4, by: 'subdistrict', due: MONDAY.toISOString() } })
    expect(() => mediate(last, { ...order, outcome: '没成' })).toThrow(/illegal-move/)
  })

  test('S15 no whistle and no other level leaps over the steps that are left; from the last one the street calls departments', () => {
    const called = { departments: [{ name: '住建', hours: 4 }], lead: '住建' }
    const whistle = { action: 'whistle', by: DIRECTOR, at: MONDAY, note: '两家都不让', departments: called } as const
    expect(() => moveTicket(first(), whistle)).toThrow(/step-open/)
    expect(() => moveTicket(first(), { action: 'assign', by: DIRECTOR, at: MONDAY, party: 'department' })).toThrow(/step-open/)
    const { summary, place, urgency, category } = first().ticket
    const yellow = { summary, place, urgency, category, private: true, tier: 'yellow' } as const
    expect(() => correctTicket(first(), yellow, { by: DIRECTOR, at: MONDAY, note: '要街道协调' })).toThrow(/step-open/)

    const onStep = (step: number, by: Mediator) => quarrel({ private: true, party: by, mediation: { step, by, due: MONDAY.toISOString() } })
    expect(() => moveTicket(onStep(3, 'community'), whistle)).toThrow(/step-open/)
    const { ticket } = moveTicket(onStep(4, 'subdistrict'), whistle)
    expect(ticket).toMatchObject({ party: 'subdistrict', mediation: { step: 4, by: 'subdistrict' }, whistle: { lead: '住建' } })
  })

  test('S15 follows the community’s own steps', () => {
    const own = { ...COMMUNITY, routing: { ...COMMUNITY.routing, mediation: [{ by: 'community' as const, hours: 2 }] } }
    expect(mediate({ ...quarrel(), community: own }, order).ticket.mediation).toMatchObject({ step: 1, by: 'community' })
  })

  test('S15 cannot be made public again', () => {
    const { ticket } = first()
    const { summary, place, urgency, tier, category } = ticket
    const edited = correctTicket(
      { ...quarrel(), ticket },
      { summary, place, urgency, tier, category, private: false },
      { by: officer, at: MONDAY },
    )
    expect(edited.ticket.private).toBe(true)
  })

  test('is for matters between people that are open', () => {
    expect([isMediable('dispute.leak'), isMediable('facility.lift')]).toEqual([true, false])
    expect(() => mediate(matterOf({ category: 'facility.lift' }), order)).toThrow(/illegal-move/)
    expect(() => mediate(quarrel({ status: 'closed' }), order)).toThrow(/illegal-move/)
  })
})

describe('a link', () => {
  const LINK: TicketLink = {
    id: 3,
    communityId: 1,
    ticketId: 1,
    name: '钱师傅',
    party: 'property',
    department: null,
    memberId: null,
    assignedAt: MONDAY,
    givenAt: MONDAY,
    expiresAt: at('2026-12-07T09:00'),
    revokedAt: null,
  }
  const theirs = { status: 'assigned', assignedAt: MONDAY } as const
  const TUESDAY = at('2026-11-24T09:00')

  test.each([
    ['opens', {}, {}, TUESDAY, null],
    ['is taken back', { revokedAt: TUESDAY }, {}, TUESDAY, 'revoked'],
    ['runs out', {}, {}, at('2026-12-07T09:00'), 'expired'],
    ['ends when somebody else gets it', {}, { assignedAt: TUESDAY }, TUESDAY, 'over'],
    ['ends when it is back in the queue', {}, { status: 'filed', assignedAt: null }, TUESDAY, 'over'],
    ['ends with the ticket', {}, { status: 'closed' }, TUESDAY, 'over'],
    ['still opens while it is checked', {}, { status: 'resolved' }, TUESDAY, null],
    ['of a department ends when it is not called any more', { department: '住建' }, { whistle: null }, TUESDAY, 'over'],
  ] as const)('%s', (_, link, ticket, now, end) => {
    expect(whyLinkEnded({ ...LINK, ...link }, matterOf({ ...theirs, ...ticket } as Partial<Ticket>).ticket, now)).toBe(end)
  })

  test('takes up, reports progress, finishes and sends back, and nothing else', () => {
    const by = handlerOf(LINK, { whistle: null })
    const all = [
      'assign',
      'takeUp',
      'bounce',
      'resolve',
      'verify',
      'reopen',
      'hold',
      'reject',
      'merge',
      'raise',
      'whistle',
      'refer',
    ] as const
    expect(actionsFor(matterOf(theirs), by, all, MONDAY)).toEqual(['takeUp', 'bounce', 'resolve'])
    expect(actionsFor(matterOf({ status: 'resolved' }), by, all, MONDAY)).toEqual([])
    expect(noteProgress(matterOf(theirs), { by, at: MONDAY, note: '在路上', photos: 1 }).event.note).toBe('在路上；照片1张')
    expect(() => noteProgress(matterOf(theirs), { by, at: MONDAY, note: ' ', photos: 0 })).toThrow(/incomplete/)
    expect(() => noteProgress(matterOf({ status: 'closed' }), { by, at: MONDAY, note: '在', photos: 0 })).toThrow(/illegal-move/)
  })

  test('of several departments only the lead says that it is done, and each reports in for itself', () => {
    const due = MONDAY.toISOString()
    const called = (name: string) => ({ name, due, reportedInAt: null, reportedInBy: null, late: false })
    const whistle = { at: due, calledBy: '', lead: '住建', departments: [called('住建'), called('环卫')] }
    const matter = matterOf({ ...theirs, whistle })
    const [lead, other] = ['住建', '环卫'].map((department) => handlerOf({ ...LINK, department }, { whistle }))
    expect(actionsFor(matter, lead!, ['resolve'], MONDAY)).toEqual(['resolve'])
    expect(actionsFor(matter, other!, ['resolve'], MONDAY)).toEqual([])
    expect(() => reportIn(matter, { department: '住建', by: other!, at: MONDAY })).toThrow(/not-allowed/)
  })
})
