import { findPlace, type Place } from '../reading/place.ts'
import type { ReportReading } from '../reading/reading.ts'
import { plainWords } from '../reading/words.ts'
import { categoryOf } from '../taxonomy/categories.ts'
import { isElsewhere, SAME_MATTER, type Told, weighLikeness } from '../ticket/likeness.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { Heard, OpenMatter, Situation, Telling } from './situation.ts'
import { isWithin } from './windows.ts'

const BREATH_MINUTES = 3
const TALK_MINUTES = 120
const DAY_MINUTES = 24 * 60

/** A report as it is compared: `atHome` when only the nickname tells where. */
export type Located = { reading: ReportReading; atHome: boolean }

/** In log-odds, as likeness is. */
const ENOUGH = Math.log(SAME_MATTER / (1 - SAME_MATTER))
const OWN = { breath: 5, topic: 4, talk: 1, danger: 4, besides: -4 }
const ROOM = { topic: 1, talk: 0.5, laterDays: -0.5 }
const MENDED_MEANWHILE = -3
const GRAVER = -4

/** 还有北门的灯: a second matter of the same speaker. */
const BESIDES = /^(还有|另外|对了|顺便|再(说|报|反映)|其次|第二)/
/** Told of the repair of an earlier trouble: this is the next one. */
const MENDED =
  /(刚|才|昨[天日]|前[天日]|上(周|次|礼拜)|先)[^，。,!?]{0,4}(修|整|换|通|弄|搞)(好|过|了)|(修|换|整|弄)(好|了|过)?[^，。,!?]{0,3}(没|才|又)[^，。,!?]{0,2}[几两三\d]天/

/** The open matter that a report belongs to, by its words and by who said what when. Null: it tells of something new. */
export function findSameMatter(heard: Heard, located: Located, situation: Situation): OpenMatter | null {
  const [best] = situation.open
    .filter((matter) => isOpenTo(heard, located, matter, situation))
    .map((matter) => ({ matter, weight: weighBelonging(heard, located, matter, situation) }))
    .toSorted((a, b) => b.weight - a.weight)
  return best && best.weight >= ENOUGH ? best.matter : null
}

/** What is private to somebody takes nobody else in, and an emergency only what its own reporter goes on to say. */
function isOpenTo(heard: Heard, { reading }: Located, matter: OpenMatter, { community, now }: Situation): boolean {
  const own = lastOwn(heard, matter)
  if (own) return matter.ticket.urgency !== 'emergency' || isWithin(community.windows.topicMinutes, own, now)
  return !matter.ticket.private && matter.ticket.urgency !== 'emergency' && !categoryOf(reading.category).private
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
function lastOwn({ member }: Heard, { told }: OpenMatter): Date | null {
  return told.findLast(({ memberId }) => memberId === member.id)?.at ?? null
}

function weighBelonging(heard: Heard, { reading, atHome }: Located, matter: OpenMatter, situation: Situation): number {
  const { ticket } = matter
  const here: Told = { words: heard.text, category: reading.category, place: reading.place, atHome }
  const alike = wholeTellings(matter).map(({ words }) => {
    const said = findPlace(words)
    const place = ticket.place ?? said
    return weighLikeness(here, { words, category: ticket.category, place, atHome: said === null && place !== null })
  })
  const graver = isGraver(reading, ticket) ? GRAVER : 0
  return Math.max(...alike) + graver + (isSaidElsewhere(here, ticket.place) ? 0 : weighWhen(heard, matter, situation))
}

function isSaidElsewhere({ place, atHome }: Told, there: Place | null): boolean {
  return place !== null && there !== null && !atHome && isElsewhere(place, there)
}

/** What others above the community have to decide must not disappear in a matter of its own. */
function isGraver({ category }: ReportReading, { tier }: Ticket): boolean {
  return categoryOf(category).tier === 'red' && tier !== 'red'
}

function weighWhen(heard: Heard, matter: OpenMatter, situation: Situation): number {
  const words = plainWords(heard.text)
  const own = weighOwn(lastOwn(heard, matter), situation)
  const danger = matter.ticket.urgency === 'emergency' ? OWN.danger : 0
  if (own !== null) return own + danger + (BESIDES.test(words) ? OWN.besides : 0)
  const isMended = !isWithin(TALK_MINUTES, matter.told.at(-1)!.at, situation.now) && MENDED.test(words)
  return (isMended ? MENDED_MEANWHILE : 0) + weighElapsed(heard, matter, situation)
}

/** Null: never, or so long ago that the speaker's words count as anybody's. */
function weighOwn(at: Date | null, { community, now }: Situation): number | null {
  if (!at) return null
  if (isWithin(BREATH_MINUTES, at, now)) return OWN.breath
  if (isWithin(community.windows.topicMinutes, at, now)) return OWN.topic
  return isWithin(TALK_MINUTES, at, now) ? OWN.talk : null
}

function weighElapsed({ roomId }: Heard, { told }: OpenMatter, { community, now }: Situation): number {
  const { at } = told.at(-1)!
  if (!isWithin(DAY_MINUTES, at, now)) return ROOM.laterDays
  if (roomId === null || !told.some((telling) => telling.roomId === roomId)) return 0
  if (isWithin(community.windows.topicMinutes, at, now)) return ROOM.topic
  return isWithin(TALK_MINUTES, at, now) ? ROOM.talk : 0
}

/** Whether a speaker who goes on still tells of the same: one breath tells of one thing, unless its words are clearly of another. */
export function goesOn(before: Told, next: Told): boolean {
  if (isSaidElsewhere(next, before.place)) return false
  return weighLikeness(before, next) + OWN.breath + (BESIDES.test(plainWords(next.words)) ? OWN.besides : 0) >= ENOUGH
}

/** What was said in pieces counts as one telling. */
function wholeTellings({ ticket, told }: OpenMatter): Telling[] {
  const whole: Telling[] = []
  for (const telling of told) {
    const last = whole.at(-1)
    if (telling.words.trim() === '') continue
    if (last && last.memberId === telling.memberId && isWithin(BREATH_MINUTES, last.at, telling.at))
      whole[whole.length - 1] = { ...last, words: `${last.words}，${telling.words}` }
    else whole.push(telling)
  }
  return whole.length > 0 ? whole : [{ ...told[0]!, words: ticket.summary }]
}
