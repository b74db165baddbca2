import { and, desc, eq, gt, ne, sql } from 'drizzle-orm'
import type { Staff } from '../core/staff.ts'
import type { Db } from './client.ts'
import { record } from './deeds.ts'
import { authSessions, staff } from './schema/index.ts'

export type SessionEntry = {
  id: string
  isHere: boolean
  ipAddress: string | null
  userAgent: string | null
  createdAt: Date
  lastSeenAt: Date | null
}

const userOf = ({ id, communityId, from }: Staff) =>
  sql`(select user_id from ${staff} where ${staff.id} = ${id} and ${from === undefined ? eq(staff.communityId, communityId) : eq(staff.unitId, from)})`

/** Where somebody is signed in, the latest first. The token stays here. */
export function listSessions(db: Db, by: Staff, token: string): Promise<SessionEntry[]> {
  return db
    .select({
      id: authSessions.id,
      isHere: sql<boolean>`${authSessions.token} = ${token}`,
      ipAddress: authSessions.ipAddress,
      userAgent: authSessions.userAgent,
      createdAt: authSessions.createdAt,
      lastSeenAt: authSessions.lastSeenAt,
    })
    .from(authSessions)
    .where(and(eq(authSessions.userId, userOf(by)), gt(authSessions.expiresAt, sql`now()`)))
    .orderBy(desc(sql`${authSessions.token} = ${token}`), desc(authSessions.createdAt))
}

/** Ends every session of this person but the one with the token; answers how many. */
export function signOutOthers(db: Db, by: Staff, token: string, at: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const ended = await tx
      .delete(authSessions)
      .where(and(eq(authSessions.userId, userOf(by)), ne(authSessions.token, token)))
      .returning()
    if (ended.length > 0)
      await record(tx, by, { action: 'signOutOthers', subject: by.name, before: `${ended.length + 1} 处`, after: '1 处' }, at)
    return ended.length
  })
}
