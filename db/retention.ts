import { type SQL, sql } from 'drizzle-orm'
import { FORGOTTEN } from '../core/privacy/anonymous.ts'
import type { Limits } from '../core/retention.ts'
import { UNFINISHED_STATUSES } from '../core/ticket/status.ts'
import { forgetTickets, forgettableTickets } from './anonymise.ts'
import type { Db } from './client.ts'
import { isOneOf, rowsOf } from './rows.ts'
import { events, evidence, media, messages, readings, reports, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

/** How many messages were emptied, how many photos are gone, and of how many tickets nobody knows any more whose they were. */
export type Forgotten = { talk: number; photos: number; tickets: number }

/** So many lines on either side of a report stay with it: without them nobody understands it. */
const LINES_AROUND = 3

/**
 * Empties talk that joined no ticket, in groups of nobody's too, deletes photos of what ended long ago, and later the words of tickets too; when, what was decided and why stay.
 * What still waits to be read or for a person is kept. It may be done again and by two processes at once.
 */
export function forget(db: Db, limits: Limits): Promise<Forgotten> {
  return db.transaction(async (tx) => {
    const talk = await idsOf(tx, forgettableTalk(limits.talk))
    const photos = await idsOf(tx, forgettablePhotos(limits.photos))
    await tx.execute(sql`update ${messages} set text = '', quote = null, caption = null, media_hash = null where ${isOneOf(sql`id`, talk)}`)
    await tx.execute(sql`update ${readings} set summary = null where ${isOneOf(sql`message_id`, talk)}`)
    await tx.execute(sql`update ${messages} set caption = null, media_hash = null where ${isOneOf(sql`id`, photos)}`)
    await tx.execute(sql`delete from ${evidence} where ticket_id in (${ended(limits.photos)})`)
    const orphans =
      await tx.execute(sql`delete from ${media} where not exists (select from ${messages} where ${messages.mediaHash} = ${media.hash})
      and not exists (select from ${evidence} where ${evidence.mediaHash} = ${media.hash}) and ${media.storedAt} < ${limits.talk.toISOString()} returning hash`)
    return { talk: talk.length, photos: rowsOf(orphans).length, tickets: await forgetTickets(tx, dueTickets(limits)) }
  })
}

/** The same, counted and left as it is; `photos` are messages and evidence that lose theirs. */
export async function countForgettable(db: Db, limits: Limits): Promise<Forgotten> {
  const talk = await idsOf(db, forgettableTalk(limits.talk))
  const photos = await idsOf(db, forgettablePhotos(limits.photos))
  const shown = await idsOf(db, sql`select id from ${evidence} where ticket_id in (${ended(limits.photos)})`)
  const due = await idsOf(db, dueTickets(limits))
  return { talk: talk.length, photos: photos.length + shown.length, tickets: due.length }
}

/** Whose reporters had their data deleted while it was open is forgotten as soon as it is over. */
function dueTickets(limits: Limits): SQL {
  return forgettableTickets(sql`tickets.id in (${ended(limits.tickets)})`)
}

function forgettableTalk(before: Date): SQL {
  return sql`
    with told as (select distinct said.id, said.room_id from ${reports} join ${messages} said on said.id = reports.message_id where said.text <> ${FORGOTTEN}),
    near as (
      select beside.id from told cross join lateral (
        (select id from messages where room_id = told.room_id and id < told.id order by id desc limit ${LINES_AROUND})
        union all (select id from messages where room_id = told.room_id and id > told.id order by id limit ${LINES_AROUND})) beside
    )
    select id from messages where received_at < ${before.toISOString()} and outcome is not null and outcome <> 'waiting'
      and (text not in ('', ${FORGOTTEN}) or quote is not null or caption is not null or media_hash is not null)
      and not exists (select from told where told.id = messages.id) and not exists (select from near where near.id = messages.id)`
}

function forgettablePhotos(before: Date): SQL {
  return sql`
    select distinct reports.message_id as id from ${reports} join ${messages} said on said.id = reports.message_id
    where said.media_hash is not null
      and not exists (select from reports other where other.message_id = said.id and other.ticket_id not in (${ended(before)}))`
}

/** Tickets to which nothing has happened since, and which wait for nothing. */
function ended(before: Date): SQL {
  return sql`select tickets.id from ${tickets} where not ${isAmong(tickets.status, UNFINISHED_STATUSES)}
    and not exists (select from ${events} where ${events.ticketId} = ${tickets.id} and ${events.at} >= ${before.toISOString()})`
}

async function idsOf(db: Db, query: SQL): Promise<number[]> {
  return rowsOf(await db.execute(query)).map(({ id }) => Number(id))
}
