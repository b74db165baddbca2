import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import {
  type Announcement,
  type AnnouncementDraft,
  type AnnouncementStatus,
  type Audience,
  statusOf,
} from '../core/announcement/announcement.ts'
import { judgeDraft } from '../core/announcement/judge.ts'
import { cancelWords, correctWords, planWords } from '../core/announcement/plan.ts'
import type { Community } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import type { Notice } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import type { Db } from './client.ts'
import { isUniqueViolation } from './conflict.ts'
import { owe } from './outbox.ts'
import { announcementRooms, announcements, outbox, rooms } from './schema/index.ts'

export type AnnouncementEntry = Announcement & { status: AnnouncementStatus; audience: Audience[]; createdById: number | null }

/** Who decides for which community, and when. */
export type Hand = { community: Community; staff: Staff; at: Date }

/**
 * Remembers an announcement and owes every word of it.
 * @throws Refusal `incomplete` when its times or groups cannot be, `duplicate` when one of this title and start is already there.
 */
export function createAnnouncement(
  db: Db,
  draft: AnnouncementDraft,
  roomIds: readonly number[],
  { community, staff, at }: Hand,
): Promise<Announcement> {
  refuseFaults(draft, roomIds, at)
  return refuseTwin(
    db.transaction(async (tx) => {
      await lockOwnRooms(tx, { communityId: community.id }, roomIds)
      const values = { ...draft, communityId: community.id, version: 1, createdById: staff.id, createdAt: at }
      const [row] = await tx.insert(announcements).values(values).returning()
      const announcement = toAnnouncement(row!)
      await tx.insert(announcementRooms).values(roomIds.map((roomId) => ({ announcementId: announcement.id, roomId })))
      const words = planWords(
        announcement,
        roomIds.map((roomId) => ({ roomId, heard: false })),
        community,
        at,
      )
      await owe(tx, { communityId: community.id }, words, { at, staffId: staff.id })
      return announcement
    }),
  )
}

/** The page somebody changed: what they wrote, for whom, and which version they saw. */
export type AnnouncementChange = { id: number; version: number; draft: AnnouncementDraft; roomIds: readonly number[] }

/**
 * Rewrites the words that wait. Groups that have heard it keep their place, are told of a new time or place in one line and reminded anew.
 * @throws Refusal `stale` when a colleague was faster, `illegal-move` when it is over or cancelled.
 */
export function changeAnnouncement(
  db: Db,
  { id, version, draft, roomIds }: AnnouncementChange,
  { community, staff, at }: Hand,
): Promise<Announcement> {
  const scope = { communityId: community.id }
  return refuseTwin(
    db.transaction(async (tx) => {
      const before = await lockOpen(tx, scope, id, at)
      if (before.version !== version) throw new Refusal('stale', { announcement: id })
      await lockOwnRooms(tx, scope, roomIds)
      const heard = await heardIn(tx, before)

      const isOut = heard.size > 0
      const publishAt = isOut ? before.publishAt : draft.publishAt
      const allRooms = [...new Set([...heard, ...roomIds])]
      refuseFaults({ ...draft, publishAt: isOut ? at : publishAt }, allRooms, at)

      const [row] = await tx
        .update(announcements)
        .set({ ...draft, publishAt, version: version + 1 })
        .where(eq(announcements.id, id))
        .returning()
      const after = toAnnouncement(row!)
      await tx.delete(announcementRooms).where(eq(announcementRooms.announcementId, id))
      await tx.insert(announcementRooms).values(allRooms.map((roomId) => ({ announcementId: id, roomId })))

      const audience = allRooms.map((roomId) => ({ roomId, heard: heard.has(roomId) }))
      const corrections = correctWords(before, after, audience, community, at)
      const planned = planWords(after, audience, community, at)
      await replaceWords(tx, after, planned, { keepLoose: corrections.length === 0, at })
      await owe(tx, scope, [...corrections, ...planned], { at, staffId: staff.id })
      return after
    }),
  )
}

/** Takes back every word that waits; groups that have heard of it hear once that it will not take place. */
export function cancelAnnouncement(db: Db, id: number, { community, staff, at }: Hand): Promise<void> {
  const scope = { communityId: community.id }
  return db.transaction(async (tx) => {
    const before = await lockOpen(tx, scope, id, at)
    await tx
      .update(announcements)
      .set({ cancelledAt: at, version: before.version + 1 })
      .where(eq(announcements.id, id))
    await replaceWords(tx, before, [], { keepLoose: false, at })
    const heard = await heardIn(tx, before)
    const audience = [...heard].map((roomId) => ({ roomId, heard: true }))
    await owe(tx, scope, cancelWords(before, audience, community, at), { at, staffId: staff.id })
  })
}

export async function findAnnouncement(db: Db, { communityId }: Scope, id: number): Promise<AnnouncementEntry> {
  const [row] = await db
    .select()
    .from(announcements)
    .where(and(eq(announcements.id, id), eq(announcements.communityId, communityId)))
  if (!row) throw new Refusal('not-found', { announcement: id })
  const [entry] = await withAudience(db, [row])
  return entry!
}

