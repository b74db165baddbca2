import type { Context } from 'hono'
import { TIERS } from '../../../core/taxonomy/categories.ts'
import { TIER_NAMES } from '../../../core/texts/ticket.ts'
import { clockReader } from '../../../core/ticket/clock.ts'
import { listEstates } from '../../../db/orgUnits.ts'
import { countUnfinished, listTickets } from '../../../db/ticketList.ts'
import { isPartial } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { BoardColumns, BoardPage, type Column } from '../../views/ticket/board.tsx'
import { addressOf, ListActions, STATUS_GROUPS, sayCount } from '../../views/ticket/filters.tsx'
import { filterOf, type Query, readSaved } from './query.ts'

const CARDS_SHOWN = 20
const STEPS = ['review', 'underWay', 'paused', 'toCheck'] as const

/** The same tickets side by side: by colour, that is by whose they are, or by how far they have come. */
export async function readBoard(c: Context<Console>, query: Query & { view: 'tier' | 'status' }): Promise<Response> {
  const { db, staff, community, clock } = c.var
  const columns = query.view === 'tier' ? coloursOf(query) : stepsOf(query)
  const [estates, saved, filled] = await Promise.all([
    listEstates(db, staff),
    readSaved(c),
    Promise.all(columns.map((column) => fill(c, column))),
  ])
  const props = { query, columns: filled, estates, saved, staff, clock, read: clockReader(community, clock.now) }
  if (isPartial(c)) return c.html(<BoardColumns {...props} />)
  return drawPage(c, { title: '工单', nav: 'tickets', actions: <ListActions query={query} staff={staff} /> }, <BoardPage {...props} />)
}

type Heading = Pick<Column, 'key' | 'label' | 'tier'> & { query: Query }

function coloursOf(query: Query): Heading[] {
  const tiers = TIERS.filter((tier) => query.tier === '' || query.tier === tier)
  return tiers.map((tier) => ({ key: tier, label: TIER_NAMES[tier], tier, query: { ...query, tier, view: 'list' } }))
}

function stepsOf(query: Query): Heading[] {
  return STEPS.map((step) => ({
    key: step,
    label: STATUS_GROUPS[step].label,
    tier: null,
    query: { ...query, status: step, view: 'list' },
  }))
}

async function fill(c: Context<Console>, { query, ...heading }: Heading): Promise<Column> {
  const { db, staff, community, clock } = c.var
  const filter = filterOf(query, { staff, community, now: clock.now })
  const [{ rows }, counts] = await Promise.all([listTickets(db, staff, filter, { limit: CARDS_SHOWN }), countUnfinished(db, staff, filter)])
  const isCounted = counts !== null && query.status !== 'closed' && query.status !== 'all'
  return { ...heading, rows, count: isCounted ? sayCount(query.status, counts) : null, address: addressOf(query) }
}
