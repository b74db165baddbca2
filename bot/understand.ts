import { respondToPhoto } from '../core/conversation/respond.ts'
import { whyLeftAlone } from '../core/conversation/roomMode.ts'
import { captionIn } from '../core/photo.ts'
import { gatherContext, LINES_BEFORE, TALK_MS } from '../core/prompts/context.ts'
import { readCaption } from '../core/reading/caption.ts'
import { isWorthACall } from '../core/reading/gate.ts'
import { readEmergency } from '../core/reading/offline.ts'
import { NOTHING_SPENT, type Reading, type ReadingRecord } from '../core/reading/reading.ts'
import type { Db } from '../db/client.ts'
import type * as inbox from '../db/inbox.ts'
import { findMedia } from '../db/media.ts'
import { listOpenMatters } from '../db/situations.ts'
import { listBefore } from '../db/talk.ts'
import * as tickets from '../db/tickets.ts'
import { type Description, type Question, type Reader, ReaderOutage, Unreadable } from './reader.ts'
import { readByRules } from './readers/offline.ts'

/** An unread message that belongs to a community. */
export type Homely = inbox.Unread & { communityId: number; estateId: number }

/** `isReadable` false: the reader's answer made no sense, and the rules have read instead. */
export type Understanding = { record: ReadingRecord; isReadable: boolean }

type UnderstandingDeps = { db: Db; reader: Reader; now: () => Date }

const LONGEST_READ = 2000
const ANSWER_MS = 86_400_000
const MATTER_MS = 14 * 86_400_000

/**
 * What a message means. Emergencies are recognised by rule before any reader is asked; a reader that costs something is asked only what the
 * gate lets through, the rest is read by the rules and never leaves the machine.
 */
export async function understand(message: Homely, { db, reader, now }: UnderstandingDeps): Promise<Understanding> {
  const question = { kind: message.kind, text: message.text.slice(0, LONGEST_READ), quote: message.quote, alias: message.alias }
  const emergency = readEmergency(question)
  if (emergency) return { record: byRule(emergency), isReadable: true }
  if (whyLeftAlone(message)) return { record: readByRules(question), isReadable: true }
  if (reader.costly && !(await passesGate(db, message, now())))
    return { record: { ...readByRules(question), heldBack: true }, isReadable: true }
  try {
    return { record: await reader.read(reader.costly ? await withContext(question, db, message, now()) : question), isReadable: true }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { record: { ...readByRules(question), ...error.spent }, isReadable: false }
  }
}

function byRule(reading: Reading): ReadingRecord {
  return { reading, also: [], reader: 'rule', promptId: null, model: null, ...NOTHING_SPENT }
}

/** What is said to the bot, and what may answer a question of its own, always passes. */
async function passesGate(db: Db, message: Homely, now: Date): Promise<boolean> {
  if (message.roomId === null || message.mentionsBot || isWorthACall(message)) return true
  return tickets.isAnswerAwaited(db, message, message.member.id, new Date(now.getTime() - ANSWER_MS))
}

async function withContext(question: Question, db: Db, message: Homely, now: Date): Promise<Question> {
  const since = new Date(message.sentAt.getTime() - TALK_MS)
  const before = await listBefore(db, message, message, { since, lines: LINES_BEFORE })
  const open = await listOpenMatters(db, message, message.estateId, new Date(now.getTime() - MATTER_MS))
  return { ...question, context: gatherContext({ memberId: message.member.id, alias: message.alias, text: question.text }, before, open) }
}

/** What a photo without words shows: by its caption in a copied chat, or by a reader that can see. Null: nobody can tell, or it belongs to a report. */
export async function look(
  group: readonly inbox.Unread[],
  message: Homely,
  { db, reader, now }: UnderstandingDeps,
): Promise<Description | null> {
  if (whyLeftAlone(message)) return null
  const caption = group.map(({ text }) => captionIn(text)).find((found) => found !== null)
  if (caption) {
    const { words, reading } = readCaption(caption)
    return { caption: words, record: { ...byRule(reading), reader: 'offline' } }
  }
  const photo = group.find(({ kind, mediaHash }) => kind === 'image' && mediaHash)?.mediaHash
  if (!photo || !reader.describe) return null
  const open = await listOpenMatters(db, message, message.estateId, new Date(now().getTime() - MATTER_MS))
  if (respondToPhoto(message, { open }).act !== 'stay') return null
  try {
    return await reader.describe(await findMedia(db, message, photo))
  } catch (error) {
    if (error instanceof ReaderOutage || error instanceof Unreadable)
      return { caption: null, record: { ...readByRules({ text: '' }), ...error.spent } }
    throw error
  }
}
