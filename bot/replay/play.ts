import { pino } from 'pino'
import { mainAccount } from '../../core/account.ts'
import { describePlace } from '../../core/reading/place.ts'
import type { Database } from '../../db/client.ts'
import * as history from '../../db/history.ts'
import { ensureSample } from '../../db/sample.ts'
import { listWaiting } from '../../db/waiting.ts'
import type { Reader } from '../reader.ts'
import { seatRooms } from '../seat.ts'
import { openStage } from './stage.ts'
import { type TranscriptLine, toIncoming } from './transcript.ts'

export type Say = {
  type: 'say'
  at: string
  channel: 'group' | 'private'
  group: string | null
  to: string | null
  text: string
  about: string[]
  ticket: string | null
}

export type TicketLine = {
  type: 'ticket'
  number: string
  category: string
  place: string | null
  urgency: string
  tier: string
  private: boolean
  status: string
  summary: string
  reporters: string[]
  messages: string[]
}

export type WaitingLine = { type: 'waiting'; messages: string[]; reason: string | null }

/** What became of a message and how it was last read; `intent` null: nobody read it. */
export type HeardLine = { message: string; outcome: string | null; reason: string | null; intent: string | null; category: string | null }

/** What came of a transcript, in the words of the replay format. */
export type Outcome = { said: Say[]; tickets: TicketLine[]; waiting: WaitingLine[]; heard: HeardLine[] }

const AFTERWARDS_MS = 86_400_000
const MOST_WAITING = 100_000

/** Plays a transcript through the whole bot on the transcript's own clock, into an empty database. Tells after each line how many are done. */
export async function playTranscript(
  lines: readonly TranscriptLine[],
  { database, reader, onLine }: { database: Database; reader: Reader; onLine: (done: number) => void },
): Promise<Outcome> {
  const start = lines[0]?.at ?? new Date(0)
  await seatRooms(database.db, mainAccount('sandbox'), lines, start)
  const stage = await openStage({ database, reader, start, log: pino({ level: 'silent' }) })
  const friends = new Set(lines.filter(({ group }) => group === null).map(({ sender }) => sender))
  for (const [index, line] of lines.entries()) {
    const incoming = toIncoming(line)
    await stage.receive({ ...incoming, sender: { ...incoming.sender, isFriend: friends.has(line.sender) } })
    onLine(index + 1)
  }
  await stage.finish(new Date(stage.now().getTime() + AFTERWARDS_MS))
  const outcome = await readOutcome(database)
  await stage.close()
  return outcome
}

async function readOutcome({ db }: Database): Promise<Outcome> {
  const scope = { communityId: (await ensureSample(db)).id }
  const said = await history.listSaid(db, scope)
  const sources = await history.findSources(db, scope, [...new Set(said.flatMap(({ about }) => about))])
  const waiting = await listWaiting(db, scope, { limit: MOST_WAITING })
  return {
    said: said.map(({ at, mention, text, about, group, member, ticket }) => ({
      type: 'say',
      at: at!.toISOString(),
      channel: group === null ? 'private' : 'group',
      group,
      to: member ?? (mention === null ? null : (sources.get(about[0] ?? 0)?.sender ?? null)),
      text: mention === null ? text : `@${mention} ${text}`,
      about: about.flatMap((id) => sources.get(id)?.message ?? []),
      ticket,
    })),
    tickets: (await history.listTicketsWithReports(db, scope)).map(({ ticket, reporters, messages }) => ({
      type: 'ticket',
      number: ticket.number,
      category: ticket.category,
      place: ticket.place && describePlace(ticket.place),
      urgency: ticket.urgency,
      tier: ticket.tier,
      private: ticket.private,
      status: ticket.status,
      summary: ticket.summary,
      reporters,
      messages,
    })),
    waiting: waiting.map(({ message }) => ({ type: 'waiting', messages: [message.externalId], reason: message.reason })),
    heard: await history.listHeard(db, scope),
  }
}
