import type { Community } from '../core/community.ts'
import type { Known, Situation } from '../core/conversation/situation.ts'
import { earliest } from '../core/conversation/windows.ts'
import { DRILL_MEMORY_HOURS, type DrillTalk } from '../core/emergency/drill.ts'
import { findEmergency } from '../core/emergency/emergency.ts'
import { type Found, findArticle } from '../core/knowledge/find.ts'
import { sayNumberAsked } from '../core/knowledge/phone.ts'
import { localTime } from '../core/localTime.ts'
import { shownName } from '../core/name.ts'
import { findStation } from '../core/organisation/station.ts'
import { noticeAddress } from '../core/privacy/notice.ts'
import { isAngry } from '../core/reading/anger.ts'
import { texts } from '../core/texts/texts.ts'
import { findNumbers } from '../core/ticket/number.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import * as articles from '../db/articles.ts'
import type { Db } from '../db/client.ts'
import * as inbox from '../db/inbox.ts'
import * as orgUnits from '../db/orgUnits.ts'
import * as outbox from '../db/outbox.ts'
import { findSurroundings } from '../db/situations.ts'
import { listStations, sayStation } from '../db/stations.ts'
import { listDrillTalk } from '../db/talk.ts'
import { findQuoted } from '../db/ticketOfWords.ts'
import * as tickets from '../db/tickets.ts'
import type { Homely } from './understand.ts'

const MATTER_MEMORY_MS = 14 * 86_400_000
const LONGEST_BARE = 12
const HELP_MINUTES = 60
const NO_OUTBURSTS = { hasBefore: false, isHandedOver: false }

/** All that the core has to know of the world to decide about a message. */
export async function findSituation(db: Db, message: Homely, now: Date): Promise<Omit<Situation, 'known'>> {
  const { estateId, roomId, member } = message
  const since = new Date(now.getTime() - MATTER_MEMORY_MS)
  const [around, named, outbursts, drills, lastTold] = await Promise.all([
    findSurroundings(db, message, { estateId, roomId, memberId: member.id, since, now }),
    findNamed(db, message),
    isAngry(message.text) || message.mentionsBot ? inbox.findOutbursts(db, message) : NO_OUTBURSTS,
    findDrillTalk(db, message, now),
    findLastTold(db, message),
  ])
  return {
    ...around,
    emergencies: roomId === null ? around.own.filter(isPrivateEmergency) : around.emergencies,
    named,
    outbursts,
    drills,
    lastTold,
    hasHelp: await hasHelp(db, message, around.community, now),
    now,
  }
}

/** Whether somebody who speaks to the bot in a group has been told there within the hour what may be said to it. */
async function hasHelp(db: Db, { communityId, roomId, alias, mentionsBot }: Homely, community: Community, now: Date): Promise<boolean> {
  if (roomId === null || !mentionsBot) return false
  const help = { articleId: null, text: texts.room.help(community), roomId, mention: shownName(alias) }
  return outbox.hasAnswered(db, { communityId }, { ...help, since: earliest(HELP_MINUTES, now) })
}

/** A longer word says by itself what it is about. */
async function findLastTold(db: Db, { communityId, roomId, member, text }: Homely): Promise<number[]> {
  if (roomId !== null || [...text].length > LONGEST_BARE) return []
  return outbox.listLastTold(db, { communityId }, member.id)
}

/** Only a cry may be about a drill, and only a group is told of one. */
async function findDrillTalk(db: Db, { communityId, id, roomId, text }: Homely, now: Date): Promise<DrillTalk[]> {
  if (roomId === null || !findEmergency(text)) return []
  return listDrillTalk(db, { communityId }, { id, roomId }, earliest(DRILL_MEMORY_HOURS * 60, now))
}

/** In private nobody hears of an emergency but whoever told it there. */
function isPrivateEmergency({ urgency, roomId }: Ticket): boolean {
  return urgency === 'emergency' && roomId === null
}

/** The ticket whose number is said, or whose words are quoted. */
async function findNamed(db: Db, message: Homely): Promise<Ticket | null> {
  const [number] = findNumbers(`${message.text} ${message.quote?.text ?? ''}`)
  return number ? tickets.findByNumber(db, message, number) : quotedBy(db, message)
}

async function quotedBy(db: Db, { communityId, roomId, quote }: Homely): Promise<Ticket | null> {
  return quote && roomId !== null ? findQuoted(db, { communityId }, roomId, quote) : null
}

/** What answers a question, and whether the room has just heard it: the contact point or the number that is asked for goes before the articles. */
export async function findKnown(
  db: Db,
  message: Homely,
  { now, publicUrl }: { now: Date; publicUrl: string | null },
): Promise<Known | null> {
  const scope = { communityId: message.communityId }
  const [community, stations, inForce] = await Promise.all([
    orgUnits.findCommunity(db, scope),
    listStations(db, scope),
    articles.listInForce(db, scope),
  ])
  const today = localTime(now, community.timeZone).toPlainDate().toString()
  const { text, estateId, roomId } = message
  const station = findStation(text, stations, estateId)
  const set = station ? await sayStation(db, scope, station, today) : sayNumberAsked(text, community.hotlines)
  const found = set ? saySet(set) : sayWritten(findArticle(text, inForce, { estateId, today }), noticeAddress(publicUrl, community.id))
  if (!found) return null
  const since = earliest(community.windows.topicMinutes, now)
  return { ...found, isFresh: roomId !== null && (await outbox.hasAnswered(db, scope, { ...found, roomId, since })) }
}

type Answer = Omit<Known, 'isFresh'>

function saySet(text: string): Answer {
  return { text, articleId: null, isClose: true }
}

function sayWritten(found: Found | null, noticeUrl: string | null): Answer | null {
  return found && { text: texts.article.answer(found.article, noticeUrl), articleId: found.article.id, isClose: found.isClose }
}
