import { isRehearsed } from '../emergency/drill.ts'
import { isBeyondDoubt, namesDanger } from '../emergency/emergency.ts'
import { blamesHousehold } from '../reading/blamed.ts'
import { completePlace, describePlace, findPlace, type Place, placeAtHome, placeFromAlias } from '../reading/place.ts'
import type { Reading, ReportReading } from '../reading/reading.ts'
import { plainWords } from '../reading/words.ts'
import { type CategoryCode, categoryOf } from '../taxonomy/categories.ts'
import { emergencyKindOf } from '../texts/emergency.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { findDoubted, findEchoed, findForerunners, findMeant, findMeantElsewhere, mayHappenAt } from './echo.ts'
import { asksAside } from './echoSigns.ts'
import { completeReport } from './fragments.ts'
import { isOnlyPlace } from './incident.ts'
import { findOwnLatest, findSameMatter, isOwn, type Located, lastToldIn } from './match.ts'
import { type Heard, isOneOf, type LooseLine, type OpenMatter, type Response, type Situation, stay } from './situation.ts'
import { isWithin } from './windows.ts'

const SHORT_ANSWER = 20
const TELLS_ENOUGH = 8
const LONGEST_SUMMARY = 40
/** How much more belongs to a matter what may be no report at all, in log-odds. */
const DOUBT = 2

/** Things that stand in many places: nobody can go and look before the place is known. */
const MANY_PLACES: readonly CategoryCode[] = [
  'facility.lift',
  'facility.lighting',
  'facility.door',
  'facility.water_leak',
  'facility.sewer',
  'facility.manhole',
  'sanitation.corridor_clutter',
]
/** What happens in or at somebody's own building, so that the nickname's door tells where. */
const AT_HOME =
  /^(facility\.(lift|lighting|door|water_leak|sewer|roof_wall)|utility\.|sanitation\.(corridor_clutter|pest)|noise\.(neighbor|renovation)|dispute\.(leak|shared_space|rental)|illegal\.load_wall)/
const NEAR_HOME = /楼道|楼[上下]|楼底下|隔壁|对门|屋里|屋头|屋企|我家|家里|单元门|过道|走廊|[楼火]梯|整栋|全楼|厨房|卫生间|阳台|窗/

export function respondToReport(heard: Heard, reading: ReportReading, situation: Situation): Response {
  const incident = situation.emergencies.find((ticket) => isSameIncident(ticket, heard, reading, situation))
  if (incident)
    return {
      act: 'join',
      ticketId: incident.mergedIntoId ?? incident.id,
      reason: 'sameEmergency',
      tells: false,
      place: completePlace(incident.place, reading.place),
    }
  if (reading.urgency === 'emergency')
    return mayBeOfDrill(heard, reading, situation)
      ? { act: 'wait', reason: 'duringDrill', emergency: emergencyKindOf(reading.category) }
      : { act: 'open', reading, asksWhere: false }

  const located = locate(reading, heard)
  const known = findNamedMatter(reading, situation) ?? findSameMatter(heard, located, situation)
  if (known && (known.ticket.urgency === 'emergency' || hasJustHeard(known, heard, situation))) return joinOwn(heard, known, reading.place)
  if (known) return { ...joinSilently(known), tells: true }
  if (!categoryOf(reading.category).private) return openFor(located, findForerunners(heard, located.reading, situation))
  const echoed = findEchoed(heard, reading, situation)
  return echoed && !asksAnOffice(echoed) ? joinSilently(echoed) : openFor(located, [])
}

/** What is beyond doubt, or says in which building, is one during a drill too: anybody in a group can write a notice. */
function mayBeOfDrill({ text }: Heard, { category, place }: ReportReading, { drills, community, now }: Situation): boolean {
  return !place?.building && isRehearsed(category, now, drills, community.timeZone) && !isBeyondDoubt(text)
}

/** Who has it hard tells nothing of the neighbour who has just asked how a benefit is had. */
function asksAnOffice({ ticket }: OpenMatter): boolean {
  return ticket.category.startsWith('gov.')
}

function openFor({ reading }: Located, along: readonly LooseLine[]): Response {
  return { act: 'open', reading, asksWhere: reading.place === null && MANY_PLACES.includes(reading.category), along }
}

/** Who told of it may add where it is; who was asked for that answers. */
function joinOwn(heard: Heard, matter: OpenMatter, said: Place | null): Response {
  const { ticket } = matter
  const place = isOwn(heard, matter) ? completePlace(ticket.place, said) : null
  if (place && ticket.status === 'draft') return { act: 'complete', ticketId: ticket.id, place }
  return { ...joinSilently(matter), place }
}

