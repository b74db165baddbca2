import type { IntakeChannel } from '../core/intake.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from '../db/client.ts'
import { events, tickets } from '../db/schema/index.ts'
import { sampleTicket } from './ticket.ts'

type Place = { communityId: number; estateId: number }

/** Writes finished and unfinished tickets past the bot: figures are about rows, whoever made them. */
export function fixtures(db: Db, place: Place) {
  let made = 0

  async function add(count: number, facts: Partial<Ticket> = {}): Promise<Ticket[]> {
    const rows = Array.from({ length: count }, () => {
      made += 1
      const openedAt = new Date('2026-03-02T10:00:00+08:00')
      const { id: _, ...ticket } = sampleTicket({ ...place, roomId: null, openedAt, filedAt: openedAt, status: 'filed', ...facts })
      return { ...ticket, number: `JN-260302-${String(made).padStart(3, '0')}` }
    })
    return db.insert(tickets).values(rows).returning()
  }

  return {
    add,
    solved: (count: number, facts: Partial<Ticket> = {}) =>
      add(count, {
        status: 'closed',
        outcome: made % 2 === 0 ? 'confirmed' : 'verified',
        closedAt: new Date('2026-03-05T10:00:00+08:00'),
        ...facts,
      }),
    note: (ticket: Ticket, action: 'hold' | 'reject' | 'refer' | 'askResident' | 'resolve', note: string) =>
      db.insert(events).values({
        communityId: ticket.communityId,
        ticketId: ticket.id,
        action,
        actor: 'staff',
        actorName: '小李',
        at: new Date('2026-03-03T10:00:00+08:00'),
        note,
      }),
    from: (channel: IntakeChannel) => ({ intakeChannel: channel, intakeRef: channel === 'meeting' ? '3月议事厅' : null }),
  }
}
