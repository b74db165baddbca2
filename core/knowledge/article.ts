import { Temporal } from 'temporal-polyfill'

/** 办事指南, 服务事项, 小区规定, 公约, 阵地. */
export const ARTICLE_KINDS = ['guide', 'service', 'rule', 'covenant', 'place'] as const
export type ArticleKind = (typeof ARTICLE_KINDS)[number]

export const ANSWER_LONGEST = 120
export const ANSWER_LINES = 5

/**
 * What staff write. `questions`: the ways people ask, one a line; `estateId` null: it holds for the whole community; `stationId`: the contact point
 * whose rule it is; days are ISO dates.
 */
export type ArticleDraft = {
  estateId: number | null
  stationId: number | null
  kind: ArticleKind
  title: string
  questions: string
  answer: string
  source: string
  publishedOn: string
  expiresOn: string | null
}

export type Article = ArticleDraft & { id: number; communityId: number; version: number; changedAt: Date; retiredAt: Date | null }

/** Who asks, and on which day of the community's calendar. */
export type Asker = { estateId: number | null; today: string }

/** Why an article may not answer somebody. */
export type Unfit = 'retired' | 'expired' | 'otherEstate'

/** Null: it may answer. */
export function unfitFor({ estateId, expiresOn, retiredAt }: Article, asker: Asker): Unfit | null {
  if (retiredAt) return 'retired'
  if (expiresOn && expiresOn < asker.today) return 'expired'
  return estateId !== null && estateId !== asker.estateId ? 'otherEstate' : null
}

/** Neither published nor looked at by anybody within a year: what it says may no longer hold. */
export function needsReview({ publishedOn, changedAt, retiredAt }: Article, now: Date): boolean {
  const published = Temporal.PlainDate.from(publishedOn).toZonedDateTime('UTC').epochMilliseconds
  return retiredAt === null && Math.max(published, changedAt.getTime()) < now.getTime() - YEAR_MS
}

const YEAR_MS = 365 * 86_400_000

/** The ways people ask, without empty lines. */
export function waysOf({ title, questions }: Pick<ArticleDraft, 'title' | 'questions'>): string[] {
  return [title, ...questions.split('\n')].map((way) => way.trim()).filter((way) => way !== '')
}
