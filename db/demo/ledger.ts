import { sql } from 'drizzle-orm'
import type { Community, Estate } from '../../core/community.ts'
import type { MessageOutcome, Silence, Wait } from '../../core/conversation/outcome.ts'
import { localTime } from '../../core/localTime.ts'
import type { Notice } from '../../core/notice.ts'
import { formatNumber } from '../../core/ticket/number.ts'
import type { Actor, Decision, Ticket } from '../../core/ticket/ticket.ts'
import { changesBetween } from '../../core/ticket/undo.ts'
import type { Db } from '../client.ts'
import {
  events,
  evidence,
  kudos,
  media,
  messages,
  outbox,
  pages,
  ratings,
  readings,
  reports,
  signals,
  ticketNumbers,
  tickets,
} from '../schema/index.ts'
import { insertAll } from './bulk.ts'

type Row<T extends { $inferInsert: unknown }> = T['$inferInsert']
export type Heard = {
  memberId: number
  roomId: number | null
  alias: string
  text: string
  at: Date
  outcome: MessageOutcome
  reason?: Silence | Wait | null
  photo?: boolean
}

const CALLED_BY_HAND_MS = 3 * 86_400_000
const SETTLED_AFTER_MS = 20_000

/** Everything that happened, in memory, until it is written in the order in which it happened. */
export type Ledger = ReturnType<typeof openLedger>