/** What is still to come, the next one first. */
export async function listUpcoming(db: Db, { communityId }: Scope, now: Date): Promise<AnnouncementEntry[]> {
  const rows = await db
    .select()
    .from(announcements)
    .where(and(eq(announcements.communityId, communityId), gte(announcements.startsAt, now), isNull(announcements.cancelledAt)))
    .orderBy(asc(announcements.startsAt), asc(announcements.id))
  return withAudience(db, rows)
}

/** One page of what is over or was called off, newest first; `before` is the last id of the page above. */
export async function listPast(
  db: Db,
  { communityId }: Scope,
  now: Date,
  page: { before?: number; limit: number },
): Promise<AnnouncementEntry[]> {
  const over = or(lt(announcements.startsAt, now), isNotNull(announcements.cancelledAt))
  const rows = await db
    .select()
    .from(announcements)
    .where(and(eq(announcements.communityId, communityId), over, page.before ? lt(announcements.id, page.before) : undefined))
    .orderBy(desc(announcements.id))
    .limit(page.limit)
  return withAudience(db, rows)
}

/** Said, being said, or perhaps said before a crash: from then on a group counts as one that knows. */
const HEARD = sql`(outbox.status in ('sending', 'sent') or outbox.obstacle = 'interrupted')`

async function heardIn(tx: Db, { id, communityId }: Announcement): Promise<Set<number>> {
  const rows = await tx
    .selectDistinct({ roomId: outbox.roomId })
    .from(outbox)
    .where(and(eq(outbox.communityId, communityId), eq(outbox.announcementId, id), HEARD))
  return new Set(rows.flatMap(({ roomId }) => (roomId === null ? [] : [roomId])))
}

async function withAudience(db: Db, rows: (typeof announcements.$inferSelect)[]): Promise<AnnouncementEntry[]> {
  const heard = sql<boolean>`exists (select 1 from outbox where outbox.announcement_id = announcement_rooms.announcement_id
    and outbox.room_id = announcement_rooms.room_id and ${HEARD})`
  const ids = rows.map(({ id }) => id)
  const all =
    ids.length === 0
      ? []
      : await db
          .select({ announcementId: announcementRooms.announcementId, roomId: announcementRooms.roomId, heard })
          .from(announcementRooms)
          .where(inArray(announcementRooms.announcementId, ids))
          .orderBy(asc(announcementRooms.roomId))
  return rows.map((row) => {
    const audience = all.filter(({ announcementId }) => announcementId === row.id).map(({ roomId, heard }) => ({ roomId, heard }))
    return { ...toAnnouncement(row), createdById: row.createdById, audience, status: statusOf(row, audience) }
  })
}

async function lockOpen(tx: Db, { communityId }: Scope, id: number, at: Date): Promise<Announcement> {
  const [row] = await tx
    .select()
    .from(announcements)
    .where(and(eq(announcements.id, id), eq(announcements.communityId, communityId)))
    .for('update')
  if (!row) throw new Refusal('not-found', { announcement: id })
  if (row.cancelledAt || row.startsAt <= at) throw new Refusal('illegal-move', { announcement: id })
  // The bot takes its next words with a lock: after this one, nothing of ours is on its way unseen.
  await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.announcementId, id), inArray(outbox.status, [...OPEN])))
    .for('update')
  return toAnnouncement(row)
}

async function lockOwnRooms(tx: Db, { communityId }: Scope, roomIds: readonly number[]): Promise<void> {
  const own = await tx
    .select({ id: rooms.id })
    .from(rooms)
    .where(and(eq(rooms.communityId, communityId), inArray(rooms.id, [...roomIds])))
    .for('update')
  if (own.length !== new Set(roomIds).size) throw new Refusal('not-found', { rooms: roomIds })
}

const OPEN = ['waiting', 'withheld', 'failed', 'needsPerson'] as const

/**
 * Words of the same part take the new text and wait again, also where the group was silent until now; the others are taken back.
 * `keepLoose`: a correction that waits still holds.
 */
async function replaceWords(
  tx: Db,
  { id }: Announcement,
  planned: readonly Notice[],
  { keepLoose, at }: { keepLoose: boolean; at: Date },
): Promise<void> {
  const open = await tx
    .select()
    .from(outbox)
    .where(and(eq(outbox.announcementId, id), inArray(outbox.status, [...OPEN])))
  for (const row of open) {
    const next = planned.find(({ key }) => key !== null && key === row.key)
    if (next) {
      const { text, notBefore, expiresAt } = next
      await tx
        .update(outbox)
        .set({ text, notBefore, expiresAt, hold: null, status: 'waiting', obstacle: null, attempts: 0, settledAt: null })
        .where(eq(outbox.id, row.id))
    } else if (row.key !== null || !keepLoose) {
      await tx.update(outbox).set({ status: 'cancelled', settledAt: at, key: null }).where(eq(outbox.id, row.id))
    }
  }
}

function refuseFaults(draft: AnnouncementDraft, roomIds: readonly number[], at: Date): void {
  const faults = judgeDraft(draft, roomIds, at)
  if (faults.length > 0) throw new Refusal('incomplete', { faults })
}

async function refuseTwin<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    throw isUniqueViolation(error) ? new Refusal('duplicate', {}) : error
  }
}

function toAnnouncement(row: typeof announcements.$inferSelect): Announcement {
  const { createdAt: _, createdById: __, ...announcement } = row
  return announcement
}
