import { mayBeAnswered } from '../core/conversation/consult.ts'
import { groupFragments } from '../core/conversation/fragments.ts'
import { respond, respondAtOnce, respondToPhoto, respondUnread } from '../core/conversation/respond.ts'
import { whyLeftAlone } from '../core/conversation/roomMode.ts'
import { isSpokenTo, type Known, type LooseLine, OUTCOME_OF, type Response, type Situation } from '../core/conversation/situation.ts'
import { respondToJoin } from '../core/conversation/welcome.ts'
import { findEmergency } from '../core/emergency/emergency.ts'
import { findArticle } from '../core/knowledge/find.ts'
import { localTime } from '../core/localTime.ts'
import type { Scope } from '../core/org.ts'
import { isAngry } from '../core/reading/anger.ts'
import { readEmergency } from '../core/reading/offline.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'
import { emergencyKindOf } from '../core/texts/emergency.ts'
import { joinTicket, noteOnTicket } from '../core/ticket/edit.ts'
import { moveTicket } from '../core/ticket/move.ts'
import { findNumbers } from '../core/ticket/number.ts'
import { completeDraft, type Opening, openTicket } from '../core/ticket/open.ts'
import { type Actor, answerAtNight, type Decision, type Reporter, type Ticket, type TicketEvent } from '../core/ticket/ticket.ts'
import * as articles from '../db/articles.ts'
import type { Db } from '../db/client.ts'
import * as inbox from '../db/inbox.ts'
import { addKudos } from '../db/kudos.ts'
import * as loose from '../db/loose.ts'
import * as orgUnits from '../db/orgUnits.ts'
import * as outbox from '../db/outbox.ts'
import { findHeardAt } from '../db/speech.ts'
import { findByMessage, findQuoted } from '../db/ticketOfWords.ts'
import * as tickets from '../db/tickets.ts'
import { answerCall, answerStranger, takeOn, waitAsStranger } from './calls.ts'
import { type Reader, Unreadable } from './reader.ts'
import { offlineReader } from './readers/offline.ts'
import { noticeUnrest } from './unrest.ts'

/** An unread message that belongs to a community. */
type Homely = inbox.Unread & { communityId: number; estateId: number }

const MOST_ATTEMPTS = 3
const OWN_TICKETS = 100
const EMERGENCY_MEMORY_MS = 2 * 3_600_000
const LOOSE_MEMORY_MS = 10 * 60_000
const MATTER_MEMORY_MS = 14 * 86_400_000
const ANSWER_MEMORY_MS = 10 * 60_000
const LONGEST_READ = 2000
/** How long WeChat lets people take a message back. */
const RECALL_MS = 2 * 60_000
const LOOKED_AT_ONCE = 100
const RULES = offlineReader()
const NO_OUTBURSTS = { hasBefore: false, isHandedOver: false }
const UNREADABLE: Response = { act: 'wait', reason: 'unreadable' }

export type Interpreter = {
  /**
   * Reads the oldest unread message and does what the core decides about it. Returns its id, or null when all are read.
   * A message that fails again and again waits for a person, so that those behind it are read.
   */
  readNext(): Promise<number | null>
  /** Acts on the emergencies among what came since the last call, past all that waits for a slow model. Returns whether there is more to look at. */
  attendEmergencies(): Promise<boolean>
}

/** One decision at a time: two about the same incident, made side by side, would open two tickets. */
type InTurn = (decide: () => Promise<void>) => Promise<void>

type InterpreterDeps = { db: Db; reader: Reader; now: () => Date }
type Interpreting = InterpreterDeps & { inTurn: InTurn }