export function openLedger(community: Community, now: Date, photo: { hash: string } | null) {
  const communityId = community.id
  const rows = {
    messages: [] as (Row<typeof messages> & { id: number })[],
    readings: [] as Row<typeof readings>[],
    tickets: new Map<number, Ticket>(),
    reports: [] as Row<typeof reports>[],
    events: [] as Row<typeof events>[],
    outbox: [] as Row<typeof outbox>[],
    ratings: [] as Row<typeof ratings>[],
    evidence: [] as Row<typeof evidence>[],
    kudos: [] as Row<typeof kudos>[],
    pages: [] as Row<typeof pages>[],
    signals: [] as Row<typeof signals>[],
  }
  const lastNumbers = new Map<string, Row<typeof ticketNumbers>>()

  function hear({ at, reason = null, photo: hasPhoto = false, ...words }: Heard): number {
    const id = rows.messages.length + 1
    rows.messages.push({
      ...words,
      id,
      channel: 'sandbox',
      externalId: `demo-${id}`,
      communityId,
      kind: hasPhoto && photo ? 'image' : 'text',
      mediaHash: hasPhoto && photo ? photo.hash : null,
      mentionsBot: false,
      fromBot: false,
      sentAt: at,
      receivedAt: at,
      readyAt: at,
      reason,
      settledAt: at,
    })
    return id
  }

  function takeNumber({ code }: Estate, at: Date): string {
    const day = localTime(at, community.timeZone).toPlainDate().toString()
    const last = (lastNumbers.get(`${code} ${day}`)?.last ?? 0) + 1
    lastNumbers.set(`${code} ${day}`, { communityId, code, day, last })
    return formatNumber(code, at, community.timeZone, last)
  }

  function keep({ ticket, event: { by, ...fact }, notices }: Decision): void {
    const before = rows.tickets.get(ticket.id)
    rows.tickets.set(ticket.id, ticket)
    rows.events.push({
      communityId,
      ticketId: ticket.id,
      ...fact,
      ...actorColumns(by),
      changes: before ? changesBetween(before, ticket) : {},
    })
    for (const notice of notices) rows.outbox.push(said(notice, by, fact.at))
  }

  function owe(notice: Notice, at: Date): void {
    rows.outbox.push(said(notice, { kind: 'bot' }, at))
  }

  const settledAfter = (at: Date) => new Date(Math.min(now.getTime(), at.getTime() + SETTLED_AFTER_MS))

  /** What could not be said by the bot was said by hand, unless it is of these days. */
  function said({ to, about, ...notice }: Notice, by: Actor, at: Date): Row<typeof outbox> {
    const isStuck = notice.obstacle !== null && now.getTime() - at.getTime() < CALLED_BY_HAND_MS
    const isToCome = notice.notBefore > now
    return {
      ...notice,
      communityId,
      roomId: to.roomId ?? null,
      memberId: to.memberId ?? null,
      about: [...about],
      haste: notice.haste ?? 'measured',
      createdAt: at,
      createdById: by.kind === 'staff' ? by.staff.id : null,
      status: isStuck ? 'needsPerson' : isToCome ? 'waiting' : 'sent',
      attempts: notice.obstacle === null && !isToCome ? 1 : 0,
      settledAt: isStuck || isToCome ? null : settledAfter(notice.notBefore > at ? notice.notBefore : at),
    }
  }

  /** Ids are given in the order of time; what named a message by its first id names it by the new one. */
  async function write(db: Db, onPart: (what: string, count: number) => void): Promise<void> {
    const idOf = orderMessages()
    const byTime = <T>(of: T[], at: (row: T) => Date) => of.toSorted((a, b) => at(a).getTime() - at(b).getTime())
    const part = async (what: string, count: number, work: Promise<void>) => {
      await work
      onPart(what, count)
    }
    await part('messages', rows.messages.length, insertAll(db, messages, rows.messages))
    await part(
      'tickets',
      rows.tickets.size,
      insertAll(
        db,
        tickets,
        [...rows.tickets.values()].toSorted((a, b) => a.id - b.id),
      ),
    )
    await insertAll(
      db,
      readings,
      byTime(
        rows.readings.map((row) => ({ ...row, messageId: idOf(row.messageId) })),
        (row) => row.readAt as Date,
      ),
    )
    await insertAll(db, ticketNumbers, [...lastNumbers.values()])
    const reported = rows.reports.map((row) => ({ ...row, messageId: row.messageId ? idOf(row.messageId) : null }))
    await part(
      'reports',
      reported.length,
      insertAll(
        db,
        reports,
        byTime(reported, (row) => row.reportedAt as Date),
      ),
    )
    await part(
      'events',
      rows.events.length,
      insertAll(
        db,
        events,
        byTime(rows.events, (row) => row.at as Date),
      ),
    )
    const words = rows.outbox.map((row) => ({ ...row, about: row.about.map(idOf) }))
    await part(
      'words',
      words.length,
      insertAll(
        db,
        outbox,
        byTime(words, (row) => row.createdAt as Date),
      ),
    )
    await insertAll(
      db,
      ratings,
      byTime(rows.ratings, (row) => row.askedAt as Date),
    )
    await insertAll(
      db,
      evidence,
      byTime(rows.evidence, (row) => row.at as Date),
    )
    await insertAll(
      db,
      kudos,
      rows.kudos.map((row) => ({ ...row, messageId: idOf(row.messageId) })),
    )
    await insertAll(db, pages, rows.pages)
    await insertAll(
      db,
      signals,
      rows.signals.map((row) => ({ ...row, about: row.about.map(idOf), firstMessageId: idOf(row.firstMessageId) })),
    )
    await db.execute(INDEX_WORDS)
    for (const table of ['messages', 'tickets'])
      await db.execute(sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select max(id) from ${sql.raw(table)}))`)
  }

  function orderMessages(): (first: number) => number {
    const ordered = rows.messages.toSorted((a, b) => a.sentAt.getTime() - b.sentAt.getTime() || a.id - b.id)
    const ids = new Map(ordered.map(({ id }, index) => [id, index + 1]))
    rows.messages = ordered.map((row, index) => ({ ...row, id: index + 1 }))
    return (first) => ids.get(first)!
  }

  return { now, rows, photo, hear, takeNumber, keep, owe, write }
}

function actorColumns(by: Actor): { actor: Actor['kind']; actorId: number | null; actorName: string } {
  if (by.kind === 'staff') return { actor: 'staff', actorId: by.staff.id, actorName: by.staff.name }
  if (by.kind === 'resident') return { actor: 'resident', actorId: by.memberId, actorName: by.alias }
  if (by.kind === 'handler') return { actor: 'handler', actorId: by.linkId, actorName: by.name }
  return { actor: 'bot', actorId: null, actorName: '小助手' }
}

/** As for every ticket: its number, what was understood, and what its reporters said. */
const INDEX_WORDS = sql`
  insert into ${sql.raw('ticket_search')} (ticket_id, community_id, words)
  select tickets.id, tickets.community_id, concat_ws(E'\n', tickets.number, tickets.summary, tickets.first_summary) || coalesce((
    select string_agg(concat_ws(E'\n', '', reports.alias, coalesce(messages.text, reports.words, '')), '' order by reports.id)
    from reports left join messages on messages.id = reports.message_id where reports.ticket_id = tickets.id), '')
  from tickets`

export async function keepPhoto(db: Db, bytes: Uint8Array, hash: string, at: Date): Promise<{ hash: string }> {
  await db.insert(media).values({ hash, contentType: 'image/jpeg', bytes, storedAt: at })
  return { hash }
}
