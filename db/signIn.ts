import { and, eq, getTableColumns, gt, isNull, lt, ne, sql } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import type { Role, Staff } from '../core/staff.ts'
import type { Db } from './client.ts'
import { COMMUNITY, toCommunity } from './orgUnits.ts'
import { prepared } from './prepared.ts'
import {
  authAccounts,
  authSessions,
  authUsers,
  communities,
  orgUnits,
  secondSteps,
  setupLinks,
  signInFailures,
  staff,
} from './schema/index.ts'

const LINK_MS = 15 * 60_000
const LOCK_MS = 15 * 60_000
const FORGET_MS = 24 * 3_600_000
export const MAX_FAILURES = 5

export type SignedIn = { staff: Staff; community: Community; active: boolean; mustChangePassword: boolean; lastSeenAt: Date | null }

/** Whose session this is; null when there is none of this token that has not run out by the clock on the wall, which better-auth goes by. */
export async function findSignedIn(db: Db, token: string): Promise<SignedIn | null> {
  const [row] = await signedInBy(db).execute({ token })
  if (!row) return null
  const { id, communityId, name, role, active } = row.member
  return {
    staff: { id, communityId, name, role },
    community: toCommunity(row),
    active,
    mustChangePassword: row.mustChangePassword,
    lastSeenAt: row.lastSeenAt,
  }
}

const signedInBy = prepared((db) =>
  db
    .select({
      member: getTableColumns(staff),
      ...COMMUNITY,
      mustChangePassword: authUsers.mustChangePassword,
      lastSeenAt: authSessions.lastSeenAt,
    })
    .from(authSessions)
    .innerJoin(authUsers, eq(authUsers.id, authSessions.userId))
    .innerJoin(staff, eq(staff.userId, authUsers.id))
    .innerJoin(communities, eq(communities.id, staff.communityId))
    .innerJoin(orgUnits, eq(orgUnits.id, communities.id))
    .where(and(eq(authSessions.token, sql.placeholder('token')), gt(authSessions.expiresAt, sql`now()`)))
    .prepare('signedIn'),
)

export async function touchSession(db: Db, token: string, at: Date): Promise<void> {
  await db.update(authSessions).set({ lastSeenAt: at }).where(eq(authSessions.token, token))
}

export async function endSession(db: Db, token: string): Promise<void> {
  await db.delete(authSessions).where(eq(authSessions.token, token))
}

/** Counts a try before the password is looked at, so that many at once cannot outrun the lock. Answers until when the name is locked. */
export function countTry(db: Db, username: string, now: Date): Promise<{ lockedUntil: Date | null; failures: number }> {
  return db.transaction(async (tx) => {
    await tx.insert(signInFailures).values({ username, failures: 0, lastFailedAt: now }).onConflictDoNothing()
    const [row] = await tx.select().from(signInFailures).where(eq(signInFailures.username, username)).for('update')
    if (row!.lockedUntil && row!.lockedUntil > now) return { lockedUntil: row!.lockedUntil, failures: row!.failures }

    const isFresh = row!.lockedUntil !== null || now.getTime() - row!.lastFailedAt.getTime() > LOCK_MS
    const failures = isFresh ? 1 : row!.failures + 1
    const lockedUntil = failures >= MAX_FAILURES ? new Date(now.getTime() + LOCK_MS) : null
    await tx.update(signInFailures).set({ failures, lockedUntil, lastFailedAt: now }).where(eq(signInFailures.username, username))
    return { lockedUntil: null, failures }
  })
}

export async function forgetTries(db: Db, username: string, now: Date): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.username, username))
  await db.delete(signInFailures).where(lt(signInFailures.lastFailedAt, new Date(now.getTime() - FORGET_MS)))
}

export async function addSetupLink(db: Db, tokenHash: string, now: Date): Promise<void> {
  await db.insert(setupLinks).values({ tokenHash, createdAt: now, expiresAt: new Date(now.getTime() + LINK_MS) })
}

