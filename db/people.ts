import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Deed } from '../core/deed.ts'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Role, Staff } from '../core/staff.ts'
import type { Db } from './client.ts'
import { record } from './deeds.ts'
import { authSessions, authUsers, staff } from './schema/index.ts'
import { HAS_SECOND_FACTOR } from './secondFactors.ts'

export type Person = Staff & {
  active: boolean
  username: string
  mustChangePassword: boolean
  hasSecondFactor: boolean
  lastSeenAt: Date | null
}

const LAST_SEEN = sql`(select max(last_seen_at) from auth_sessions where auth_sessions.user_id = ${staff.userId})`.mapWith(
  authSessions.lastSeenAt,
)
const PERSON = {
  id: staff.id,
  communityId: sql<number>`${staff.communityId}`.mapWith(Number),
  name: staff.name,
  role: staff.role,
  active: staff.active,
  username: sql<string>`coalesce(${authUsers.username}, '')`,
  mustChangePassword: authUsers.mustChangePassword,
  hasSecondFactor: HAS_SECOND_FACTOR,
  lastSeenAt: LAST_SEEN,
}

/** Everybody with an account, those in service first. */
export function listPeople(db: Db, { communityId }: Scope): Promise<Person[]> {
  return db
    .select(PERSON)
    .from(staff)
    .innerJoin(authUsers, eq(authUsers.id, staff.userId))
    .where(eq(staff.communityId, communityId))
    .orderBy(desc(staff.active), asc(staff.id))
}

/** @throws Refusal `not-found` */
export async function findPerson(db: Db, scope: Scope, id: number): Promise<Person> {
  const person = (await listPeople(db, scope)).find((one) => one.id === id)
  if (!person) throw new Refusal('not-found', { staff: id })
  return person
}

/** Accounts that are out of service: whoever they belong to takes nothing on. */
export async function listOutOfService(db: Db, { communityId }: Scope): Promise<Set<number>> {
  const rows = await db
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.communityId, communityId), eq(staff.active, false)))
  return new Set(rows.map(({ id }) => id))
}

/** Whose account is whose, also of those who have left. */
export async function listColleagueNames(db: Db, { communityId }: Scope): Promise<Map<number, string>> {
  const rows = await db.select({ id: staff.id, name: staff.name }).from(staff).where(eq(staff.communityId, communityId))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** @throws Refusal `last-administrator` when nobody would be left to run the console. */
export function changeRole(db: Db, by: Staff, id: number, role: Role, at: Date): Promise<void> {
  return changePerson(db, by, id, { role }, at)
}

/** Out of service a person is signed out at the next click; what they did stays under their name. */
export function setActive(db: Db, by: Staff, id: number, active: boolean, at: Date): Promise<void> {
  return changePerson(db, by, id, { active }, at)
}

function changePerson(db: Db, by: Staff, id: number, change: { role: Role } | { active: boolean }, at: Date): Promise<void> {
  if (by.role !== 'administrator') throw new Refusal('not-allowed', { role: by.role })
  return db.transaction(async (tx) => {
    // Everybody of the community is locked in one order: two administrators who demote each other cannot both succeed.
    const all = await tx.select().from(staff).where(eq(staff.communityId, by.communityId)).orderBy(asc(staff.id)).for('update')
    const before = all.find((person) => person.id === id)
    if (!before) throw new Refusal('not-found', { staff: id })
    const isKept = all.some((person) => isAdministrator(person.id === id ? { ...person, ...change } : person))
    if (!isKept) throw new Refusal('last-administrator', { staff: id })
    await tx
      .update(staff)
      .set(change)
      .where(and(eq(staff.id, id), eq(staff.communityId, by.communityId)))
    await record(tx, by, deedOf(before, change), at)
  })
}

function deedOf({ name, role }: { name: string; role: Role }, change: { role: Role } | { active: boolean }): Deed {
  if ('role' in change) return { action: 'changeRole', subject: name, before: role, after: change.role }
  return { action: change.active ? 'returnToService' : 'leaveService', subject: name }
}

function isAdministrator({ active, role }: { active: boolean; role: Role }): boolean {
  return active && role === 'administrator'
}
