import { codeInClaim } from '../claim.ts'
import { isCryOfStaff } from '../emergency/emergency.ts'
import { findKudos } from '../praise/kudos.ts'
import { isAngry } from '../reading/anger.ts'
import type { Sight } from '../reading/caption.ts'
import { SURE_ENOUGH, WORTH_A_LOOK } from '../reading/certainty.ts'
import { isLoneChild } from '../reading/plea.ts'
import type { Reading, ReportReading } from '../reading/reading.ts'
import { texts } from '../texts/texts.ts'
import { standBack } from './anger.ts'
import { respondToAsked } from './asked.ts'
import { respondToQuestion } from './consult.ts'
import { mayEcho } from './echo.ts'
import { mayGoOn } from './fragments.ts'
import { respondToWhoAreYou, respondWithHelp } from './help.ts'
import { maySayHurt, respondToIncident } from './incident.ts'
import { findOwnLatest } from './match.ts'
import type { Wait } from './outcome.ts'
import { respondToQuery, respondToSubject } from './query.ts'
import {
  placeInAnswer,
  respondToEcho,
  respondToLikely,
  respondToMeToo,
  respondToOwnPlace,
  respondToPiece,
  respondToReport,
  respondToSupplement,
  respondToWhere,
  withholdBlamed,
} from './report.ts'
import { keepToAnswers, leaveAlone, whyLeftAlone } from './roomMode.ts'
import { isRumour } from './rumour.ts'
import { type Heard, type Response, replyTo, type Situation, stay } from './situation.ts'
import { respondToDenial, respondToVerdict } from './verdict.ts'
import { respondToWhen } from './when.ts'
import { mayRetract, respondToRetraction, respondToWithdrawal } from './withdrawal.ts'

const PHOTO_FOLLOWS_MINUTES = 3
/** What a person answers or decides about in time. */
const TOLD_WAITS: readonly Wait[] = ['unsure', 'question', 'suggestion', 'project']

/** What needs no reading: who spoke and what kind of message it is decide. Null: look further. */
export function respondUnread(heard: Heard): Response | null {
  if (heard.fromBot) return stay('ownWords')
  if (heard.kind === 'system' || heard.kind === 'leave') return stay('systemLine')
  if (heard.kind === 'recall') return stay('recalled')
  if (heard.communityId === null && heard.roomId !== null) return respondToClaim(heard)
  if (heard.room && !heard.room.noticeSentAt) return stay('noticeNotPosted')
  if (heard.member.role !== 'resident' && !isCryOfStaff(heard.text)) return stay('spokenByStaff')
  if (heard.text.trim() !== '' || heard.hasPhoto) return null
  const leftAlone = whyLeftAlone(heard)
  if (leftAlone) return stay(leftAlone)
  return heard.kind === 'voice' ? { act: 'wait', reason: 'voice' } : stay('emptyMessage')
}

/** What needs no look at anybody's tickets: most of a group's talk ends here. Null: look further. */
export function respondAtOnce(heard: Heard, reading: Reading): Response | null {
  if (heard.mentionsBot || heard.roomId === null || placeInAnswer(heard) || maySayHurt(heard) || mayRetract(heard)) return null
  const leftAlone = leaveAlone(heard, reading)
  if (leftAlone || isAngry(heard.text)) return leftAlone
  switch (reading.intent) {
    case 'chatter':
      return mayEcho(heard.text) || mayGoOn(heard.text) ? null : stay('chatter')
    case 'signUp':
    case 'vote':
    case 'volunteer':
    case 'notice':
      return stay(reading.intent)
    case 'report':
      return respondToRumour(heard, reading) ?? (reading.confidence < WORTH_A_LOOK ? stay('chatter') : null)
    default:
      return null
  }
}

function respondToRumour(heard: Heard, reading: Reading): Response | null {
  return heard.roomId !== null && !heard.mentionsBot && isRumour(reading, heard.text) ? stay('rumour') : null
}

/** Nothing is heard in a group that belongs to no estate, but the code that gives it to one. */
function respondToClaim({ text }: Heard): Response {
  const code = codeInClaim(text)
  return code ? { act: 'claim', code, reason: 'claimed' } : stay('unboundRoom')
}

/** A photo without words belongs to what its sender has just told. */
export function respondToPhoto(heard: Heard, situation: Pick<Situation, 'open'>): Response {
  const fresh = findOwnLatest(heard, situation, heard.sentAt, PHOTO_FOLLOWS_MINUTES)
  if (fresh) return { act: 'join', ticketId: fresh.ticket.id, reason: 'photoOfReport', tells: false }
  return stay(whyLeftAlone(heard) ?? 'photoAlone')
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
  const rest = also.map((one) => restrain(heard, one, respondToTold(partOf(heard, one), one, situation), situation))
  return [main, ...rest]
    .filter((response, index, all) => !isRepeated(response, all.slice(0, index)))
    .map((response) => withholdBlamed(response, heard))
}

/** What one of several problems is compared by: its own words, not those of all. */
function partOf(heard: Heard, { summary }: Reading): Heard {
  return summary ? { ...heard, text: summary } : heard
}

