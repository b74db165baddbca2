import type { Known, Situation } from '../core/conversation/situation.ts'
import { earliest } from '../core/conversation/windows.ts'
import { findArticle } from '../core/knowledge/find.ts'
import { localTime } from '../core/localTime.ts'
import { isAngry } from '../core/reading/anger.ts'
import { findNumbers } from '../core/ticket/number.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import * as articles from '../db/articles.ts'
import type { Db } from '../db/client.ts'
import * as inbox from '../db/inbox.ts'
import * as loose from '../db/loose.ts'
import * as orgUnits from '../db/orgUnits.ts'
import * as outbox from '../db/outbox.ts'
import { findHeardAt } from '../db/speech.ts'
import { findQuoted } from '../db/ticketOfWords.ts'
import * as tickets from '../db/tickets.ts'
import type { Homely } from './understand.ts'

const OWN_TICKETS = 100
const MATTER_MEMORY_MS = 14 * 86_400_000
const NO_OUTBURSTS = { hasBefore: false, isHandedOver: false }

/** All that the core has to know of the world to decide about a message. */
export async function findSituation(db: Db, message: Homely, now: Date): Promise<Omit<Situation, 'known'>> {
  const scope = { communityId: message.communityId }
  const own = await tickets.listOwn(db, scope, message.member.id, OWN_TICKETS)
  const drafts = own.filter(({ status }) => status === 'draft').map(({ id }) => id)
  const [number] = findNumbers(`${message.text} ${message.quote?.text ?? ''}`)
  const community = await orgUnits.findCommunity(db, scope)
  const { topicMinutes, incidentMinutes } = community.windows
  return {
    community,
    estate: await orgUnits.findEstate(db, scope, message.estateId),
    own,
    heardAt: await findHeardAt(db, scope, drafts),
    named: number ? await tickets.findByNumber(db, scope, number) : await quotedBy(db, message),
    emergencies:
      message.roomId === null
        ? own.filter(({ urgency, roomId }) => urgency === 'emergency' && roomId === null)
        : await tickets.listEmergencies(db, scope, message.roomId, earliest(incidentMinutes, now)),
    outbursts: isAngry(message.text) ? await inbox.findOutbursts(db, message) : NO_OUTBURSTS,
    open: await tickets.listOpenMatters(db, scope, message.estateId, new Date(now.getTime() - MATTER_MEMORY_MS)),
    loose: message.roomId === null ? [] : await loose.listLoose(db, scope, message.roomId, earliest(topicMinutes, now)),
    now,
  }
}

async function quotedBy(db: Db, { communityId, roomId, quote }: Homely): Promise<Ticket | null> {
  return quote && roomId !== null ? findQuoted(db, { communityId }, roomId, quote) : null
}

/** The article that answers a question, and whether the room has just heard it. */
export async function findKnown(db: Db, { communityId, estateId, roomId, text }: Homely, now: Date): Promise<Known | null> {
  const scope = { communityId }
  const { timeZone, windows } = await orgUnits.findCommunity(db, scope)
  const today = localTime(now, timeZone).toPlainDate().toString()
  const found = findArticle(text, await articles.listInForce(db, scope), { estateId, today })
  if (!found) return null
  const since = earliest(windows.topicMinutes, now)
  return { ...found, isFresh: roomId !== null && (await outbox.hasAnswered(db, scope, { articleId: found.article.id, roomId, since })) }
}
