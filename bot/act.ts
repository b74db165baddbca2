import { holdIfLate } from '../core/conversation/late.ts'
import { isSpokenTo, type LooseLine, type Response, type Situation } from '../core/conversation/situation.ts'
import { findEmergency } from '../core/emergency/emergency.ts'
import { localTime } from '../core/localTime.ts'
import type { Scope } from '../core/org.ts'
import type { Person } from '../core/organisation/appointment.ts'
import { isAngry } from '../core/reading/anger.ts'
import { categoryOf } from '../core/taxonomy/categories.ts'
import { callsPeople, emergencyKindOf } from '../core/texts/emergency.ts'
import type { Told } from '../core/texts/ticket.ts'
import { confirmTicket } from '../core/ticket/confirm.ts'
import { joinTicket, noteOnTicket } from '../core/ticket/edit.ts'
import { moveTicket } from '../core/ticket/move.ts'
import { completeDraft, type Opening, openTicket } from '../core/ticket/open.ts'
import {
  type Actor,
  answerAtNight,
  type Decision,
  type Matter,
  type Reporter,
  type Ticket,
  type TicketEvent,
} from '../core/ticket/ticket.ts'
import { tellTogether } from '../core/ticket/together.ts'
import { withdrawReport } from '../core/ticket/withdraw.ts'
import { listPartiesOf } from '../db/appointments.ts'
import { redeemClaim } from '../db/claims.ts'
import type { Db } from '../db/client.ts'
import type * as inbox from '../db/inbox.ts'
import { addKudos } from '../db/kudos.ts'
import * as loose from '../db/loose.ts'
import { openUnderNextNumber } from '../db/openTicket.ts'
import * as outbox from '../db/outbox.ts'
import type { Source } from '../db/ticketRows.ts'
import * as tickets from '../db/tickets.ts'
import { answerStranger, callDuringDrill, takeOn } from './calls.ts'
import { askWhich, doWork } from './handlers.ts'
import { keepRating } from './ratings.ts'
import { grantRight } from './rights.ts'

type Decided = { responses: readonly Response[]; situation: Situation | null; at: Date }
/** What a response is carried out with; `together`: its words are said in one line with those of others. */
type Acting = { group: readonly inbox.Unread[]; message: inbox.Unread; situation: Situation | null; together: boolean; at: Date }

/** How long WeChat lets people take a message back. */
const RECALL_MS = 2 * 60_000
const WEIGHTS: Record<Response['act'], number> = {
  wait: 15,
  complete: 14,
  open: 13,
  ask: 12,
  join: 11,
  move: 10,
  takeOn: 9,
  handle: 8,
  askWhich: 7,
  rate: 6,
  right: 5,
  answer: 4,
  credit: 3,
  note: 2,
  claim: 1,
  stay: 0,
}

/** Which of several responses says what became of the message: what still waits for a person, else what was done. */
export function decisive(responses: readonly Response[]): Response {
  return responses.toSorted((one, other) => WEIGHTS[other.act] - WEIGHTS[one.act])[0]!
}

/** Carries out all responses to a message; where several would be told in the same place, one line tells them. */
export async function act(tx: Db, group: readonly inbox.Unread[], message: inbox.Unread, { responses, situation, at }: Decided) {
  if (message.communityId === null && !responses.some(isOfAnyCommunity)) return claimRoom(tx, message, responses, at)
  const inOneLine = responses.filter((response) => isToldInPublic(response, situation))
  const isTogether = inOneLine.length > 1
  const told: Told[] = []
  for (const response of responses) {
    const together = isTogether && inOneLine.includes(response)
    const ticket = await carryOut(tx, response, { group, message, situation, together, at })
    if (ticket && together) told.push({ ticket, isNew: response.act === 'open' })
  }
  if (!isTogether || message.communityId === null) return
  const telling = { reporter: reporterOf(message), community: situation!.community, about: group.map(({ id }) => id), at }
  await outbox.owe(tx, { communityId: message.communityId }, tellTogether(told, telling), { at })
}

