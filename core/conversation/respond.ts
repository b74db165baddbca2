import type { Sight } from '../reading/caption.ts'
import type { Reading, ReportReading } from '../reading/reading.ts'
import { texts } from '../texts/texts.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import { respondToQuery } from './query.ts'
import { placeInAnswer, respondToMeToo, respondToReport, respondToSupplement, respondToWhere } from './report.ts'
import { answer, type Heard, isOneOf, type Response, type Situation, stay } from './situation.ts'
import { respondToDenial, respondToVerdict } from './verdict.ts'

const SURE_ENOUGH = 0.6
const WORTH_A_LOOK = 0.35
const PHOTO_FOLLOWS_MS = 3 * 60_000
const WITHDRAW_MS = 24 * 3_600_000

/** What needs no reading: who spoke and what kind of message it is decide. Null: look further. */
export function respondUnread(heard: Heard): Response | null {
  if (heard.fromBot) return stay('ownWords')
  if (heard.kind === 'system') return stay('systemLine')
  if (heard.kind === 'recall') return stay('recalled')
  if (heard.communityId === null) return heard.roomId === null ? { act: 'wait', reason: 'strangerInPrivate' } : stay('unboundRoom')
  if (heard.room && !heard.room.noticeSentAt) return stay('noticeNotPosted')
  if (heard.member.role !== 'resident') return stay('spokenByStaff')
  if (heard.text.trim() !== '' || heard.hasPhoto) return null
  return heard.kind === 'voice' ? { act: 'wait', reason: 'voice' } : stay('emptyMessage')
}

/** What needs no look at anybody's tickets: most of a group's talk ends here. Null: look further. */
export function respondAtOnce(heard: Heard, reading: Reading): Response | null {
  if (heard.mentionsBot || placeInAnswer(heard)) return null
  switch (reading.intent) {
    case 'chatter':
    case 'praise':
    case 'signUp':
    case 'vote':
    case 'volunteer':
    case 'notice':
      return stay(reading.intent)
    case 'report':
      return reading.confidence < WORTH_A_LOOK ? stay('chatter') : null
    default:
      return null
  }
}

/** What is less sure than the community wants it waits for a person. */
function respondToDoubt({ confidence }: Reading, { community }: Situation): Response | null {
  if (confidence >= community.certainty) return null
  return confidence >= WORTH_A_LOOK ? { act: 'wait', reason: 'unsure' } : stay('chatter')
}

/** A photo without words belongs to what its sender has just reported. */
export function respondToPhoto({ own, now }: Pick<Situation, 'own' | 'now'>): Response {
  const fresh = own.find((ticket) => now.getTime() - ticket.openedAt.getTime() <= PHOTO_FOLLOWS_MS)
  return fresh ? { act: 'join', ticketId: fresh.id, reason: 'photoOfReport', tells: false } : stay('photoAlone')
}

/** What a photo shows that nobody has said a word about: asked once where it is, or nothing. */
export function respondToSight(heard: Heard, { words, reading }: Sight, situation: Situation): Response {
  if (!words || reading.intent !== 'report' || reading.confidence < SURE_ENOUGH) return stay('photoAlone')
  if (reading.urgency === 'emergency') return respondToReport(heard, reading, situation)
  return { act: 'open', reading, asksWhere: true, ofPhoto: words }
}

/** A model's answer made no sense, twice: what the rules are sure of goes on, the rest waits for a person. */
export function respondToUnreadable({ intent, confidence }: Reading): Response | null {
  return intent === 'report' && confidence >= SURE_ENOUGH ? null : { act: 'wait', reason: 'unreadable' }
}

/** A response to each thing that a message tells of, the main one first; a ticket is joined once. */
export function respondToAll(heard: Heard, reading: Reading, also: readonly ReportReading[], situation: Situation): Response[] {
  const part = also.length > 0 ? partOf(heard, reading) : heard
  const main = respond(heard, { reading, part }, situation)
  if (main.act === 'complete') return [main]
  const rest = also.map((one) => respondToDoubt(one, situation) ?? respondToReport(partOf(heard, one), one, situation))
  return [main, ...rest].filter((response, index, all) => !isRepeated(response, all.slice(0, index)))
}

/** What one of several problems is compared by: its own words, not those of all. */
function partOf(heard: Heard, { summary }: Reading): Heard {
  return summary ? { ...heard, text: summary } : heard
}

function isRepeated(response: Response, earlier: readonly Response[]): boolean {
  return response.act === 'join' && earlier.some((one) => one.act === 'join' && one.ticketId === response.ticketId)
}

/** What is left after `respondAtOnce`: an answer to the bot's own question first, then what the words mean; a report is compared by its part of them. */
function respond(heard: Heard, { reading, part }: { reading: Reading; part: Heard }, situation: Situation): Response {
  const place = placeInAnswer(heard)
  const answered = place && respondToWhere(heard, place, situation)
  if (answered) return answered

  switch (reading.intent) {
    case 'report':
      return respondToDoubt(reading, situation) ?? respondToReport(part, reading, situation)
    case 'supplement':
      return respondToSupplement(situation)
    case 'meToo':
      return respondToMeToo(heard, reading.place, situation)
    case 'progressQuery':
      return respondToQuery(heard, reading, situation)
    case 'confirmsFixed':
      return respondToVerdict(heard, reading, situation, 'verify')
    case 'deniesFixed':
      return respondToDenial(heard, reading, situation)
    case 'withdraw':
      return respondToWithdrawal(situation)
    case 'consult':
    case 'project':
      return { act: 'wait', reason: 'question' }
    case 'proposal':
    case 'need':
      return { act: 'wait', reason: 'suggestion' }
    default:
      return heard.mentionsBot ? answer(heard, texts.room.help(), situation) : stay(reading.intent)
  }
}

/** 刚说的不用了: only their own, and only while nobody has finished it. */
function respondToWithdrawal({ own, named, now }: Situation): Response {
  const recent = own.filter(({ status, openedAt }) => isOneOf(status, OPEN_STATUSES) && now.getTime() - openedAt.getTime() <= WITHDRAW_MS)
  const ticket = named ? recent.find(({ id }) => id === named.id) : recent[0]
  return ticket ? { act: 'move', ticketId: ticket.id, action: 'withdraw' } : stay('nothingToWithdraw')
}
