import { closeness } from '../knowledge/find.ts'
import { isQuestion } from '../knowledge/question.ts'
import { withoutMention } from '../mention.ts'
import { isOfOffices, officeAsked } from '../reading/askingOffice.ts'
import type { Intent, Reading, ReportReading } from '../reading/reading.ts'
import { plainWords } from '../reading/words.ts'
import { type CategoryCode, isGrave } from '../taxonomy/categories.ts'
import { texts } from '../texts/texts.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import { hasJustHeard } from './report.ts'
import { answer, type Heard, isOneOf, type Response, type Situation, stay } from './situation.ts'

/*
 * Four flows for four kinds of asking (S17). 小区卫生几时打扫 is a consult: the article's words, or a ticket that staff answer. 井盖何时更换 is a
 * report and goes its own way. 建议改暖 is a proposal and waits for staff. 改水改电什么时候开始 is a project: the article's words, or a ticket
 * of the works (facility.retrofit) whose answer is the community's, with words of its own.
 */

const ASKING: readonly Intent[] = ['consult', 'project']
/** What a reader may have taken a question for that an article answers, and that asks for nothing else. */
const MISTAKEN: readonly Intent[] = ['chatter', 'report', 'need', 'proposal', 'progressQuery']
const LONGEST_MISTAKEN = 40
/** Whom a question in a group is for is not said: below it neighbours may be asking each other. */
const SURELY_ASKED = 0.7
/** Nobody but the community can know when the pipes will be renewed, and what has the form of a question is one sooner. */
const LIKELY_ASKED = 0.6
const SAME_QUESTION = 0.6

/** Whether it is worth looking for an article. */
export function mayBeAnswered(heard: Heard, reading: Reading): boolean {
  if (reading.urgency === 'emergency') return false
  if (ASKING.includes(reading.intent) || (isSaidToBot(heard) && reading.intent === 'chatter')) return true
  const isShort = [...heard.text].length <= LONGEST_MISTAKEN
  return MISTAKEN.includes(reading.intent) && isShort && isQuestion(heard.text)
}

/** Answers from an article, never out of nothing; what none answers goes to staff. Null: nobody surely asks the community, look further. */
export function respondToQuestion(heard: Heard, read: Reading, situation: Situation): Response | null {
  const { known } = situation
  const reading = asAsked(heard, read)
  if (known && isMeant(heard, reading, known.isClose && !asksAfterOwn(reading, situation))) {
    if (known.isFresh) return stay('alreadyAnswered')
    const { text, articleId } = known
    const response = answer(heard, text, situation)
    return response.act === 'answer' && articleId !== null ? { ...response, notice: { ...response.notice, articleId } } : response
  }
  return ASKING.includes(reading.intent) && isForCommunity(heard, reading) ? respondToUnknown(heard, reading, situation) : null
}

/** 残疾证在哪办 and 低保怎么申请 tell nothing of whoever asks: an office is asked, nobody's hardship is reported (S89). */
function asAsked({ text }: Heard, reading: Reading): Reading {
  const category = reading.urgency === 'emergency' ? null : officeAsked(plainWords(withoutMention(text)))
  if (!category) return reading
  return { ...reading, intent: 'consult', category, confidence: Math.max(reading.confidence, SURELY_ASKED) }
}

/** What a reader took for something else is a question only if it asks for what an article tells and nothing besides, or was said to the bot. */
function isMeant(heard: Heard, { intent }: Reading, isClose: boolean): boolean {
  return ASKING.includes(intent) || isClose || (isSaidToBot(heard) && intent === 'chatter')
}

/** 垃圾几点来收 by one whose report of it is open asks what becomes of that. */
function asksAfterOwn({ intent, category }: Reading, { own }: Situation): boolean {
  return intent === 'progressQuery' && own.some((ticket) => ticket.category === category && isOneOf(ticket.status, OPEN_STATUSES))
}

/** Said to the bot, or surely a question about something that offices and estates know, by its category or by its words. */
function isForCommunity(heard: Heard, { intent, category, confidence }: Reading): boolean {
  if (category && isGrave(category)) return false
  if (isSaidToBot(heard)) return true
  const isTheirs = category === null ? isOfOffices(plainWords(heard.text)) : !category.startsWith('part.')
  if (intent === 'project') return confidence >= LIKELY_ASKED
  return isTheirs && confidence >= (isQuestion(heard.text) ? LIKELY_ASKED : SURELY_ASKED)
}

function isSaidToBot({ roomId, mentionsBot }: Heard): boolean {
  return roomId === null || mentionsBot
}

/** The same question that already waits for its answer is not asked twice. */
function respondToUnknown(heard: Heard, reading: Reading, situation: Situation): Response {
  const category = reading.category ?? (reading.intent === 'project' ? 'facility.retrofit' : 'gov.policy')
  const waiting = situation.open.find(({ ticket, told }) => {
    return !ticket.private && ticket.category === category && closeness(told[0]!.words, heard.text) >= SAME_QUESTION
  })
  if (!waiting) return { act: 'ask', reading: asTicket(heard, reading, category), intent: reading.intent }
  return { act: 'join', ticketId: waiting.ticket.id, reason: 'sameMatter', tells: !hasJustHeard(waiting, heard, situation) }
}

function asTicket({ text }: Heard, { place, confidence }: Reading, category: CategoryCode): ReportReading {
  return { intent: 'report', category, summary: texts.article.asked(withoutMention(text)), place, urgency: 'normal', confidence }
}
