import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { ANNOUNCEMENT_KINDS, type AnnouncementDraft } from '../../../core/announcement/announcement.ts'
import { type DraftFault, judgeDraft } from '../../../core/announcement/judge.ts'
import { correctWords, type PlannedWords, planDraft } from '../../../core/announcement/plan.ts'
import { Refusal } from '../../../core/errors.ts'
import { readLocalTime, writeLocalTime } from '../../../core/localTime.ts'
import { quietUntil } from '../../../core/speech/quiet.ts'
import { ANNOUNCING_ROLES } from '../../../core/staff.ts'
import { texts } from '../../../core/texts/texts.ts'
import { type AnnouncementEntry, changeAnnouncement, createAnnouncement, findAnnouncement } from '../../../db/announcements.ts'
import { listRooms } from '../../../db/rooms.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { writeOnce } from '../../twin.ts'
import {
  type AnnouncementErrors,
  AnnouncementFormPage,
  type AnnouncementTyped,
  Preview,
  type PreviewProps,
} from '../../views/announcement/form.tsx'

const mayWrite = requireRole(...ANNOUNCING_ROLES)
const Text = z.string().catch('')
const Line = z.string().transform((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim())

/** As typed, with nothing thrown away. */
const Typed = z.object({
  kind: z.enum(ANNOUNCEMENT_KINDS).catch('activity'),
  title: Text,
  date: Text,
  time: Text,
  place: Text,
  purpose: Text,
  when: z.enum(['now', 'later']).catch('now'),
  publishDate: Text,
  publishTime: Text,
})

const Written = z.object({
  title: Line.pipe(z.string().min(1, '请填写名称。').max(30, '名称最多 30 个字。')),
  place: Line.pipe(z.string().min(1, '请填写地点。').max(40, '地点最多 40 个字。')),
  purpose: z
    .string()
    .transform((text) => text.replace(/\r\n/g, '\n').trim())
    .pipe(
      z
        .string()
        .max(200, '内容最多 200 个字。')
        .refine((text) => text.split('\n').length <= 3, '内容最多三行，群里长了没人看。'),
    ),
})

const FIELD_OF: Record<DraftFault, keyof AnnouncementErrors> = {
  startInPast: 'date',
  tooFarAhead: 'date',
  publishInPast: 'publish',
  publishAfterStart: 'publish',
  noRoom: 'rooms',
}
const TWIN: AnnouncementErrors = { title: ['已经有一个同名、同一时间的通知了。要改内容，请到列表里修改那一个。'] }
const STALE = '同事刚改过这个通知，您的修改还没有保存。下面是您填的内容；确定要用它，请再保存一次。'

export const announcementFormRoutes = new Hono<Console>()
  .get('/announcements/new', mayWrite, async (c) => {
    const rooms = await listRooms(c.var.db, c.var.staff)
    return drawForm(c, { ...Typed.parse({}), roomIds: rooms.length === 1 ? [rooms[0]!.id] : [] }, {}, null)
  })
  .post('/announcements/preview', mayWrite, async (c) => {
    const form = await c.req.formData()
    const known = form.get('id') ? await findAnnouncement(c.var.db, c.var.staff, Number(form.get('id'))) : null
    return c.html(<Preview {...(await readPreview(c, readTyped(form), known))} />)
  })
  .post('/announcements', mayWrite, async (c) => {
    const { db, community, staff, clock } = c.var
    const typed = readTyped(await c.req.formData())
    const { draft, errors } = readDraft(c, typed, null)
    if (!draft) return drawForm(c, typed, errors, null)

    const made = await writeOnce(() => createAnnouncement(db, draft, typed.roomIds, { community, staff, at: clock.now }))
    if (made === 'twin') return drawForm(c, typed, TWIN, null)
    return goTo(c, '/announcements', sayDone(draft, c))
  })
  .get('/announcements/:id{[0-9]+}', mayWrite, async (c) => {
    const known = await findAnnouncement(c.var.db, c.var.staff, Number(c.req.param('id')))
    if (known.status === 'cancelled' || known.startsAt <= c.var.clock.now) throw new Refusal('illegal-move', { announcement: known.id })
    return drawForm(c, typedFrom(known, c.var.community.timeZone), {}, known)
  })
  .post('/announcements/:id{[0-9]+}', mayWrite, async (c) => {
    const { db, community, staff, clock } = c.var
    const form = await c.req.formData()
    const known = await findAnnouncement(db, staff, Number(c.req.param('id')))
    const typed = readTyped(form)
    const { draft, errors } = readDraft(c, typed, known)
    if (!draft) return drawForm(c, typed, errors, known)

    const change = { id: known.id, version: Number(form.get('version')), draft, roomIds: typed.roomIds }
    try {
      const changed = await writeOnce(() => changeAnnouncement(db, change, { community, staff, at: clock.now }))
      if (changed === 'twin') return drawForm(c, typed, TWIN, known)
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'stale')) throw error
      return drawForm(c, typed, { stale: [STALE] }, await findAnnouncement(db, staff, known.id))
    }
    return goTo(c, '/announcements', '已保存，还没说的话都按新内容说。')
  })

function sayDone({ publishAt }: AnnouncementDraft, { var: { community, clock } }: Context<Console>): string {
  if (quietUntil(publishAt, community)) return '已安排好。发布时间在安静时段，时段一过就说；要马上说，到“待发消息”点“现在就说”。'
  return publishAt <= clock.now ? '已发布，机器人这就发到群里，到时再提醒。' : '已安排好，到时自动发布和提醒。'
}

