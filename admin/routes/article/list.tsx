import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { ARTICLE_KINDS } from '../../../core/knowledge/article.ts'
import { hasRole, KNOWLEDGE_ROLES } from '../../../core/staff.ts'
import { listArticles } from '../../../db/articles.ts'
import { listEstates } from '../../../db/orgUnits.ts'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { ArticlesPage, WriteArticleButton } from '../../views/article/list.tsx'
import { TrialResult } from '../../views/article/trial.tsx'
import { Trial, tryQuestion } from './trial.ts'

/** An address is typed, kept and shared: whatever makes no sense in it is left out. */
const Query = z.object({
  view: z.enum(['inForce', 'retired']).catch('inForce'),
  kind: z.enum(['', ...ARTICLE_KINDS]).catch(''),
  estate: z
    .string()
    .regex(/^\d{0,9}$/)
    .catch(''),
  q: z.string().trim().max(60).catch(''),
})

export const articleRoutes = new Hono<Console>()
  .get('/articles', async (c) => {
    const query = Query.parse(c.req.query())
    const { db, staff, clock } = c.var
    const filter = {
      retired: query.view === 'retired',
      kind: query.kind || null,
      estateId: query.estate ? Number(query.estate) : null,
      words: query.q,
    }
    const mayWrite = hasRole(staff, KNOWLEDGE_ROLES)
    const page = {
      query,
      entries: await listArticles(db, staff, filter),
      estates: await listEstates(db, staff),
      trial: await readTrial(c, c.req.query()),
      mayWrite,
      clock,
    }
    const lead = '机器人只照这里的内容回答居民，查不到就转给工作人员。'
    const head = { title: '知识库', nav: 'articles' as const, lead, ...(mayWrite ? { actions: <WriteArticleButton /> } : {}) }
    return drawPage(c, head, <ArticlesPage {...page} />)
  })
  .get('/articles/trial', async (c) => c.html(<TrialResult {...(await readTrial(c, c.req.query()))} />))

async function readTrial(c: Context<Console>, fields: Record<string, string>) {
  const { trial, trialEstate } = Trial.parse(fields)
  const estates = await listEstates(c.var.db, c.var.staff)
  return tryQuestion(c, { words: trial, estateId: trialEstate ?? estates[0]?.id ?? null, draft: null })
}
