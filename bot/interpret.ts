import { groupFragments } from '../core/conversation/fragments.ts'
import {
  respondAtOnce,
  respondToAll,
  respondToPhoto,
  respondToSight,
  respondToUnreadable,
  respondUnread,
} from '../core/conversation/respond.ts'
import { OUTCOME_OF, type Response, type Situation } from '../core/conversation/situation.ts'
import { isPhotoAlone } from '../core/photo.ts'
import { wordsWithCaption } from '../core/reading/caption.ts'
import { readEmergency } from '../core/reading/offline.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'
import { findNumbers } from '../core/ticket/number.ts'
import type { Db } from '../db/client.ts'
import * as inbox from '../db/inbox.ts'
import * as orgUnits from '../db/orgUnits.ts'
import * as tickets from '../db/tickets.ts'
import { act, decisive } from './act.ts'
import type { Reader } from './reader.ts'
import { type Homely, look, understand } from './understand.ts'

const MOST_ATTEMPTS = 3
const OWN_TICKETS = 100
const EMERGENCY_MEMORY_MS = 2 * 3_600_000
const MATTER_MEMORY_MS = 14 * 86_400_000
const LOOKED_AT_ONCE = 100
const FAILED: Response = { act: 'wait', reason: 'failed' }
const STRANGER: Response = { act: 'wait', reason: 'strangerInPrivate' }

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
    await conclude(db, group, { ...NOTHING_KNOWN, responses: [FAILED], at: now() })
  }
}

async function interpret(group: readonly inbox.Unread[], interpreting: Interpreting): Promise<void> {
  const { db, now, inTurn } = interpreting
  const message = wholeOf(group)
  const atFirstSight = respondUnread(message)
  if (atFirstSight) return conclude(db, group, { ...NOTHING_KNOWN, responses: [atFirstSight], at: now() })
  if (!isHomely(message)) return conclude(db, group, { ...NOTHING_KNOWN, responses: [STRANGER], at: now() })
  if (group.every(isPhotoAlone)) return interpretPhoto(group, message, interpreting)

  const { record, isReadable } = await understand(message, interpreting)
  const atOnce = isReadable ? respondToOne(message, record) : respondToUnreadable(record.reading)
  if (atOnce) return conclude(db, group, { ...NOTHING_KNOWN, responses: [atOnce], record, at: now() })

  return inTurn(async () => {
    const situation = await findSituation(db, message, now())
    const responses = respondToAll(message, record.reading, record.also, situation)
    await conclude(db, group, { responses, record, situation, caption: null, at: now() })
  })
}

function respondToOne(message: Homely, { reading, also }: ReadingRecord): Response | null {
  return also.length > 0 ? null : respondAtOnce(message, reading)
}

/** A photo belongs to what its sender has just reported; one that stays alone is looked at, if somebody can. */
async function interpretPhoto(group: readonly inbox.Unread[], message: Homely, { db, reader, now, inTurn }: Interpreting): Promise<void> {
  const seen = await look(group, message, { db, reader, now })

  return inTurn(async () => {
    const situation = await findSituation(db, message, now())
    const known = respondToPhoto(situation)
    const sight = seen && { words: seen.caption, reading: seen.record.reading }
    const response = known.act === 'stay' && sight ? respondToSight(message, sight, situation) : known
    await conclude(db, group, {
      responses: [response],
      record: seen?.record ?? null,
      situation,
      caption: seen?.caption ?? null,
      at: now(),
    })
  })
}

/** What was said in pieces, as one message. */
function wholeOf(group: readonly inbox.Unread[]): inbox.Unread {
  const words = group.map(({ text }) => wordsWithCaption(text)).filter((text) => text !== '')
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

async function findSituation(db: Db, message: Homely, now: Date): Promise<Situation> {
  const scope = { communityId: message.communityId }
  const [number] = findNumbers(`${message.text} ${message.quote?.text ?? ''}`)
  return {
    community: await orgUnits.findCommunity(db, scope),
    estate: await orgUnits.findEstate(db, scope, message.estateId),
    own: await tickets.listOwn(db, scope, message.member.id, OWN_TICKETS),
    named: number ? await tickets.findByNumber(db, scope, number) : null,
    emergencies:
      message.roomId === null
        ? []
        : await tickets.listEmergencies(db, scope, message.roomId, new Date(now.getTime() - EMERGENCY_MEMORY_MS)),
    open: await tickets.listOpenMatters(db, scope, message.estateId, new Date(now.getTime() - MATTER_MEMORY_MS)),
    now,
  }
}

type Conclusion = {
  responses: Response[]
  record: ReadingRecord | null
  situation: Situation | null
  caption: string | null
  at: Date
}

const NOTHING_KNOWN = { record: null, situation: null, caption: null }

/** Settles the messages and does what was decided in one transaction: a crash leaves them unread or everything done. */
async function conclude(db: Db, group: readonly inbox.Unread[], { responses, record, situation, caption, at }: Conclusion): Promise<void> {
  const response = decisive(responses)
  const isHeard = response.act === 'join' && response.tells
  const reason = 'reason' in response && !isHeard ? response.reason : null
  await inbox.settle(db, group, { outcome: OUTCOME_OF[response.act], reason, record, caption, at }, (tx) =>
    act(tx, group, wholeOf(group), { responses, situation, at }),
  )
}
