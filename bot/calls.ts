import { respondToCall } from '../core/conversation/incident.ts'
import type { Response } from '../core/conversation/situation.ts'
import { findEmergency } from '../core/emergency/emergency.ts'
import type { PrivateCall } from '../core/emergency/page.ts'
import { type EmergencyKind, TRIGGERS } from '../core/emergency/triggers.ts'
import type { Notice, NoticeKind } from '../core/notice.ts'
import { findPlace } from '../core/reading/place.ts'
import { emergencyLine } from '../core/texts/emergency.ts'
import { sayIncident } from '../core/texts/page.ts'
import { texts } from '../core/texts/texts.ts'
import type { Db } from '../db/client.ts'
import type { Unread } from '../db/inbox.ts'
import * as orgUnits from '../db/orgUnits.ts'
import * as outbox from '../db/outbox.ts'
import { findPrivateCall, takeOnCall } from '../db/pageAnswers.ts'
import * as pages from '../db/pages.ts'

/** Somebody who was called for an emergency may answer in private, whoever they are to the estate. */
export async function answerCall(db: Db, message: Unread, now: Date): Promise<Response | null> {
  if (message.roomId !== null) return null
  return respondToCall(message, await findPrivateCall(db, message.member.id, now))
}

/** Nobody knows which estate they belong to: a person looks. */
export function waitAsStranger({ text }: Unread): Response {
  return { act: 'wait', reason: 'strangerInPrivate', emergency: findEmergency(text)?.kind ?? null }
}

export async function takeOn(tx: Db, message: Unread, call: PrivateCall, at: Date): Promise<void> {
  const isFirst = await takeOnCall(tx, call, at)
  const text = isFirst || !call.takenBy ? texts.page.taken(call.reason) : texts.page.takenBefore(call.takenBy)
  await outbox.owe(tx, call, [privateWords(message, 'page', text, at)], { at })
}

/** The fixed words at once, and people are called to look: those of every community that may be theirs, and then no number that holds in one alone is said. */
export async function answerStranger(tx: Db, message: Unread, kind: EmergencyKind, at: Date): Promise<void> {
  const ids = message.communityId === null ? await orgUnits.listServing(tx, message.id) : [message.communityId]
  const communities = await Promise.all(ids.map((communityId) => orgUnits.findCommunity(tx, { communityId })))
  for (const community of communities) await pages.startForStranger(tx, community, cryOf(message, kind), at)
  const [first] = communities
  if (!first) return
  const hotlines = communities.length === 1 ? first.hotlines : { gas: null, lift: null }
  const facts = { place: null, hotlines, dutyPaged: false }
  const text = texts.ticket.emergencyInPrivate(kind, facts) ?? emergencyLine(kind, facts)
  if (text) await outbox.owe(tx, { communityId: first.id }, [privateWords(message, 'emergency', text, at)], { at })
}

/** Nothing is said in the group, and people are called to look: who is frightened for nothing and who is in danger say the same. */
export async function callDuringDrill(tx: Db, message: Unread, kind: EmergencyKind, at: Date): Promise<void> {
  const community = await orgUnits.findCommunity(tx, { communityId: message.communityId! })
  await pages.startDuringDrill(tx, community, { ...cryOf(message, kind), roomId: message.roomId }, at)
}

function cryOf({ id, text }: Unread, kind: EmergencyKind): pages.Cry {
  return { messageId: id, headline: sayIncident({ place: findPlace(text), category: TRIGGERS[kind].category }) }
}

function privateWords(message: Unread, kind: NoticeKind, text: string, at: Date): Notice {
  return {
    kind,
    to: { memberId: message.member.id },
    mention: null,
    text,
    ticketId: null,
    announcementId: null,
    about: [message.id],
    obstacle: message.member.isFriend ? null : 'notFriend',
    notBefore: at,
    expiresAt: null,
    key: null,
  }
}
