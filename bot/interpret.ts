import { respondToAskedByPhoto } from '../core/conversation/asked.ts'
import { mayBeAnswered } from '../core/conversation/consult.ts'
import { leaveIfLate, momentOf } from '../core/conversation/late.ts'
import {
  respondAtOnce,
  respondToAll,
  respondToPhoto,
  respondToSight,
  respondToUnreadable,
  respondUnread,
} from '../core/conversation/respond.ts'
import { OUTCOME_OF, type Response, type Situation } from '../core/conversation/situation.ts'
import { respondToJoin } from '../core/conversation/welcome.ts'
import { isPhotoAlone } from '../core/photo.ts'
import { isAngry } from '../core/reading/anger.ts'
import { wordsWithCaption } from '../core/reading/caption.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'
import { type Db, together } from '../db/client.ts'
import type * as inbox from '../db/inbox.ts'
import * as orgUnits from '../db/orgUnits.ts'
import { settle } from '../db/settlements.ts'
import { findByMessage } from '../db/ticketOfWords.ts'
import { act, decisive } from './act.ts'
import type { Group, Quiet } from './backlog.ts'
import { answerCall, waitAsStranger } from './calls.ts'
import { answerHandler } from './handlers.ts'
import { answerQuestion } from './ratings.ts'
import type { Reader } from './reader.ts'
import { hearClaimant } from './rights.ts'
import { findKnown, findSituation } from './situation.ts'
import { type Homely, look, type Understanding } from './understand.ts'
import { mayBeUnrest, noticeUnrest } from './unrest.ts'

/** One decision at a time: two about the same incident, made side by side, would open two tickets. */
type InTurn = (decide: () => Promise<void>) => Promise<void>

/** What a decision leans on. `publicUrl`: where residents reach the console's public pages. `onActed` is told when there may be something to say. */
export type Interpreting = {
  db: Db
  reader: Reader
  now: () => Date
  publicUrl: string | null
  onRead: (record: ReadingRecord) => void
  onActed: () => void
  quiet: Quiet
  inTurn: InTurn
  understand: (message: Homely) => Promise<Understanding>
}

/** Decides about what belongs together and does it. */
export async function interpret(group: Group, interpreting: Interpreting): Promise<void> {
  const { db, now } = interpreting
  const message = wholeOf(group)
  const atFirstSight =
    (await answerCall(db, message, now())) ??
    (await answerQuestion(db, message, now())) ??
    (await hearClaimant(db, message)) ??
    (await answerHandler(db, message, now())) ??
    (await respondToRecall(db, message)) ??
    respondUnread(message) ??
    (isHomely(message) ? null : waitAsStranger(message))
  if (atFirstSight) return conclude(interpreting, group, { ...NOTHING_KNOWN, responses: [atFirstSight], at: now() })
  if (!isHomely(message)) return
  if (isArrival(message)) return welcome(group, message, interpreting)
  return group.every(isPhotoAlone) ? interpretPhoto(group, message, interpreting) : interpretWords(group, message, interpreting)
}

/** What fails again and again waits for a person, so that what is behind it is read. */
export async function leaveForPerson(group: Group, interpreting: Interpreting): Promise<void> {
  await conclude(interpreting, group, { ...NOTHING_KNOWN, responses: [{ act: 'wait', reason: 'failed' }], at: interpreting.now() })
}

async function interpretWords(group: Group, message: Homely, interpreting: Interpreting): Promise<void> {
  const { db, now, publicUrl, inTurn, understand } = interpreting
  const { record, isReadable } = await understand(message)
  const findAnswer = () => (isReadable && mayBeAnswered(message, record.reading) ? findKnown(db, message, { now: now(), publicUrl }) : null)
  const atOnce = isReadable ? respondToOne(message, record) : respondToUnreadable(record.reading)
  const answer = atOnce && (await findAnswer())
  if (atOnce && !answer) return conclude(interpreting, group, { ...NOTHING_KNOWN, responses: [atOnce], record, at: now() })

  return inTurn(async () => {
    const [around, known] = await Promise.all([findSituation(db, message, momentOf(message, now())), answer ?? findAnswer()])
    const situation = { ...around, known }
    const responses = respondToAll(message, record.reading, record.also, situation).map((one) => leaveIfLate(message, one, now()))
    await conclude(interpreting, group, { responses, record, situation, caption: null, at: now() })
  })
}