function readTyped(form: FormData): AnnouncementTyped {
  const roomIds = form
    .getAll('room')
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0)
  return { ...Typed.parse(Object.fromEntries(form)), roomIds }
}

function typedFrom(known: AnnouncementEntry, timeZone: string): AnnouncementTyped {
  const { kind, title, place, purpose, audience } = known
  const [start, publish] = [writeLocalTime(known.startsAt, timeZone), writeLocalTime(known.publishAt, timeZone)]
  const roomIds = audience.map(({ roomId }) => roomId)
  return { kind, title, place, purpose, ...start, roomIds, when: 'later', publishDate: publish.date, publishTime: publish.time }
}

type DraftRead = { draft: AnnouncementDraft | null; partial: AnnouncementDraft | null; errors: AnnouncementErrors }

/** What was typed, as a draft; null with the reason beside each field when it cannot go out. `partial` may be shown but not sent. */
function readDraft(c: Context<Console>, typed: AnnouncementTyped, known: AnnouncementEntry | null): DraftRead {
  const { community, clock } = c.var
  const written = Written.safeParse(typed)
  const errors: AnnouncementErrors = written.success ? {} : z.flattenError(written.error).fieldErrors
  const startsAt = readLocalTime(typed.date, typed.time, community.timeZone)
  if (!startsAt) errors.date = ['请填写开始的日期和钟点。']
  const publishAt = readPublishAt(c, typed, known)
  if (!publishAt) errors.publish = ['请填写发布的日期和钟点，或选“现在”。']
  if (!written.success || !startsAt || !publishAt) {
    if (typed.roomIds.length === 0 && heardIn(known).length === 0) errors.rooms = [texts.announcement.fault.noRoom]
    return { draft: null, partial: null, errors }
  }
  const draft = { kind: typed.kind, ...written.data, startsAt, publishAt }
  const judged = heardIn(known).length > 0 ? { startsAt, publishAt: clock.now } : draft
  for (const fault of judgeDraft(judged, [...typed.roomIds, ...heardIn(known)], clock.now))
    errors[FIELD_OF[fault]] = [texts.announcement.fault[fault]]
  return { draft: Object.keys(errors).length > 0 ? null : draft, partial: draft, errors }
}

/** Once a group has heard it, the moment of publishing is a fact. */
function readPublishAt(
  { var: { community, clock } }: Context<Console>,
  typed: AnnouncementTyped,
  known: AnnouncementEntry | null,
): Date | null {
  if (known && heardIn(known).length > 0) return known.publishAt
  if (typed.when === 'now') return clock.now
  const publishAt = readLocalTime(typed.publishDate, typed.publishTime, community.timeZone)
  const isKept = known && publishAt && Math.abs(known.publishAt.getTime() - publishAt.getTime()) < 60_000
  return isKept && known.publishAt <= clock.now ? clock.now : publishAt
}

function heardIn(known: AnnouncementEntry | null): number[] {
  return known ? known.audience.filter(({ heard }) => heard).map(({ roomId }) => roomId) : []
}

async function readPreview(c: Context<Console>, typed: AnnouncementTyped, known: AnnouncementEntry | null): Promise<PreviewProps> {
  const { db, staff, community, clock } = c.var
  const { partial, errors } = readDraft(c, typed, known)
  const heard = heardIn(known)
  const all = await listRooms(db, staff)
  const rooms = all.filter(({ id }) => heard.includes(id) || typed.roomIds.includes(id))
  const after = known && partial && { ...known, ...partial }
  const corrections = after ? correctWords(known, after, known.audience, community, clock.now).map(({ text }) => text) : []
  const faults = partial ? Object.values(errors).flatMap((messages) => messages ?? []) : []
  const words = partial && planDraft(partial, community, clock.now).map((planned) => ({ ...planned, heldUntil: heldUntil(planned, c) }))
  const quietNow = after ? heldUntil({ part: 'publish', notBefore: clock.now, expiresAt: after.startsAt }, c) : null
  return { words, corrections: [...new Set(corrections)], quietNow, faults, rooms, heardIn: heard, clock }
}

/** When words of quiet hours will be said; news that would be too late by then is not held. */
function heldUntil(
  { part, notBefore, expiresAt }: Pick<PlannedWords, 'part' | 'notBefore' | 'expiresAt'>,
  { var: { community } }: Context<Console>,
): Date | null {
  const end = quietUntil(notBefore, community)
  return end && (part === 'publish' && expiresAt <= end ? null : end)
}

async function drawForm(c: Context<Console>, typed: AnnouncementTyped, errors: AnnouncementErrors, known: AnnouncementEntry | null) {
  const rooms = await listRooms(c.var.db, c.var.staff)
  const changing = known && { id: known.id, version: known.version, heardIn: heardIn(known) }
  const preview = { ...(await readPreview(c, typed, known)), faults: [] }
  c.status(errors.stale ? 409 : Object.keys(errors).length > 0 ? 422 : 200)
  const title = known ? '修改通知' : '写通知'
  const page = <AnnouncementFormPage typed={typed} errors={errors} rooms={rooms} changing={changing} preview={preview} />
  return drawPage(c, { title, nav: 'announcements' }, page)
}
