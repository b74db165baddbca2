import { groupFragments } from '../core/conversation/fragments.ts'
import { respond, respondAtOnce, respondToPhoto, respondUnread } from '../core/conversation/respond.ts'
import { isSpokenTo, OUTCOME_OF, type Response, type Situation } from '../core/conversation/situation.ts'
import { findEmergency } from '../core/emergency/emergency.ts'
import { readEmergency } from '../core/reading/offline.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'
import { emergencyKindOf } from '../core/texts/emergency.ts'
import { joinTicket } from '../core/ticket/edit.ts'
import { moveTicket } from '../core/ticket/move.ts'
import { findNumbers } from '../core/ticket/number.ts'
import { completeDraft, openTicket } from '../core/ticket/open.ts'
import { type Actor, answerAtNight, type Decision, type Reporter } from '../core/ticket/ticket.ts'
import type { Db } from '../db/client.ts'
import * as inbox from '../db/inbox.ts'
import * as orgUnits from '../db/orgUnits.ts'
import * as outbox from '../db/outbox.ts'
import { findHeardAt } from '../db/speech.ts'
import * as tickets from '../db/tickets.ts'
import { type Reader, Unreadable } from './reader.ts'

/** An unread message that belongs to a community. */
type Homely = inbox.Unread & { communityId: number; estateId: number }

const MOST_ATTEMPTS = 3
const OWN_TICKETS = 100
const EMERGENCY_MEMORY_MS = 2 * 3_600_000
const MATTER_MEMORY_MS = 14 * 86_400_000
const LONGEST_READ = 2000
const LOOKED_AT_ONCE = 100
const STRANGER: Response = { act: 'wait', reason: 'strangerInPrivate' }
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
      const [group] = groupFragments(fragments)
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
  const atFirstSight = respondUnread(message)
  if (atFirstSight) return conclude(db, group, { response: atFirstSight, record: null, situation: null, at: now() })
  if (!isHomely(message)) return conclude(db, group, { response: STRANGER, record: null, situation: null, at: now() })

  const isPhotoAlone = message.text.trim() === ''
  const record = isPhotoAlone ? null : await readMessage(message, reader)
  if (!record && !isPhotoAlone) return conclude(db, group, { response: UNREADABLE, record, situation: null, at: now() })

  const atOnce = record && respondAtOnce(message, record.reading)
  if (atOnce) return conclude(db, group, { response: atOnce, record, situation: null, at: now() })

  return inTurn(async () => {
    const situation = await findSituation(db, message, now())
    const response = record ? respond(message, record.reading, situation) : respondToPhoto(situation)
    await conclude(db, group, { response, record, situation, at: now() })
  })
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

async function findSituation(db: Db, message: Homely, now: Date): Promise<Situation> {
  const scope = { communityId: message.communityId }
  const own = await tickets.listOwn(db, scope, message.member.id, OWN_TICKETS)
  const drafts = own.filter(({ status }) => status === 'draft').map(({ id }) => id)
  const [number] = findNumbers(`${message.text} ${message.quote?.text ?? ''}`)
  return {
    community: await orgUnits.findCommunity(db, scope),
    estate: await orgUnits.findEstate(db, scope, message.estateId),
    own,
    heardAt: await findHeardAt(db, scope, drafts),
    named: number ? await tickets.findByNumber(db, scope, number) : null,
    emergencies:
      message.roomId === null
        ? []
        : await tickets.listEmergencies(db, scope, message.roomId, new Date(now.getTime() - EMERGENCY_MEMORY_MS)),
    open: await tickets.listOpenMatters(db, scope, message.estateId, new Date(now.getTime() - MATTER_MEMORY_MS)),
    now,
  }
}

type Conclusion = { response: Response; record: ReadingRecord | null; situation: Situation | null; at: Date }

/** Settles the messages and applies the response in one transaction: a crash leaves them unread or everything done. */
async function conclude(db: Db, group: readonly inbox.Unread[], { response, record, situation, at }: Conclusion): Promise<void> {
  const isHeard = response.act === 'join' && response.tells
  const reason = 'reason' in response && !isHeard ? response.reason : null
  await inbox.settle(db, group, { outcome: OUTCOME_OF[response.act], reason, record, at }, (tx) =>
    apply(tx, group, response, { situation, at }),
  )
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
    case 'join':
      await tickets.join(tx, scope, response.ticketId, group.map(sourceOf), (matter) =>
        heard(joinTicket(matter, { reporter: reporterOf(message), tells: response.tells, about }, by, at)),
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
    case 'answer':
      await outbox.owe(tx, scope, [response.notice], { at })
      break
    case 'wait':
    case 'stay':
      break
  }
}

async function openFrom(
  tx: Db,
  group: readonly inbox.Unread[],
  { reading, asksWhere }: Extract<Response, { act: 'open' }>,
  { situation, by, at }: { situation: Situation; by: Actor; at: Date },
) {
  const { community, estate } = situation
  const message = wholeOf(group)
  const emergency = findEmergency(message.text)?.kind ?? emergencyKindOf(reading.category)
  const about = group.map(({ id }) => id)
  await tickets.open(tx, { community, estate, at }, group.map(sourceOf), (id, number) => {
    const opening = { id, number, community, estate, reporter: reporterOf(message), reading, emergency, asksWhere, about, by, at }
    return isSpokenTo(message) ? answerAtNight(openTicket(opening)) : openTicket(opening)
  })
}

function reporterOf({ member, alias, roomId }: inbox.Unread): Reporter {
  return { memberId: member.id, alias, isFriend: member.isFriend, roomId }
}

function sourceOf(message: inbox.Unread): tickets.Source {
  return { reporter: reporterOf(message), messageId: message.id, at: message.sentAt }
}
