import { and, eq, gt, gte, min, or, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { readings } from './schema/index.ts'

/**
 * What reading cost on one day of the community's calendar: how many messages were read, how many of them the gate kept on this machine, how
 * many calls a model was asked, and for how many of them the rules had to answer instead.
 */
export type DayUsage = {
  day: string
  messages: number
  heldBack: number
  calls: number
  failures: number
  promptTokens: number
  completionTokens: number
  cost: number
}

const MAIN = 0

/** Days with at least one reading since a moment, the newest first. What was read before a model was there tells nothing of it. */
export function listUsage(db: Db, { communityId }: Scope, { since, timeZone }: { since: Date; timeZone: string }): Promise<DayUsage[]> {
  const { heldBack, calls, reader, promptTokens, completionTokens, cost, readAt } = readings
  const isRecent = and(eq(readings.communityId, communityId), eq(readings.part, MAIN), gte(readAt, since))
  const first = db
    .select({ at: min(readAt) })
    .from(readings)
    .where(and(isRecent, or(eq(heldBack, true), gt(calls, 0))))
  return db
    .select({
      day: sql<string>`to_char(${readAt} at time zone ${timeZone}, 'YYYY-MM-DD')`,
      messages: sql<number>`count(*)`.mapWith(Number),
      heldBack: sql<number>`count(*) filter (where ${heldBack})`.mapWith(Number),
      calls: sql<number>`sum(${calls})`.mapWith(Number),
      failures: sql<number>`count(*) filter (where ${calls} > 0 and ${reader} = 'offline')`.mapWith(Number),
      promptTokens: sql<number>`sum(${promptTokens})`.mapWith(Number),
      completionTokens: sql<number>`sum(${completionTokens})`.mapWith(Number),
      cost: sql<number>`sum(${cost})`.mapWith(Number),
    })
    .from(readings)
    .where(and(isRecent, gte(readAt, first)))
    .groupBy(sql`1`)
    .orderBy(sql`1 desc`)
}
