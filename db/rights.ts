import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Kept } from '../core/privacy/kept.ts'
import { OPEN_STATUSES, UNFINISHED_STATUSES } from '../core/ticket/status.ts'
import type { Db } from './client.ts'
import { appointments, communities, dutySlots, members, messages, orgUnits, reports, rooms, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

/** When somebody was last asked whether all about them is to be deleted. */
export async function findAskedAt(db: Db, memberId: number): Promise<Date | null> {
  const [member] = await db.select({ at: members.eraseAskedAt }).from(members).where(eq(members.id, memberId))
  return member?.at ?? null
}

export async function markAsked(tx: Db, memberId: number, at: Date): Promise<void> {
  await tx.update(members).set({ eraseAskedAt: at }).where(eq(members.id, memberId))
}

/** All that is kept about somebody, in whichever community they have spoken. */
export async function findKept(tx: Db, memberId: number): Promise<Kept> {
  const [member] = await tx
    .select({ nickname: members.nickname, estate: orgUnits.name })
    .from(members)
    .leftJoin(orgUnits, eq(orgUnits.id, members.estateId))
    .where(eq(members.id, memberId))
  if (!member) throw new Error(`Nobody is member ${memberId}`)
  const own = await listTickets(tx, memberId)
  const [posts, offices, said] = [await findPosts(tx, memberId), await listOffices(tx, memberId), await countSaid(tx, memberId)]
  const numbersOf = (some: typeof own) => some.map(({ number }) => number)
  return {
    ...member,
    ...posts,
    ...said,
    offices,
    aliases: await listAliases(tx, memberId),
    open: numbersOf(own.filter(({ isUnfinished }) => isUnfinished)),
    emergencies: numbersOf(own.filter(({ isEmergency }) => isEmergency)),
    finished: numbersOf(own.filter(({ isUnfinished }) => !isUnfinished)),
  }
}

function listTickets(tx: Db, memberId: number) {
  return tx
    .selectDistinct({
      id: tickets.id,
      number: tickets.number,
      isUnfinished: sql<boolean>`${isAmong(tickets.status, UNFINISHED_STATUSES)}`.as('is_unfinished'),
      isEmergency: sql<boolean>`${tickets.urgency} = 'emergency' and ${isAmong(tickets.status, OPEN_STATUSES)}`.as('is_emergency'),
    })
    .from(reports)
    .innerJoin(tickets, eq(tickets.id, reports.ticketId))
    .where(eq(reports.memberId, memberId))
    .orderBy(desc(tickets.id))
}

async function listAliases(tx: Db, memberId: number): Promise<Kept['aliases']> {
  return tx
    .selectDistinct({ room: rooms.topic, alias: messages.alias })
    .from(messages)
    .innerJoin(rooms, eq(rooms.id, messages.roomId))
    .where(eq(messages.memberId, memberId))
    .orderBy(rooms.topic, messages.alias)
}

async function countSaid(tx: Db, memberId: number): Promise<Pick<Kept, 'messages' | 'photos'>> {
  const said = and(eq(messages.memberId, memberId), eq(messages.fromBot, false))
  return {
    messages: await tx.$count(messages, and(said, sql`(${messages.text} <> '' or ${messages.mediaHash} is not null)`)),
    photos: await tx.$count(messages, and(said, isNotNull(messages.mediaHash))),
  }
}

async function listOffices(tx: Db, memberId: number): Promise<Kept['offices']> {
  const rows = await tx
    .selectDistinct({ role: appointments.role })
    .from(appointments)
    .where(and(eq(appointments.memberId, memberId), isNull(appointments.to)))
  return rows.map(({ role }) => role)
}

/** Their own number, where they are called for emergencies. */
async function findPosts(tx: Db, memberId: number): Promise<Pick<Kept, 'phone' | 'isOnDuty'>> {
  const rows = await tx
    .select({ duty: communities.duty })
    .from(communities)
    .where(sql`${communities.duty} @> ${JSON.stringify([{ memberId }])}::jsonb`)
  const posts = rows.flatMap(({ duty }) => duty.filter((person) => person.memberId === memberId))
  const turns = await tx.$count(dutySlots, eq(dutySlots.memberId, memberId))
  return { phone: posts.find(({ phone }) => phone !== '')?.phone ?? null, isOnDuty: posts.length + turns > 0 }
}
