import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { cleanWording, findFault, WORDING_NAMES, WORDINGS, type WordingFault, type WordingName } from '../../../core/texts/wording.ts'
import { changeWording, listWordingChanges } from '../../../db/wordings.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { WordingPage, WordingPreview, WordingsPage } from '../../views/settings/wordings.tsx'

const TITLE = { title: '设置', nav: 'settings' } as const
const CHANGES_SHOWN = 30

const Name = z.enum(WORDING_NAMES)
const Form = z.object({ words: z.string().max(1000).catch(''), seen: z.string().catch('') })

export const settingsWordingRoutes = new Hono<Console>()
  .get('/settings/wordings', async (c) => {
    const changes = await listWordingChanges(c.var.db, c.var.staff, CHANGES_SHOWN)
    const { wordings } = c.var.community
    const page = <WordingsPage wordings={wordings} changes={changes} clock={c.var.clock} mayEdit={hasRole(c.var.staff, SETTING_ROLES)} />
    return drawPage(c, TITLE, page)
  })
  .get('/settings/wordings/:name', (c) => {
    const name = Name.safeParse(c.req.param('name'))
    if (!name.success) return c.notFound()
    return draw(c, name.data, c.var.community.wordings[name.data] ?? WORDINGS[name.data].usual, null)
  })
  .post('/settings/wordings/:name/preview', async (c) => {
    const name = Name.safeParse(c.req.param('name'))
    if (!name.success) return c.notFound()
    const words = cleanWording(Form.parse(await c.req.parseBody()).words)
    return c.html(<WordingPreview words={words} fault={sayFault(name.data, words)} />)
  })
  .post('/settings/wordings/:name', requireRole(...SETTING_ROLES), async (c) => {
    const name = Name.safeParse(c.req.param('name'))
    if (!name.success) return c.notFound()
    const form = Form.parse(await c.req.parseBody())
    const words = cleanWording(form.words)
    const fault = sayFault(name.data, words)
    if (fault) return draw(c, name.data, form.words, fault)
    return keep(c, name.data, words === WORDINGS[name.data].usual ? null : words, form.seen)
  })
  .post('/settings/wordings/:name/reset', requireRole(...SETTING_ROLES), async (c) => {
    const name = Name.safeParse(c.req.param('name'))
    if (!name.success) return c.notFound()
    return keep(c, name.data, null, Form.parse(await c.req.parseBody()).seen)
  })

async function keep(c: Context<Console>, name: WordingName, words: string | null, seen: string): Promise<Response> {
  const { staff, now } = c.var
  await settle(c, 'setWordings', (tx) => changeWording(tx, staff, { name, words, seen: seen || null, staff, at: now() }))
  return goTo(c, '/settings/wordings', words === null ? '已恢复通用的说法。' : '已保存，从下一句起这样说。')
}

function draw(c: Context<Console>, name: WordingName, typed: string, fault: string | null) {
  c.status(fault ? 422 : 200)
  const own = c.var.community.wordings[name] ?? null
  const page = <WordingPage name={name} typed={typed} own={own} fault={fault} mayEdit={hasRole(c.var.staff, SETTING_ROLES)} />
  return drawPage(c, TITLE, page)
}

function sayFault(name: WordingName, words: string): string | null {
  const fault = findFault(name, words)
  return fault && FAULTS[fault.kind](name, 'slots' in fault ? fault.slots : [])
}

const FAULTS: Record<WordingFault['kind'], (name: WordingName, slots: readonly string[]) => string> = {
  empty: () => '不能空着；不想改，请按“恢复通用的说法”。',
  long: (name) => `太长了，除去括号里的最多 ${WORDINGS[name].longest} 个字。`,
  lines: (name) => `最多 ${WORDINGS[name].lines} 行。`,
  brace: () => '大括号要成对，里面写下面列出的词。',
  unknown: (_, slots) => `没有这个词：${slots.map((slot) => `{${slot}}`).join('、')}，只能用下面列出的。`,
  missing: (_, slots) => `少了 ${slots.map((slot) => `{${slot}}`).join('、')}，居民会不知道是哪件事、怎么办。`,
}
