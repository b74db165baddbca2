import { describePlace, findPlace, type Place, placeFromAlias } from '../reading/place.ts'
import type { ReportReading } from '../reading/reading.ts'
import { type CategoryCode, categoryOf } from '../taxonomy/categories.ts'
import { likeness, SAME_MATTER } from '../ticket/likeness.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { type Heard, isOneOf, type OpenMatter, type Response, type Situation, stay } from './situation.ts'

const SAME_INCIDENT_MS = 2 * 3_600_000
const SAME_TOPIC_MS = 10 * 60_000
const FRESH_MS = 10 * 60_000
const ME_TOO_MS = 2 * 3_600_000
const ANSWER_MS = 30 * 60_000
const SHORT_ANSWER = 20

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
  /^(facility\.(lift|lighting|door|water_leak|sewer|roof_wall)|utility\.|sanitation\.(corridor_clutter|pest)|noise\.(neighbor|renovation))/

export function respondToReport(heard: Heard, reading: ReportReading, situation: Situation): Response {
  const incident = situation.emergencies.find((ticket) => isSameIncident(ticket, reading, situation.now))
  if (incident) return { act: 'join', ticketId: incident.id, reason: 'sameEmergency', tells: false }
  if (reading.urgency === 'emergency') return { act: 'open', reading, asksWhere: false }

  const located = locate(reading, heard)
  const known = findNamedMatter(reading, situation) ?? findSameMatter(heard, located, situation)
  if (known) return { act: 'join', ticketId: known.ticket.id, reason: 'sameMatter', tells: !hasJustHeard(known, heard, situation.now) }
  return { act: 'open', reading: located, asksWhere: located.place === null && MANY_PLACES.includes(located.category) }
}

/** The place of a report that does not name it: the speaker's own building, where that is where such things happen. */
function locate(reading: ReportReading, { alias }: Heard): ReportReading {
  const place = reading.place ?? (AT_HOME.test(reading.category) ? placeFromAlias(alias) : null)
  return place === reading.place ? reading : { ...reading, place, summary: summaryAt(place, reading.summary) }
}

function summaryAt(place: Place | null, summary: string): string {
  const where = place ? describePlace(place) : ''
  return summary.startsWith(where) ? summary : `${where}${summary}`
}

/** One incident is answered once: same kind, no other building named, within two hours, and nobody has said that it is over. */
function isSameIncident(ticket: Ticket, reading: ReportReading, now: Date): boolean {
  if (reading.urgency !== 'emergency' || ticket.category !== reading.category) return false
  if (!isOneOf(ticket.status, [...OPEN_STATUSES, 'merged'])) return false
  if (now.getTime() - ticket.openedAt.getTime() > SAME_INCIDENT_MS) return false
  const [here, there] = [reading.place?.building ?? null, ticket.place?.building ?? null]
  return here === null || there === null || here === there
}

/** The open ticket of the estate that a model says it is the same matter as. */
function findNamedMatter({ ticketId }: ReportReading, { open }: Situation): OpenMatter | null {
  return open.find(({ ticket }) => ticket.id === ticketId && !ticket.private && ticket.urgency !== 'emergency') ?? null
}

/** The open ticket of the estate that tells of the same problem. What is private to somebody takes nobody else in. */
function findSameMatter(heard: Heard, reading: ReportReading, { open }: Situation): OpenMatter | null {
  if (categoryOf(reading.category).private) return null
  const told = { words: heard.text, category: reading.category, place: reading.place }
  const [best] = open
    .filter(({ ticket }) => !ticket.private && ticket.urgency !== 'emergency')
    .map((matter) => ({
      matter,
      score: likeness(told, { words: matter.words, category: matter.ticket.category, place: matter.ticket.place }),
    }))
    .toSorted((a, b) => b.score - a.score)
  return best && best.score >= SAME_MATTER ? best.matter : null
}

function hasJustHeard({ lastReportAt, roomIds }: OpenMatter, { roomId }: Heard, now: Date): boolean {
  return roomId !== null && roomIds.includes(roomId) && now.getTime() - lastReportAt.getTime() <= SAME_TOPIC_MS
}

/** 同上 and +1 bind to the open report nearest in time in the same room, not to the nearest anything. */
export function respondToMeToo(heard: Heard, place: Place | null, { open, now }: Situation): Response {
  const [nearest] = open
    .filter(({ ticket, roomIds, lastReportAt }) => {
      const isNear = heard.roomId !== null && roomIds.includes(heard.roomId) && now.getTime() - lastReportAt.getTime() <= ME_TOO_MS
      return isNear && !ticket.private && mayBeThere(place, ticket.place)
    })
    .toSorted((a, b) => b.lastReportAt.getTime() - a.lastReportAt.getTime())
  return nearest ? { act: 'join', ticketId: nearest.ticket.id, reason: 'sameMatter', tells: false } : stay('nothingToJoin')
}

function mayBeThere(here: Place | null, there: Place | null): boolean {
  return !here?.building || !there?.building || here.building === there.building
}

/** What somebody adds to their own report of a moment ago. */
export function respondToSupplement({ own, now }: Situation): Response {
  const fresh = own.find((ticket) => now.getTime() - ticket.openedAt.getTime() <= FRESH_MS && isOneOf(ticket.status, OPEN_STATUSES))
  return fresh ? { act: 'join', ticketId: fresh.id, reason: 'sameMatter', tells: false } : stay('nothingToAddTo')
}

/** The place in a short line that may answer "which building?", or null. */
export function placeInAnswer({ text }: Heard): Place | null {
  return [...text.trim()].length <= SHORT_ANSWER ? findPlace(text) : null
}

/** Whether the speaker was asked where it is and answers now. Null: nobody asked. */
export function respondToWhere(heard: Heard, place: Place, { own, now }: Situation): Response | null {
  const asked = own.find(
    (ticket) => ticket.status === 'draft' && ticket.roomId === heard.roomId && now.getTime() - ticket.openedAt.getTime() <= ANSWER_MS,
  )
  return asked ? { act: 'complete', ticketId: asked.id, place } : null
}
