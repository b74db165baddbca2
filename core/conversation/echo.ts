import { isQuestion } from '../knowledge/question.ts'
import { weighIntents } from '../reading/model/model.ts'
import { findPlace, type Place, placeFromAlias } from '../reading/place.ts'
import type { Reading, ReportReading } from '../reading/reading.ts'
import { logLength, plainWords } from '../reading/words.ts'
import { remember } from '../remember.ts'
import { categoryOf } from '../taxonomy/categories.ts'
import { isElsewhere } from '../ticket/likeness.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { asksAside, FAILS, SIGNS } from './echoSigns.ts'
import { compareWithTold, lastToldIn, latestIn, REACHES_FAR } from './match.ts'
import type { Heard, LooseLine, OpenMatter, Situation, Telling } from './situation.ts'
import { isWithin } from './windows.ts'

/** What an echo may follow: an open matter, or a report that has not become one. */
type Before = {
  ticket: Pick<Ticket, 'category' | 'summary' | 'place'>
  told: readonly Pick<Telling, 'words' | 'memberId' | 'at'>[]
}
type Said = Pick<Heard, 'text' | 'alias'> & { member: { id: number } }

const UNAFFECTED = SIGNS.find(({ why }) => why === 'is not affected')!.says
const SUFFERS = SIGNS.find(({ why }) => why === 'suffers from it')!.says

/**
 * What makes talk tell of a neighbour's matter again, in log-odds: per unit of what the words say, of how they fit, of what they sound like, whether the room
 * speaks of it now, and whether it is the speaker's own. Fitted on labelled chats: docs/decisions/011-joining.md.
 */
const TALK = { base: -10, words: 0.41, fit: 0.52, meToo: 1.87, supplement: 1.35, chatter: -1.94, length: 1.43, suffers: 1.6 }
const WHEN = { latest: 2.1, latestSoon: 1.28, soon: 2.1, lately: 3.13, before: 1.17, own: 3.15, ownSoon: 0.89 }
/** Whom it would make a reporter did not ask to be one. */
const ENOUGH = 0
/** Below it words tell of nothing again, whenever they are said. */
const WORTH_COMPARING = 2.35
const NEAR = { here: 1.2, home: 0.8, elsewhere: -9, ownAlone: -1 }
const THINGS = { same: 1.5, akin: 0, different: -2 }
const SMELLS = { says: /闻[到着见得]/, categories: /^sanitation\.|gas|fire|poisoning|sewer|ebike|charging/ }
const AGAIN = /又|还(是|在)|照样/
/** What is left of 我们这边4栋也一样 after it says nothing of its own. */
const BARE_ME_TOO = /[我俺咱阿拉哋们家屋里头这边儿号楼栋座幢单元层室\da-z+也都亦是系一样同上求顶的啊呀呢哦了咯嘛呗嘞 ,，.。!！~～…]/g
/** 也停了 says what is the matter, 我家也是，给娃讲题 what somebody else has just spoken of. */
const SHORT_ME_TOO = 4
const SOON_MINUTES = 3
const LATELY_MINUTES = 10
const BEFORE_MINUTES = 30
/** So long ago a report must fit one unit of log-odds better than a fresh one. */
const ME_TOO_FADES_MS = 20 * 60_000

/** Whether a line may tell of what a neighbour has just told: cheap to ask of any line. */
export function mayEcho(text: string): boolean {
  const words = plainWords(text)
  return !asksAside(words) && weighTalk(words) >= WORTH_COMPARING
}

/**
 * The matter in the room that a line tells of again, because its speaker suffers from it as well or has more to say. Null: a mere remark. What would be
 * private by itself has to name the same trouble: 老人下不来啊 answers the lift that was told of, who hears blows next door answers no lamp.
 */
export function findEchoed(heard: Heard, reading: Reading, situation: Situation): OpenMatter | null {
  const { now } = situation
  const again = reading.intent === 'report' ? null : findOwnAgain(heard, situation)
  if (again) return again
  const lately = toldLately(heard, situation)
  const latest = latestIn(
    heard.roomId,
    lately.map(({ matter }) => matter),
  )
  const [best] = lately
    .map(({ matter, at }) => ({ matter, weight: weighEcho(heard, matter, { at, isLatest: matter === latest, now }) }))
    .toSorted((a, b) => b.weight - a.weight)
  if (!best || best.weight < ENOUGH) return null
  return isPrivate(reading) && !mayTellOf(heard, reading, best.matter) ? null : best.matter
}