export function createInterpreter(deps: InterpreterDeps): Interpreter {
  const { db } = deps
  let last: Promise<void> = Promise.resolve()
  let lookedUpTo = 0

  const interpreting: Interpreting = {
    ...deps,
    inTurn(decide) {
      const turn = last.then(decide)
      last = turn.catch(() => undefined)
      return turn
    },
  }

  return {
    async readNext() {
      const fragments = await inbox.nextUnread(db, deps.now())
      const group = firstGroup(fragments)
      if (group) await tryInterpret(group, interpreting)
      return group?.[0]?.id ?? null
    },

    async attendEmergencies() {
      const unread = await inbox.listUnread(db, { after: lookedUpTo, limit: LOOKED_AT_ONCE })
      for (const message of unread) {
        if (readEmergency(message)) await tryInterpret([message], interpreting)
        lookedUpTo = message.id
      }
      return unread.length === LOOKED_AT_ONCE
    },
  }
}

async function tryInterpret(group: readonly inbox.Unread[], interpreting: Interpreting): Promise<void> {
  const { db, now } = interpreting
  try {
    await interpret(group, interpreting)
  } catch (error) {
    if ((await inbox.countAttempt(db, group[0]!.id)) < MOST_ATTEMPTS) throw error
    await conclude(db, group, { response: { act: 'wait', reason: 'failed' }, record: null, situation: null, at: now() })
  }
}

async function interpret(group: readonly inbox.Unread[], { db, reader, now, inTurn }: Interpreting): Promise<void> {
  const message = wholeOf(group)
  const atFirstSight =
    (await answerCall(db, message, now())) ??
    (await respondToRecall(db, message)) ??
    respondUnread(message) ??
    (isHomely(message) ? null : waitAsStranger(message))
  if (atFirstSight) return conclude(db, group, { response: atFirstSight, record: null, situation: null, at: now() })
  if (!isHomely(message)) return

  if (isArrival(message)) {
    const community = await orgUnits.findCommunity(db, message)
    return conclude(db, group, { response: respondToJoin(message, community, now()), record: null, situation: null, at: now() })
  }

  const isPhotoAlone = message.text.trim() === ''
  const record = isPhotoAlone ? null : await readMessage(message, whyLeftAlone(message) ? RULES : reader)
  if (!record && !isPhotoAlone) return conclude(db, group, { response: UNREADABLE, record, situation: null, at: now() })

  const known = record && mayBeAnswered(message, record.reading) ? await findKnown(db, message, now()) : null
  const atOnce = record && !known && respondAtOnce(message, record.reading)
  if (atOnce) return conclude(db, group, { response: atOnce, record, situation: null, at: now() })

  return inTurn(async () => {
    const situation = { ...(await findSituation(db, message, now())), known }
    const response = record ? respond(message, record.reading, situation) : respondToPhoto(message, situation)
    await conclude(db, group, { response, record, situation, at: now() })
  })
}

/** Words taken back after they were filed leave a note on their ticket. Null: it is no recall, or nothing came of the words. */
async function respondToRecall(db: Db, { kind, communityId, roomId, recalls }: inbox.Unread): Promise<Response | null> {
  if (kind !== 'recall' || communityId === null || roomId === null || recalls === null) return null
  const ticket = await findByMessage(db, { communityId }, roomId, recalls)
  return ticket && { act: 'note', ticketId: ticket.id, reason: 'recalled' }
}

/** Somebody's arrival is no piece of what they say. */
function firstGroup(fragments: readonly inbox.Unread[]): readonly inbox.Unread[] | undefined {
  const [first] = fragments
  return first?.kind === 'join' ? [first] : groupFragments(fragments.filter(({ kind }) => kind !== 'join'))[0]
}

/** What was said in pieces, as one message. */
function wholeOf(group: readonly inbox.Unread[]): inbox.Unread {
  const words = group.map(({ text }) => text.trim()).filter((text) => text !== '')
  return {
    ...group[0]!,
    text: words.join('，'),
    hasPhoto: group.some(({ hasPhoto }) => hasPhoto),
    mentionsBot: group.some(({ mentionsBot }) => mentionsBot),
  }
}

function isHomely(message: inbox.Unread): message is Homely {
  return message.communityId !== null && message.estateId !== null
}

