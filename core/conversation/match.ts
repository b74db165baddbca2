import { findPlace, type Place } from '../reading/place.ts'
import type { ReportReading } from '../reading/reading.ts'
import { plainWords } from '../reading/words.ts'
import { type CategoryCode, categoryOf } from '../taxonomy/categories.ts'
import { areaOf, isElsewhere, isSaidOtherwise, OF_MANY_BUILDINGS, SAME_MATTER, type Told, weighLikeness } from '../ticket/likeness.ts'
import { compareThings, findThings } from '../ticket/things.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { Heard, OpenMatter, Situation, Telling } from './situation.ts'
import { weighSubject } from './subject.ts'
import { isWithin } from './windows.ts'

export const BREATH_MINUTES = 3
const NOW_MINUTES = 5
const TALK_MINUTES = 120
const DAY_MINUTES = 24 * 60

/** A report as it is compared: `atHome` when only the nickname tells where. */
export type Located = { reading: ReportReading; atHome: boolean }

/**
 * What makes a report belong to an open matter, in log-odds: per unit of likeness and of what both are about, whether the room speaks of it now, who told
 * of it, and when. Fitted on labelled chats: docs/decisions/011-joining.md.
 */
const BELONGS = {
  base: 0,
  likeness: 0.44,
  subject: 2.8,
  category: 1.9,
  latest: 2.1,
  latestNow: 2.45,
  ownJustNow: 3.1,
  own: -1,
  othersJustNow: 0.85,
  othersLater: -2.15,
  ownDanger: 1.8,
  othersDanger: 2,
  besides: -4,
  mendedMeanwhile: -8,
  graver: -8,
}
/** So much alike that neither who tells it nor when matters. */
const PLAINLY_ALIKE = 1
/** One breath tells of one thing unless the words are clearly of two. */
const BREATH = { goesOn: 5, enough: Math.log(SAME_MATTER / (1 - SAME_MATTER)) }

/** 还有北门的灯: a second matter of the same speaker. */
const BESIDES = /^(还有|另外|对了|顺便|再(说|报|反映)|其次|第二)/
/** What comes to many buildings, or runs about: another building that is named at once is only where the next teller stands. */
export const REACHES_FAR: readonly CategoryCode[] = [
  ...OF_MANY_BUILDINGS,
  'utility.heating',
  'sanitation.odor',
  'noise.public',
  'noise.construction',
  'safety.dog',
]

/** Told of the repair of an earlier trouble: this is the next one. */
const MENDED =
  /(刚|才|昨[天日]|前[天日]|上(周|次|礼拜)|先)[^，。,!?]{0,4}(修|整|换|通|弄|搞)(好|过|了)|(修|换|整|弄)(好|了|过)?[^，。,!?]{0,3}(没|才|又)[^，。,!?]{0,2}[几两三\d]天/

/** The open matter that a report belongs to, by its words and by who said what when. Null: it tells of something new. `doubt`: log-odds that it has to overcome. */
export function findSameMatter(heard: Heard, located: Located, situation: Situation, doubt = 0): OpenMatter | null {
  const latest = latestIn(heard.roomId, situation.open)
  const [best] = situation.open
    .filter((matter) => isOpenTo(heard, located, matter, situation))
    .map((matter) => ({ matter, weight: weighBelonging(heard, located, { matter, isLatest: matter === latest }, situation) }))
    .toSorted((a, b) => b.weight - a.weight)
  return best && best.weight >= doubt ? best.matter : null
}

/** What is private to somebody takes nobody else in, nor does a question; an emergency takes in only what is said while the room speaks of it. */
function isOpenTo(heard: Heard, { reading }: Located, matter: OpenMatter, { open, community, now }: Situation): boolean {
  const { ticket } = matter
  const isDanger = ticket.urgency === 'emergency'
  const own = lastOwn(heard, matter)
  if (own) return !isDanger || isWithin(community.windows.topicMinutes, own, now)
  if (ticket.private || ticket.isQuestion || categoryOf(reading.category).private) return false
  return !isDanger || isTalkedOf(heard, matter, { open, community, now })
}

