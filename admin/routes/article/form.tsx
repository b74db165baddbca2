import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../../core/errors.ts'
import { ANSWER_LINES, ANSWER_LONGEST, ARTICLE_KINDS, type ArticleDraft } from '../../../core/knowledge/article.ts'
import { writeLocalTime } from '../../../core/localTime.ts'
import { hasRole, KNOWLEDGE_ROLES } from '../../../core/staff.ts'
import * as articles from '../../../db/articles.ts'
import { listEstates } from '../../../db/orgUnits.ts'
import { listStations } from '../../../db/stations.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { writeOnce } from '../../twin.ts'
import { type ArticleErrors, ArticleFormPage, ArticlePreview, type ArticleTyped } from '../../views/article/form.tsx'
import { ArticleReadPage } from '../../views/article/read.tsx'
import { TrialResult, UNSAVED } from '../../views/article/trial.tsx'
import { Trial, tryQuestion } from './trial.ts'

const mayWrite = requireRole(...KNOWLEDGE_ROLES)
const MAX_ID = 2 ** 31 - 1
const MOST_QUESTIONS = 20

const Text = z.string().catch('')
const Line = z.string().transform((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim())
const Lines = z.string().transform((text) =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n'),
)

/** As typed, with nothing thrown away. */
const Typed = z.object({
  kind: z.enum(ARTICLE_KINDS).catch('service'),
  estate: Text,
  station: Text,
  title: Text,
  questions: Text,
  answer: Text,
  source: Text,
  publishedOn: Text,
  expiresOn: Text,
})

const Written = z.object({
  title: Line.pipe(z.string().min(1, '请填写标题。').max(30, '标题最多 30 个字。')),
  questions: Lines.pipe(
    z
      .string()
      .refine((text) => text.split('\n').length <= MOST_QUESTIONS, `问法最多 ${MOST_QUESTIONS} 行。`)
      .refine((text) => text.split('\n').every((line) => line.length <= 40), '每种问法最多 40 个字，一行一种。'),
  ),
  answer: Lines.pipe(
    z
      .string()
      .min(1, '请填写回答。')
      .max(ANSWER_LONGEST, `回答最多 ${ANSWER_LONGEST} 个字，群里长了没人看。`)
      .refine((text) => text.split('\n').length <= ANSWER_LINES, `回答最多 ${ANSWER_LINES} 行。`)
      .refine((text) => !/(?<!\d)1[3-9]\d{9}(?!\d)/.test(text), '回答里不要写个人手机号，请写固定电话或地点。'),
  ),
  source: Line.pipe(z.string().min(1, '请填写出处，居民要知道是谁定的。').max(40, '出处最多 40 个字。')),
  publishedOn: z.iso.date('请填写发布日期。'),
  expiresOn: z.union([z.literal('').transform(() => null), z.iso.date('有效期没有这一天。')]),
  estate: z
    .string()
    .regex(/^\d{0,9}$/, '请选择适用范围。')
    .transform((id) => (id === '' ? null : Number(id))),
  station: z
    .string()
    .regex(/^\d{0,9}$/, '请从列表里选连心站。')
    .transform((id) => (id === '' ? null : Number(id))),
})

const TWIN: ArticleErrors = { title: ['同一范围里已经有同名的条目了。要改内容，请打开那一条修改。'] }
const STALE = '同事刚改过这一条，您的修改还没有保存。下面是您填的内容；确定要用它，请再保存一次。'

export const articleFormRoutes = new Hono<Console>()
  .get('/articles/new', mayWrite, (c) => drawForm(c, newTyped(c), {}, null))
  .post('/articles/preview', mayWrite, async (c) => {
    const typed = Typed.parse(await c.req.parseBody())
    return c.html(<ArticlePreview typed={typed} faults={Object.values(readDraft(typed).errors).flatMap((messages) => messages ?? [])} />)
  })
  .post('/articles/trial', mayWrite, async (c) => {
    const fields = await c.req.parseBody()
    const typed = Typed.parse(fields)
    const estates = await listEstates(c.var.db, c.var.staff)
    const estateId = Number(typed.estate) || Trial.parse(fields).trialEstate || (estates[0]?.id ?? null)
    const draft = {
      ...looseDraft(typed),
      id: Number(fields['id']) || UNSAVED,
      communityId: c.var.staff.communityId,
      version: 1,
    }
    const tried = { words: Trial.parse(fields).trial, estateId, draft: { ...draft, changedAt: c.var.clock.now, retiredAt: null } }
    return c.html(<TrialResult {...(await tryQuestion(c, tried))} />)
  })
  .post('/articles', mayWrite, async (c) => {
    const typed = Typed.parse(await c.req.parseBody())
    const { draft, errors } = readDraft(typed)
    if (!draft) return drawForm(c, typed, errors, null)
    const made = await writeOnce(() => settle(c, 'setArticles', (tx) => articles.writeArticle(tx, c.var.staff, draft, penOf(c))))
    if (made === 'twin') return drawForm(c, typed, TWIN, null)
    return goTo(c, '/articles', `已保存“${made.title}”，从现在起机器人会照它回答。`)
  })
  .get('/articles/:id{[0-9]+}', async (c) => {
    const known = await findKnown(c)
    return hasRole(c.var.staff, KNOWLEDGE_ROLES) && !known.retiredAt ? drawForm(c, typedFrom(known), {}, known) : drawReading(c, known)
  })
  .post('/articles/:id{[0-9]+}', mayWrite, async (c) => {
    const { staff } = c.var
    const known = await findKnown(c)
    const form = await c.req.parseBody()
    const typed = Typed.parse(form)
    const { draft, errors } = readDraft(typed)
    if (!draft) return drawForm(c, typed, errors, known)
    try {
      const change = { id: known.id, version: Number(form['version']), draft }
      const changed = await writeOnce(() => settle(c, 'setArticles', (tx) => articles.changeArticle(tx, staff, change, penOf(c))))
      if (changed === 'twin') return drawForm(c, typed, TWIN, known)
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'stale')) throw error
      return drawForm(c, typed, { stale: [STALE] }, await findKnown(c))
    }
    return goTo(c, '/articles', '已保存，旧的一版留在修改记录里。')
  })
  .post('/articles/:id{[0-9]+}/retirement', mayWrite, async (c) => {
    const seen = await seenIn(c)
    await settle(c, 'setArticles', (tx) => articles.retireArticle(tx, c.var.staff, seen, penOf(c)))
    return goTo(c, '/articles', '已停用，机器人不再用它回答。需要时可以恢复。')
  })
  .post('/articles/:id{[0-9]+}/restoration', mayWrite, async (c) => {
    const seen = await seenIn(c)
    const { title } = await settle(c, 'setArticles', (tx) => articles.restoreArticle(tx, c.var.staff, seen, penOf(c)))
    return goTo(c, '/articles', `已恢复“${title}”，请看看内容是否还对。`)
  })

