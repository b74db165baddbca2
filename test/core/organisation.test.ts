import { describe, expect, test } from 'vitest'
import { isBuilding } from '../../core/buildings.ts'
import { type Appointment, listExpiring, OFFICES, partiesOf } from '../../core/organisation/appointment.ts'
import { type DutySlot, findGaps, nearestFirst, onDutyAt } from '../../core/organisation/duty.ts'
import { defaultOwnerOf, isStewards, rerouteTicket } from '../../core/organisation/management.ts'
import { findStation, type Station, stationFor } from '../../core/organisation/station.ts'
import { whoFor } from '../../core/organisation/vacancy.ts'
import { categoryOf } from '../../core/taxonomy/categories.ts'
import type { Actor, Matter, Ticket } from '../../core/ticket/ticket.ts'
import { COMMUNITY } from '../settings.ts'
import { sampleTicket } from '../ticket.ts'

const TODAY = '2026-11-21'
const HOME = { community: 1, estate: 2, building: 8, grid: 30, station: 40 }
const SHANGHAI = 'Asia/Shanghai'

function appointed(role: Appointment['role'], seatId: number, name: string, more: Partial<Appointment> = {}): Appointment {
  const terms = { from: '2026-01-01', to: null, electedBy: '居民选举' }
  return { id: 1, communityId: 1, role, seatId, name, staffId: null, memberId: null, ...terms, ...more }
}

const CAPTAIN = appointed('buildingCaptain', 8, '赵楼长')
const WORKER = appointed('gridWorker', 30, '李网格', { staffId: 5 })
const DIRECTOR = appointed('director', 1, '王主任', { staffId: 6 })

describe('S68 who answers for building 8', () => {
  const answering = (appointments: Appointment[], home: Parameters<typeof whoFor>[0] = HOME) => {
    const { role, party, people } = whoFor(home, 'buildingCaptain', appointments, TODAY)
    return [role, party, people.map(({ name }) => name)]
  }

  test.each([
    ['its captain', [DIRECTOR, WORKER, CAPTAIN], ['buildingCaptain', 'buildingCaptain', ['赵楼长']]],
    ['without a captain the grid worker', [DIRECTOR, WORKER], ['gridWorker', 'gridWorker', ['李网格']]],
    ['without both the community', [DIRECTOR], ['director', 'community', ['王主任']]],
    ['with nobody at all still the community', [], ['director', 'community', []]],
    ['a captain whose term is over no longer', [{ ...CAPTAIN, to: '2026-11-20' }, WORKER], ['gridWorker', 'gridWorker', ['李网格']]],
    [
      'a captain until the evening of the last day',
      [{ ...CAPTAIN, to: TODAY }, WORKER],
      ['buildingCaptain', 'buildingCaptain', ['赵楼长']],
    ],
    ['a captain from the first day on, not before', [{ ...CAPTAIN, from: '2026-11-22' }, WORKER], ['gridWorker', 'gridWorker', ['李网格']]],
    ['not the captain of another building', [{ ...CAPTAIN, seatId: 9 }, WORKER], ['gridWorker', 'gridWorker', ['李网格']]],
  ])('%s', (_, appointments, expected) => {
    expect(answering(appointments)).toEqual(expected)
  })

  test('a building that lies in no grid has no grid worker', () => {
    expect(answering([WORKER, DIRECTOR], { ...HOME, grid: null })).toEqual(['director', 'community', ['王主任']])
  })
})

test('every chain of stand-ins ends at the community', () => {
  const ends = Object.keys(OFFICES).map((role) => whoFor(HOME, role as Appointment['role'], [], TODAY).role)
  expect(new Set(ends)).toEqual(new Set(['director']))
})

test('S69 what ends within thirty days is listed, the next first', () => {
  const ends = [null, '2026-11-20', '2026-12-21', TODAY, '2026-12-22', '2026-12-01']
  const all = ends.map((to, index) => appointed('buildingCaptain', index, `${index}栋`, { to }))
  expect(listExpiring(all, TODAY).map(({ to }) => to)).toEqual([TODAY, '2026-12-01', '2026-12-21'])
  expect(listExpiring([appointed('buildingCaptain', 8, '未上任', { from: '2026-11-25', to: '2026-12-01' })], TODAY)).toEqual([])
})

