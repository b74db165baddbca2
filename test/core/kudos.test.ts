import { expect, test } from 'vitest'
import { findKudos } from '../../core/praise/kudos.ts'
import type { Ticket } from '../../core/ticket/ticket.ts'

const now = new Date('2026-11-21T12:00:00+08:00')
const ticket = (id: number, days: number, party: Ticket['party']) =>
  ({ id, party, resolvedAt: new Date(now.getTime() - days * 86_400_000) }) as Ticket

test.each([
  ['小王师傅给力👍', 'property'],
  ['网格员小陈辛苦了', 'gridWorker'],
  ['谢谢楼长', 'buildingCaptain'],
  ['给志愿者点赞', 'volunteers'],
  ['社区主任真负责', 'community'],
  ['今天的晚霞太美了👍', null],
])('%s is to the credit of %s', (words, party) => {
  expect(findKudos(words, { own: [], named: null, now })).toEqual(party && { ticketId: null, party })
})

test('what was resolved for them within a week counts before the words, a number before that', () => {
  const own = [ticket(1, 2, 'property'), ticket(2, 1, 'gridWorker'), ticket(3, 8, 'community')]
  expect(findKudos('师傅给力', { own, named: null, now })).toEqual({ ticketId: 2, party: 'gridWorker' })
  expect(findKudos('给力', { own: [ticket(3, 8, 'community')], named: null, now })).toBeNull()
  expect(findKudos('给力', { own, named: ticket(9, 30, 'property'), now })).toEqual({ ticketId: 9, party: 'property' })
})
