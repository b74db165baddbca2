import type { Place } from '../reading/place.ts'
import type { CategoryCode } from '../taxonomy/categories.ts'
import { compareWeights, type Traces, trace } from './traces.ts'

/** What somebody told: `place` null when neither the words nor the nickname name one, `atHome` when only the nickname does. */
export type Told = { words: string; category: CategoryCode | null; place: Place | null; atHome?: boolean }

type Agreement = 'same' | 'akin' | 'other' | 'unknown'

/** From here on two reports count as one matter. Joining two matters hurts more than leaving one told twice. */
export const SAME_MATTER = 0.7

/** A whole complaint names its estate somewhere; a line in a group speaks of the group's own. */
const AT_LENGTH = 60

/** How likely two reports of one estate tell of the same problem, 0 to 1: place and problem have to agree, neither suffices. */
export function likeness(a: Told, b: Told): number {
  return likelihood(weighLikeness(a, b))
}

/** The same in log-odds, for adding to what else is known of the two. */
export function weighLikeness(a: Told, b: Told): number {
  const [left, right] = [trace(a.words), trace(b.words)]
  const categories = compareCategories(a.category, b.category)
  const atLength = !a.place && !b.place && Math.min(left.text.length, right.text.length) >= AT_LENGTH
  const problem = atLength ? weighTexts(left, right, categories) : weighLines(left, right, categories) + weighPlaces(a, b, left, right)
  return problem + (nameOtherEstates(left, right) ? OTHER_ESTATE : 0)
}

function compareCategories(a: CategoryCode | null, b: CategoryCode | null): Agreement {
  if (!a || !b) return 'unknown'
  if (a === b) return 'same'
  return areaOf(a) === areaOf(b) ? 'akin' : 'other'
}

/** Whether rubbish is reported as rubbish or as a smell is a matter of words. */
export function areaOf(category: CategoryCode): string {
  return category.split('.')[0]!
}

/** In log-odds, like every weight below. */
const OTHER_ESTATE = -3

function nameOtherEstates(a: Traces, b: Traces): boolean {
  return a.estates.length > 0 && b.estates.length > 0 && !isMentioned(a.estates, b.text) && !isMentioned(b.estates, a.text)
}

function isMentioned(estates: string[], text: string): boolean {
  return estates.some((estate) => text.includes(estate))
}

const TEXTS = { base: 4.3, agreement: 2.5, things: 0.2, category: 0.08, names: 0.4, unnamed: 0.3 }

/** A product of problem and place, for neither a shared estate nor shared words make one matter; in log-odds it is a sum. */
function weighTexts(a: Traces, b: Traces, categories: Agreement): number {
  const sameCategory = categories === 'same' ? TEXTS.category : 0
  const problem = compareWeights(a.words, b.words) + TEXTS.things * compareWeights(a.things, b.things) + sameCategory
  const place = a.names.size > 0 && b.names.size > 0 ? compareWeights(a.names, b.names) : TEXTS.unnamed
  return TEXTS.base + TEXTS.agreement * (Math.log(problem + 0.01) + TEXTS.names * Math.log(place + 0.05))
}

const LINES = { base: -2.2, things: 2.2, otherThing: -2, words: 1.5, otherFloor: -4, otherDoor: -4 }
const CATEGORIES: Record<Agreement, number> = { same: 1.2, unknown: 0, akin: -0.4, other: -1.6 }

function weighLines(a: Traces, b: Traces, categories: Agreement): number {
  const floors = differs(a.floor, b.floor) && (isAbout(OF_EVERY_FLOOR, a) || isAbout(OF_EVERY_FLOOR, b)) ? LINES.otherFloor : 0
  const doors = isOtherDoor(a.doors, b.doors) ? LINES.otherDoor : 0
  return LINES.base + CATEGORIES[categories] + weighThings(a, b) + floors + doors + LINES.words * compareWeights(a.words, b.words)
}

/** 楼上501 and 隔壁602 are two quarrels. */
function isOtherDoor(a: string[], b: string[]): boolean {
  return a.length > 0 && b.length > 0 && !a.some((door) => b.includes(door))
}