/** Whether a room has told of it last, and just now. */
function isTalkedOf(
  { roomId }: Heard,
  matter: OpenMatter,
  { open, community, now }: Pick<Situation, 'open' | 'community' | 'now'>,
): boolean {
  const at = lastToldIn(roomId, matter)
  return at !== null && isWithin(community.windows.topicMinutes, at, now) && latestIn(roomId, open) === matter
}

/** The open matter that the speaker last spoke of, if that was not long before `at`. */
export function findOwnLatest(heard: Heard, { open }: Pick<Situation, 'open'>, at: Date, minutes: number): OpenMatter | null {
  const [latest] = open
    .flatMap((matter) => {
      const own = lastOwn(heard, matter)
      return own && isWithin(minutes, own, at) ? [{ matter, own }] : []
    })
    .toSorted((a, b) => b.own.getTime() - a.own.getTime())
  return latest?.matter ?? null
}

export function isOwn({ member }: { member: { id: number } }, { told }: { told: readonly Pick<Telling, 'memberId'>[] }): boolean {
  return told.some(({ memberId }) => memberId === member.id)
}

/** When the speaker last told of it; null: never. */
export function lastOwn({ member }: Heard, { told }: OpenMatter): Date | null {
  return told.findLast(({ memberId }) => memberId === member.id)?.at ?? null
}

/** An open matter, and whether the room has told of no other since. */
type Candidate = { matter: OpenMatter; isLatest: boolean }

function weighBelonging(heard: Heard, { reading, atHome }: Located, candidate: Candidate, situation: Situation): number {
  const { matter } = candidate
  const { ticket } = matter
  const isOneTalk = ticket.category === reading.category && REACHES_FAR.includes(ticket.category) && isTalkedOf(heard, matter, situation)
  const here: Told = { words: heard.text, category: reading.category, ...(isOneTalk ? { place: null } : { place: reading.place, atHome }) }
  const told = wholeTellings(matter).map(({ words }) => {
    const said = findPlace(words)
    const place = ticket.place ?? said
    return { words, category: ticket.category, place, atHome: said === null && place !== null }
  })
  const alike = Math.max(...told.map((one) => weighLikeness(here, one)))
  const subject = Math.max(...told.map(({ words }) => weighSubject(heard.text, words)))
  const isApart = isSaidElsewhere(here, ticket.place) || isAtAnotherHome(here, ticket) || isOfOtherThing(here, matter)
  const kind = ticket.category === reading.category ? BELONGS.category : 0
  const when = isApart ? 0 : weighWhen(heard, candidate, situation) + kind
  const belongs = BELONGS.base + BELONGS.likeness * alike + BELONGS.subject * subject + when
  return Math.max(belongs, alike - PLAINLY_ALIKE) + weighAgainst(heard, reading, matter, situation)
}

function isSaidElsewhere({ place, atHome }: Told, there: Place | null): boolean {
  return place !== null && there !== null && !atHome && isElsewhere(place, there)
}

/** What happens at home happens at each home by itself, unless a whole estate is supplied. */
function isAtAnotherHome({ place, atHome, category }: Told, ticket: Ticket): boolean {
  const supplied = category !== null && OF_MANY_BUILDINGS.includes(category)
  return atHome === true && !supplied && place !== null && ticket.place !== null && isElsewhere(place, ticket.place)
}

/** A lift in 4栋 is not the guard box at 西门, however soon after it is told: what tells of another thing at another place is near to nothing. */
function isOfOtherThing({ words, place, atHome, category }: Told, { ticket, told }: OpenMatter): boolean {
  if (!place || !ticket.place || atHome || ticket.urgency === 'emergency' || !isSaidOtherwise(place, ticket.place)) return false
  const things = compareWithTold(words, { ticket, told })
  return things === 'different' || (things === null && category !== null && areaOf(category) !== areaOf(ticket.category))
}

type ToldOf = { ticket: Pick<Ticket, 'summary'>; told: readonly Pick<Telling, 'words'>[] }

