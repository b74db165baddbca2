import { and, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { DeedAction } from '../core/deed.ts'
import type { Staff } from '../core/staff.ts'
import { type Db, whole } from './client.ts'
import { record } from './deeds.ts'
import { authSessions, recoveryCodes, secondFactors, secondSteps, staff } from './schema/index.ts'

/** `secret` is sealed; `confirmedAt` null: set up, and not asked for yet. */
export type SecondFactor = typeof secondFactors.$inferSelect

export async function findSecondFactor(db: Db, userId: string): Promise<SecondFactor | null> {
  const [found] = await db.select().from(secondFactors).where(eq(secondFactors.userId, userId))
  return found ?? null
}

export async function hasSecondFactor(db: Db, userId: string): Promise<boolean> {
  return (await findSecondFactor(db, userId))?.confirmedAt != null
}

/** One that is in force stays as it is; one that was only begun is begun anew. */
export async function setUpSecondFactor(db: Db, userId: string, secret: string, now: Date): Promise<void> {
  await db
    .insert(secondFactors)
    .values({ userId, secret, createdAt: now })
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: { secret, createdAt: now },
      setWhere: isNull(secondFactors.confirmedAt),
    })
}

/** From now on the second step is asked for. False: it was already, or nothing was set up. */
export function confirmSecondFactor(
  db: Db,
  by: Staff,
  { userId, step, codeHashes }: { userId: string; step: number; codeHashes: readonly string[] },
  now: Date,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const confirmed = await tx
      .update(secondFactors)
      .set({ confirmedAt: now, lastStep: step })
      .where(and(eq(secondFactors.userId, userId), isNull(secondFactors.confirmedAt)))
      .returning()
    if (confirmed.length === 0) return false
    await tx.insert(recoveryCodes).values(codeHashes.map((codeHash) => ({ userId, codeHash })))
    await record(tx, by, { action: 'turnOnSecondFactor', subject: by.name }, now)
    return true
  })
}

/** False: a code of this half minute, or of a later one, was taken before. Of two at once only one is. */
export async function takeStep(db: Db, userId: string, step: number): Promise<boolean> {
  const isNew = or(isNull(secondFactors.lastStep), lt(secondFactors.lastStep, step))
  const taken = await db
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(eq(secondFactors.userId, userId), isNotNull(secondFactors.confirmedAt), isNew))
    .returning()
  return taken.length > 0
}

/** Uses up a recovery code and writes it down under the name of whose it was. */
export function spendRecoveryCode(db: Db, userId: string, codeHash: string, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const spent = await tx
      .update(recoveryCodes)
      .set({ usedAt: now })
      .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash), isNull(recoveryCodes.usedAt)))
      .returning()
    if (spent.length === 0) return false
    const left = await countRecoveryCodes(tx, userId)
    const [by] = await tx.select().from(staff).where(eq(staff.userId, userId))
    const changes = { 恢复码: [`${left + 1} 个`, `${left} 个`] as [string, string] }
    // Who looks on from above belongs to no community's log.
    if (by?.communityId)
      await record(tx, { ...by, communityId: by.communityId }, { action: 'spendRecoveryCode', subject: by.name, changes }, now)
    return true
  })
}

export function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  return db.$count(recoveryCodes, and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)))
}

type Removal = { userId: string; action: Extract<DeedAction, 'turnOffSecondFactor' | 'resetSecondFactor'>; subject: string }

/** The password alone opens the account again; a reset also ends whatever is signed in. False: there was none. */
export function removeSecondFactor(db: Db, by: Staff, { userId, action, subject }: Removal, now: Date): Promise<boolean> {
  return whole(db, async (tx) => {
    const removed = await tx.delete(secondFactors).where(eq(secondFactors.userId, userId)).returning()
    if (removed.length === 0) return false
    if (action === 'resetSecondFactor') await tx.delete(authSessions).where(eq(authSessions.userId, userId))
    await record(tx, by, { action, subject }, now)
    return true
  })
}

export async function addSecondStep(db: Db, step: typeof secondSteps.$inferInsert, now: Date): Promise<void> {
  await db.delete(secondSteps).where(lt(secondSteps.expiresAt, now))
  await db.insert(secondSteps).values(step)
}

/** Whose second step this token is for; null: it is unknown, used or too old. */
export async function findSecondStep(db: Db, tokenHash: string, now: Date): Promise<string | null> {
  const [step] = await db
    .select({ userId: secondSteps.userId })
    .from(secondSteps)
    .where(and(eq(secondSteps.tokenHash, tokenHash), gt(secondSteps.expiresAt, now)))
  return step?.userId ?? null
}

/** False: somebody else was faster. */
export async function endSecondStep(db: Db, tokenHash: string): Promise<boolean> {
  const ended = await db.delete(secondSteps).where(eq(secondSteps.tokenHash, tokenHash)).returning()
  return ended.length > 0
}

/** Whether the account behind a row of `staff` asks for the second step. */
export const HAS_SECOND_FACTOR = sql<boolean>`exists (
  select from second_factors where second_factors.user_id = ${staff.userId} and second_factors.confirmed_at is not null)`
