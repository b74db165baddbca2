import type { Reading } from '../reading/reading.ts'
import { texts } from '../texts/texts.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import { mayEcho } from './echo.ts'
import { findOwnLatest } from './match.ts'
import { respondToQuery } from './query.ts'
import {
  placeInAnswer,
  respondToEcho,
  respondToLikely,
  respondToMeToo,
  respondToReport,
  respondToSupplement,
  respondToWhere,
} from './report.ts'
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
      return heard.roomId !== null && mayEcho(heard.text) ? null : stay('chatter')
    case 'praise':
    case 'signUp':
    case 'vote':
    case 'volunteer':
    case 'notice':
      return stay(reading.intent)
    default:
      return null
  }
}

/** A photo without words belongs to what its sender has just told. */
export function respondToPhoto(heard: Heard, situation: Situation): Response {
  const fresh = findOwnLatest(heard, situation, heard.sentAt, PHOTO_FOLLOWS_MS)
  return fresh ? { act: 'join', ticketId: fresh.ticket.id, reason: 'photoOfReport', tells: false } : stay('photoAlone')
}

/** What is left after `respondAtOnce`: an answer to the bot's own question first, then what the words mean. */
export function respond(heard: Heard, reading: Reading, situation: Situation): Response {
  const place = placeInAnswer(heard)
  const answered = place && respondToWhere(heard, place, situation)
  if (answered) return answered

  switch (reading.intent) {
    case 'report':
      if (reading.confidence >= SURE_ENOUGH) return respondToReport(heard, reading, situation)
      return respondToLikely(heard, reading, situation) ?? respondToDoubt(reading)
    case 'supplement':
      return respondToSupplement(heard, reading, situation)
    case 'meToo':
      return respondToMeToo(heard, reading, situation)
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
    case 'chatter':
      if (heard.mentionsBot) return answer(heard, texts.room.help(), situation)
      return respondToEcho(heard, reading, situation) ?? stay('chatter')
    default:
      return heard.mentionsBot ? answer(heard, texts.room.help(), situation) : stay(reading.intent)
  }
}

function respondToDoubt({ confidence }: Reading): Response {
  return confidence >= WORTH_A_LOOK ? { act: 'wait', reason: 'unsure' } : stay('chatter')
}

/** 刚说的不用了: only their own, and only while nobody has finished it. */
function respondToWithdrawal({ own, named, now }: Situation): Response {
  const recent = own.filter(({ status, openedAt }) => isOneOf(status, OPEN_STATUSES) && now.getTime() - openedAt.getTime() <= WITHDRAW_MS)
  const ticket = named ? recent.find(({ id }) => id === named.id) : recent[0]
  return ticket ? { act: 'move', ticketId: ticket.id, action: 'withdraw' } : stay('nothingToWithdraw')
}