test('S84 S85 one person holds several offices, and is on the side of each', () => {
  const both = [
    appointed('propertyManager', 2, '钱经理', { memberId: 7 }),
    appointed('ownersCommittee', 2, '钱经理（业主）', { memberId: 7 }),
    appointed('partyBranch', 2, '钱经理', { memberId: 7 }),
    appointed('buildingCaptain', 8, '钱经理', { memberId: 7, to: '2026-11-01' }),
    CAPTAIN,
  ]
  const person = { staffId: null, memberId: 7, name: '老钱' }
  expect(partiesOf(person, both, TODAY)).toEqual(['property', 'ownersCommittee'])
  expect(partiesOf({ staffId: 7, memberId: null, name: '钱经理' }, both, TODAY)).toEqual([])
  expect(partiesOf({ staffId: null, memberId: null, name: '赵楼长' }, both, TODAY)).toEqual(['buildingCaptain'])
})

test.each([
  ['property', 'facility.lighting', 'property'],
  ['self_managed', 'facility.lighting', 'selfManagementCommittee'],
  ['none', 'facility.lighting', 'community'],
  ['self_managed', 'noise.neighbor', 'buildingCaptain'],
  ['none', 'utility.power', 'department'],
] as const)('S37 in an estate that is %s, %s goes to %s', (model, category, party) => {
  expect(defaultOwnerOf(model, categoryOf(category).owners)).toBe(party)
})

describe('S88 the steward changes', () => {
  const estate = { id: 2, communityId: 1, name: '和风苑', code: 'JN', managementModel: 'property' as const }
  const matterOf = (facts: Partial<Ticket>): Matter => ({
    ticket: sampleTicket(facts),
    reporters: [],
    community: COMMUNITY,
    estate,
    afterPhotos: 0,
  })
  const by: Actor = { kind: 'staff', staff: { id: 6, communityId: 1, name: '王主任', role: 'director' } }
  const order = { to: 'self_managed', assigneeId: 9, by, at: new Date('2026-11-21T10:00:00+08:00') } as const

  test('only what the former steward holds is theirs', () => {
    expect(isStewards({ party: 'property', category: 'facility.lighting', mediation: null }, 'property')).toBe(true)
    expect(isStewards({ party: 'department', category: 'facility.lighting', mediation: null }, 'property')).toBe(false)
    expect(isStewards({ party: 'community', category: 'facility.lighting', mediation: null }, 'none')).toBe(true)
    expect(isStewards({ party: 'community', category: 'facility.retrofit', mediation: null }, 'none')).toBe(false)
    const mediation = { step: 2, by: 'community' as const, due: '2026-11-25T02:00:00.000Z' }
    expect(isStewards({ party: 'community', category: 'noise.renovation', mediation }, 'none')).toBe(false)
    expect(isStewards({ party: 'community', category: 'noise.renovation', mediation: null }, 'none')).toBe(true)
  })

  test('what is under way is assigned, by whoever switched', () => {
    const { ticket, event } = rerouteTicket(matterOf({ status: 'inProgress', assigneeId: 3 }), order)
    expect(ticket).toMatchObject({ status: 'assigned', party: 'selfManagementCommittee', assigneeId: 9, version: 2 })
    expect(event).toEqual({ action: 'assign', by, at: order.at, note: '和风苑改为居民自管，随之转交。' })
  })

  test('S88 what is not filed yet waits for its confirmation with the person who is due, and nobody hears a word', () => {
    const held = { status: 'pendingReview', assigneeId: 3, assignedAt: new Date('2026-11-20T09:00:00+08:00') } as const
    const { ticket, event, notices } = rerouteTicket(matterOf(held), order)
    expect(ticket).toMatchObject({ status: 'pendingReview', party: 'selfManagementCommittee', assigneeId: 9, assignedAt: order.at })
    expect([event, notices]).toEqual([{ action: 'route', by, at: order.at, note: '和风苑改为居民自管，随之转交。' }, []])
    const left = rerouteTicket(matterOf(held), { ...order, assigneeId: null })
    expect([left.ticket.assigneeId, left.ticket.assignedAt, left.event.action]).toEqual([null, null, 'edit'])
  })
})

describe('S27 contact points', () => {
  const station = (id: number, kind: Station['kind'], name: string, estateId: number | null): Station => {
    return { id, communityId: 1, kind, name, parentId: kind === 'hub' ? null : 1, estateId, place: '一楼', hours: '每天9-20点' }
  }
  const ALL = [station(1, 'hub', '和风社区连心站', null), station(2, 'studio', '和风苑连心室', 2), station(3, 'pavilion', '锦宁连心阁', 3)]

  test.each([
    [2, '和风苑连心室'],
    [3, '锦宁连心阁'],
    [4, '和风社区连心站'],
  ])('estate %i resolves to %s', (estateId, name) => {
    expect(stationFor(estateId, ALL)?.name).toBe(name)
    expect(stationFor(4, ALL.slice(1))).toBe(null)
  })

  test.each([
    ['连心室在哪', '和风苑连心室'],
    ['请问连心室几点开门呀', '和风苑连心室'],
    ['连心站在哪里', '和风社区连心站'],
    ['锦宁连心阁怎么走', '锦宁连心阁'],
    ['连心室能办什么', null],
    ['连心室的人真好', null],
    ['居委会在哪', null],
    ['连心室门口的灯什么时候修', null],
  ])('%s: %s', (words, name) => {
    expect(findStation(words, ALL, 2)?.name ?? null).toBe(name)
  })
})

