import { and, eq, getTableColumns, gt, isNull, lt, ne, sql } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import type { Height, Scope } from '../core/org.ts'
import { type Held, reachOf } from '../core/organisation/reach.ts'
import type { Role, Staff } from '../core/staff.ts'
import type { Db } from './client.ts'
import { COMMUNITY, toCommunity } from './orgUnits.ts'
import { prepared } from './prepared.ts'
import {
  appointments,
  authAccounts,
  authSessions,
  authUsers,
  communities,
  grids,
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

/** `wanted`: in which of the communities below them somebody from above wants to be; elsewhere it means nothing. */
type Asked = { token: string; wanted: number | null; at: Date }

/**
 * Whose session this is, and how far they see; null when there is none of this token that has not run out by the clock on the wall, which better-auth goes by,
 * and for somebody from above when there is no community below.
 */
export async function findSignedIn(db: Db, { token, wanted, at }: Asked): Promise<SignedIn | null> {
  const [row] = await signedInBy(db).execute({ token, wanted, at: at.toISOString() })
  if (!row) return null
  const { id, unitId, name, role, active } = row.member
  const reach = reachOf({ id, role }, row.held ?? [], row.hasGrids)
  return {
    staff: { id, communityId: row.settings.id, name, role, ...(unitId !== null && { from: unitId }), ...(reach && { reach }) },
    community: toCommunity(row),
    active,
    mustChangePassword: row.mustChangePassword,
    lastSeenAt: row.lastSeenAt,
  }
}

/** The community below that is wanted, else the first. */
const WANTED = sql`(select one.id from ${communities} one where is_below(one.id, ${staff.unitId})
  order by one.id is not distinct from ${sql.placeholder('wanted')}::integer desc, one.id limit 1)`

/** The buildings that somebody who works in the field answers for that day. */
const HELD = sql<Held[] | null>`case when ${staff.role} in ('buildingCaptain', 'gridWorker') then (
  select json_agg(json_build_object('office', held.role, 'estateId', building.parent_id, 'building', building.name))
  from ${appointments} held join ${orgUnits} building
    on building.kind = 'building' and (building.id = held.unit_id or building.grid_id = held.grid_id)
  where held.staff_id = ${staff.id} and held.role in ('buildingCaptain', 'gridWorker')
    and (${sql.placeholder('at')}::timestamptz at time zone ${communities.timeZone})::date between held.from_day and coalesce(held.to_day, 'infinity')) end`

const signedInBy = prepared((db) =>
  db
    .select({
      member: getTableColumns(staff),
      ...COMMUNITY,
      held: HELD,
      hasGrids: sql<boolean>`exists (select from ${grids} where ${grids.communityId} = ${communities.id})`,
      mustChangePassword: authUsers.mustChangePassword,
      lastSeenAt: authSessions.lastSeenAt,
    })
    .from(authSessions)
    .innerJoin(authUsers, eq(authUsers.id, authSessions.userId))
    .innerJoin(staff, eq(staff.userId, authUsers.id))
    .innerJoin(communities, eq(communities.id, sql`coalesce(${staff.communityId}, ${WANTED})`))
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

type NewUser = { name: string; username: string; passwordHash: string; mustChangePassword: boolean }
export type NewAccount = NewUser & { communityId: number; role: Role }

/** A member of staff with an account to sign in with; refuses a name that is taken. `username` comes in lower case. */
export function addAccount(db: Db, account: NewAccount, now: Date): Promise<Staff> {
  const { name, communityId, role } = account
  return db.transaction(async (tx) => {
    const userId = await addUser(tx, account, now)
    const [member] = await tx.insert(staff).values({ communityId, userId, name, role }).returning()
    return { id: member!.id, communityId, name, role }
  })
}

/** Somebody who looks down from a node. @throws Refusal `duplicate` for a name that is taken */
export function addOverseer(db: Db, { unitId }: Height, account: NewUser, now: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const userId = await addUser(tx, account, now)
    await tx.insert(staff).values({ unitId, userId, name: account.name, role: 'overseer' })
  })
}

async function addUser(tx: Db, { name, username, passwordHash, mustChangePassword }: NewUser, now: Date): Promise<string> {
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
  return userId
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

/** The account behind a member of staff of this community, or of the node that somebody looks down from. */
export async function findAccount(db: Db, { communityId, from }: Scope, staffId: number): Promise<{ userId: string; username: string }> {
  const [row] = await db
    .select({ userId: authUsers.id, username: authUsers.username })
    .from(staff)
    .innerJoin(authUsers, eq(authUsers.id, staff.userId))
    .where(and(eq(staff.id, staffId), from === undefined ? eq(staff.communityId, communityId) : eq(staff.unitId, from)))
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
