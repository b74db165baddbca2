import { findDoubtfulCry, findEmergency } from '../emergency/emergency.ts'
import { withoutMention } from '../mention.ts'
import type { IncomingMessage } from '../message.ts'
import { type CategoryCode, categoryOf, type Urgency } from '../taxonomy/categories.ts'
import { readAnswer } from './answers.ts'
import { officeAsked } from './askingOffice.ts'
import { isAboutParking } from './askingParking.ts'
import { SURE_ENOUGH, WORTH_A_LOOK } from './certainty.ts'
import { tellsOfOthers } from './cues.ts'
import { guessIntent, wantsAnswer } from './intent.ts'
import { phrases } from './phrase.ts'
import { findPlace } from './place.ts'
import { findPlea, isLoneChild } from './plea.ts'
import type { Intent, Reading } from './reading.ts'
import { summarize } from './summary.ts'
import { likeliestSpokenOf, type Verdict, weighReport } from './weigh.ts'
import { plainWords } from './words.ts'

type Words = Pick<IncomingMessage, 'text'>

/** Longer texts are forwarded articles; what a resident reports stands at the top. */
const LONGEST = 1000
const LONGEST_DENIAL = 14

const NO_ASIDES = ['report', 'chatter'] as const

/** What may as well be a report of its own gives way to one. */
const YIELDING: readonly Intent[] = ['supplement', 'meToo', 'deniesFixed', 'progressQuery']
/** What moves nothing but the speaker's own matter may be heard sooner than what others would have to read. */
const LIKELY = 0.4
const OF_ONES_OWN: readonly Intent[] = ['supplement', 'meToo', 'confirmsFixed', 'deniesFixed']

const SURE = 0.75
const UNSURE = 0.5

/** Talk of the neighbourhood that asks nobody to act. */
const SOCIABLE: readonly CategoryCode[] = ['part.activity', 'part.volunteer', 'part.praise']
/** Questions and wishes that a person answers better than a ticket, unless they are plainly complaints. */
const ASKING: readonly CategoryCode[] = ['gov.certificate', 'gov.policy', 'part.meeting_vote']
const QUESTION = phrases(['在哪|去哪|怎么(办|交|领|申请|弄|兑)|咋(办|交|领|申请)|几(号|点)|[要需]?带(啥|什么)|多少|什么(材料|条件|流程)'])

/** Where it is, and that it is borne no longer: enough for a quarrel with a neighbour, however few the words. */
const NUISANCE = phrases([
  '(楼上|楼下|隔壁|对门)…(蹦迪|装修|电钻|麻将|弹琴|唱歌|拖(椅|凳)|跺脚|蹦)……(烦|吵|太大|受不了|谁管|大周末|大半夜|睡不着)',
])

const PRESSING = phrases([
  '老人|孩子|小孩|孕妇|轮椅|危险|受伤|摔|绊|整栋|整个小区|全小区|喷|哗哗|淹|着急|急急|十万火急|快来|马上|立刻|没法(出|进)',
])
const PATIENT = phrases(['不急|有空|建议|希望(能)?(加|增|装)|能不能(加|装|增)|考虑|规划|啥时候能|什么时候能(加|装|建)'])

/** Understands one message by fixed rules: no model, no network, the same answer every time. */
export function readOffline(question: Words): Reading {
  const words = plainWords(withoutMention(question.text)).slice(0, LONGEST)
  const verdict = judge(words)
  return (
    readEmergency(question) ??
    readDoubtfulCry(words, readAside(words, verdict) ?? readReply(words, verdict) ?? readReport(words, verdict)) ??
    chatter(words, verdict.category)
  )
}

/** What a cry is easily taken for, and nothing comes of. */
const BESIDE_A_CRY: readonly Intent[] = ['praise', 'supplement']