/** While a danger lasts, who needs care there is part of it. */
function mayTellOf({ text }: Heard, { category }: Reading, matter: OpenMatter): boolean {
  if (matter.ticket.urgency === 'emergency' && category?.startsWith('care.')) return true
  return ['same', 'akin'].includes(compareWithTold(text, matter) ?? '')
}

/** 那个灯又灭了 is of one's own matter, however long ago it was told. */
function findOwnAgain(heard: Heard, { open }: Situation): OpenMatter | null {
  const words = plainWords(heard.text)
  if (!AGAIN.test(words) || !FAILS.test(words)) return null
  const own = open.filter((matter) => matter.ticket.urgency !== 'emergency' && isTeller(heard.member.id, matter))
  return own.find((matter) => compareWithTold(heard.text, matter) === 'same' && fits(heard.text, heard.alias, matter)) ?? null
}

/**
 * 同上 and +1 bind to the open report nearest in time in the same room, unless another one of the last hours fits their words better. Who says more
 * than that has to speak of the same thing or place, unless the room has just spoken of it: 我也想学 an hour later means something else.
 */
export function findMeant(heard: Heard, situation: Situation): OpenMatter | null {
  const { community, now } = situation
  const words = plainWords(heard.text)
  const saysMore = lengthBesideMeToo(words) > 1
  const [best] = toldLately(heard, situation)
    .filter(({ matter }) => fits(heard.text, heard.alias, matter))
    .map(({ matter, at }) => ({ matter, fit: weighFit(words, heard.alias, matter) + weighTeller(heard, matter), at }))
    .filter(({ fit, at }) => fit > 0 || !saysMore || isWithin(community.windows.topicMinutes, at, now))
    .toSorted((a, b) => b.fit - a.fit - (a.at.getTime() - b.at.getTime()) / ME_TOO_FADES_MS)
  return best?.matter ?? null
}

/** What the room has just told of, where somebody names another place for it: 5栋的也是 after a lift of 6栋. Null: nothing, or it is all one trouble. */
export function findMeantElsewhere(heard: Heard, there: Place, { open, community, now }: Situation): OpenMatter | null {
  const latest = latestIn(heard.roomId, open)
  if (!latest || !isWithin(community.windows.topicMinutes, lastToldIn(heard.roomId, latest)!, now)) return null
  return mayHappenAt(there, latest) && compareWithTold(heard.text, latest) !== 'different' ? latest : null
}

/** Whether the same may be the matter at another place, by itself. */
export function mayHappenAt(there: Place, { ticket }: OpenMatter): boolean {
  if (ticket.private || ticket.isQuestion || ticket.urgency === 'emergency' || REACHES_FAR.includes(ticket.category)) return false
  return ticket.place !== null && isElsewhere(there, ticket.place)
}

/** Too is said of what another has told. */
function weighTeller({ member }: Heard, { told }: OpenMatter): number {
  return told.every(({ memberId }) => memberId === member.id) ? NEAR.ownAlone : 0
}

function lengthBesideMeToo(words: string): number {
  return words.replace(BARE_ME_TOO, '').length
}

/** What others said of it shortly before somebody told it plainly: 我们这边也停了, and an unsure report. */
export function findForerunners(heard: Heard, reading: ReportReading, { loose, now }: Situation): LooseLine[] {
  const matter = beforeOf(reading, heard.text, heard.member.id, now)
  return loose.filter(({ alias, words, reading: read, member, at }) => {
    if (isPrivate(read)) return false
    if (member.id === heard.member.id && (!isWithin(SOON_MINUTES, at, now) || compareWithTold(words, matter) === 'different')) return false
    if (read.intent === 'meToo')
      return (
        fits(words, alias, matter) &&
        (lengthBesideMeToo(plainWords(words)) <= SHORT_ME_TOO || weighFit(plainWords(words), alias, matter) > 0)
      )
    return weighEcho({ text: words, alias, member }, matter, { at, isLatest: true, now }) >= ENOUGH
  })
}

/** The report of a moment ago that nobody was sure of and that a second person now tells as well. Null: there is none. */
export function findDoubted(heard: Heard, { intent }: Reading, { loose, now }: Situation): LooseLine | null {
  const doubted = loose.findLast(({ reading, words, member, at }) => {
    if (reading.intent !== 'report' || isPrivate(reading) || member.id === heard.member.id) return false
    const before = beforeOf(reading, words, member.id, at)
    return intent === 'meToo' ? fits(heard.text, heard.alias, before) : weighEcho(heard, before, { at, isLatest: true, now }) >= ENOUGH
  })
  return doubted ?? null
}