function isRepeated(response: Response, earlier: readonly Response[]): boolean {
  return isOfKnown(response) && earlier.some((one) => isOfKnown(one) && one.ticketId === response.ticketId)
}

function isOfKnown(response: Response): response is Extract<Response, { act: 'join' | 'complete' }> {
  return response.act === 'join' || response.act === 'complete'
}

/** A reading, and the part of the words that a report is compared by. */
type Understood = { reading: Reading; part: Heard }

/** What is left after `respondAtOnce`. */
function respond(heard: Heard, understood: Understood, situation: Situation): Response {
  const response = restrain(heard, understood.reading, respondToWords(heard, understood, situation), situation)
  return response.act === 'wait' ? sayThatItWaits(heard, response, situation) : response
}

/** Who calls the bot in a group is not left without a word; who is angry hears a person, and for a drill or a danger there are other words. */
function sayThatItWaits(heard: Heard, response: Extract<Response, { act: 'wait' }>, { now }: Situation): Response {
  const isTold = heard.roomId !== null && heard.mentionsBot && TOLD_WAITS.includes(response.reason)
  return isTold ? { ...response, notice: replyTo(heard, texts.room.leftToPerson(), now) } : response
}

/** What the group is for, and how the speaker feels, may forbid what the words alone would bring about. */
function restrain(heard: Heard, reading: Reading, response: Response, situation: Situation): Response {
  return standBack(heard, reading, situation, keepToAnswers(heard, reading, response, situation))
}

/** An answer to the bot's own question first, then what the words mean. */
function respondToWords(heard: Heard, { reading, part }: Understood, situation: Situation): Response {
  const place = part === heard ? placeInAnswer(heard) : reading.place
  const answered = (place && respondToWhere(heard, { reading, place }, situation)) ?? respondToWhen(heard, reading, situation)
  if (answered) return answered
  const told =
    respondToWhoAreYou(heard, reading, situation) ??
    respondToIncident(heard, reading, place, situation) ??
    respondToRetraction(heard, reading, situation) ??
    respondToAsked(heard, reading, situation) ??
    respondToQuestion(heard, reading, situation)
  if (told) return told

  switch (reading.intent) {
    case 'report':
      return respondToRumour(heard, reading) ?? respondToLoneChild(heard, reading) ?? respondToTold(part, reading, situation)
    case 'supplement':
      return (
        respondToOwnPlace(heard, reading, situation) ?? orEcho(respondToSupplement(heard, reading, situation), heard, reading, situation)
      )
    case 'meToo':
      return respondToMeToo(heard, reading, situation)
    case 'progressQuery':
      return respondToQuery(heard, reading, situation)
    case 'confirmsFixed':
      return respondToVerdict(heard, reading, situation, 'verify')
    case 'deniesFixed':
      return respondToDenial(heard, reading, situation)
    case 'withdraw':
      return respondToWithdrawal(heard, reading, situation)
    case 'praise':
      return respondToPraise(heard, situation)
    case 'consult':
      return { act: 'wait', reason: 'question' }
    case 'project':
      return { act: 'wait', reason: 'project' }
    case 'proposal':
    case 'need':
      return { act: 'wait', reason: 'suggestion' }
    case 'chatter':
      if (heard.mentionsBot) return respondToSubject(heard, reading, situation) ?? respondWithHelp(heard, situation)
      return respondToTalk(heard, reading, situation) ?? stay('chatter')
    default:
      return heard.mentionsBot ? respondWithHelp(heard, situation) : stay(reading.intent)
  }
}

/** What adds to nothing of the speaker's own may go on about what a neighbour has told. */
function orEcho(response: Response, heard: Heard, reading: Reading, situation: Situation): Response {
  return response.act === 'stay' ? (respondToTalk(heard, reading, situation) ?? response) : response
}

/** Talk may end a report begun a moment ago, say where the speaker's own trouble is, or tell of a neighbour's again. Null: it is only talk. */
function respondToTalk(heard: Heard, reading: Reading, situation: Situation): Response | null {
  return respondToPiece(heard, situation) ?? respondToOwnPlace(heard, reading, situation) ?? respondToEcho(heard, reading, situation)
}

/** Nobody is thanked for thanking; whoever is praised has it to their credit. */
function respondToPraise({ text }: Heard, situation: Situation): Response {
  const kudos = findKudos(text, situation)
  return kudos ? { act: 'credit', reason: 'praise', kudos } : stay('praise')
}

/** No group hears a word about a child who is alone, and nothing is asked of them: a person looks. */
function respondToLoneChild({ text }: Heard, { urgency }: ReportReading): Response | null {
  return urgency !== 'emergency' && isLoneChild(text) ? { act: 'wait', reason: 'unsure' } : null
}

function respondToTold(heard: Heard, reading: ReportReading, situation: Situation): Response {
  if (reading.confidence >= situation.community.certainty) return respondToReport(heard, reading, situation)
  return respondToLikely(heard, reading, situation) ?? respondToDoubt(reading)
}

/** What is less sure than the community wants it waits for a person. */
function respondToDoubt({ confidence }: Reading): Response {
  return confidence >= WORTH_A_LOOK ? { act: 'wait', reason: 'unsure' } : stay('chatter')
}
