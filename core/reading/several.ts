import type { CategoryCode } from '../taxonomy/categories.ts'
import { SURE_ENOUGH } from './certainty.ts'
import { readEmergency, readOffline } from './offline.ts'
import { phrases } from './phrase.ts'
import { findPlace, type Place } from './place.ts'
import type { Reading, ReportReading } from './reading.ts'
import { summarize } from './summary.ts'
import { saysPlainly } from './weigh.ts'
import { plainWords } from './words.ts'

type Words = { text: string }

/** Clauses that belong together, the report they make, and whether a word like 还有 set them apart. */
type Part = { words: string; report: ReportReading | null; place: Place | null; added: boolean }

const SHORTEST = 4

const ADDING =
  '(?:还有(?!人|多|没|一会|几|个?人)|另外|此外|另[,，]|顺便(?:说|问|提|反映)?(?:一下|一句|下)?|再就是|再一个|再有|还有就是|除此之外|其次|第[二三四]|[二三四]是|(?<!\\d)[2-5][.、．)）](?=\\D|\\d{1,2}[栋幢号座#])|[②③④⑤])'
const CLAUSES = new RegExp(`[，,。!?;；\\s]+|(?=${ADDING})`, 'g')
const ADDED = new RegExp(`^${ADDING}[:：,，]?`)
const FIRST = /^(?:首先|第一|一是|1[.、．)）](?=\D)|①)[:：,，]?/

/** What follows from the clause before is no problem of its own. */
const FOLLOWS = phrases([
  '^(都|把|害|弄|搞|结果|导致|所以|因为|造成|影响|于是|就|也|才|这样|那样|再|还|又|连|老人|孩子|小孩|我们?|他们?|她|人|谁|怎么|咋|已经|现在|一直|每天|天天|晚上|早上|大家|整个|全|味道?|水|电|物业|没人|打电话|报修)',
])
const ALSO = phrases(['也(?!是|许|好|行|罢|算)'])

/** About people, manners and money: said in passing while complaining of something else. */
const IN_PASSING = /^(property|gov|part|care|dispute|emergency)\./
/** One cause for a whole estate, wherever it is noticed. */
const SPREADING = /^utility\./

/** Categories that are so often cause and effect, or two sides of one thing, that a sentence naming both tells of one problem. */
const FAMILIES: readonly (readonly CategoryCode[])[] = [
  [
    'facility.sewer',
    'facility.water_leak',
    'facility.roof_wall',
    'utility.water',
    'sanitation.odor',
    'safety.weather',
    'facility.manhole',
    'sanitation.pest',
  ],
  [
    'sanitation.garbage_overflow',
    'sanitation.odor',
    'sanitation.pest',
    'sanitation.bulky_waste',
    'sanitation.corridor_clutter',
    'sanitation.pet_waste',
  ],
  [
    'sanitation.corridor_clutter',
    'parking.ebike',
    'parking.fire_lane',
    'safety.fire_hazard',
    'sanitation.bulky_waste',
    'parking.charging',
    'utility.telecom',
  ],
  ['parking.blocked', 'parking.fire_lane', 'parking.gate_fee', 'illegal.commercial', 'facility.manhole', 'sanitation.greening'],
  [
    'noise.renovation',
    'noise.neighbor',
    'noise.public',
    'noise.construction',
    'illegal.load_wall',
    'sanitation.odor',
    'sanitation.bulky_waste',
    'illegal.commercial',
  ],
  ['facility.door', 'safety.security', 'parking.gate_fee', 'parking.blocked', 'safety.fire_hazard'],
  ['safety.dog', 'sanitation.pet_waste', 'noise.neighbor', 'noise.public'],
  [
    'safety.structure',
    'facility.roof_wall',
    'safety.falling_object',
    'illegal.load_wall',
    'illegal.building',
    'sanitation.greening',
    'facility.recreation',
  ],
  ['sanitation.greening', 'facility.lighting', 'sanitation.pest', 'illegal.building'],
]

