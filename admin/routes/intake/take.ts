import type { Context } from 'hono'
import type { Community, Estate } from '../../../core/community.ts'
import type { Intake } from '../../../core/intake.ts'
import { mask } from '../../../core/mask.ts'
import { callsPeople, emergencyKindOf } from '../../../core/texts/emergency.ts'
import { joinTicket } from '../../../core/ticket/edit.ts'
import { type Opening, openTicket } from '../../../core/ticket/open.ts'
import type { Reporter, Ticket } from '../../../core/ticket/ticket.ts'
import type { Db } from '../../../db/client.ts'
import { openUnderNextNumber } from '../../../db/openTicket.ts'
import type { Source } from '../../../db/ticketRows.ts'
import * as tickets from '../../../db/tickets.ts'
import type { Console } from '../../app.tsx'
import { actorOf } from '../ticket/actions.tsx'

/** What somebody said, as staff wrote it down. */
export type Statement = { reporter: Reporter; words: string; at: Date }
type Taking = {
  community: Community
  estate: Estate
  reading: Opening['reading']
  intake: Intake
  statements: readonly Statement[]
  at: Date
}

/** Opens a ticket for people who have not told the bot themselves; whoever of them it may write to hears the number (S31). */
export function openFor(tx: Db, c: Context<Console>, { community, estate, reading, intake, statements, at }: Taking): Promise<Ticket> {
  const emergency = emergencyKindOf(reading.category)
  const masked = { ...reading, summary: mask(reading.summary) }
  const isEmergency = callsPeople(emergency, reading)
  const [{ reporter }] = statements as [Statement]
  return openUnderNextNumber(tx, { community, estate, isEmergency, at }, sourcesOf(c, statements), (id, number, dutyPaged) =>
    openTicket({
      ...{ id, number, community, estate, reporter, emergency, dutyPaged, intake, at },
      reading: masked,
      asksWhere: false,
      about: [],
      by: actorOf(c),
    }),
  )
}

export function joinFor(tx: Db, c: Context<Console>, ticketId: number, statements: readonly Statement[], at: Date): Promise<Ticket> {
  const [{ reporter }] = statements as [Statement]
  return tickets.join(tx, c.var.staff, ticketId, sourcesOf(c, statements), (matter) =>
    joinTicket(matter, { reporter, tells: false, about: [] }, actorOf(c), at),
  )
}

function sourcesOf(c: Context<Console>, statements: readonly Statement[]): Source[] {
  return statements.map(({ reporter, words, at }) => ({ reporter, messageId: null, at, words, createdById: c.var.staff.id }))
}
