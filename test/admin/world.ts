import { createHash } from 'node:crypto'
import type { Db } from '../../db/client.ts'
import { keepMedia } from '../../db/media.ts'
import { createCommunity, findCommunity } from '../../db/orgUnits.ts'
import * as tables from '../../db/schema/index.ts'
import { sampleTicket } from '../ticket.ts'

const AT = new Date('2026-11-21T08:00:00+08:00')
const LATER = new Date('2026-11-22T08:00:00+08:00')

/** A community with one of everything that has an id. `words` stand wherever residents or staff may write. */
export async function fillCommunity(
  db: Db,
  { name, words, nickname = '王姐' }: { name: string; words: string; nickname?: string },
  staffId: (communityId: number) => Promise<number>,
) {
  const { id: communityId } = await createCommunity(db, name)
  const byId = await staffId(communityId)
  const one = async <Row>(rows: Promise<Row[]>): Promise<Row> => (await rows)[0]!
  const unit = (row: typeof tables.orgUnits.$inferInsert) =>
    one(
      db
        .insert(tables.orgUnits)
        .values({ ...row, communityId })
        .returning(),
    )
  const own = { communityId }

  const estate = await unit({
    kind: 'estate',
    parentId: communityId,
    name: `${name}一区`,
    code: `Q${communityId}`,
    managementModel: 'property',
  })
  const grid = await one(
    db
      .insert(tables.grids)
      .values({ ...own, name: '第一网格' })
      .returning(),
  )
  const building = await unit({ kind: 'building', parentId: estate.id, name: '1栋', gridId: grid.id })
  const station = await one(
    db
      .insert(tables.stations)
      .values({ ...own, kind: 'hub', name: '服务站', place: '东门', hours: '' })
      .returning(),
  )
  const appointment = await one(
    db
      .insert(tables.appointments)
      .values({ ...own, role: 'buildingCaptain', name: words, unitId: building.id, from: '2026-01-01', electedBy: '选举' })
      .returning(),
  )
  const slot = await one(
    db
      .insert(tables.dutySlots)
      .values({ ...own, weekday: 6, from: '09:00', to: '12:00', name: words, post: '值班' })
      .returning(),
  )

  const channel = { channel: 'sandbox' as const }
  const room = await one(
    db
      .insert(tables.rooms)
      .values({
        ...channel,
        ...own,
        externalId: `room ${communityId}`,
        topic: words,
        estateId: estate.id,
        voice: 'speaking',
        noticeSentAt: AT,
      })
      .returning(),
  )
  const member = await one(
    db
      .insert(tables.members)
      .values({
        ...channel,
        ...own,
        externalId: `member ${communityId}`,
        nickname,
        role: 'resident',
        isFriend: true,
        estateId: estate.id,
      })
      .returning(),
  )
  const mediaHash = await keepMedia(db, { bytes: png(communityId) }, AT)
  const heard = (key: string, facts: Partial<typeof tables.messages.$inferInsert>) =>
    one(
      db
        .insert(tables.messages)
        .values({
          ...channel,
          ...own,
          externalId: `${key} ${communityId}`,
          roomId: room.id,
          memberId: member.id,
          alias: words,
          kind: 'text',
          text: words,
          mentionsBot: false,
          fromBot: false,
          sentAt: AT,
          receivedAt: AT,
          readyAt: AT,
          settledAt: AT,
          ...facts,
        })
        .returning(),
    )
  const taken = await heard('taken', { outcome: 'ticketOpened', mediaHash, kind: 'image' })
  const waiting = await heard('waiting', { outcome: 'waiting', reason: 'unsure' })
  const ignored = await heard('ignored', { outcome: 'ignored' })
  const silent = await heard('silent', { outcome: 'silent', reason: 'chatter' })
  const praise = await heard('praise', { outcome: 'noted' })

  const filter = await one(
    db
      .insert(tables.savedFilters)
      .values({ ...own, staffId: byId, name: words, query: {}, shared: true, savedAt: AT })
      .returning(),
  )

  const { id: _, ...facts } = sampleTicket()
  const filed = (number: string, more: Partial<typeof tables.tickets.$inferInsert> = {}) =>
    one(
      db
        .insert(tables.tickets)
        .values({
          ...facts,
          ...own,
          number,
          estateId: estate.id,
          roomId: room.id,
          status: 'assigned',
          party: 'property',
          summary: words.slice(0, 40),
          firstSummary: words,
          assigneeId: byId,
          assignedAt: AT,
          countedFrom: AT,
          openedAt: AT,
          ...more,
        })
        .returning(),
    )
  const ticket = await filed(`Q${communityId}-261121-801`)
  const finished = await filed(`Q${communityId}-261121-802`, { status: 'closed', outcome: 'unconfirmed', resolvedAt: AT, closedAt: AT })
  const of = { ...own, ticketId: ticket.id }
  const [report] = await db
    .insert(tables.reports)
    .values(
      [ticket, finished].map(({ id }) => ({
        ...own,
        ticketId: id,
        messageId: taken.id,
        memberId: member.id,
        alias: words,
        reportedAt: AT,
      })),
    )
    .returning()
  await db.insert(tables.ticketSearch).values({ ...of, words })
  await db.insert(tables.events).values({ ...of, action: 'assign', actor: 'staff', actorId: byId, actorName: words, at: AT, note: words })
  const link = await one(
    db
      .insert(tables.ticketLinks)
      .values({ ...of, name: words, party: 'property', assignedAt: AT, givenAt: AT, expiresAt: LATER })
      .returning(),
  )
  const rating = await one(
    db
      .insert(tables.ratings)
      .values({ ...own, ticketId: finished.id, memberId: member.id, askedAt: AT, answeredAt: AT, score: 1, callAt: AT })
      .returning(),
  )
  const called = await one(
    db
      .insert(tables.ratings)
      .values({
        ...of,
        memberId: member.id,
        askedAt: AT,
        answeredAt: AT,
        score: 2,
        callAt: AT,
        calledAt: AT,
        calledById: byId,
        callNote: words,
      })
      .returning(),
  )
  const page = await one(
    db
      .insert(tables.pages)
      .values({
        ...of,
        incident: `ticket ${ticket.id}`,
        reason: 'emergency',
        headline: words,
        raisedAt: AT,
        position: 0,
        rank: 'duty',
        name: words,
        phone: '13800000000',
        status: 'calling',
        pagedAt: AT,
      })
      .returning(),
  )
  const signal = await one(
    db
      .insert(tables.signals)
      .values({
        ...own,
        kind: 'anger',
        estateId: estate.id,
        memberId: member.id,
        about: [taken.id],
        people: 1,
        firstMessageId: taken.id,
        raisedAt: AT,
      })
      .returning(),
  )
  await db.insert(tables.kudos).values({ ...own, messageId: praise.id, party: 'property', at: AT })

  const announcement = await one(
    db
      .insert(tables.announcements)
      .values({
        ...own,
        kind: 'activity',
        title: words.slice(0, 30),
        startsAt: LATER,
        place: '东门',
        purpose: words,
        publishAt: AT,
        version: 1,
        createdAt: AT,
      })
      .returning(),
  )
  await db.insert(tables.announcementRooms).values({ announcementId: announcement.id, roomId: room.id })
  const owed = (facts: Partial<typeof tables.outbox.$inferInsert>) =>
    one(
      db
        .insert(tables.outbox)
        .values({
          ...own,
          kind: 'reply',
          roomId: room.id,
          text: words,
          about: [],
          status: 'waiting',
          notBefore: LATER,
          createdAt: AT,
          ...facts,
        })
        .returning(),
    )
  const reminder = await owed({ kind: 'reminder', announcementId: announcement.id })
  const stuck = await owed({ status: 'needsPerson', obstacle: 'notFriend' })
  const said = await owed({ status: 'sent', attempts: 0, settledAt: new Date('2026-11-21T08:59:00+08:00') })

  const article = await one(
    db
      .insert(tables.articles)
      .values({
        ...own,
        kind: 'guide',
        title: words.slice(0, 30),
        answer: words,
        questions: words,
        source: words,
        publishedOn: '2026-01-01',
        version: 1,
        changedAt: AT,
        changedById: byId,
      })
      .returning(),
  )
  const visit = await one(
    db
      .insert(tables.visits)
      .values({
        ...own,
        estateId: estate.id,
        household: words,
        visitedOn: '2026-11-20',
        notes: words,
        hasConsent: true,
        visitorId: byId,
        at: AT,
      })
      .returning(),
  )
  const answer = await one(
    db
      .insert(tables.visitAnswers)
      .values({ ...own, visitId: visit.id, question: 'suggestion', text: words })
      .returning(),
  )
  const need = await one(
    db
      .insert(tables.visitAnswers)
      .values({ ...own, visitId: visit.id, question: 'help', text: words, became: 'need' })
      .returning(),
  )
  await db.insert(tables.ticketNotes).values({ ...own, ticketId: ticket.id, staffId: byId, words, at: AT })
  return {
    communityId,
    community: await findCommunity(db, own),
    byId,
    ids: {
      estate: estate.id,
      building: building.id,
      grid: grid.id,
      station: station.id,
      appointment: appointment.id,
      slot: slot.id,
      room: room.id,
      member: member.id,
      media: mediaHash,
      waiting: waiting.id,
      ignored: ignored.id,
      silent: silent.id,
      ticket: ticket.number,
      finished: finished.number,
      link: link.id,
      report: report!.id,
      rating: rating.id,
      called: called.id,
      page: page.id,
      signal: signal.id,
      announcement: announcement.id,
      reminder: reminder.id,
      stuck: stuck.id,
      said: said.id,
      article: article.id,
      visit: visit.id,
      answer: answer.id,
      need: need.id,
      filter: filter.id,
      staff: byId,
    },
  }
}

export type FilledCommunity = Awaited<ReturnType<typeof fillCommunity>>

/** A picture of one point, another for every community. */
function png(seed: number): Uint8Array {
  const head = Buffer.from('89504e470d0a1a0a', 'hex')
  return new Uint8Array(Buffer.concat([head, createHash('sha256').update(String(seed)).digest()]))
}