describe('S29 the roster', () => {
  const turn = (weekday: number, from: string, to: string, name: string, stationId: number | null = null): DutySlot => {
    return { id: weekday, communityId: 1, weekday, from, to, name, stationId, staffId: null, memberId: null, post: '' }
  }
  const onDuty = (roster: DutySlot[], at: string, zone = SHANGHAI) => onDutyAt(roster, new Date(at), zone).map(({ name }) => name)

  test.each([
    ['2026-11-23T18:59:59+08:00', ['早班']],
    ['2026-11-23T19:00:00+08:00', ['晚班']],
    ['2026-11-24T01:30:00+08:00', ['晚班']],
    ['2026-11-24T02:00:00+08:00', []],
    ['2026-11-24T19:00:00+08:00', []],
  ])('at %s it is the turn of %j', (at, names) => {
    expect(onDuty([turn(1, '08:00', '19:00', '早班'), turn(1, '19:00', '02:00', '晚班')], at)).toEqual(names)
  })

  test('a turn of Sunday night lasts into Monday; the clock is that of the community', () => {
    const roster = [turn(7, '22:00', '06:00', '周末班')]
    expect(onDuty(roster, '2026-11-23T05:59:00+08:00')).toEqual(['周末班'])
    expect(onDuty(roster, '2026-11-23T06:00:00+08:00')).toEqual([])
    expect(onDuty(roster, '2026-11-22T23:30:00+08:00', 'Asia/Urumqi')).toEqual([])
  })

  test('who sits in the estate’s own station comes first, then who is there for everybody', () => {
    const roster = [turn(1, '08:00', '20:00', '别的室', 41), turn(2, '08:00', '20:00', '全社区'), turn(3, '08:00', '20:00', '本室', 40)]
    expect(nearestFirst(roster, 40).map(({ name }) => name)).toEqual(['本室', '全社区', '别的室'])
  })

  test('a hole between two nights is a gap; turns that touch or overlap leave none', () => {
    const whole = [1, 2, 3, 4, 5, 6, 7].map((weekday) => turn(weekday, '07:30', '22:00', '全天'))
    expect(findGaps(whole, ['22:00', '07:30'])).toEqual([])
    const holed = [
      ...whole.filter(({ weekday }) => weekday !== 3),
      turn(3, '08:00', '12:00', '上午'),
      turn(3, '11:00', '12:30', '午'),
      turn(3, '14:00', '22:00', '下午'),
    ]
    expect(findGaps(holed, ['22:00', '07:30'])).toEqual([
      { weekday: 3, from: '07:30', to: '08:00' },
      { weekday: 3, from: '12:30', to: '14:00' },
    ])
  })

  test('a day that ends early, and one without a turn between others, are gaps', () => {
    const roster = [1, 2, 4, 5, 6, 7].map((weekday) => turn(weekday, '07:30', weekday === 1 ? '18:00' : '22:00', '班'))
    expect(findGaps(roster, ['22:00', '07:30'])).toEqual([
      { weekday: 1, from: '18:00', to: '22:00' },
      { weekday: 3, from: '07:30', to: '22:00' },
    ])
  })

  test('a night turn of the day before covers the morning; without nights the whole day counts', () => {
    const nights = [1, 2, 3, 4, 5, 6, 7].map((weekday) => turn(weekday, '20:00', '08:00', '夜班'))
    expect(findGaps(nights, null).slice(0, 2)).toEqual([
      { weekday: 1, from: '08:00', to: '20:00' },
      { weekday: 2, from: '08:00', to: '20:00' },
    ])
    expect(findGaps([], ['22:00', '07:30'])).toHaveLength(7)
  })
})

test.each([
  ['8栋', '8', true],
  ['8栋', '8号楼', true],
  ['A座', 'a', true],
  ['18栋', '8', false],
])('building %s is what %s means: %s', (name, said, is) => {
  expect(isBuilding(name, said)).toBe(is)
})
