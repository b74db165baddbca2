import { and, eq, inArray, isNotNull, lte } from 'drizzle-orm'
import { callConsultation, mayConsult, suggestedParties } from '../../core/meeting/consultation.ts'
import { createAnnouncement } from '../announcements.ts'
import { writeArticle } from '../articles.ts'
import type { Db } from '../client.ts'
import { keepConsultation } from '../consultations.ts'
import { outbox, tickets } from '../schema/index.ts'
import { keepVisit } from '../visits.ts'
import type { Dice } from './dice.ts'
import type { Ledger } from './ledger.ts'
import { chat } from './matters.ts'
import type { Town } from './settle.ts'
import * as talk from './talk.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** What is said beside the matters: talk of the last hours, what waits for a person, praise, and what staff should see. */
export function tellTalk({ town, ledger, dice }: { town: Town; ledger: Ledger; dice: Dice }): void {
  const { now } = ledger
  const ago = (hours: number) => new Date(now.getTime() - dice.between(0.05, hours) * HOUR_MS)
  for (const quarter of town.quarters) {
    for (let line = 0; line < 12; line++) chat(ledger, dice, quarter, ago(20))
    for (const text of [dice.pick(talk.PRAISE), dice.pick(talk.PRAISE)]) {
      const { memberId, alias } = dice.pick(quarter.residents)
      const at = ago(400)
      const messageId = ledger.hear({ memberId, alias, roomId: quarter.roomId, text, at, outcome: 'silent', reason: 'praise' })
      ledger.rows.kudos.push({ communityId: town.community.id, messageId, party: 'property', at })
    }
  }
  const waiting = [
    ...talk.UNCLEAR.map((text) => ({ text, reason: 'unsure' as const })),
    ...talk.QUESTIONS.map((text) => ({ text, reason: 'question' as const })),
    ...talk.SUGGESTIONS.map((text) => ({ text, reason: 'suggestion' as const })),
  ]
  for (const { text, reason } of waiting) {
    const { residents, roomId } = dice.pick(town.quarters)
    const { memberId, alias } = dice.pick(residents)
    const at = ago(50)
    const messageId = ledger.hear({ memberId, alias, roomId, text, at, outcome: 'waiting', reason })
    const reading = { messageId, communityId: town.community.id, urgency: 'normal' as const, reader: 'offline' as const, readAt: at }
    const intent = reason === 'unsure' ? 'report' : reason === 'question' ? 'consult' : 'proposal'
    ledger.rows.readings.push({ ...reading, intent, category: null, summary: text, confidence: 0.4, promptTokens: 0, completionTokens: 0 })
  }
  for (const [index, quarter] of town.quarters.slice(0, 4).entries()) signal({ town, ledger, dice }, quarter, index)
}

const SAME = ['又没水了？', '我家也没水', '顶楼一滴都没有', '有通知吗，停到几点']

function signal(
  { town, ledger, dice }: { town: Town; ledger: Ledger; dice: Dice },
  { estate, residents, roomId }: Town['quarters'][number],
  index: number,
): void {
  const raisedAt = new Date(ledger.now.getTime() - (index * 30 + dice.between(1, 5)) * HOUR_MS)
  const isAnger = index === 2
  const people = isAnger ? [residents[3]!] : residents.slice(0, 4)
  const words = isAnger ? ['一个礼拜了没人管，是不是欺负我们老人'] : SAME
  const about = people.map(({ memberId, alias }, line) =>
    ledger.hear({
      memberId,
      alias,
      roomId,
      text: words[line]!,
      at: new Date(raisedAt.getTime() - (people.length - line) * 60_000),
      outcome: 'waiting',
      reason: isAnger ? 'angry' : 'unsure',
    }),
  )
  const isSeen = index > 1
  ledger.rows.signals.push({
    communityId: town.community.id,
    estateId: estate.id,
    kind: isAnger ? 'anger' : 'burst',
    category: isAnger ? null : 'utility.water',
    memberId: isAnger ? people[0]!.memberId : null,
    about,
    people: people.length,
    firstMessageId: about[0]!,
    raisedAt,
    ...(isSeen && { seenAt: ledger.now, seenById: town.director.id }),
  })
}

/** What staff plan and write: through the same functions as from their pages. */
export async function planAhead(db: Db, { community, quarters, clerks, director }: Town, dice: Dice, now: Date): Promise<void> {
  const scope = { communityId: community.id }
  const roomIds = quarters.map(({ roomId }) => roomId)
  for (const [index, { kind, title, place, purpose }] of talk.ACTIVITIES.entries()) {
    const startsAt = new Date(now.getTime() + (index - 6) * 5 * DAY_MS + dice.upTo(8) * HOUR_MS + HOUR_MS)
    const at = new Date(Math.min(now.getTime(), startsAt.getTime()) - (2 + index / 10) * DAY_MS)
    const publishAt = new Date(at.getTime() + HOUR_MS)
    await createAnnouncement(
      db,
      { kind, title, place, purpose, startsAt, publishAt },
      roomIds.slice(0, 2 + dice.upTo(roomIds.length - 1)),
      { community, staff: dice.pick(clerks), at },
    )
  }
  await db
    .update(outbox)
    .set({ status: 'sent', attempts: 1, settledAt: outbox.notBefore })
    .where(and(eq(outbox.communityId, community.id), isNotNull(outbox.announcementId), lte(outbox.notBefore, now)))
  for (const article of talk.ARTICLES) {
    const draft = { ...article, estateId: null, stationId: null, publishedOn: '2026-06-01', expiresOn: null }
    await writeArticle(db, scope, draft, { staffId: dice.pick(clerks).id, at: new Date(now.getTime() - dice.between(10, 200) * DAY_MS) })
  }
  for (const [index, { notes, ...boxes }] of talk.VISITS.entries()) {
    const { estate, gridWorker, buildings } = quarters[index % quarters.length]!
    const at = new Date(now.getTime() - dice.between(1, 30) * DAY_MS)
    const visitedOn = at.toISOString().slice(0, 10)
    const household = `${dice.pick(buildings)}栋1单元${2 + index}01`
    await keepVisit(
      db,
      scope,
      { estateId: estate.id, household, visitedOn, notes, hasConsent: index % 2 === 0, boxes },
      { staff: gridWorker, at },
    )
  }
  await meet(db, director, community.id, now)
}

/** The newest matters that go above the community get a meeting each. */
async function meet(db: Db, staff: Town['director'], communityId: number, now: Date): Promise<void> {
  const rows = await db
    .select()
    .from(tickets)
    .where(
      and(
        eq(tickets.communityId, communityId),
        inArray(tickets.status, ['assigned', 'inProgress']),
        inArray(tickets.tier, ['yellow', 'red']),
      ),
    )
  for (const { id } of rows.filter(mayConsult).slice(-2)) {
    const startsAt = new Date(now.getTime() + 3 * DAY_MS)
    const draft = { title: '专项协商会', startsAt, place: '社区二楼会议室', parties: ['community', 'subdistrict'] as const }
    await keepConsultation(db, { communityId }, { ticketId: id, draft, staff, at: now }, (matter) =>
      callConsultation(
        matter,
        { ...draft, parties: suggestedParties(matter) },
        { by: { kind: 'staff', staff }, at: now, seenVersion: matter.ticket.version },
      ),
    )
  }
}
