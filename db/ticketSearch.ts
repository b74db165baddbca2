import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { ticketSearch, tickets } from './schema/index.ts'

/** Where a common word fills a page; only a rarer one is worth the index, which finds all that it has before the first is shown. */
const MOST_WALKED = 1000

/** The first tickets among those of `where`, by id, in which each word stands, character by character. */
export async function searchTickets(
  db: Db,
  { where, match: { communityId, query } }: { where: SQL | undefined; match: Match },
  { isAscending, limit }: { isAscending: boolean; limit: number },
): Promise<number[]> {
  const order = isAscending ? asc(tickets.id) : desc(tickets.id)
  const near = db.select({ id: tickets.id }).from(tickets).where(where).orderBy(order).limit(MOST_WALKED)
  // `offset 0` keeps the planner from asking the index, for all there is, about each.
  const isFound = sql`(select 1 from ${ticketSearch} where ${ticketSearch.ticketId} = near.id and ${ticketSearch.characters} @@ ${query} offset 0)`
  const [walk] = await db
    .select({
      walked: sql<number>`(select count(*) from ${near} as near)`.mapWith(Number),
      found: sql<number[]>`array(
        select near.id from ${near} as near cross join lateral ${isFound} as found order by near.id ${isAscending ? sql`asc` : sql`desc`} limit ${limit})`,
    })
    .from(sql`(select 1) as once`)
  const { walked, found } = walk!
  if (found.length === limit || walked < MOST_WALKED) return found

  const rows = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(where, sql`${tickets.id} in (select find_words(${communityId}, ${query}))`))
    .orderBy(order)
    .limit(limit)
  return rows.map(({ id }) => id)
}

type Match = { communityId: number; query: SQL }

/** Null when nothing is written that could be searched for. */
export function matchWords(communityId: number, words: string): Match | null {
  const phrases = words
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((phrase) => /[\p{L}\p{N}]/u.test(phrase))
  if (phrases.length === 0) return null
  const query = sql.join(
    phrases.map((phrase) => sql`phraseto_tsquery('simple', ${[...phrase].join(' ')})`),
    sql` && `,
  )
  return { communityId, query: sql`(${query})` }
}
