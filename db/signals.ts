import { and, desc, eq, gte, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Told } from '../core/signal/burst.ts'
import type { Db } from './client.ts'
import type { StoredMessage } from './inbox.ts'
import { members, messages, orgUnits, readings, rooms, signals, staff } from './schema/index.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MOST_TOLD = 300
const MOST_SHOWN = 12
const MOST_BURSTS = 100

type Signal = typeof signals.$inferSelect
export type SignalEntry = Signal & { estate: string; person: string | null; seenBy: string | null; messages: SignalMessage[] }
export type SignalMessage = StoredMessage & { roomTopic: string | null }

/** What the residents of an estate said in groups about anything within some hours, newest first: bounded, whatever the archive holds. */
export async function listTold(
  db: Db,
  { communityId }: Scope,
  { estateId, before, hours }: { estateId: number; before: Date; hours: number },
): Promise<(Told & { intent: typeof readings.$inferSelect.intent })[]> {
  const rows = await db
    .select({
      intent: readings.intent,
      category: readings.category,
      messageId: messages.id,
      memberId: messages.memberId,
      words: messages.text,
      at: messages.sentAt,
    })
    .from(readings)
    .innerJoin(messages, eq(messages.id, readings.messageId))
    .innerJoin(rooms, and(eq(rooms.id, messages.roomId), eq(rooms.estateId, estateId)))
    .where(
      and(
        eq(readings.communityId, communityId),
        sql`${readings.category} is not null`,
        gte(readings.readAt, new Date(before.getTime() - hours * HOUR_MS)),
        lte(readings.readAt, before),
      ),
    )
    .orderBy(desc(readings.id))
    .limit(MOST_TOLD)
  return rows.map((row) => ({ ...row, category: row.category! }))
}

type Window = { estateId: number; hours: number; at: Date }

/** The bursts of an estate that may go on: raised within some hours, newest first. */
export function listBursts(db: Db, { communityId }: Scope, { estateId, hours, at }: Window): Promise<Signal[]> {
  return db
    .select()
    .from(signals)
    .where(
      and(
        eq(signals.communityId, communityId),
        eq(signals.estateId, estateId),
        eq(signals.kind, 'burst'),
        gte(signals.raisedAt, new Date(at.getTime() - hours * HOUR_MS)),
      ),
    )
    .orderBy(desc(signals.id))
    .limit(MOST_BURSTS)
}

type Burst = { estateId: number; told: readonly Told[]; going: readonly Signal[]; at: Date }

/** One signal for one topic of one estate in one window: what is said later is added to the one that is `going` on. */
export async function raiseBurst(tx: Db, { communityId }: Scope, { estateId, told, going, at }: Burst): Promise<void> {
  const about = told.map(({ messageId }) => messageId)
  const { category } = told.at(-1)!
  const people = new Set(told.map(({ memberId }) => memberId)).size
  const known = going.find((signal) => signal.category === category || signal.about.some((id) => about.includes(id)))
  if (known) return addTo(tx, known, about, Math.max(known.people, people))
  await tx
    .insert(signals)
    .values({ communityId, estateId, kind: 'burst', category, about, people, firstMessageId: about[0]!, raisedAt: at })
    .onConflictDoNothing({ target: [signals.kind, signals.firstMessageId] })
}

type Outburst = { estateId: number; memberId: number; about: readonly number[]; at: Date }

/** Calls a person to somebody who shouts; further shouting within the day is added. */
export async function raiseAnger(tx: Db, { communityId }: Scope, { estateId, memberId, about, at }: Outburst): Promise<void> {
  const [known] = await tx
    .select()
    .from(signals)
    .where(
      and(
        eq(signals.communityId, communityId),
        eq(signals.memberId, memberId),
        eq(signals.kind, 'anger'),
        gte(signals.raisedAt, new Date(at.getTime() - DAY_MS)),
      ),
    )
    .orderBy(desc(signals.id))
    .limit(1)
  if (known) return addTo(tx, known, about, 1)
  await tx
    .insert(signals)
    .values({ communityId, estateId, memberId, kind: 'anger', about: [...about], people: 1, firstMessageId: about[0]!, raisedAt: at })
    .onConflictDoNothing({ target: [signals.kind, signals.firstMessageId] })
}

async function addTo(tx: Db, known: Signal, about: readonly number[], people: number): Promise<void> {
  const all = [...new Set([...known.about, ...about])].sort((a, b) => a - b)
  await tx.update(signals).set({ about: all, people }).where(eq(signals.id, known.id))
}

/** One page of signals, those nobody has seen yet, or those somebody has; newest first, each with the newest words behind it. */
export async function listSignals(
  db: Db,
  { communityId }: Scope,
  page: { seen: boolean; before?: number | undefined; limit: number },
): Promise<SignalEntry[]> {
  const found = await db
    .select({ signal: signals, estate: orgUnits.name, person: members.nickname, seenBy: staff.name })
    .from(signals)
    .innerJoin(orgUnits, eq(orgUnits.id, signals.estateId))
    .leftJoin(members, eq(members.id, signals.memberId))
    .leftJoin(staff, eq(staff.id, signals.seenById))
    .where(
      and(
        eq(signals.communityId, communityId),
        page.seen ? sql`${signals.seenAt} is not null` : isNull(signals.seenAt),
        page.before ? lt(signals.id, page.before) : undefined,
      ),
    )
    .orderBy(desc(signals.id))
    .limit(page.limit)
  const ids = found.flatMap(({ signal }) => signal.about.slice(-MOST_SHOWN))
  const said = await listSaid(db, { communityId }, ids)
  return found.map(({ signal, ...rest }) => ({ ...signal, ...rest, messages: said.filter(({ id }) => signal.about.includes(id)) }))
}

async function listSaid(db: Db, { communityId }: Scope, ids: number[]): Promise<SignalMessage[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ message: messages, roomTopic: rooms.topic })
    .from(messages)
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .where(and(eq(messages.communityId, communityId), inArray(messages.id, ids)))
    .orderBy(messages.id)
  return rows.map(({ message, roomTopic }) => ({ ...message, roomTopic }))
}

/** @throws Refusal `stale` when a colleague has seen to it already, or there is no such signal. */
export async function markSeen(db: Db, { communityId }: Scope, id: number, by: { staffId: number; at: Date }): Promise<void> {
  const seen = await db
    .update(signals)
    .set({ seenAt: by.at, seenById: by.staffId })
    .where(and(eq(signals.id, id), eq(signals.communityId, communityId), isNull(signals.seenAt)))
    .returning({ id: signals.id })
  if (seen.length === 0) throw new Refusal('stale', { signal: id })
}
