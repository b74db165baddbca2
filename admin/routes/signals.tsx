import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { ANNOUNCING_ROLES, hasRole, SETTING_ROLES } from '../../core/staff.ts'
import { countKudos, listKudos } from '../../db/kudos.ts'
import { changeCommunity } from '../../db/orgUnits.ts'
import { listSignals, markSeen } from '../../db/signals.ts'
import { listNoted } from '../../db/waiting.ts'
import { requireRole } from '../access.ts'
import { goTo, isPartial } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { NoticePartial } from '../views/parts.tsx'
import { SignalsBoard, SignalsPage, type SignalsProps } from '../views/signals.tsx'

const PAGE_ROWS = 20
const NEEDS_SHOWN = 20
const PRAISE_SHOWN = 20
const PRAISE_MS = 30 * 86_400_000
const MAX_ID = 2 ** 31 - 1

const Edge = z.coerce.number().int().positive().max(MAX_ID).optional().catch(undefined)
const PEOPLE = '人数请填 2 到 50 的整数。'
const HOURS = '小时数请填 1 到 168 的整数。'
const Rule = z.object({
  people: z.coerce.number(PEOPLE).int(PEOPLE).min(2, PEOPLE).max(50, PEOPLE),
  hours: z.coerce.number(HOURS).int(HOURS).min(1, HOURS).max(168, HOURS),
})

export const signalRoutes = new Hono<Console>()
  .get('/signals', async (c) => {
    const props = await readSignals(c)
    if (isPartial(c)) return c.html(<SignalsBoard {...props} />)
    const lead = '还没成事、值得您先知道的：好几个人在说、有人发火、居民的愿望和表扬。看过点“已知晓”，就收起来。'
    return drawPage(c, { title: '苗头', nav: 'signals', lead }, <SignalsPage {...props} />)
  })
  .post('/signals/:id{[0-9]+}/seen', requireRole('gridWorker', ...ANNOUNCING_ROLES), async (c) => {
    const { db, staff, now } = c.var
    await markSeen(db, staff, Math.min(Number(c.req.param('id')), MAX_ID), { staffId: staff.id, at: now() })
    const said = '已知晓，可以在“已知晓”里再看。'
    return isPartial(c) ? c.html(<NoticePartial text={said} />) : goTo(c, '/signals', said)
  })
  .post('/signals/rule', requireRole(...SETTING_ROLES), async (c) => {
    const burst = Rule.parse(await c.req.parseBody())
    await changeCommunity(c.var.db, c.var.staff, { burst })
    return goTo(c, '/signals', '已保存，从下一条消息起按新规则看。')
  })

async function readSignals(c: Context<Console>): Promise<SignalsProps> {
  const { db, staff, community, clock } = c.var
  const seen = c.req.query('seen') === 'yes'
  const before = Edge.parse(c.req.query('before'))
  const found = await listSignals(db, staff, { seen, before, limit: PAGE_ROWS + 1 })
  const signals = found.slice(0, PAGE_ROWS)
  const query = new URLSearchParams({ ...(seen && { seen: 'yes' }), ...(before && { before: String(before) }) })
  return {
    signals,
    seen,
    older: found.length > PAGE_ROWS ? signals.at(-1)!.id : null,
    needs: await listNoted(db, staff, NEEDS_SHOWN),
    praise: await listKudos(db, staff, PRAISE_SHOWN),
    praiseCount: await countKudos(db, staff, new Date(clock.now.getTime() - PRAISE_MS)),
    rule: community.burst,
    clock,
    mayAct: staff.role !== 'viewer',
    mayEdit: hasRole(staff, SETTING_ROLES),
    maySeePrivate: staff.role !== 'viewer',
    address: query.size > 0 ? `/signals?${query}` : '/signals',
  }
}
