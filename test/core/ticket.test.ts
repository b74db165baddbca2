import { describe, expect, test } from 'vitest'
import { Refusal } from '../../core/errors.ts'
import { ROLES, type Role } from '../../core/staff.ts'
import { moveTicket } from '../../core/ticket/move.ts'
import { MOVES, TICKET_ACTIONS, type TicketAction } from '../../core/ticket/moves.ts'
import { promiseFor } from '../../core/ticket/promise.ts'
import { TICKET_STATUSES } from '../../core/ticket/status.ts'
import type { Actor, Matter, Ticket } from '../../core/ticket/ticket.ts'
import { COMMUNITY } from '../settings.ts'
import { sampleTicket } from '../ticket.ts'

const now = new Date('2026-11-21T10:00:00+08:00')
const reporter: Actor = { kind: 'resident', memberId: 1, alias: '王姐' }

function colleague(role: Role, id = 9): Actor {
  return { kind: 'staff', staff: { id, communityId: 1, name: '小李', role } }
}

function matter(ticket: Partial<Ticket> = {}): Matter {
  return {
    ticket: sampleTicket({ status: 'filed', place: { building: '8', entrance: '2', spot: null }, version: 4, ...ticket }),
    reporters: [{ memberId: 1, alias: '王姐(8-2-402)', isFriend: false, roomId: 3 }],
    community: COMMUNITY,
    estate: { id: 2, communityId: 1, name: '锦宁苑', code: 'JN', managementModel: 'property' },
    afterPhotos: 0,
  }
}

const HANDLER: Actor = { kind: 'handler', linkId: 1, name: '钱师傅', department: null, leads: true }

const COMPLETE = {
  note: '灯管已换',
  party: 'property',
  reviewAt: new Date('2026-11-24T09:00:00+08:00'),
  target: sampleTicket({ id: 8, number: 'JN-261121-008', status: 'filed' }),
  outsider: 'hotline',
  departments: { departments: [{ name: '住建', hours: 4 }], lead: '住建' },
} as const

/** Who may take an action that not every director may. */
const MOVERS: Partial<Record<TicketAction, Actor>> = { withdraw: reporter, lapse: { kind: 'bot' }, timeOut: { kind: 'bot' } }

function attempt(ticket: Partial<Ticket>, action: TicketAction, by: Actor): string {
  try {
    return moveTicket(matter(ticket), { action, by, at: now, ...COMPLETE }).ticket.status
  } catch (error) {
    if (error instanceof Refusal) return '-'
    throw error
  }
}

const PICTURE_FROM = TICKET_STATUSES.map((status) => status.slice(0, 8).padEnd(9)).join('')

test('where every action leads from every status', () => {
  const rows = TICKET_ACTIONS.map((action) => {
    const by = MOVERS[action] ?? colleague('director')
    const cells = TICKET_STATUSES.map((status) => attempt({ status }, action, by).slice(0, 8).padEnd(9))
    return `${action.padEnd(12)}${cells.join('')}`.trimEnd()
  })

  expect(`\n${' '.repeat(12)}${PICTURE_FROM.trimEnd()}\n${rows.join('\n')}\n`).toBe(`
            draft    pendingR filed    assigned inProgre awaiting onHold   resolved closed   rejected withdraw merged   referred
accept      pendingR -        -        -        -        -        -        -        -        -        -        -        -
file        -        filed    -        -        -        -        -        -        -        -        -        -        -
assign      -        -        assigned assigned assigned assigned assigned -        -        -        -        -        -
raise       -        -        assigned assigned assigned -        -        -        -        -        -        -        -
whistle     -        -        assigned assigned assigned -        -        -        -        -        -        -        -
timeOut     -        -        -        filed    -        -        -        -        -        -        -        -        -
bounce      -        -        -        filed    filed    -        -        -        -        -        -        -        -
takeUp      -        -        inProgre inProgre -        -        -        -        -        -        -        -        -
askResident -        -        awaiting awaiting awaiting -        -        -        -        -        -        -        -
hold        -        -        onHold   onHold   onHold   -        -        -        -        -        -        -        -
resume      -        -        -        -        -        inProgre inProgre -        -        -        -        -        -
resolve     -        -        resolved resolved resolved resolved -        -        -        -        -        -        -
verify      -        -        -        -        -        -        -        closed   -        -        -        -        -
lapse       -        -        -        -        -        -        -        closed   -        -        -        -        -
reopen      -        -        -        -        -        -        -        inProgre inProgre -        -        -        -
reject      rejected rejected rejected -        -        -        -        -        -        -        -        -        -
withdraw    withdraw withdraw withdraw withdraw withdraw withdraw withdraw -        -        -        -        -        -
merge       merged   merged   merged   merged   merged   merged   merged   -        -        -        -        -        -
split       -        -        -        -        -        -        -        -        -        -        -        filed    -
refer       -        -        referred referred referred -        -        -        -        -        -        -        -
`)
})

test('S05 who is above the community acts on what was raised to them, and on nothing else', () => {
  const able = (party: Ticket['party']) =>
    TICKET_ACTIONS.filter((action) => attempt({ status: MOVES[action].from[0], party }, action, colleague('overseer')) !== '-')
  expect(able('property')).toEqual([])
  expect(able('community')).toEqual([])
  const raised = ['assign', 'raise', 'whistle', 'bounce', 'takeUp', 'hold', 'resume', 'resolve', 'refer']
  expect(able('subdistrict')).toEqual(raised)
  expect(able('department')).toEqual(raised.filter((action) => action !== 'raise'))
})

