import type { Context } from 'hono'
import * as z from 'zod'
import type { Article } from '../../../core/knowledge/article.ts'
import { findArticle, weighArticles } from '../../../core/knowledge/find.ts'
import { sayNumberAsked } from '../../../core/knowledge/phone.ts'
import { localTime } from '../../../core/localTime.ts'
import { readOffline } from '../../../core/reading/offline.ts'
import { texts } from '../../../core/texts/texts.ts'
import { listEvery } from '../../../db/articles.ts'
import { findCommunity } from '../../../db/orgUnits.ts'
import { findStationWords } from '../../../db/stations.ts'
import type { Console } from '../../app.tsx'
import type { TrialResultProps } from '../../views/article/trial.tsx'

const MOST_SHOWN = 3

export const Trial = z.object({
  trial: z.string().trim().max(60).catch(''),
  trialEstate: z.coerce.number().int().positive().optional().catch(undefined),
})

/** A sentence as the bot would look it up; `draft`: the article on the page as it stands, saved or not. */
type Tried = { words: string; estateId: number | null; draft: Article | null }

export async function tryQuestion(c: Context<Console>, { words, estateId, draft }: Tried): Promise<TrialResultProps> {
  if (words === '') return { words, estateId, found: null, from: null, said: null, likely: [] }
  const { db, staff, clock } = c.var
  const today = localTime(clock.now, clock.timeZone).toPlainDate().toString()
  const place = estateId === null ? null : await findStationWords(db, staff, { text: words, estateId, on: today })
  if (place !== null) return { words, estateId, found: null, from: 'stations', said: place, likely: [] }
  const number = sayNumberAsked(words, (await findCommunity(db, staff)).hotlines)
  if (number !== null) return { words, estateId, found: null, from: 'hotlines', said: number, likely: [] }
  const saved = await listEvery(db, staff)
  const shelf = draft ? [...saved.filter(({ id }) => id !== draft.id), draft] : saved
  const asker = { estateId, today }
  const found = findArticle(words, shelf, asker)?.article ?? null
  const { intent, category } = readOffline({ text: words })
  const said = found ? texts.article.answer(found) : texts.article.unknown({ intent, category: category ?? 'gov.policy', words })
  const likely = weighArticles(words, shelf, asker).filter(({ score }) => score > 0)
  return { words, estateId, found, from: null, said, likely: likely.slice(0, MOST_SHOWN) }
}