/** What stops when the current does. */
const POWERED: readonly CategoryCode[] = [
  'facility.lift',
  'facility.lighting',
  'facility.door',
  'utility.telecom',
  'utility.water',
  'utility.heating',
  'parking.charging',
  'parking.gate_fee',
]

/**
 * The problems of one message, in its order. Exactly what `readOffline` says of the whole unless clauses are sure reports of different things:
 * symptoms stay with their problem, effects with their cause. What names no place of its own is where the message is.
 *
 * 8栋灯不亮，还有南门垃圾三天没收: two. 下水堵了，还臭得很: one.
 */
export function readSeveral(message: Words): Reading[] {
  const whole = readOffline(message)
  if (whole.intent !== 'report' || readEmergency(message)) return [whole]
  const parts = joinClauses(plainWords(message.text))
  const reports = parts.flatMap(({ words, report, place }) => (report ? [locate(report, words, place ?? whole.place)] : []))
  return reports.length > 1 ? reports : [whole]
}

/** Each clause either opens a new problem or belongs to the one before. */
function joinClauses(words: string): Part[] {
  const parts: Part[] = []
  for (const clause of words.split(CLAUSES).filter((found) => found.trim() !== '')) {
    const part = readClause(clause)
    const last = parts.at(-1)
    if (!last) parts.push(part)
    else if (last.report && startsAnother(part, parts)) parts.push(part)
    else parts[parts.length - 1] = join(last, part)
  }
  return parts
}

function readClause(clause: string): Part {
  const words = clause.replace(ADDED, '').replace(FIRST, '')
  return { words, report: sureReport(words), place: findPlace(words), added: ADDED.test(clause) }
}

/** A problem is told by the first clause that is sure of it; before that, clauses only lead up to it. */
function join(last: Part, { words, report, place }: Part): Part {
  const joined = `${last.words}，${words}`
  return { words: joined, report: last.report ?? report ?? sureReport(joined), place: last.place ?? place, added: last.added }
}

/** 单元门也关不上: beside another problem 也 joins nobody. */
function sureReport(words: string): ReportReading | null {
  if (words.length < SHORTEST) return null
  const reading = readOffline({ text: words.replace(ALSO, '') })
  return reading.intent === 'report' && reading.confidence >= SURE_ENOUGH && saysPlainly(words, reading.category) ? reading : null
}

function startsAnother(part: Part, parts: readonly Part[]): boolean {
  const { report, words, place, added } = part
  if (!report || IN_PASSING.test(report.category)) return false
  return parts.every((earlier) => {
    const before = earlier.report?.category
    if (!before || IN_PASSING.test(before)) return false
    const elsewhere = isElsewhere(earlier.place, place)
    if (before === report.category) return elsewhere && !SPREADING.test(before) && !follows(words)
    if (isRelated(before, report.category)) return elsewhere && !follows(words)
    return added || (elsewhere && !follows(words))
  })
}

function isRelated(one: CategoryCode, other: CategoryCode): boolean {
  if (one === 'utility.power') return POWERED.includes(other)
  if (other === 'utility.power') return POWERED.includes(one)
  return FAMILIES.some((family) => family.includes(one) && family.includes(other))
}

function follows(words: string): boolean {
  return FOLLOWS.test(words) && !ALSO.test(words)
}

/** Both name where they are, and it is not the same building or spot. */
function isElsewhere(one: Place | null, other: Place | null): boolean {
  if (!one || !other) return false
  if (one.building && other.building) return one.building !== other.building
  if (one.spot && other.spot) return one.spot !== other.spot
  return Boolean(one.building && other.spot && !other.building) || Boolean(one.spot && !one.building && other.building)
}

function locate(report: ReportReading, words: string, place: Place | null): ReportReading {
  return { ...report, place, summary: summarize(words, report.category, place) }
}
