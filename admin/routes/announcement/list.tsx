import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { localTime } from '../../../core/localTime.ts'
import { ANNOUNCING_ROLES, hasRole } from '../../../core/staff.ts'
import { sayDay } from '../../../core/texts/time.ts'
import { cancelAnnouncement, listPast, listUpcoming } from '../../../db/announcements.ts'
import { cancel, listPlanned, type OutboxEntry, reword } from '../../../db/outboxBoard.ts'
import { listRooms } from '../../../db/rooms.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import {
  AnnouncementList,
  AnnouncementsPage,
  type AnnouncementsState,
  type PlannedDay,
  type PlanState,
  type Rewording,
  WriteButton,
} from '../../views/announcement/list.tsx'

const mayWrite = requireRole(...ANNOUNCING_ROLES)
const PAGE = 20
const DAYS = 7
const DAY_MS = 86_400_000
const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']

const Query = z.object({
  view: z.enum(['upcoming', 'past']).catch('upcoming'),
  before: z.coerce.number().int().min(1).optional().catch(undefined),
})
const Words = z
  .string()
  .transform((text) => text.replace(/\r\n/g, '\n').trim())
  .pipe(z.string().min(1, '这句话不能是空的；不想说了，请点“不说这一句”。').max(500, '这句话太长了，最多 500 个字。'))

export const announcementRoutes = new Hono<Console>()
  .get('/announcements', (c) => drawList(c, null))
  .get('/announcements/list', async (c) => c.html(<AnnouncementList state={await readState(c)} />))
  .post('/announcements/:id{[0-9]+}/cancellation', mayWrite, async (c) => {
    const { db, community, staff, now } = c.var
    await cancelAnnouncement(db, idOf(c), { community, staff, at: now() })
    return goTo(c, '/announcements', '已取消。听到过的群会收到一句取消通知。')
  })
  .post('/announcements/words/:id{[0-9]+}', mayWrite, async (c) => {
    const typed = String((await c.req.parseBody())['text'] ?? '')
    const text = Words.safeParse(typed)
    if (!text.success) return drawList(c, { id: idOf(c), text: typed, error: text.error.issues[0]!.message })
    await reword(c.var.db, c.var.staff, idOf(c), text.data)
    return goTo(c, '/announcements', '这句话已改好。')
  })
  .post('/announcements/words/:id{[0-9]+}/cancellation', mayWrite, async (c) => {
    await cancel(c.var.db, c.var.staff, idOf(c), c.var.now())
    return goTo(c, '/announcements', '这一句不会再说。')
  })

async function drawList(c: Context<Console>, rewording: Rewording | null) {
  const state = await readState(c)
  c.status(rewording ? 422 : 200)
  const lead = '发到群里的活动和会议，到时自动提醒。'
  const head = { title: '通知与活动', nav: 'announcements' as const, lead, ...(state.mayWrite ? { actions: <WriteButton /> } : {}) }
  return drawPage(c, head, <AnnouncementsPage state={state} plan={await readPlan(c, rewording)} />)
}

async function readState(c: Context<Console>): Promise<AnnouncementsState> {
  const { db, staff, clock } = c.var
  const { view, before } = Query.parse(c.req.query())
  const past = view === 'past' ? await listPast(db, staff, clock.now, { ...(before ? { before } : {}), limit: PAGE + 1 }) : []
  const entries = view === 'past' ? past.slice(0, PAGE) : await listUpcoming(db, staff, clock.now)
  return {
    view,
    entries,
    rooms: await listRooms(db, staff),
    mayWrite: hasRole(staff, ANNOUNCING_ROLES),
    clock,
    older: past.length > PAGE ? `/announcements?view=past&before=${entries.at(-1)!.id}` : null,
    newer: before ? '/announcements?view=past' : null,
  }
}

async function readPlan(c: Context<Console>, rewording: Rewording | null): Promise<PlanState> {
  const { db, staff, clock } = c.var
  const words = await listPlanned(db, staff, new Date(clock.now.getTime() - DAY_MS), new Date(clock.now.getTime() + DAYS * DAY_MS))
  const waiting = words.filter(({ status }) => status === 'waiting')
  return { days: groupByDay(waiting, c), rooms: await listRooms(db, staff), mayWrite: hasRole(staff, ANNOUNCING_ROLES), clock, rewording }
}

function groupByDay(words: readonly OutboxEntry[], c: Context<Console>): PlannedDay[] {
  const days = [...new Set(words.map(({ notBefore }) => nameDay(notBefore, c)))]
  return days.map((day) => ({ day, words: words.filter(({ notBefore }) => nameDay(notBefore, c) === day) }))
}

/** 今天 11月21日（周六） */
function nameDay(at: Date, c: Context<Console>): string {
  const { now, timeZone } = c.var.clock
  const { month, day, dayOfWeek } = localTime(at, timeZone)
  const near = sayDay(at, now, timeZone)
  return `${['昨天', '今天', '明天'].includes(near) ? `${near} ` : ''}${month}月${day}日（${WEEKDAYS[dayOfWeek - 1]}）`
}

function idOf(c: Context<Console>): number {
  return Number(c.req.param('id'))
}