/** Whether it tells of what no group should hear. */
function isPrivate({ intent, category }: Reading): boolean {
  return intent === 'report' && categoryOf(category).private
}

function beforeOf({ category, summary, place }: ReportReading, words: string, memberId: number, at: Date): Before {
  return { ticket: { category, summary, place }, told: [{ words, memberId, at }] }
}

function fits(text: string, alias: string, before: Before): boolean {
  const words = plainWords(text)
  return !UNAFFECTED.test(words) && weighFit(words, alias, before) > THINGS.different
}

/** What a room has told of lately; of a danger only while it speaks of it. */
function toldLately({ roomId }: Heard, { open, community: { windows }, now }: Situation) {
  return open.flatMap((matter) => {
    const at = lastToldIn(roomId, matter)
    const minutes = matter.ticket.urgency === 'emergency' ? windows.topicMinutes : windows.meTooMinutes
    return at && isWithin(minutes, at, now) && !matter.ticket.private ? [{ matter, at }] : []
  })
}

type Then = { at: Date; isLatest: boolean; now: Date }

function weighEcho(said: Said, matter: Before, then: Then): number {
  const words = plainWords(said.text)
  const fit = weighFit(words, said.alias, matter)
  if (fit <= NEAR.elsewhere / 2 || asksAside(words) || turnsElsewhere(said, matter)) return Number.NEGATIVE_INFINITY
  const suffers = fit > 0 && SUFFERS.test(words) ? TALK.suffers : 0
  return TALK.base + weighTalk(words) + TALK.fit * fit + suffers + weighWhen(said, matter, then)
}

/** Who has told of a lamp and now asks about a lift does not go on about the lamp. */
function turnsElsewhere({ text, member }: Said, matter: Before): boolean {
  return isTeller(member.id, matter) && isQuestion(text) && compareWithTold(text, matter) === 'different'
}

function isTeller(memberId: number, { told }: Before): boolean {
  return told.some((telling) => telling.memberId === memberId)
}

function weighWhen({ member }: Said, { told }: Before, { at, isLatest, now }: Then): number {
  const isSoon = isWithin(SOON_MINUTES, at, now)
  const own = told.findLast(({ memberId }) => memberId === member.id)?.at
  const speaker = own ? WHEN.own + (isWithin(SOON_MINUTES, own, now) ? WHEN.ownSoon : 0) : 0
  const latest = isLatest ? WHEN.latest + (isSoon ? WHEN.latestSoon : 0) : 0
  if (isSoon) return speaker + latest + WHEN.soon
  if (isWithin(LATELY_MINUTES, at, now)) return speaker + latest + WHEN.lately
  return speaker + latest + (isWithin(BEFORE_MINUTES, at, now) ? WHEN.before : 0)
}

/** What a room has said lately is weighed anew with each report. */
const LINES = 500

/** What the words alone say for it. */
const weighTalk: (words: string) => number = remember(LINES, (words) => {
  const likely = weighIntents(words)
  const tone = (['meToo', 'supplement', 'chatter'] as const).reduce((sum, intent) => sum + TALK[intent] * Math.exp(likely.get(intent)!), 0)
  const says = SIGNS.reduce((sum, { says: sign, weight }) => (sign.test(words) ? sum + weight : sum), 0)
  return TALK.words * says + tone + TALK.length * logLength(words)
})

function weighFit(words: string, alias: string, matter: Before): number {
  const things = compareWithTold(words, matter)
  return (things ? THINGS[things] : 0) + weighSense(words, matter) + weighPlace(words, alias, matter.ticket)
}

/** 我也闻到了 speaks of gas, not of the lamp that was told of a moment before. */
function weighSense(words: string, { ticket: { category } }: Before): number {
  if (!SMELLS.says.test(words)) return 0
  return SMELLS.categories.test(category) ? THINGS.same : THINGS.different
}

function weighPlace(words: string, alias: string, { place, category }: Before['ticket']): number {
  const [said, home] = [findPlace(words), placeFromAlias(alias)?.building]
  if (!place) return 0
  if (said && isElsewhere({ ...said, spot: null }, place)) return REACHES_FAR.includes(category) ? 0 : NEAR.elsewhere
  if (!place.building) return 0
  if (said?.building) return NEAR.here
  return home === place.building ? NEAR.home : 0
}