test('who may take which action', () => {
  const others = [['reporter', reporter] as const, ['handler', HANDLER] as const, ['bot', { kind: 'bot' }] as const]
  const movers = [...ROLES.map((role) => [role, colleague(role)] as const), ...others]
  const rows = TICKET_ACTIONS.map((action) => {
    const from = MOVES[action].from[0]
    const able = movers.filter(([, by]) => attempt({ status: from }, action, by) !== '-').map(([name]) => name)
    return `${action.padEnd(12)}${able.join(' ')}`.trimEnd()
  })

  expect(`\n${rows.join('\n')}\n`).toBe(`
accept      gridWorker staff director administrator
file        gridWorker staff director administrator
assign      staff director administrator bot
raise       buildingCaptain gridWorker staff director administrator
whistle     staff director administrator
timeOut     bot
bounce      buildingCaptain gridWorker staff director administrator handler
takeUp      buildingCaptain gridWorker staff director administrator handler
askResident buildingCaptain gridWorker staff director administrator
hold        staff director administrator
resume      buildingCaptain gridWorker staff director administrator
resolve     buildingCaptain gridWorker staff director administrator handler
verify      buildingCaptain gridWorker staff director administrator reporter
lapse       bot
reopen      buildingCaptain gridWorker staff director administrator reporter
reject      staff director administrator
withdraw    reporter
merge       staff director administrator
split       staff director administrator
refer       staff director administrator
`)
})

describe('a resolved ticket', () => {
  const resolved = { status: 'resolved', resolvedAt: now, resolvedById: 9 } as const

  test('is not verified by whoever resolved it', () => {
    expect(attempt(resolved, 'verify', colleague('director', 9))).toBe('-')
    expect(attempt(resolved, 'verify', colleague('gridWorker', 10))).toBe('closed')
  })

  test('is not verified by whoever it was assigned to', () => {
    expect(attempt({ ...resolved, assigneeId: 10 }, 'verify', colleague('gridWorker', 10))).toBe('-')
  })

  test('is closed as confirmed by a reporter and as verified by staff', () => {
    expect(moveTicket(matter(resolved), { action: 'verify', by: reporter, at: now }).ticket.outcome).toBe('confirmed')
    expect(moveTicket(matter(resolved), { action: 'verify', by: colleague('staff', 10), at: now }).ticket.outcome).toBe('verified')
  })

  test('is no business of a stranger', () => {
    expect(attempt(resolved, 'verify', { kind: 'resident', memberId: 2, alias: '路人' })).toBe('-')
  })
})

describe('a closed ticket', () => {
  function closedDaysAgo(days: number) {
    return { status: 'closed', outcome: 'confirmed', closedAt: new Date(now.getTime() - days * 86_400_000) } as const
  }

  test('is reopened within seven days and not later', () => {
    expect(attempt(closedDaysAgo(7), 'reopen', reporter)).toBe('inProgress')
    expect(attempt(closedDaysAgo(7.01), 'reopen', reporter)).toBe('-')
  })

  test('counts the reopening and loses its outcome', () => {
    const { ticket } = moveTicket(matter(closedDaysAgo(1)), { action: 'reopen', by: reporter, at: now })
    expect(ticket).toMatchObject({ reopenCount: 1, outcome: null, closedAt: null, resolvedAt: null })
  })
})

test('a page that was drawn before the last change moves nothing', () => {
  const order = { action: 'resolve', by: colleague('staff'), at: now, note: '好了' } as const
  expect(() => moveTicket(matter(), { ...order, seenVersion: 3 })).toThrow(/stale/)
  expect(moveTicket(matter(), { ...order, seenVersion: 4 }).ticket.version).toBe(5)
})

test('an action without what it needs is refused', () => {
  expect(() => moveTicket(matter(), { action: 'resolve', by: colleague('staff'), at: now, note: '  ' })).toThrow(/incomplete/)
  expect(() => moveTicket(matter(), { action: 'hold', by: colleague('staff'), at: now, note: '等配件' })).toThrow(/incomplete/)
})

test('nothing rests until a moment that has gone', () => {
  const hold = (reviewAt: Date) => moveTicket(matter(), { action: 'hold', by: colleague('staff'), at: now, note: '等配件', reviewAt })
  expect(() => hold(new Date('2026-11-20T09:00:00+08:00'))).toThrow(/past/)
  expect(() => hold(now)).toThrow(/past/)
})

test('what staff write is masked before a group hears it', () => {
  const [notice] = moveTicket(matter(), {
    action: 'resolve',
    by: colleague('staff'),
    at: now,
    note: '师傅13812345678已到8-2-402修好',
  }).notices
  expect(notice?.text).not.toMatch(/13812345678|8-2-402/)
})

test('a private matter is told to the reporter alone', () => {
  const { notices } = moveTicket(matter({ private: true }), { action: 'resolve', by: colleague('staff'), at: now, note: '已上门调解' })
  expect(notices.map(({ to, obstacle }) => ({ to, obstacle }))).toEqual([{ to: { memberId: 1 }, obstacle: 'notFriend' }])
})

test.each(['closed', 'merged', 'rejected', 'withdrawn', 'referred'] as const)(
  'S07 nothing is merged into a ticket that is %s',
  (status) => {
    const target = sampleTicket({ id: 8, number: 'JN-261121-008', status })
    expect(() => moveTicket(matter(), { action: 'merge', by: colleague('staff'), at: now, target })).toThrow(/ended/)
  },
)

test('an emergency is promised at once, at night too', () => {
  const night = new Date('2026-11-21T23:40:00+08:00')
  expect(promiseFor({ category: 'emergency.gas', tier: 'green' }, night, matter().community)).toMatchObject({
    respondBy: night,
    resolveBy: null,
  })
  expect(promiseFor({ category: 'facility.lighting', tier: 'green' }, night, matter().community).respondBy).toEqual(
    new Date('2026-11-22T11:00:00+08:00'),
  )
})