function joinSilently({ ticket }: OpenMatter): Extract<Response, { act: 'join' }> {
  return { act: 'join', ticketId: ticket.id, reason: 'sameMatter', tells: false }
}

/** The place of a report that does not name it: the speaker's own building, where that is where such things happen. */
function locate(reading: ReportReading, { alias, text }: Pick<Heard, 'alias' | 'text'>): Located {
  const home = AT_HOME.test(reading.category) || NEAR_HOME.test(text) ? placeFromAlias(alias) : null
  const place = home ? placeAtHome(reading.place, home) : reading.place
  return place === reading.place
    ? { reading, atHome: false }
    : { reading: { ...reading, place, summary: summaryAt(place, reading) }, atHome: true }
}

/** A group hears what is done, and not where those live who are blamed for it. Staff see the place all the same. */
export function withholdBlamed(response: Response, { text }: Heard): Response {
  if (response.act !== 'open' || categoryOf(response.reading.category).private || !blamesHousehold(text, response.reading.category))
    return response
  const { reading } = response
  const problem = withoutPlace(reading)
  const summary = problem === '' || findPlace(problem)?.building ? categoryOf(reading.category).spoken : problem
  return { ...response, reading: { ...reading, summary } }
}

function summaryAt(place: Place | null, { place: said, summary }: Pick<ReportReading, 'place' | 'summary'>): string {
  const where = place ? describePlace(place) : ''
  const problem = withoutPlace({ place: said, summary })
  return problem.startsWith(where) ? problem : `${where}${problem}`.slice(0, LONGEST_SUMMARY)
}

function withoutPlace({ place, summary }: Pick<ReportReading, 'place' | 'summary'>): string {
  const where = place ? describePlace(place) : ''
  return summary.startsWith(where) ? summary.slice(where.length) : summary
}

/**
 * One incident is answered once: same kind, no other building named, within its window, and nobody has said that it is over. Who lies on the ground
 * minutes after something fell was hurt by it, and a call for help that names no danger is about the one just told of.
 */
function isSameIncident(ticket: Ticket, { text }: Heard, reading: ReportReading, { community, now }: Situation): boolean {
  if (reading.urgency !== 'emergency' || !isOneOf(ticket.status, [...OPEN_STATUSES, 'merged'])) return false
  const { topicMinutes, incidentMinutes } = community.windows
  const isPartOfIt = (reading.category === 'emergency.medical' || !namesDanger(text)) && isWithin(topicMinutes, ticket.openedAt, now)
  if (!isWithin(incidentMinutes, ticket.openedAt, now) || !(ticket.category === reading.category || isPartOfIt)) return false
  const [here, there] = [reading.place?.building ?? null, ticket.place?.building ?? null]
  return here === null || there === null || here === there
}

/** The open ticket of the estate that a model says it is the same matter as. */
function findNamedMatter({ ticketId }: ReportReading, { open }: Situation): OpenMatter | null {
  return open.find(({ ticket }) => ticket.id === ticketId && !ticket.private && ticket.urgency !== 'emergency') ?? null
}

/** Whether a room has told of a matter within the last minutes. */
export function hasJustHeard({ told }: OpenMatter, { roomId }: Heard, { community, now }: Situation): boolean {
  const at = lastToldIn(roomId, { told })
  return at !== null && isWithin(community.windows.topicMinutes, at, now)
}

/** 同上, +1, 我家也是: to what they quote, else to what was told of lately. */
export function respondToMeToo(heard: Heard, reading: Reading, situation: Situation): Response {
  const meant = findQuoted(situation) ?? findMeant(heard, situation)
  if (meant) return joinSilently(meant)
  return respondToMeTooElsewhere(heard, reading, situation) ?? respondToDoubted(heard, reading, situation) ?? respondToLone(heard, reading)
}

/** 5栋的也是: the same trouble at another place is a matter of its own. Null: no other place is named, or nothing was told of. */
function respondToMeTooElsewhere(heard: Heard, { place, confidence }: Reading, situation: Situation): Response | null {
  const meant = place && confidence >= situation.community.certainty ? findMeantElsewhere(heard, place, situation) : null
  return meant && respondToSameAt(place!, heard, meant, situation)
}

/** 2栋, after 我们这边也刷不开 of a door in 7栋: where theirs is. Null: they told it first, or say anything else. */
export function respondToOwnPlace(heard: Heard, { place }: Reading, situation: Situation): Response | null {
  const joined =
    place && isOnlyPlace(heard) ? findOwnLatest(heard, situation, situation.now, situation.community.windows.topicMinutes) : null
  if (!joined || joined.told[0]!.memberId === heard.member.id || !mayHappenAt(place!, joined)) return null
  return respondToSameAt(place!, heard, joined, situation)
}

