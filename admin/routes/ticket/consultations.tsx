import { Hono } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../../core/errors.ts'
import { localTime, readLocalTime } from '../../../core/localTime.ts'
import { callConsultation, mayConsult, suggestedParties } from '../../../core/meeting/consultation.ts'
import { ATTENDEES } from '../../../core/meeting/quorum.ts'
import { stationFor } from '../../../core/organisation/station.ts'
import { keepConsultation } from '../../../db/consultations.ts'
import { listStations } from '../../../db/stations.ts'
import * as tickets from '../../../db/tickets.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { ConsultationForm } from '../../views/ticket/consultation.tsx'
import { actorOf, drawSheet } from './actions.tsx'

const DAYS_AHEAD = 3
const WHEN = '请填写日期和钟点，例如 2026-11-30 和 15:00。'

const Draft = z.object({
  seenVersion: z.coerce.number().int().positive(),
  title: z.string().trim().min(1, '请写明议什么。').max(40, '议题最多 40 个字。'),
  date: z.iso.date(WHEN),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, WHEN),
  place: z.string().trim().min(1, '请写明在哪里开。').max(40, '地点最多 40 个字。'),
  party: z.array(z.enum(ATTENDEES)).min(2, '请至少选两方。'),
})

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const consultationRoutes = new Hono<Console>()
  .get('/consultations/:number', worker, async (c) => {
    const { db, staff, clock } = c.var
    const matter = await tickets.findMatter(db, staff, c.req.param('number'))
    if (!mayConsult(matter.ticket)) throw new Refusal('illegal-move', { action: 'meet', status: matter.ticket.status })
    const date = localTime(clock.now, clock.timeZone).toPlainDate().add({ days: DAYS_AHEAD }).toString()
    const place = stationFor(matter.estate.id, await listStations(db, staff))?.name ?? ''
    return drawSheet(c, '开专项协商会', <ConsultationForm {...{ matter, date, place }} suggested={suggestedParties(matter)} />)
  })
  .post('/consultations/:number', worker, async (c) => {
    const { party, ...fields } = await c.req.parseBody({ all: true })
    const { seenVersion, date, time, title, place, party: parties } = Draft.parse({ ...fields, party: party ? [party].flat() : [] })
    const { db, staff, now, clock } = c.var
    const { id, number } = await tickets.find(db, staff, c.req.param('number'))
    const startsAt = readLocalTime(date, time, clock.timeZone)!
    const draft = { title, place, parties, startsAt }
    const order = { by: actorOf(c), at: now(), seenVersion }
    await keepConsultation(db, staff, { ticketId: id, draft, staff, at: order.at }, (matter) => callConsultation(matter, draft, order))
    return goTo(c, `/tickets/${number}`, '已记下专项协商会；要通知大家，请到“通知与活动”发布。')
  })
