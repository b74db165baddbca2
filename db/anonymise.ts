import { type SQL, sql } from 'drizzle-orm'
import { FORGOTTEN, NOBODY } from '../core/privacy/anonymous.ts'
import { UNFINISHED_STATUSES } from '../core/ticket/status.ts'
import type { Db } from './client.ts'
import { columnsThat } from './personal.ts'
import { isOneOf, rowsOf } from './rows.ts'
import * as tables from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

const { corrections, events, messages, outbox, readings, reports, tickets } = tables

/** What the changes of an event tell in somebody's words. */
const WORDS_IN_CHANGES = sql`array['summary', 'firstSummary', 'place', 'plan', 'intakeRef']`

/** Tickets that are over and whose words nobody has forgotten yet: those that `isDue`, and those all of whose reporters are nobody any more. */
export function forgettableTickets(isDue: SQL): SQL {
  const isNobodys = sql`(exists (select from ${reports} where ticket_id = tickets.id)
    and not exists (select from ${reports} where ticket_id = tickets.id and alias not like ${`${NOBODY}%`}))`
  return sql`select tickets.id from ${tickets} where not ${isAmong(tickets.status, UNFINISHED_STATUSES)}
    and tickets.first_summary <> ${FORGOTTEN} and (${isDue} or ${isNobodys})`
}

/**
 * Replaces every word by which people could be known from tickets that are over: what was reported, understood, told and noted about them. Numbers,
 * categories, buildings, moments and who worked on them stay, so that all counts do.
 */
export async function forgetTickets(tx: Db, query: SQL): Promise<number> {
  const ids = rowsOf(await tx.execute(query)).map(({ id }) => Number(id))
  if (ids.length === 0) return 0
  const isOf = (column: SQL) => isOneOf(column, ids)
  await forgetReports(tx, isOf)
  await tx.execute(sql`
    update ${tickets} set summary = ${FORGOTTEN}, first_summary = ${FORGOTTEN}, intake_ref = null, version = version + 1,
      place = case when place is null then null else jsonb_build_object('building', place -> 'building', 'entrance', null, 'spot', null) end,
      plan = case when plan is null then null else plan || jsonb_build_object('text', ${FORGOTTEN}::text) end
    where ${isOf(sql`id`)}`)
  await forgetHistory(tx, isOf(sql`ticket_id`))
  await forgetSaid(tx, sql`${isOf(sql`ticket_id`)} or id in (select combined_into_id from outbox where ${isOf(sql`ticket_id`)})`)
  for (const [table, column] of BESIDE) {
    await tx.execute(
      sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${FORGOTTEN} where ${sql.identifier(column)} is not null and ${isOf(sql`ticket_id`)}`,
    )
  }
  await tx.execute(
    sql`update ticket_search set words = (select number || E'\n' || ${FORGOTTEN} from tickets where id = ticket_id) where ${isOf(sql`ticket_id`)}`,
  )
  return ids.length
}

/** What colleagues wrote beside a ticket. */
export const BESIDE = columnsThat('beside')

/** A message that tells of another ticket, too, stays as long as that one. */
async function forgetReports(tx: Db, isOf: (column: SQL) => SQL): Promise<void> {
  const said = sql`(select message_id from reports where message_id is not null and ${isOf(sql`ticket_id`)})`
  const isElsewhere = sql`exists (select from reports other join tickets on tickets.id = other.ticket_id
    where other.message_id = messages.id and tickets.first_summary <> ${FORGOTTEN} and not ${isOf(sql`other.ticket_id`)})`
  await forgetMessages(tx, sql`id in ${said} and not ${isElsewhere}`)
  await tx.execute(sql`
    update reports set words = case when words is null then null else ${FORGOTTEN} end, member_id = null,
      alias = ${NOBODY} || coalesce(member_id::text, 'r' || (select min(same.id) from reports same where same.ticket_id = reports.ticket_id and same.alias = reports.alias))
    where ${isOf(sql`ticket_id`)} and alias not like ${`${NOBODY}%`}`)
}

/** Empties messages, and what a reader or a colleague made of them. What belongs to a ticket keeps a mark where its words were. */
export async function forgetMessages(tx: Db, which: SQL): Promise<void> {
  const ids = rowsOf(await tx.execute(sql`select id from ${messages} where ${which}`)).map(({ id }) => Number(id))
  const isTold = sql`exists (select from reports where message_id = messages.id)`
  await tx.execute(sql`
    update ${messages} set text = case when ${isTold} then ${FORGOTTEN} else '' end, alias = ${NOBODY} || member_id,
      quote = null, caption = null, media_hash = null
    where ${isOneOf(sql`id`, ids)}`)
  await tx.execute(sql`update ${readings} set summary = null, place = null where ${isOneOf(sql`message_id`, ids)}`)
  await tx.execute(sql`update ${corrections} set label = label || jsonb_build_object('place', null) where ${isOneOf(sql`message_id`, ids)}`)
}

/** Who of the residents did something, and every word about it; what was done and when is history. */
async function forgetHistory(tx: Db, which: SQL): Promise<void> {
  await rewriteHistory(
    tx,
    sql`
    update ${events} set note = case when note is null or action = 'undo' then note else ${FORGOTTEN} end, changes = changes - ${WORDS_IN_CHANGES},
      actor_name = case when actor = 'resident' then ${NOBODY} else actor_name end
    where ${which}`,
  )
}

/** The history takes no other names and words than by this, and never from the console. */
export async function rewriteHistory(tx: Db, statement: SQL): Promise<void> {
  await tx.execute(sql`select set_config('app.forgetting', 'on', true)`)
  await tx.execute(statement)
  await tx.execute(sql`select set_config('app.forgetting', 'off', true)`)
}

/** Words the bot has said or owed are as good as those of whom they repeat; what was not said yet is not said any more. */
export async function forgetSaid(tx: Db, which: SQL): Promise<void> {
  await tx.execute(sql`
    update ${outbox} set text = ${FORGOTTEN}, mention = case when mention is null then null else ${NOBODY} end,
      settled_at = case when ${IS_UNSAID} then now() else settled_at end, status = case when ${IS_UNSAID} then 'cancelled' else status end
    where ${which}`)
}

const IS_UNSAID = sql`status in ('waiting', 'needsPerson', 'failed', 'withheld')`