/** A code that nobody has given out, or that has been used, is only words. */
async function claimRoom(tx: Db, { roomId }: inbox.Unread, responses: readonly Response[], at: Date): Promise<void> {
  for (const response of responses) if (response.act === 'claim') await redeemClaim(tx, { code: response.code, roomId: roomId!, at })
}

/** Whose work, call or question it is, each says for itself, and who cries is answered: whoever speaks may belong to no community. */
function isOfAnyCommunity({ act }: Response): boolean {
  return act === 'handle' || act === 'askWhich' || act === 'takeOn' || act === 'rate' || act === 'wait'
}

function isToldInPublic(response: Response, situation: Situation | null): boolean {
  if (response.act === 'join') return response.tells && !isPrivate(response.ticketId, situation)
  if (response.act !== 'open') return false
  const { category, urgency } = response.reading
  return !categoryOf(category).private && urgency !== 'emergency' && emergencyKindOf(category) === null
}

function isPrivate(ticketId: number, situation: Situation | null): boolean {
  return situation?.open.some(({ ticket }) => ticket.id === ticketId && ticket.private) ?? false
}

type Move = Extract<Response, { act: 'move' }>

/** What a reporter's own words do to a ticket. */
async function move(tx: Db, { action, ticketId }: Move, { group, message, situation, at }: Acting): Promise<Ticket> {
  const scope = { communityId: message.communityId! }
  const told = { by: actorOf(message), at, note: message.text, about: group.map(({ id }) => id) }
  const today = localTime(at, situation!.community.timeZone).toPlainDate().toString()
  const parties = action === 'verify' ? await listPartiesOf(tx, scope, personOf(message), today) : []
  const decide: Record<Move['action'], (matter: Matter) => Decision> = {
    withdraw: (matter) => withdrawReport(matter, told),
    verify: (matter) => confirmTicket(matter, { ...told, by: { ...told.by, parties } }),
    reopen: (matter) => moveTicket(matter, { action: 'reopen', ...told }),
  }
  return tickets.change(tx, scope, ticketId, (matter) => inTimeFor(message, decide[action](matter)))
}

/** Who spoke to the bot is answered at any hour. */
function inTimeFor(message: inbox.Unread, decision: Decision): Decision {
  return isSpokenTo(message) ? answerAtNight(decision) : decision
}

/** Returns the ticket that was opened, joined or moved. */
async function carryOut(tx: Db, response: Response, acting: Acting): Promise<Ticket | null> {
  const { group, message, together, at } = acting
  const scope = { communityId: message.communityId! }
  const by = actorOf(message)
  const about = group.map(({ id }) => id)
  const inTime = (decision: Decision) => inTimeFor(message, decision)
  switch (response.act) {
    case 'open':
      return open(tx, response, acting)
    case 'ask':
      return open(tx, { reading: response.reading, asksWhere: false, asked: response.intent }, acting)
    case 'join': {
      const { tells, place = null } = response
      const joining = { reporter: reporterOf(message), tells: tells && !together, angry: isAngry(message.text), about, place }
      return tickets.join(tx, scope, response.ticketId, group.map(sourceOf), (matter) => inTime(joinTicket(matter, joining, by, at)))
    }
    case 'complete':
      return tickets.join(tx, scope, response.ticketId, group.map(sourceOf), (matter) =>
        inTime(completeDraft(matter, response.place, { by, at, about })),
      )
    case 'move':
      return move(tx, response, acting)
    default:
      await carryOutAside(tx, scope, response, acting)
      return null
  }
}

type Aside = Exclude<Response, { act: 'open' | 'ask' | 'join' | 'complete' | 'move' }>

