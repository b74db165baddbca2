import { and, desc, eq, isNull } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import { handlerOf, handOut, type TicketLink } from '../core/routing/link.ts'
import type { Staff } from '../core/staff.ts'
import type { Decision, Handler, Matter, Ticket } from '../core/ticket/ticket.ts'
import { assertOwnPerson } from './appointments.ts'
import { type Db, whole } from './client.ts'
import { members, ticketLinks } from './schema/index.ts'
import { change } from './tickets.ts'

export type TicketLinkRow = typeof ticketLinks.$inferSelect

type Handed = Pick<TicketLink, 'name' | 'party' | 'department' | 'memberId' | 'expiresAt'>
/** `by` null: the rule gave it. `addressOf` signs the row and says where it is opened. */
type HandingOut = { by: Staff | null; at: Date; addressOf: (link: TicketLink) => string }

/** Hands a ticket to somebody without an account; a friend of the bot's account hears of it in private. @throws Refusal `illegal-move` for what is in nobody's hands */
export function giveLink(db: Db, scope: Scope, ticket: Ticket, handed: Handed, { by, at, addressOf }: HandingOut): Promise<TicketLinkRow> {
  return whole(db, async (tx) => {
    await assertOwnPerson(tx, scope, { staffId: null, ...handed })
    const { assignedAt } = ticket
    if (!assignedAt) throw new Refusal('illegal-move', { action: 'handOut', status: ticket.status })
    const row = { ...handed, ticketId: ticket.id, communityId: scope.communityId, assignedAt, givenAt: at, givenById: by?.id ?? null }
    const [link] = await tx.insert(ticketLinks).values(row).returning()
    const given = {
      link: link!,
      address: addressOf(link!),
      by: by ? ({ kind: 'staff', staff: by } as const) : ({ kind: 'bot' } as const),
      at,
      isFriend: await isFriend(tx, handed.memberId),
    }
    await change(tx, scope, ticket.id, (matter) => handOut(matter, given))
    return link!
  })
}

async function isFriend(tx: Db, memberId: number | null): Promise<boolean> {
  return memberId !== null && (await tx.$count(members, and(eq(members.id, memberId), eq(members.isFriend, true)))) > 0
}

/** Every link of a ticket, the last first. */
export function listLinks(db: Db, { communityId }: Scope, ticketId: number): Promise<TicketLinkRow[]> {
  return db
    .select()
    .from(ticketLinks)
    .where(and(eq(ticketLinks.communityId, communityId), eq(ticketLinks.ticketId, ticketId)))
    .orderBy(desc(ticketLinks.id))
}

/** By its id alone: whoever asks has shown a signature. */
export async function findLink(db: Db, id: number): Promise<TicketLinkRow | null> {
  const [link] = await db.select().from(ticketLinks).where(eq(ticketLinks.id, id))
  return link ?? null
}

export async function markSeen(db: Db, id: number, at: Date): Promise<void> {
  await db
    .update(ticketLinks)
    .set({ seenAt: at })
    .where(and(eq(ticketLinks.id, id), isNull(ticketLinks.seenAt)))
}

/** Takes a link back; history keeps who did. @throws Refusal `not-found`, `stale` when it was taken back before. */
export function revokeLink(db: Db, scope: Scope, { ticketId, id, by, at }: { ticketId: number; id: number; by: Staff; at: Date }) {
  return whole(db, async (tx) => {
    const own = and(eq(ticketLinks.id, id), eq(ticketLinks.ticketId, ticketId), eq(ticketLinks.communityId, scope.communityId))
    const [known] = await tx.select().from(ticketLinks).where(own)
    if (!known) throw new Refusal('not-found', { link: id })
    const revoked = await tx
      .update(ticketLinks)
      .set({ revokedAt: at })
      .where(and(own, isNull(ticketLinks.revokedAt)))
      .returning()
    if (revoked.length === 0) throw new Refusal('stale', { link: id })
    const event = { action: 'revoke' as const, by: { kind: 'staff' as const, staff: by }, at, note: known.name }
    await change(tx, scope, ticketId, ({ ticket }) => ({ ticket, event, notices: [] }))
  })
}

/** What somebody does by a link. Whether it still holds is asked once more under the ticket's lock. */
export function changeByLink(
  db: Db,
  { id, communityId, ticketId }: Pick<TicketLinkRow, 'id' | 'communityId' | 'ticketId'>,
  decide: (matter: Matter, by: Handler) => Decision,
  assertAlive: (link: TicketLinkRow, ticket: Ticket) => void,
): Promise<Ticket> {
  return whole(db, async (tx) => {
    const [link] = await tx.select().from(ticketLinks).where(eq(ticketLinks.id, id)).for('share')
    return change(tx, { communityId }, ticketId, (matter) => {
      assertAlive(link!, matter.ticket)
      return decide(matter, handlerOf(link!, matter.ticket))
    })
  })
}