/** What may be a cry waits for a person, where nothing would come of it otherwise. */
function readDoubtfulCry(words: string, read: Reading | null): Reading | null {
  const emergency = read === null || BESIDE_A_CRY.includes(read.intent) ? findDoubtfulCry(words) : null
  if (!emergency) return read
  const { category } = emergency
  const place = findPlace(words)
  return { intent: 'report', category, summary: summarize(words, category, place), place, urgency: 'high', confidence: UNSURE }
}

/** A danger to people, found on this machine so that it never waits for a language model; null when there is none. */
export function readEmergency({ text }: Words): Reading | null {
  const words = plainWords(text).slice(0, LONGEST)
  const emergency = findEmergency(words)
  if (!emergency) return null
  const place = findPlace(words)
  const { category } = emergency
  return { intent: 'report', category, summary: summarize(words, category, place), place, urgency: 'emergency', confidence: 1 }
}

/** What is neither a report nor an answer to the bot: somebody joins, takes back, asks, proposes, thanks, announces. A complaint this plain is no mere addition. */
function readAside(words: string, verdict: Verdict): Reading | null {
  const { intent, confidence } = guessIntent(words)
  const isOwn = OF_ONES_OWN.includes(intent) && !tellsOfOthers(words)
  if (!isAside(intent) || confidence < (isOwn ? LIKELY : UNSURE)) return null
  if (YIELDING.includes(intent) && verdict.confidence >= SURE_ENOUGH) return null
  return { intent, category: categoryOfAside(words, intent, verdict), summary: null, place: findPlace(words), urgency: 'low', confidence }
}

/** Whoever asks must name what they ask about, or they may be asking each other. */
function categoryOfAside(words: string, intent: Intent, { category }: Verdict): CategoryCode | null {
  if (intent !== 'consult') return category
  return officeAsked(words) ?? likeliestSpokenOf(words) ?? (isAboutParking(words) ? 'parking.blocked' : null)
}

function isAside(intent: Intent): intent is Exclude<Intent, (typeof NO_ASIDES)[number]> {
  return !(NO_ASIDES as readonly Intent[]).includes(intent)
}

/** A sentence that tells its complaint at length or names the place is a report even where it could be a denial. */
function readReply(words: string, verdict: Verdict): Reading | null {
  const answer = readAnswer(words)
  const place = findPlace(words)
  const complains = verdict.confidence >= UNSURE && (place !== null || words.length > LONGEST_DENIAL)
  if (!answer || (answer.intent === 'deniesFixed' && complains)) return null
  return { ...answer, category: verdict.category, summary: null, place, urgency: 'low' }
}

function readReport(words: string, { category, confidence }: Verdict): Reading | null {
  if (!category || confidence < WORTH_A_LOOK) return null
  const place = findPlace(words)
  return { intent: 'report', category, summary: summarize(words, category, place), place, urgency: urgencyOf(words, category), confidence }
}

function chatter(words: string, category: CategoryCode | null): Reading {
  return { intent: 'chatter', category, summary: null, place: findPlace(words), urgency: 'low', confidence: 0 }
}

function judge(words: string): Verdict {
  const { category, confidence } = weighReport(words)
  if (isLoneChild(words)) return { category: 'care.child', confidence: UNSURE }
  const plea = findPlea(words)
  if (plea) return { category: plea, confidence: Math.max(confidence, SURE_ENOUGH) }
  if (category?.startsWith('noise.') && NUISANCE.test(words) && findPlace(words)?.building)
    return { category, confidence: Math.max(confidence, SURE_ENOUGH) }
  if (category && SOCIABLE.includes(category)) return { category, confidence: 0 }
  if (category && ASKING.includes(category) && wantsAnswer(words)) return { category, confidence: UNSURE }
  if (category && ASKING.includes(category) && (confidence < SURE || QUESTION.test(words)))
    return { category, confidence: Math.min(confidence, UNSURE) }
  return { category, confidence }
}

function urgencyOf(words: string, category: CategoryCode): Urgency {
  const { urgency } = categoryOf(category)
  if (urgency !== 'normal') return urgency
  if (PRESSING.test(words)) return 'high'
  return PATIENT.test(words) ? 'low' : 'normal'
}