/** What changes no ticket: words owed, notes, and what waits. */
async function carryOutAside(tx: Db, scope: Scope, response: Aside, { message, at }: Acting): Promise<void> {
  const by = actorOf(message)
  switch (response.act) {
    case 'note':
      return keepNote(tx, scope, response.ticketId, {
        action: response.action,
        by,
        at,
        note: response.action === 'recall' ? null : message.text,
      })
    case 'answer':
      await outbox.owe(tx, scope, [response.notice], { at })
      return
    case 'takeOn':
      return takeOn(tx, message, response.call, at)
    case 'right':
      return grantRight(tx, message, response.does, at)
    case 'handle':
      return doWork(tx, message, response, at)
    case 'askWhich':
      return askWhich(tx, message, response.handed, at)
    case 'rate':
      return keepRating(tx, message, response, at)
    case 'credit':
      await addKudos(tx, scope, message.id, response.kudos, at)
      return keepNote(tx, scope, response.kudos.ticketId, { action: 'praise', by, at, note: message.text })
    case 'wait':
      await keepNote(tx, scope, response.ticketId ?? null, { action: 'anger', by, at, note: message.text })
      if (response.notice) await outbox.owe(tx, scope, [response.notice], { at })
      if (!response.emergency) return
      if (response.reason === 'duringDrill') return callDuringDrill(tx, message, response.emergency, at)
      return answerStranger(tx, message, response.emergency, at)
    case 'stay':
      return
  }
}

async function keepNote(tx: Db, scope: Scope, ticketId: number | null, event: TicketEvent): Promise<void> {
  if (ticketId !== null) await tickets.change(tx, scope, ticketId, (matter) => noteOnTicket(matter, event))
}

type Opened = Pick<Opening, 'reading' | 'asksWhere' | 'asked' | 'ofPhoto' | 'relatedTo'> & { along?: readonly LooseLine[] }

async function open(tx: Db, { reading, asksWhere, asked, ofPhoto, relatedTo, along = [] }: Opened, acting: Acting): Promise<Ticket> {
  const { group, message, at, together: isToldTogether } = acting
  const { community, estate } = acting.situation!
  const taken = await loose.takeAlong(tx, { communityId: community.id }, along, at)
  const sources = [...group.map(sourceOf), ...taken.map((line) => sourceOfLoose(line, message.roomId))]
  const emergency = findEmergency(message.text)?.kind ?? emergencyKindOf(reading.category)
  const isEmergency = callsPeople(emergency, reading)
  const report = {
    reporter: reporterOf(message),
    emergency,
    angry: isAngry(message.text),
    words: at.getTime() - message.sentAt.getTime() < RECALL_MS ? message.text : '',
    about: group.map(({ id }) => id),
  }
  return openUnderNextNumber(tx, { community, estate, isEmergency, at }, sources, (id, number, dutyPaged) => {
    const told = { reading, asksWhere, asked, ofPhoto, relatedTo, isToldTogether, dutyPaged }
    const decision = openTicket({ id, number, community, estate, ...report, ...told, by: actorOf(message), at })
    const inTime = { ...decision, notices: holdIfLate(decision.notices, message, at) }
    return isSpokenTo(message) ? answerAtNight(inTime) : inTime
  })
}

function actorOf({ member, alias }: inbox.Unread): Extract<Actor, { kind: 'resident' }> {
  return { kind: 'resident', memberId: member.id, alias }
}

function personOf({ member, alias }: inbox.Unread): Person {
  return { staffId: null, memberId: member.id, name: alias }
}

function reporterOf({ member, alias, roomId }: inbox.Unread): Reporter {
  return { memberId: member.id, alias, isFriend: member.isFriend, roomId }
}

function sourceOfLoose({ member, alias, messageId, at }: LooseLine, roomId: number | null): Source {
  return { reporter: { memberId: member.id, alias, isFriend: member.isFriend, roomId }, messageId, at }
}

function sourceOf(message: inbox.Unread): Source {
  return { reporter: reporterOf(message), messageId: message.id, at: message.sentAt }
}