type DraftRead = { draft: ArticleDraft; errors: ArticleErrors } | { draft: null; errors: ArticleErrors }

function readDraft(typed: ArticleTyped): DraftRead {
  const written = Written.safeParse(typed)
  if (!written.success) return { draft: null, errors: z.flattenError(written.error).fieldErrors }
  const { estate, station, ...draft } = written.data
  if (draft.expiresOn && draft.expiresOn < draft.publishedOn) return { draft: null, errors: { expiresOn: ['有效期早于发布日期。'] } }
  return { draft: { ...draft, estateId: estate, stationId: station, kind: typed.kind }, errors: {} }
}

/** The article as it stands on the page, complete or not, for looking a sentence up. */
function looseDraft({ estate, kind, title, questions, answer, source, publishedOn }: ArticleTyped): ArticleDraft {
  const day = z.iso.date().safeParse(publishedOn).data ?? '2000-01-01'
  return { estateId: Number(estate) || null, stationId: null, kind, title, questions, answer, source, publishedOn: day, expiresOn: null }
}

function newTyped(c: Context<Console>): ArticleTyped {
  const { station = '', estate = '', kind } = c.req.query()
  return { ...Typed.parse({ station, estate, kind }), publishedOn: writeLocalTime(c.var.clock.now, c.var.clock.timeZone).date }
}

function typedFrom({ estateId, stationId, expiresOn, ...written }: ArticleDraft): ArticleTyped {
  const { kind, title, questions, answer, source, publishedOn } = written
  const place = { estate: String(estateId ?? ''), station: String(stationId ?? '') }
  return { kind, title, questions, answer, source, publishedOn, ...place, expiresOn: expiresOn ?? '' }
}

function findKnown(c: Context<Console>): Promise<articles.ArticleEntry> {
  return articles.findArticle(c.var.db, c.var.staff, idOf(c))
}

function idOf(c: Context<Console>): number {
  const id = Number(c.req.param('id'))
  if (id > MAX_ID) throw new Refusal('not-found', { article: id })
  return id
}

async function seenIn(c: Context<Console>): Promise<{ id: number; version: number }> {
  return { id: idOf(c), version: Number((await c.req.parseBody())['version']) || 0 }
}

function penOf(c: Context<Console>): articles.Pen {
  return { staffId: c.var.staff.id, at: c.var.now() }
}

async function drawForm(c: Context<Console>, typed: ArticleTyped, errors: ArticleErrors, known: articles.ArticleEntry | null) {
  const { db, staff, clock } = c.var
  const estates = await listEstates(db, staff)
  const stations = await listStations(db, staff)
  const versions = known ? await articles.listVersions(db, staff, known.id) : []
  c.status(errors.stale ? 409 : Object.keys(errors).length > 0 ? 422 : 200)
  const page = { typed, errors, estates, stations, known, versions, clock }
  return drawPage(c, { title: known ? '修改条目' : '写一条', nav: 'articles' }, <ArticleFormPage {...page} />)
}

async function drawReading(c: Context<Console>, known: articles.ArticleEntry) {
  const { db, staff, clock } = c.var
  const versions = await articles.listVersions(db, staff, known.id)
  const page = { known, versions, clock, mayWrite: hasRole(staff, KNOWLEDGE_ROLES) }
  return drawPage(c, { title: known.title, nav: 'articles' }, <ArticleReadPage {...page} />)
}
