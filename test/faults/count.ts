import { type Stage, until } from './stage.ts'
import type { Talk } from './talk.ts'

/** `wanted` undefined: only told. */
export type Count = { what: string; found: number | string; wanted?: number }
/** `scale` shortens a run while somebody works on it; 1 is the run that counts. */
export type Fault = { name: string; run: (scale: number) => Promise<Count[]> }

const NUMBER = /[A-Z]{2}-\d{6}-\d+/
const OWED = ['waiting', 'needsPerson']

/** Waits until every message is read and every word is said or left to a person. */
export async function settle({ sql }: Stage, talk: Talk): Promise<void> {
  await until('Every message is read', async () => {
    const [inbox] = await sql`select count(*)::int as read from messages where outcome is not null`
    return inbox!['read'] >= talk.ids.length
  })
  await until('Every word is said', async () => {
    const [outbox] = await sql`select count(*)::int as rows from outbox where status in ('waiting', 'sending')`
    return outbox!['rows'] === 0
  })
}

export async function countInbox({ sql }: Stage, { ids }: Talk): Promise<Count[]> {
  const rows = await sql`select external_id as id, outcome from messages order by messages.id`
  const stored = rows.map((row) => row['id'] as string)
  const known = new Set(stored)
  const firsts = [...known].filter((id, index) => id !== ids[index])
  return [
    { what: 'messages said', found: ids.length },
    { what: 'rows in the inbox', found: stored.length, wanted: ids.length },
    { what: 'distinct messages in the inbox', found: known.size, wanted: ids.length },
    { what: 'messages lost', found: ids.filter((id) => !known.has(id)).length, wanted: 0 },
    { what: 'messages out of order', found: firsts.length, wanted: 0 },
    { what: 'messages not read', found: rows.filter((row) => row['outcome'] === null).length, wanted: 0 },
  ]
}

/** Every report is one ticket, and its reply was said once or waits where people see it. */
export async function countReplies({ sql, wechat, room }: Stage, { reports }: Talk): Promise<Count[]> {
  const tickets =
    await sql`select number, array(select status from outbox where ticket_id = tickets.id and kind = 'reply') as replies from tickets`
  const told = wechat.said.flatMap(({ to, text }) => (to === room && NUMBER.exec(text)?.[0]) || [])
  const heard = new Set(told)
  const unheard = tickets.filter((row) => !heard.has(row['number']))
  const waiting = unheard.filter((row) => row['replies'].some((status: string) => OWED.includes(status)))
  const unsure = tickets.filter((row) => heard.has(row['number']) && row['replies'].includes('needsPerson'))
  return [
    { what: 'reports', found: reports },
    { what: 'tickets', found: tickets.length, wanted: reports },
    { what: 'tickets with one reply in the outbox', found: tickets.filter((row) => row['replies'].length === 1).length, wanted: reports },
    { what: 'replies said', found: heard.size },
    { what: 'replies said twice', found: told.length - heard.size, wanted: 0 },
    { what: 'replies not said that wait for a person', found: waiting.length },
    { what: 'replies said that a person is asked about', found: unsure.length },
    { what: 'replies said or waiting', found: heard.size + waiting.length, wanted: tickets.length },
    { what: 'replies lost', found: unheard.length - waiting.length, wanted: 0 },
  ]
}