function weighThings(a: Traces, b: Traces): number {
  if (a.things.size === 0 || b.things.size === 0) return 0
  const shared = compareWeights(a.things, b.things)
  return shared > 0 ? LINES.things * shared : LINES.otherThing
}

/** Each floor has its own; a lift or the water stops on all of them. */
const OF_EVERY_FLOOR = ['light', 'clutter', 'cleaning']
const OF_EVERY_STAIRCASE = [...OF_EVERY_FLOOR, 'door']

function isAbout(names: readonly string[], { things }: Traces): boolean {
  return names.some((name) => things.has(name))
}

const PLACES = { elsewhere: -6, bothUnsaid: 0.9, oneUnsaid: 0.6, sameAtMost: 2.6, building: 1.8, entrance: 0.6, spot: 1.8 }
/** An estate has many stairs to be dark: without the place it is anyone's guess which. */
const STAIRCASE_UNSAID = -1.6
/** 8栋 here and 东门 there may still be one place. */
const SAID_OTHERWISE = -2

function weighPlaces({ place: a, ...one }: Told, { place: b, ...other }: Told, left: Traces, right: Traces): number {
  const guessed = one.atHome || other.atHome
  if (a && b && guessed && isElsewhere(a, b)) return weighHomes(a, b, one.category === other.category ? one.category : null)
  if (a && b) return weighSaidPlaces(a, b)
  if (isAbout(OF_EVERY_STAIRCASE, left) || isAbout(OF_EVERY_STAIRCASE, right)) return STAIRCASE_UNSAID
  return a || b ? PLACES.oneUnsaid : PLACES.bothUnsaid
}

function weighSaidPlaces(a: Place, b: Place): number {
  if (isElsewhere(a, b)) return PLACES.elsewhere
  if (isSaidOtherwise(a, b)) return SAID_OTHERWISE
  const agreed = sharedParts(a, b)
  if (agreed.length === 0) return PLACES.oneUnsaid
  return Math.min(
    agreed.reduce((sum, part) => sum + PLACES[part], 0),
    PLACES.sameAtMost,
  )
}

/** Whether two places may be one, but for all that is said are two: 3栋 and 东门. */
export function isSaidOtherwise(a: Place, b: Place): boolean {
  return sharedParts(a, b).length === 0 && !isPartOf(a, b) && !isPartOf(b, a)
}

function sharedParts(a: Place, b: Place) {
  return (['building', 'entrance', 'spot'] as const).filter((part) => a[part] && b[part])
}

/** 2栋 and 1单元 may be the two halves of one place. */
function isPartOf(a: Place, b: Place): boolean {
  return a.building !== null && a.entrance === null && b.building === null && b.entrance !== null
}

/** Whether two places cannot be one. */
export function isElsewhere(a: Place, b: Place): boolean {
  return differs(a.building, b.building) || differs(a.entrance, b.entrance) || isOtherSpot(a.spot, b.spot)
}

/** What fails for a whole estate at once: people in two buildings tell of one failure. */
export const OF_MANY_BUILDINGS: readonly CategoryCode[] = ['utility.water', 'utility.power', 'utility.gas', 'utility.telecom']
const HOMES = { supplied: 0.6, otherEntrance: -1.5, otherBuilding: -4.5 }

/** A nickname tells where somebody lives, which is not always where it happened. */
function weighHomes(a: Place, b: Place, category: CategoryCode | null): number {
  if (category && OF_MANY_BUILDINGS.includes(category)) return HOMES.supplied
  return differs(a.building, b.building) ? HOMES.otherBuilding : HOMES.otherEntrance
}

function differs(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b
}

/** 车库 may be any of the garages, B1车库 is not B2车库; 南门 may be the 大门, 东门 is not. */
function isOtherSpot(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false
  const [here, there] = [plainSpot(a), plainSpot(b)]
  return !here.includes(there) && !there.includes(here)
}

function plainSpot(spot: string): string {
  return spot
    .replace(/地下|负[一1]楼/g, '')
    .replace(/停车场/g, '车库')
    .replace(/内[左右]侧$|^大(?=门)|正(?=门)/g, '')
    .replace(/([东南西北])大门/, '$1门')
}

function likelihood(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}
