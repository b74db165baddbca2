import { type Context, Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'
import { inOrder } from '../../../core/figures/pair.ts'
import { momentsOf, monthsIn } from '../../../core/figures/period.ts'
import { localTime } from '../../../core/localTime.ts'
import type { Scope } from '../../../core/org.ts'
import type { Db } from '../../../db/client.ts'
import { record } from '../../../db/deeds.ts'
import { listCollected, listContained, listPairs, readFigures, readWeek } from '../../../db/figures.ts'
import { listEstates } from '../../../db/orgUnits.ts'
import { findStation, listStations } from '../../../db/stations.ts'
import type { Console } from '../../app.tsx'
import { sendCsv } from '../../csv.ts'
import { drawPage } from '../../page.tsx'
import { sayQuestion } from '../../views/figures/filters.tsx'
import { LevelsPage } from '../../views/figures/levels.tsx'
import { ProblemsPage } from '../../views/figures/list.tsx'
import { ExportPairs, FiguresPage, pairTable } from '../../views/figures/pair.tsx'
import { WeekPage } from '../../views/figures/week.tsx'
import { readQuestion } from './query.ts'

const PAGE_ROWS = 50
const MOST_PROBLEMS = 500
const MOST_OF_WEEK = 300
const MONTHS_SHOWN = 6
const MAX_ID = 2 ** 31 - 1

const TITLE = { title: '收集与解决', nav: 'figures' } as const
const Edge = z.coerce.number().int().positive().max(MAX_ID).optional().catch(undefined)
const Day = z.iso.date().nullable().catch(null)

export const figureRoutes = new Hono<Console>()
  .get('/figures', async (c) => {
    const { db, staff, clock } = c.var
    const { query, filter, isBackwards } = readQuestion(c)
    const after = Edge.parse(c.req.query('after'))
    const [figures, pairs, found, estates] = await Promise.all([
      readFigures(...counting(c), filter),
      listPairs(...counting(c), filter, query.by),
      listCollected(db, staff, filter, { isOpen: true, after, limit: PAGE_ROWS + 1 }),
      listEstates(db, staff),
    ])
    const open = found.slice(0, PAGE_ROWS)
    const older = found.length > PAGE_ROWS ? open.at(-1)!.id : null
    const props = { query, isBackwards, figures, pairs: inOrder(query.by, pairs), open, older, estates, clock }
    const lead = staff.from === undefined ? '' : '不公开的事项只计数，上报之后才列出来。'
    return drawPage(c, { ...TITLE, ...(lead && { lead }), actions: <ExportPairs query={query} /> }, <FiguresPage {...props} />)
  })
  .get('/figures.csv', async (c) => {
    const { db, staff, clock } = c.var
    const { query, filter, period } = readQuestion(c)
    const [figures, pairs, estates] = await Promise.all([
      readFigures(...counting(c), filter),
      listPairs(...counting(c), filter, query.by),
      listEstates(db, staff),
    ])
    const name = `收集与解决-${period.from}-${period.to}`
    await record(db, staff, { action: 'exportFigures', subject: sayQuestion(query, estates) }, clock.now)
    return sendCsv(c, name, pairTable(query.by, { figures, pairs: inOrder(query.by, pairs), estates }))
  })
  .get('/figures/list', async (c) => {
    const { db, staff } = c.var
    const { query, filter } = readQuestion(c)
    const found = await listCollected(db, staff, filter, { isOpen: false, limit: MOST_PROBLEMS + 1 })
    const tickets = found.slice(0, MOST_PROBLEMS)
    const page = (
      <ProblemsPage query={query} tickets={tickets} hasMore={found.length > MOST_PROBLEMS} estates={await listEstates(db, staff)} />
    )
    return drawPage(c, TITLE, page)
  })
  .get('/figures/levels', async (c) => {
    const { staff, clock } = c.var
    const last = localTime(clock.now, clock.timeZone).toPlainDate().with({ day: 1 })
    const first = last.subtract({ months: MONTHS_SHOWN - 1 })
    const period = { from: first.toString(), to: last.add({ months: 1 }).subtract({ days: 1 }).toString() }
    const contained = await listContained(...counting(c), { ...momentsOf(period, clock.timeZone)!, timeZone: clock.timeZone })
    const lead = staff.from === undefined ? '' : '不公开的事项也算在内，只计数，上报之后才列出来。'
    return drawPage(c, { ...TITLE, ...(lead && { lead }) }, <LevelsPage months={monthsIn(period).toReversed()} contained={contained} />)
  })
  .get('/figures/week', async (c) => {
    const { db, staff, clock } = c.var
    const today = localTime(clock.now, clock.timeZone).toPlainDate()
    const asked = Day.parse(c.req.query('week') ?? null)
    const monday = mondayOf(asked ? Temporal.PlainDate.from(asked) : today)
    const sunday = monday.add({ days: 6 })
    const id = Edge.parse(c.req.query('station'))
    const station = id ? await findStation(db, staff, id) : null
    const period = { from: monday.toString(), to: sunday.toString() }
    const moments = momentsOf(period, clock.timeZone)!
    const estateIds = station?.estateId ? [station.estateId] : null
    const week = await readWeek(db, staff, { ...moments, estateIds, limit: MOST_OF_WEEK })
    const hasNext = Temporal.PlainDate.compare(sunday, today) < 0
    const props = {
      week,
      ...period,
      before: monday.subtract({ days: 7 }).toString(),
      after: hasNext ? monday.add({ days: 7 }).toString() : null,
      stations: await listStations(db, staff),
      station,
    }
    return drawPage(c, TITLE, <WeekPage {...props} />)
  })

/** From above a private matter is counted, and not read: by a connection that gives out no words. */
function counting(c: Context<Console>): [Db, Scope] {
  const { db, staff, above } = c.var
  return staff.from === undefined ? [db, staff] : [above({ unitId: staff.from }), { communityId: staff.communityId }]
}

function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 })
}