/** Whether words name the thing that a matter is about, by its summary or by anything told of it. */
export function compareWithTold(text: string, { ticket, told }: ToldOf): ReturnType<typeof compareThings> {
  return compareThings(plainWords(text), plainWords([ticket.summary, ...told.map(({ words }) => words)].join('，')))
}

/** What others above the community have to decide must not disappear in a matter of its own. */
function isGraver({ category }: ReportReading, { tier }: Ticket): boolean {
  return categoryOf(category).tier === 'red' && tier !== 'red'
}

function weighWhen(heard: Heard, { matter, isLatest }: Candidate, situation: Situation): number {
  const spokenOf = isLatest ? BELONGS.latest + (isToldWithin(NOW_MINUTES, matter, situation) ? BELONGS.latestNow : 0) : 0
  return spokenOf + weighWho(lastOwn(heard, matter), matter, situation)
}

/** The open matter that a room has told of last; null: of none. */
export function latestIn(roomId: number | null, open: readonly OpenMatter[]): OpenMatter | null {
  const told = open.flatMap((matter) => {
    const at = lastToldIn(roomId, matter)
    return at ? [{ matter, at }] : []
  })
  return told.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0]?.matter ?? null
}

/** When a room last told of a matter; null: never. */
export function lastToldIn(roomId: number | null, { told }: Pick<OpenMatter, 'told'>): Date | null {
  return (roomId !== null && told.findLast((telling) => telling.roomId === roomId)?.at) || null
}

function isToldWithin(minutes: number, { told }: OpenMatter, { now }: Situation): boolean {
  return isWithin(minutes, told.at(-1)!.at, now)
}

/** While a danger lasts a room speaks of little else. */
function weighWho(own: Date | null, matter: OpenMatter, { community, now }: Situation): number {
  const { topicMinutes } = community.windows
  const isDanger = matter.ticket.urgency === 'emergency'
  if (own) return (isDanger ? BELONGS.ownDanger : 0) + (isWithin(topicMinutes, own, now) ? BELONGS.ownJustNow : BELONGS.own)
  const { at } = matter.told.at(-1)!
  const danger = isDanger ? BELONGS.othersDanger : 0
  if (isWithin(topicMinutes, at, now)) return danger + BELONGS.othersJustNow
  return isWithin(DAY_MINUTES, at, now) ? BELONGS.othersLater : 0
}

/** What speaks against it however alike the words are. */
function weighAgainst(heard: Heard, reading: ReportReading, matter: OpenMatter, situation: Situation): number {
  const words = plainWords(heard.text)
  const { ticket } = matter
  const isMended = !isToldWithin(TALK_MINUTES, matter, situation) && MENDED.test(words)
  const besides = BESIDES.test(words) && isOwn(heard, matter) ? BELONGS.besides : 0
  return (isMended ? BELONGS.mendedMeanwhile : 0) + (isGraver(reading, ticket) ? BELONGS.graver : 0) + besides
}

/** Whether a speaker who goes on still tells of the same: one breath tells of one thing, unless its words are clearly of another. */
export function goesOn(before: Told, next: Told): boolean {
  if (isSaidElsewhere(next, before.place)) return false
  return weighLikeness(before, next) + BREATH.goesOn + (BESIDES.test(plainWords(next.words)) ? BELONGS.besides : 0) >= BREATH.enough
}

/** What was said in pieces counts as one telling, and what names nothing goes with what it answers: by itself +1 is as much like anything. */
function wholeTellings({ ticket, told }: OpenMatter): Telling[] {
  const whole: Telling[] = []
  for (const telling of told) {
    const last = whole.at(-1)
    if (telling.words.trim() === '') continue
    const isOneBreath = last && last.memberId === telling.memberId && isWithin(BREATH_MINUTES, last.at, telling.at)
    if (last && (isOneBreath || (namesThings(last) && !namesThings(telling))))
      whole[whole.length - 1] = { ...last, words: `${last.words}，${telling.words}` }
    else whole.push(telling)
  }
  return whole.length > 0 ? whole : [{ ...told[0]!, words: ticket.summary }]
}

function namesThings({ words }: Telling): boolean {
  return findThings(plainWords(words)).size > 0
}