function respondToSameAt(said: Place, heard: Heard, { ticket }: OpenMatter, situation: Situation): Response {
  const { category, urgency, place: known } = ticket
  const place = said.building ? said : { ...said, building: known?.building ?? null }
  const summary = summaryAt(place, ticket)
  const reading: ReportReading = { intent: 'report', category, summary, place, urgency, confidence: 1 }
  return respondToReport({ ...heard, text: summary }, reading, situation)
}

/** 我们8号楼暖气也不热 where nobody has told of any: a person looks whether it is a report. */
function respondToLone({ text }: Heard, { category }: Reading): Response {
  return category !== null && [...text].length >= TELLS_ENOUGH ? { act: 'wait', reason: 'unsure' } : stay('nothingToJoin')
}

/** The open matter whose number was said or whose words were quoted; what is private takes nobody in. */
function findQuoted({ open, named }: Situation): OpenMatter | null {
  return open.find(({ ticket }) => ticket.id === named?.id && !ticket.private) ?? null
}

/** Talk that tells of what a neighbour has just told counts as one more report. Null: it is only talk. */
export function respondToEcho(heard: Heard, reading: Reading, situation: Situation): Response | null {
  const echoed = findEchoed(heard, reading, situation)
  return echoed ? joinSilently(echoed) : respondToDoubted(heard, reading, situation)
}

/** What nobody was sure of is a report when a second person says so too. */
function respondToDoubted(heard: Heard, reading: Reading, situation: Situation): Response | null {
  const doubted = findDoubted(heard, reading, situation)
  if (doubted?.reading.intent !== 'report') return null
  return openFor(locate(doubted.reading, { alias: doubted.alias, text: doubted.words }), [doubted])
}

/** 坏了, a minute after 路灯: with what its speaker has just said it is a report. Null: it makes none. */
export function respondToPiece(heard: Heard, situation: Situation): Response | null {
  const whole = completeReport(heard, situation)
  if (!whole || whole.reading.urgency === 'emergency') return null
  const { reading, words, pieces } = whole
  const response = respondToReport({ ...heard, text: words }, reading, situation)
  return response.act === 'open' ? { ...response, along: pieces } : response
}

/** Perhaps a report: it joins what it is very like, for then somebody else has told the same. Null: a person has to look. */
export function respondToLikely(heard: Heard, reading: ReportReading, situation: Situation): Response | null {
  const known = findSameMatter(heard, locate(reading, heard), situation, DOUBT)
  return known && hasJustHeard(known, heard, situation) ? joinOwn(heard, known, reading.place) : respondToEcho(heard, reading, situation)
}

/** What somebody adds to the report they quote, or to their own of a moment ago. */
export function respondToSupplement(heard: Heard, { place }: Reading, situation: Situation): Response {
  const quoted = findQuoted(situation)
  if (quoted) return joinOwn(heard, quoted, place)
  if (asksAside(plainWords(heard.text))) return stay('nothingToAddTo')
  const fresh = findOwnLatest(heard, situation, situation.now, situation.community.windows.topicMinutes)
  return fresh ? joinOwn(heard, fresh, place) : stay('nothingToAddTo')
}

/** 哦 3-2, 好像是8-1吧: how people begin and end who have had to think. */
const HESITATION = /^(哦|噢|喔|嗯|啊|呃|额|好像|应该|就?是|对)+[，,。. ]*(是)?|[吧哈啊呀哦了]+$/g

/** The place in a short line that may answer "which building?", or null. */
export function placeInAnswer({ text }: Heard): Place | null {
  const words = text.trim()
  return [...words].length <= SHORT_ANSWER ? (findPlace(words) ?? findPlace(words.replace(HESITATION, ''))) : null
}

/** Whether the speaker was asked where it is and answers now. Null: nobody asked, or they tell of something else. */
export function respondToWhere(
  heard: Heard,
  { reading, place }: { reading: Reading; place: Place },
  { own, heardAt, now, community }: Situation,
): Response | null {
  const isSure = reading.intent === 'report' && reading.confidence >= community.certainty
  const asked = own.find(
    (ticket) =>
      ticket.status === 'draft' &&
      ticket.roomId === heard.roomId &&
      isWithin(community.windows.answerMinutes, heardAt.get(ticket.id) ?? ticket.openedAt, now) &&
      !(isSure && reading.category !== ticket.category),
  )
  return asked ? { act: 'complete', ticketId: asked.id, place } : null
}
