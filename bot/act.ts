import type { Response, Situation } from '../core/conversation/situation.ts'
import { findEmergency } from '../core/emergency/emergency.ts'
import { categoryOf } from '../core/taxonomy/categories.ts'
import { emergencyKindOf } from '../core/texts/emergency.ts'
import type { Told } from '../core/texts/ticket.ts'
import { joinTicket } from '../core/ticket/edit.ts'
import { moveTicket } from '../core/ticket/move.ts'
import { completeDraft, openTicket } from '../core/ticket/open.ts'
import type { Actor, Reporter, Ticket } from '../core/ticket/ticket.ts'
import { tellTogether } from '../core/ticket/together.ts'
import type { Db } from '../db/client.ts'
import type * as inbox from '../db/inbox.ts'
import * as outbox from '../db/outbox.ts'
import * as tickets from '../db/tickets.ts'

type Decided = { responses: readonly Response[]; situation: Situation | null; at: Date }
/** What a response is carried out with; `together`: its words are said in one line with those of others. */
type Acting = { group: readonly inbox.Unread[]; message: inbox.Unread; situation: Situation | null; together: boolean; at: Date }

const BY_WEIGHT: readonly Response['act'][] = ['wait', 'complete', 'open', 'join', 'move', 'answer', 'stay']

/** Which of several responses says what became of the message: what still waits for a person, else what was done. */
export function decisive(responses: readonly Response[]): Response {
  return responses.toSorted((one, other) => BY_WEIGHT.indexOf(one.act) - BY_WEIGHT.indexOf(other.act))[0]!
}

/** Carries out all responses to a message; where several would be told in the same place, one line tells them. */
export async function act(tx: Db, group: readonly inbox.Unread[], message: inbox.Unread, { responses, situation, at }: Decided) {
  if (message.communityId === null) return
  const inOneLine = responses.filter(isToldInPublic)
  const isTogether = inOneLine.length > 1
  const told: Told[] = []
  for (const response of responses) {
    const together = isTogether && inOneLine.includes(response)
    const ticket = await carryOut(tx, response, { group, message, situation, together, at })
    if (ticket && together) told.push({ ticket, isNew: response.act === 'open' })
  }
  if (!isTogether) return
  const telling = { reporter: reporterOf(message), community: situation!.community, about: group.map(({ id }) => id), at }
  await outbox.owe(tx, { communityId: message.communityId }, tellTogether(told, telling), { at })
}

function isToldInPublic(response: Response): boolean {
  if (response.act === 'join') return response.tells
  if (response.act !== 'open') return false
  const { category, urgency } = response.reading
  return !categoryOf(category).private && urgency !== 'emergency' && emergencyKindOf(category) === null
}

/** Returns the ticket that was opened, joined or moved. */
async function carryOut(tx: Db, response: Response, acting: Acting): Promise<Ticket | null> {
  const { group, message, together, at } = acting
  const scope = { communityId: message.communityId! }
  const by: Actor = { kind: 'resident', memberId: message.member.id, alias: message.alias }
  const about = group.map(({ id }) => id)
  switch (response.act) {
    case 'open':
      return open(tx, response, acting, by)
    case 'join':
      return tickets.join(tx, scope, response.ticketId, group.map(sourceOf), (matter) =>
        joinTicket(matter, { reporter: reporterOf(message), tells: response.tells && !together, about }, by, at),
      )
    case 'complete':
      return tickets.join(tx, scope, response.ticketId, group.map(sourceOf), (matter) =>
        completeDraft(matter, response.place, { by, at, about }),
      )
    case 'move':
      return tickets.change(tx, scope, response.ticketId, (matter) =>
        moveTicket(matter, { action: response.action, by, at, note: message.text, about }),
      )
    case 'answer':
      await outbox.owe(tx, scope, [response.notice], { at })
      return null
    case 'wait':
    case 'stay':
      return null
  }
}

function open(tx: Db, response: Extract<Response, { act: 'open' }>, acting: Acting, by: Actor): Promise<Ticket> {
  const { reading, asksWhere, ofPhoto } = response
  const { group, message, at, together: isToldTogether } = acting
  const { community, estate } = acting.situation!
  const emergency = findEmergency(message.text)?.kind ?? emergencyKindOf(reading.category)
  const reporter = reporterOf(message)
  const about = group.map(({ id }) => id)
  return tickets.open(tx, { community, estate, at }, group.map(sourceOf), (id, number) =>
    openTicket({ id, number, community, estate, reporter, reading, emergency, asksWhere, ofPhoto, isToldTogether, about, by, at }),
  )
}

function reporterOf({ member, alias, roomId }: inbox.Unread): Reporter {
  return { memberId: member.id, alias, isFriend: member.isFriend, roomId }
}

function sourceOf(message: inbox.Unread): tickets.Source {
  return { reporter: reporterOf(message), messageId: message.id, at: message.sentAt }
}