function respondToOne(message: Homely, { reading, also }: ReadingRecord): Response | null {
  return also.length > 0 || message.isAsked ? null : respondAtOnce(message, reading)
}

/** A photo belongs to what its sender has just reported; one that stays alone is looked at, if somebody can. */
async function interpretPhoto(group: Group, message: Homely, interpreting: Interpreting): Promise<void> {
  const { db, now, inTurn } = interpreting
  const seen = await look(group, message, interpreting)

  return inTurn(async () => {
    const situation = { ...(await findSituation(db, message, momentOf(message, now()))), known: null }
    const known = (message.isAsked && respondToAskedByPhoto(message, situation)) || respondToPhoto(message, situation)
    const sight = seen && { words: seen.caption, reading: seen.record.reading }
    const response = known.act === 'stay' && sight ? respondToSight(message, sight, situation) : known
    const { record = null, caption = null } = seen ?? {}
    await conclude(interpreting, group, { responses: [response], record, situation, caption, at: now() })
  })
}

async function welcome(group: Group, message: Homely & { roomId: number }, interpreting: Interpreting): Promise<void> {
  const { db, now } = interpreting
  const community = await orgUnits.findCommunity(db, message)
  await conclude(interpreting, group, { ...NOTHING_KNOWN, responses: [respondToJoin(message, community, now())], at: now() })
}

/** Words taken back after they were filed leave a note on their ticket. Null: it is no recall, or nothing came of the words. */
async function respondToRecall(db: Db, { kind, communityId, roomId, recalls }: inbox.Unread): Promise<Response | null> {
  if (kind !== 'recall' || communityId === null || roomId === null || recalls === null) return null
  const ticket = await findByMessage(db, { communityId }, roomId, recalls)
  return ticket && { act: 'note', action: 'recall', ticketId: ticket.id, reason: 'recalled' }
}

/** What was said in pieces, as one message. */
export function wholeOf(group: Group): inbox.Unread {
  const words = group.map(({ text }) => wordsWithCaption(text)).filter((text) => text !== '')
  return {
    ...group[0]!,
    text: words.join('，'),
    hasPhoto: group.some(({ hasPhoto }) => hasPhoto),
    mentionsBot: group.some(({ mentionsBot }) => mentionsBot),
  }
}

export function isHomely(message: inbox.Unread): message is Homely {
  return message.communityId !== null && message.estateId !== null
}

function isArrival(message: Homely): message is Homely & { roomId: number } {
  return message.kind === 'join' && message.roomId !== null
}

type Conclusion = {
  responses: Response[]
  record: ReadingRecord | null
  situation: Situation | null
  caption: string | null
  at: Date
}

const NOTHING_KNOWN = { record: null, situation: null, caption: null }

/** Settles the messages and does what was decided in one transaction: a crash leaves them unread or everything done. Where nothing is to be done, they are settled with others. */
async function conclude(
  { db, quiet, onRead, onActed }: Interpreting,
  group: Group,
  { responses, record, situation, caption, at }: Conclusion,
): Promise<void> {
  const message = wholeOf(group)
  const response = decisive(responses)
  const isHeard = response.act === 'join' && response.tells
  const reason = 'reason' in response && !isHeard ? response.reason : null
  const angry = isAngry(message.text)
  const settlement = { read: group, outcome: OUTCOME_OF[response.act], reason, record, caption, angry, at }
  const noticing = { response, reading: record?.reading ?? null, angry, community: situation?.community ?? null, at }
  if (responses.every(({ act }) => act === 'stay') && !mayBeUnrest(group, noticing)) {
    quiet.settle(settlement)
  } else {
    await quiet.flush()
    await settle(db, settlement, (tx) => together(act(tx, group, message, { responses, situation, at }), noticeUnrest(tx, group, noticing)))
    onActed()
  }
  if (record) onRead(record)
}