/** Emergencies are recognised by rule before any reader is asked. Null: the reader's answer made no sense. */
async function readMessage(message: inbox.Unread, reader: Reader): Promise<ReadingRecord | null> {
  const question = { kind: message.kind, text: message.text.slice(0, LONGEST_READ), quote: message.quote, alias: message.alias }
  const emergency = readEmergency(question)
  if (emergency) return { reading: emergency, reader: 'rule', promptId: null, model: null, promptTokens: 0, completionTokens: 0 }
  try {
    return await reader.read(question)
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

function isArrival(message: Homely): message is Homely & { roomId: number } {
  return message.kind === 'join' && message.roomId !== null
}

/** The article that answers a question, and whether the room has just heard it. */
async function findKnown(db: Db, { communityId, estateId, roomId, text }: Homely, now: Date): Promise<Known | null> {
  const scope = { communityId }
  const { timeZone } = await orgUnits.findCommunity(db, scope)
  const today = localTime(now, timeZone).toPlainDate().toString()
  const found = findArticle(text, await articles.listInForce(db, scope), { estateId, today })
  if (!found) return null
  const since = new Date(now.getTime() - ANSWER_MEMORY_MS)
  return { ...found, isFresh: roomId !== null && (await outbox.hasAnswered(db, scope, { articleId: found.article.id, roomId, since })) }
}

async function findSituation(db: Db, message: Homely, now: Date): Promise<Omit<Situation, 'known'>> {
  const scope = { communityId: message.communityId }
  const own = await tickets.listOwn(db, scope, message.member.id, OWN_TICKETS)
  const drafts = own.filter(({ status }) => status === 'draft').map(({ id }) => id)
  const [number] = findNumbers(`${message.text} ${message.quote?.text ?? ''}`)
  return {
    community: await orgUnits.findCommunity(db, scope),
    estate: await orgUnits.findEstate(db, scope, message.estateId),
    own,
    heardAt: await findHeardAt(db, scope, drafts),
    named: number ? await tickets.findByNumber(db, scope, number) : await quotedBy(db, message),
    emergencies:
      message.roomId === null
        ? own.filter(({ urgency, roomId }) => urgency === 'emergency' && roomId === null)
        : await tickets.listEmergencies(db, scope, message.roomId, new Date(now.getTime() - EMERGENCY_MEMORY_MS)),
    outbursts: isAngry(message.text) ? await inbox.findOutbursts(db, message) : NO_OUTBURSTS,
    open: await tickets.listOpenMatters(db, scope, message.estateId, new Date(now.getTime() - MATTER_MEMORY_MS)),
    loose: message.roomId === null ? [] : await loose.listLoose(db, scope, message.roomId, new Date(now.getTime() - LOOSE_MEMORY_MS)),
    now,
  }
}

async function quotedBy(db: Db, { communityId, roomId, quote }: Homely): Promise<Ticket | null> {
  return quote && roomId !== null ? findQuoted(db, { communityId }, roomId, quote) : null
}

type Conclusion = { response: Response; record: ReadingRecord | null; situation: Situation | null; at: Date }

/** Settles the messages and applies the response in one transaction: a crash leaves them unread or everything done. */
async function conclude(db: Db, group: readonly inbox.Unread[], { response, record, situation, at }: Conclusion): Promise<void> {
  const isHeard = response.act === 'join' && response.tells
  const reason = 'reason' in response && !isHeard ? response.reason : null
  const angry = isAngry(wholeOf(group).text)
  await inbox.settle(db, group, { outcome: OUTCOME_OF[response.act], reason, record, angry, at }, async (tx) => {
    await apply(tx, group, response, { situation, at })
    await noticeUnrest(tx, group, { response, reading: record?.reading ?? null, angry, at })
  })
}

async function apply(
  tx: Db,
  group: readonly inbox.Unread[],
  response: Response,
  { situation, at }: Pick<Conclusion, 'situation' | 'at'>,
): Promise<void> {
  const message = wholeOf(group)
  if (message.communityId === null) return
  const scope = { communityId: message.communityId }
  const by: Actor = { kind: 'resident', memberId: message.member.id, alias: message.alias }
  const about = group.map(({ id }) => id)
  const heard = (decision: Decision) => (isSpokenTo(message) ? answerAtNight(decision) : decision)
  switch (response.act) {
    case 'open':
      await openFrom(tx, group, response, { situation: situation!, by, at })
      break
    case 'ask': {
      const asked = { reading: response.reading, asksWhere: false, asked: response.intent }
      await openFrom(tx, group, asked, { situation: situation!, by, at })
      break
    }
    case 'join':
      await tickets.join(tx, scope, response.ticketId, group.map(sourceOf), (matter) =>
        heard(
          joinTicket(
            matter,
            { reporter: reporterOf(message), tells: response.tells, angry: isAngry(message.text), about, place: response.place ?? null },
            by,
            at,
          ),
        ),
      )
      break
    case 'complete':
      await tickets.join(tx, scope, response.ticketId, group.map(sourceOf), (matter) =>
        heard(completeDraft(matter, response.place, { by, at, about })),
      )
      break
    case 'move':
      await tickets.change(tx, scope, response.ticketId, (matter) =>
        heard(moveTicket(matter, { action: response.action, by, at, note: message.text, about })),
      )
      break
    case 'note':
      await tickets.change(tx, scope, response.ticketId, (matter) => noteOnTicket(matter, { action: 'recall', by, at, note: null }))
      break
    case 'answer':
      await outbox.owe(tx, scope, [response.notice], { at })
      break
    case 'takeOn':
      await takeOn(tx, message, response.call, at)
      break
    case 'credit':
      await addKudos(tx, scope, message.id, response.kudos, at)
      await keepNote(tx, scope, response.kudos.ticketId, { action: 'praise', by, at, note: message.text })
      break
    case 'wait':
      await keepNote(tx, scope, response.ticketId ?? null, { action: 'anger', by, at, note: message.text })
      if (response.emergency) await answerStranger(tx, message, response.emergency, at)
      break
    case 'stay':
      break
  }
}

async function keepNote(tx: Db, scope: Scope, ticketId: number | null, event: TicketEvent): Promise<void> {
  if (ticketId !== null) await tickets.change(tx, scope, ticketId, (matter) => noteOnTicket(matter, event))
}

async function openFrom(
  tx: Db,
  group: readonly inbox.Unread[],
  { along = [], ...opening }: Pick<Opening, 'reading' | 'asksWhere' | 'asked'> & { along?: readonly LooseLine[] },
  { situation, by, at }: { situation: Situation; by: Actor; at: Date },
) {
  const { community, estate } = situation
  const message = wholeOf(group)
  const emergency = findEmergency(message.text)?.kind ?? emergencyKindOf(opening.reading.category)
  const about = group.map(({ id }) => id)
  const angry = isAngry(message.text)
  const words = at.getTime() - message.sentAt.getTime() < RECALL_MS ? message.text : ''
  const reporter = reporterOf(message)
  const taken = await loose.takeAlong(tx, { communityId: community.id }, along, at)
  const sources = [...group.map(sourceOf), ...taken.map((line) => sourceOfLoose(line, message.roomId))]
  await tickets.open(tx, { community, estate, at }, sources, (id, number, dutyPaged) => {
    const report = { ...opening, reporter, emergency, dutyPaged, angry, words, about }
    const decision = openTicket({ id, number, community, estate, ...report, by, at })
    return isSpokenTo(message) ? answerAtNight(decision) : decision
  })
}

function reporterOf({ member, alias, roomId }: inbox.Unread): Reporter {
  return { memberId: member.id, alias, isFriend: member.isFriend, roomId }
}

function sourceOfLoose({ member, alias, messageId, at }: LooseLine, roomId: number | null): tickets.Source {
  return { reporter: { memberId: member.id, alias, isFriend: member.isFriend, roomId }, messageId, at }
}

function sourceOf(message: inbox.Unread): tickets.Source {
  return { reporter: reporterOf(message), messageId: message.id, at: message.sentAt }
}
