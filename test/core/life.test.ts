import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../core/errors.ts'
import { PARTIES, type Party } from '../../core/org.ts'
import { ROLES, type Role } from '../../core/staff.ts'
import { planTicket } from '../../core/ticket/edit.ts'
import { lapsesAt } from '../../core/ticket/lapse.ts'
import { type MoveOrder, moveTicket } from '../../core/ticket/move.ts'
import { MOVES, TICKET_ACTIONS } from '../../core/ticket/moves.ts'
import { completeDraft } from '../../core/ticket/open.ts'
import type { Actor, Decision, Matter, Reporter, Ticket } from '../../core/ticket/ticket.ts'
import { changesBetween, mayUndo, undoLast } from '../../core/ticket/undo.ts'
import { withdrawReport } from '../../core/ticket/withdraw.ts'
import { COMMUNITY } from '../settings.ts'
import { sampleTicket } from '../ticket.ts'

const now = new Date('2026-11-24T10:00:00+08:00')
const WANG: Reporter = { memberId: 1, alias: '王姐', isFriend: false, roomId: 3 }
const LI: Reporter = { memberId: 2, alias: '老李', isFriend: false, roomId: 3 }
const ESTATE = { id: 2, communityId: 1, name: '和风苑', code: 'JN', managementModel: 'property' as const }

function matter(ticket: Partial<Ticket>, reporters: Reporter[] = [WANG], afterPhotos = 0): Matter {
  return { ticket: sampleTicket(ticket), reporters, community: COMMUNITY, estate: ESTATE, afterPhotos }
}

function colleague(role: Role, id = 9, parties: readonly Party[] = []): Actor {
  return { kind: 'staff', staff: { id, communityId: 1, name: `同事${id}`, role }, parties }
}

const resident = ({ memberId, alias }: Reporter) => ({ kind: 'resident' as const, memberId: memberId!, alias })

