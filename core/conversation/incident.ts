import { namesDanger } from '../emergency/emergency.ts'
import { isTakenOn, type PrivateCall } from '../emergency/page.ts'
import { completePlace, type Place } from '../reading/place.ts'
import type { Reading } from '../reading/reading.ts'
import { plainWords } from '../reading/words.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { type Heard, isOneOf, type Response, type Situation } from './situation.ts'
import { isWithin } from './windows.ts'

const LONGEST_ANSWER = 20
const HURT = /受伤|伤[了者亡到着]|没伤|[没无]人|没事|平安|流血|昏|晕/

/** Whether a short line may tell if anybody was hurt. */
export function maySayHurt({ text }: Pick<Heard, 'text'>): boolean {
  const words = plainWords(text)
  return [...words].length <= LONGEST_ANSWER && HURT.test(words)
}

/** Where it is, whether anybody was hurt, a second cry: what a teller adds to their emergency joins it, and the bot asks no more. Null: nothing of the kind. */
export function respondToIncident(
  heard: Heard,
  reading: Reading,
  place: Place | null,
  { own, now, community }: Situation,
): Response | null {
  const isCry = reading.urgency === 'emergency'
  if (isCry && namesDanger(heard.text)) return null
  const isAnswer = reading.intent === 'supplement' || reading.intent === 'chatter' || isOnlyPlace(heard)
  if (!isCry && (!isAnswer || (!place && !maySayHurt(heard)))) return null
  const { incidentMinutes, answerMinutes } = community.windows
  const minutes = isCry ? incidentMinutes : answerMinutes
  const told = own.find(
    (ticket) =>
      ticket.urgency === 'emergency' &&
      isOneOf(ticket.status, OPEN_STATUSES) &&
      ticket.roomId === heard.roomId &&
      isWithin(minutes, ticket.openedAt, now) &&
      (isCry || isOnlyPlace(heard) || mayTellOf(ticket, place)),
  )
  return told ? { act: 'join', ticketId: told.id, reason: 'sameEmergency', tells: false, place: completePlace(told.place, place) } : null
}

/** More than a place tells of an emergency unless it names another building; of a private one nothing but where is asked. */
function mayTellOf(ticket: Ticket, place: Place | null): boolean {
  const [there, here] = [ticket.place?.building ?? null, place?.building ?? null]
  return !ticket.private && (there === null || here === null || there === here)
}

const HURT_WORDS = /[没无]?有?人?(受伤|没事)了?/g
const PLACE_WORDS = /[\da-z一二三四五六七八九十]+(栋|幢|号楼|单元|座|楼|层|梯|门)?|[我们在是就那这边里的家啊呢吧哦,，。.!！ #—–_-]/gi

/** 5栋2单元, 在8-2, 三号楼那边，人没事: nothing is told but where, and who is hurt. */
export function isOnlyPlace({ text }: Pick<Heard, 'text'>): boolean {
  return plainWords(text).replace(HURT_WORDS, '').replace(PLACE_WORDS, '') === ''
}

/** Somebody who was called for an emergency answers in private. Null: they speak of something else. */
export function respondToCall(heard: Heard, call: PrivateCall | null): Response | null {
  if (!call || heard.roomId !== null || heard.fromBot || !isTakenOn(heard.text)) return null
  return { act: 'takeOn', call }
}