export async function isSetupLinkGood(db: Db, tokenHash: string, now: Date): Promise<boolean> {
  const links = await db.select().from(setupLinks).where(goodLink(tokenHash, now))
  return links.length > 0
}

/** Uses up the link and every other open one; refuses a link that is unknown, used or too old. */
export async function spendSetupLink(tx: Db, tokenHash: string, now: Date): Promise<void> {
  const spent = await tx.update(setupLinks).set({ usedAt: now }).where(goodLink(tokenHash, now)).returning()
  if (spent.length === 0) throw new Refusal('not-found', { link: 'setup' })
  await tx.update(setupLinks).set({ usedAt: now }).where(isNull(setupLinks.usedAt))
}

function goodLink(tokenHash: string, now: Date) {
  return and(eq(setupLinks.tokenHash, tokenHash), isNull(setupLinks.usedAt), gt(setupLinks.expiresAt, now))
}

export type NewAccount = {
  communityId: number
  name: string
  username: string
  role: Role
  passwordHash: string
  mustChangePassword: boolean
}

/** A member of staff with an account to sign in with; refuses a name that is taken. `username` comes in lower case. */
export function addAccount(db: Db, account: NewAccount, now: Date): Promise<Staff> {
  const { name, username, passwordHash, mustChangePassword, communityId, role } = account
  return db.transaction(async (tx) => {
    const userId = crypto.randomUUID()
    const dates = { createdAt: now, updatedAt: now }
    const added = await tx
      .insert(authUsers)
      .values({ id: userId, name, username, email: `${userId}@console.invalid`, mustChangePassword, ...dates })
      .onConflictDoNothing({ target: authUsers.username })
      .returning()
    if (added.length === 0) throw new Refusal('duplicate', { username })
    await tx
      .insert(authAccounts)
      .values({ id: crypto.randomUUID(), accountId: userId, providerId: 'credential', userId, password: passwordHash, ...dates })
    const [member] = await tx.insert(staff).values({ communityId, userId, name, role }).returning()
    return { id: member!.id, communityId, name, role }
  })
}

/** Sets a password and signs the person out everywhere else. */
export function setPassword(
  db: Db,
  userId: string,
  change: { passwordHash: string; mustChangePassword: boolean; keepToken: string | null },
  now: Date,
): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.update(authAccounts).set({ password: change.passwordHash, updatedAt: now }).where(eq(authAccounts.userId, userId))
    await tx.update(authUsers).set({ mustChangePassword: change.mustChangePassword, updatedAt: now }).where(eq(authUsers.id, userId))
    await tx.delete(authSessions).where(and(eq(authSessions.userId, userId), ne(authSessions.token, change.keepToken ?? '')))
    await tx.delete(secondSteps).where(eq(secondSteps.userId, userId))
    await tx.delete(signInFailures).where(sql`${signInFailures.username} = (select username from auth_users where id = ${userId})`)
  })
}

/** The account behind a member of staff of this community. */
export async function findAccount(db: Db, scope: { communityId: number }, staffId: number): Promise<{ userId: string; username: string }> {
  const [row] = await db
    .select({ userId: authUsers.id, username: authUsers.username })
    .from(staff)
    .innerJoin(authUsers, eq(authUsers.id, staff.userId))
    .where(and(eq(staff.id, staffId), eq(staff.communityId, scope.communityId)))
  if (!row) throw new Refusal('not-found', { staff: staffId })
  return { userId: row.userId, username: row.username ?? '' }
}

export async function findPasswordHash(db: Db, userId: string): Promise<string | null> {
  const [row] = await db.select({ password: authAccounts.password }).from(authAccounts).where(eq(authAccounts.userId, userId))
  return row?.password ?? null
}

export async function hasAdministrator(db: Db): Promise<boolean> {
  return (await db.$count(staff, and(eq(staff.role, 'administrator'), eq(staff.active, true)))) > 0
}