function refusal(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.facts['missing'] ?? ''}`.trim()
    throw error
  }
}

test('an answer that comes while staff decide about the draft neither files nor reopens it', () => {
  const place = { building: '6', entrance: '1', spot: null }
  const answer = (status: Ticket['status']) => () =>
    completeDraft(matter({ status }), place, { by: resident(WANG), at: now, about: [] }).ticket.status
  expect(answer('draft')()).toBe('pendingReview')
  for (const status of ['pendingReview', 'filed', 'rejected', 'merged'] as const) expect(refusal(answer(status))).toBe('illegal-move')
})

const RESOLVED = { status: 'resolved', resolvedAt: now, resolvedById: 9, party: 'property' } as const

test('S85 who also sits in the party that did the work does not check it; somebody else does', () => {
  const check = (by: Actor) => refusal(() => moveTicket(matter(RESOLVED), { action: 'verify', by, at: now }))
  expect(check(colleague('staff', 10, ['property', 'ownersCommittee']))).toBe('not-allowed')
  expect(check(colleague('staff', 10, ['ownersCommittee']))).toBeNull()
})

describe('bounces', () => {
  const bounce = (facts: Partial<Ticket>) =>
    moveTicket(matter({ status: 'assigned', assigneeId: 9, ...facts }), {
      action: 'bounce',
      by: colleague('staff'),
      at: now,
      note: '不归物业',
    })

  test('two go back to the queue and are counted', () => {
    expect(bounce({ bounceCount: 0 }).ticket).toMatchObject({ status: 'filed', bounceCount: 1, assigneeId: null, escalation: null })
    expect(bounce({ bounceCount: 1 }).ticket).toMatchObject({ status: 'filed', bounceCount: 2, escalatedAt: null })
  })

  test('the third is blocked and goes to the director', () => {
    const { ticket, event } = bounce({ bounceCount: 2 })
    expect(ticket).toMatchObject({ status: 'assigned', bounceCount: 2, assigneeId: 9, escalation: 'bounced', escalatedAt: now })
    expect(event).toMatchObject({ action: 'escalate', note: '不归物业' })
  })

  test('what the director decides is off the list', () => {
    const listed = { status: 'assigned', bounceCount: 2, escalation: 'bounced', escalatedAt: now } as const
    const order = { action: 'assign', at: now, party: 'department' } as const
    expect(moveTicket(matter(listed), { ...order, by: colleague('director') }).ticket).toMatchObject({
      escalation: null,
      escalatedAt: null,
    })
    expect(moveTicket(matter(listed), { ...order, by: colleague('staff') }).ticket.escalation).toBe('bounced')
  })
})

test('the second denial goes to the director, the first does not', () => {
  const deny = (reopenCount: number) =>
    moveTicket(matter({ ...RESOLVED, reopenCount }), { action: 'reopen', by: resident(WANG), at: now }).ticket
  expect(deny(0)).toMatchObject({ status: 'inProgress', reopenCount: 1, escalation: null, escalatedAt: null })
  expect(deny(1)).toMatchObject({ status: 'inProgress', reopenCount: 2, escalation: 'denied', escalatedAt: now })
})

test('what was denied twice stays on the director’s list when it is said to be done again, and leaves it with its end', () => {
  const listed = { status: 'inProgress', escalation: 'denied', escalatedAt: now, category: 'facility.lighting' } as const
  const done = moveTicket(matter(listed), { action: 'resolve', by: colleague('staff'), at: now, note: '换了灯管' }).ticket
  expect(done).toMatchObject({ status: 'resolved', escalation: 'denied', escalatedAt: now })
  const closed = moveTicket(matter(done), { action: 'verify', by: resident(WANG), at: now }).ticket
  expect(closed).toMatchObject({ status: 'closed', escalation: null, escalatedAt: null })
})

describe('several reporters', () => {
  test('any one of them denies, the first of them confirms', () => {
    expect(moveTicket(matter(RESOLVED, [WANG, LI]), { action: 'reopen', by: resident(LI), at: now }).ticket.status).toBe('inProgress')
    expect(moveTicket(matter(RESOLVED, [WANG, LI]), { action: 'verify', by: resident(LI), at: now }).ticket.status).toBe('closed')
  })

  test('each takes back only their own report, and the ticket goes with the last one', () => {
    const order = { by: resident(WANG), at: now, note: '不用了', about: [7] }
    const first = withdrawReport(matter({ status: 'filed' }, [WANG, LI, WANG]), order)
    expect([first.ticket.status, first.event.action, first.leaves]).toEqual(['filed', 'leave', 1])
    expect(first.notices.map(({ text }) => text)).toEqual(['好的，您的反映已撤回。还有其他居民反映，JN-261121-001 继续办理。'])

    const last = withdrawReport(matter({ status: 'filed' }, [WANG, WANG]), order)
    expect([last.ticket.status, last.event.action, last.leaves]).toEqual(['withdrawn', 'withdraw', 1])
  })

  test('nobody takes back what somebody else has reported', () => {
    expect(refusal(() => moveTicket(matter({ status: 'filed' }, [WANG, LI]), { action: 'withdraw', by: resident(WANG), at: now }))).toBe(
      'not-allowed',
    )
    expect(refusal(() => withdrawReport(matter({ status: 'filed' }, [LI]), { by: resident(WANG), at: now, note: null, about: [] }))).toBe(
      'not-allowed',
    )
  })
})

describe('before it is done', () => {
  const resolve = (facts: Partial<Ticket>, order: Partial<MoveOrder> = {}, photos = 0) =>
    refusal(() =>
      moveTicket(matter({ status: 'inProgress', ...facts }, [WANG], photos), {
        ...{ action: 'resolve', by: colleague('staff'), at: now, note: '好了', ...order },
      }),
    )

  test('S95 works are shown, or a reason says why not', () => {
    const works = { category: 'facility.manhole' } as const
    expect(resolve(works)).toBe('incomplete afterPhoto')
    expect(resolve(works, { waiver: ' ' })).toBe('incomplete afterPhoto')
    expect(resolve(works, { waiver: '天黑拍不清' })).toBeNull()
    expect(resolve(works, { photos: 1 })).toBeNull()
    expect(resolve(works, {}, 1)).toBeNull()
    expect(resolve({ category: 'facility.lighting' })).toBeNull()
  })

  test('S02 a plan that was asked for is whole', () => {
    const overflow = { category: 'sanitation.garbage_overflow' } as const
    const plan = { text: '每天加收一次', owner: '物业张经理', due: '2026-11-30' }
    expect(resolve({ ...overflow, plan: { text: '', owner: '', due: null } })).toBe('incomplete plan')
    expect(resolve({ ...overflow, plan: { ...plan, due: null } })).toBe('incomplete plan')
    expect(resolve({ ...overflow, plan })).toBeNull()
    const verify = (facts: Partial<Ticket>) =>
      refusal(() =>
        moveTicket(matter({ ...RESOLVED, ...overflow, ...facts }), { action: 'verify', by: colleague('director', 10), at: now }),
      )
    expect(verify({ plan: { ...plan, owner: '' } })).toBe('incomplete plan')
    expect(verify({ plan })).toBeNull()
  })

  test('a plan is asked for only while there is something to be done', () => {
    const order = { by: colleague('staff'), at: now }
    const asked = planTicket(matter({ status: 'filed' }), { text: '', owner: '', due: null }, order)
    expect(asked.event).toMatchObject({ action: 'plan', note: '还没写怎么整改；责任未定；期限未定' })
    expect(refusal(() => planTicket(matter(RESOLVED), null, order))).toBe('illegal-move')
  })
})

test('S100 a yellow or red matter is closed with a word on how it was checked; a reporter’s own word is one', () => {
  const close = (by: Actor, note?: string) =>
    refusal(() => moveTicket(matter({ ...RESOLVED, tier: 'yellow' }), { action: 'verify', by, at: now, ...(note && { note }) }))
  expect(close(colleague('staff', 10))).toBe('incomplete evidence')
  expect(close(colleague('staff', 10), '到现场看过，已恢复供电')).toBeNull()
  expect(close(resident(WANG))).toBeNull()
})

test('S100 a reporter’s sentence told to staff is evidence once they agree to be quoted, and is said to nobody without that', () => {
  const close = (quote: MoveOrder['quote'], note?: string) => () =>
    moveTicket(matter({ ...RESOLVED, tier: 'red' }), {
      action: 'verify',
      by: colleague('staff', 10),
      at: now,
      quote,
      ...(note && { note }),
    })
  const words = '换了新变压器，三天没再跳闸，打过13812345678'
  expect(refusal(close({ words, isAgreed: false }))).toBe('unagreed')
  expect(refusal(close({ words, isAgreed: false }, '到现场看过'))).toBe('unagreed')
  expect(refusal(close({ words: ' ', isAgreed: true }))).toBe('incomplete evidence')
  const { ticket, event } = close({ words, isAgreed: true })()
  expect(ticket).toMatchObject({ status: 'closed', outcome: 'verified', quoteAgreedAt: now })
  expect(event.note).toBe('居民原话（本人同意引用）：“换了新变压器，三天没再跳闸，打过〔电话〕”')
  expect(close({ words: '没再跳闸', isAgreed: true }, '到现场看过')().event.note).toBe('到现场看过；居民原话（本人同意引用）：“没再跳闸”')
  expect(close(undefined, '到现场看过')().ticket.quoteAgreedAt).toBeNull()
  const again = moveTicket({ ...matter({}), ticket }, { action: 'reopen', by: resident(WANG), at: now })
  expect(again.ticket.quoteAgreedAt).toBeNull()
})

test.each([
  ['Tuesday morning', '2026-11-24T10:00:00+08:00', '2026-11-27T10:00:00+08:00'],
  ['Friday evening, before a weekend that is worked', '2026-11-27T18:00:00+08:00', '2026-11-30T18:00:00+08:00'],
  ['the eve of National Day', '2026-09-30T12:00:00+08:00', '2026-10-10T12:00:00+08:00'],
])('72 hours of working days after %s', (_, from, to) => {
  expect(lapsesAt(new Date(from), COMMUNITY)).toEqual(new Date(to))
})

describe('one step back', () => {
  const by = colleague('staff')
  const before = matter({ status: 'filed', reviewAt: null })
  const held = moveTicket(before, {
    action: 'hold',
    by: colleague('director'),
    at: now,
    note: '等配件',
    reviewAt: new Date('2026-11-30T09:00:00+08:00'),
  })
  const last = {
    ...{ action: 'hold' as const, actor: 'staff' as const, actorId: 9, at: now, isSaid: false },
    changes: JSON.parse(JSON.stringify(changesBetween(before.ticket, held.ticket))),
  }
  const undo = (facts: Partial<typeof last>, who = by, at = now) =>
    undoLast({ ...before, ticket: held.ticket }, { ...last, ...facts }, { by: who, at }).ticket

  test('brings back what was, dates and all, as a new version', () => {
    expect(undo({})).toEqual({ ...before.ticket, version: before.ticket.version + 2 })
  })

  test('brings back from when its hours are counted', () => {
    const { ticket } = matter({ status: 'resolved', resolvedAt: now, countedFrom: new Date('2026-11-20T09:00:00+08:00') })
    const reopened = moveTicket({ ...before, ticket }, { action: 'reopen', by, at: now, note: '没修好' })
    const changes = JSON.parse(JSON.stringify(changesBetween(ticket, reopened.ticket)))
    expect(reopened.ticket.countedFrom).toEqual(now)
    const undone = undoLast({ ...before, ticket: reopened.ticket }, { ...last, action: 'reopen', changes }, { by, at: now }).ticket
    expect(undone).toEqual({ ...ticket, version: ticket.version + 2 })
  })

  test('is for whoever took it, for an hour, and only while nobody has heard of it', () => {
    expect(mayUndo(last, by, now)).toBe(true)
    expect(refusal(() => undo({ isSaid: true }))).toBe('not-allowed')
    expect(refusal(() => undo({}, colleague('director', 10)))).toBe('not-allowed')
    expect(refusal(() => undo({}, by, new Date(now.getTime() + 3_600_001)))).toBe('not-allowed')
    for (const action of ['merge', 'split', 'open', 'join', 'answer'] as const) expect(mayUndo({ ...last, action }, by, now)).toBe(false)
  })
})

describe('S92 whatever ends a matter says who, what and when', () => {
  const say = (facts: Partial<Ticket>, order: Omit<MoveOrder, 'at'>) =>
    moveTicket(matter(facts), { at: now, ...order }).notices.map(({ text, notBefore }) => [text, notBefore])
  const by = colleague('staff')
  const FILED = { status: 'filed', filedAt: now } as const

  test('turned down, before it was a case and after', () => {
    const order = { action: 'reject', by, note: '树是邻小区的' } as const
    expect(say({ status: 'pendingReview' }, order)).toEqual([
      ['JN-261121-001 社区11月24日决定不受理：树是邻小区的。有疑问请联系社区工作人员。', now],
    ])
    expect(say(FILED, order)).toEqual([['JN-261121-001 社区11月24日核实后决定不办：树是邻小区的。有疑问请联系社区工作人员。', now]])
  })

  test('taken back', () => {
    expect(say(FILED, { action: 'withdraw', by: resident(WANG) })).toEqual([['好的，JN-261121-001 已撤回，社区从现在起不再办理。', now]])
  })

  test.each([
    [{ status: 'inProgress', resolveBy: new Date('2026-11-27T12:00:00+08:00') }, '正在处理，物业11月27日（周五）12:00前有结果。'],
    [{ status: 'filed', resolveBy: null }, '已确认，物业尽快处理，11月26日（周四）18:00前告诉您进展。'],
    [{ status: 'onHold', reviewAt: new Date('2026-11-30T09:00:00+08:00') }, '暂缓办理，物业11月30日再跟进。'],
    [{ status: 'resolved', resolvedAt: now }, '物业11月24日说已处理好，等您看过。好了回“好了”，没好回“没好”。'],
  ] as const)('merged into one that is %j', (facts, standing) => {
    const target = sampleTicket({ id: 8, number: 'JN-261121-008', ...facts })
    expect(say(FILED, { action: 'merge', by, target })).toEqual([
      [`JN-261121-001 和 JN-261121-008 是同一件事，一起办：${standing}进展在 JN-261121-008 里告诉您。`, now],
    ])
  })

  test('merged into a private one, of which a group hears no more', () => {
    const target = sampleTicket({ id: 8, number: 'JN-261121-008', status: 'inProgress', private: true })
    expect(say(FILED, { action: 'merge', by, target })).toEqual([
      ['JN-261121-001 和 JN-261121-008 是同一件事，社区11月24日起一起办，进展私下告诉您。', now],
    ])
  })

  test('referred: to which office, why and until when; then the last word, in the morning of that day', () => {
    const order = { action: 'refer', by, note: '线路归供电' } as const
    expect(() => say(FILED, order)).toThrow(/outsider/)
    expect(say(FILED, { ...order, outsider: 'hotline' })).toEqual([
      ['JN-261121-001 社区11月24日转12345热线办理：线路归供电。社区11月26日再回您一次，也可以直接问12345热线。', now],
      [
        'JN-261121-001 11月24日转12345热线以后，社区的环节已经办完。结果请问12345热线，没解决就把问题再说一遍，社区重新登记。',
        new Date('2026-11-26T10:00:00+08:00'),
      ],
    ])
  })
})

const actors: fc.Arbitrary<Actor> = fc.oneof(
  fc
    .record({ role: fc.constantFrom(...ROLES), id: fc.integer({ min: 9, max: 12 }), parties: fc.subarray([...PARTIES], { maxLength: 2 }) })
    .map(({ role, id, parties }) => colleague(role, id, parties)),
  fc.constantFrom<Actor>(resident(WANG), resident(LI), resident({ ...WANG, memberId: 7, alias: '路人' }), { kind: 'bot' }),
)
const orders = fc.record({
  action: fc.constantFrom(...TICKET_ACTIONS),
  by: actors,
  minutes: fc.integer({ min: 1, max: 6000 }),
  party: fc.constantFrom(...PARTIES),
  assigneeId: fc.integer({ min: 9, max: 12 }),
  note: fc.constantFrom('', '已处理'),
})

test('no sequence of actions by anybody leaves the table, loses an event, or lets a handler verify', () => {
  fc.assert(
    fc.property(
      fc.array(orders, { maxLength: 40 }),
      fc.constantFrom('facility.lighting' as const, 'facility.manhole' as const),
      (steps, category) => {
        let state = matter({ status: 'pendingReview', category, openedAt: now, countedFrom: now }, [WANG, LI])
        let at = now
        let events = 0
        for (const { minutes, ...order } of steps) {
          at = new Date(at.getTime() + minutes * 60_000)
          const decision = attempt(state, {
            ...order,
            at,
            reviewAt: new Date(at.getTime() + 1),
            outsider: 'court',
            target: sampleTicket({ id: 99, number: 'JN-261121-099', status: 'filed' }),
          })
          if (!decision) continue
          const { ticket, event } = decision
          const isBlocked = event.action === 'escalate'
          expect(MOVES[order.action].from as readonly string[]).toContain(state.ticket.status)
          expect(ticket.status).toBe(isBlocked ? state.ticket.status : MOVES[order.action].to)
          expect(ticket.version).toBe(state.ticket.version + 1)
          expect([event.by, event.at]).toEqual([order.by, at])
          if (order.action === 'verify' && order.by.kind === 'staff') {
            expect([state.ticket.assigneeId, state.ticket.resolvedById]).not.toContain(order.by.staff.id)
            expect(order.by.parties).not.toContain(state.ticket.party)
          }
          if (ticket.status === 'closed') expect(ticket.outcome).not.toBeNull()
          expect((ticket.status === 'closed') === (ticket.closedAt !== null && ticket.outcome !== null)).toBe(true)
          events += 1
          state = { ...state, ticket }
        }
        expect(state.ticket.version).toBe(1 + events)
      },
    ),
    { numRuns: 300 },
  )
})

function attempt(state: Matter, order: MoveOrder): Decision | null {
  try {
    return moveTicket(state, order)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
