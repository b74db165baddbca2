import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { parseCopiedChat } from '../../../core/chatCopy/chat.ts'
import { type Proposal, proposeTickets } from '../../../core/chatCopy/propose.ts'
import type { Community, Estate } from '../../../core/community.ts'
import { findAlike } from '../../../core/ticket/alike.ts'
import type { Db } from '../../../db/client.ts'
import { findEstate, listEstates } from '../../../db/orgUnits.ts'
import { listOpenMatters } from '../../../db/situations.ts'
import * as tickets from '../../../db/tickets.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { ChatProposals, type ChatProps, PasteChatPage, type Proposed } from '../../views/intake/chat.tsx'
import { joinFor, openFor, type Statement } from './take.ts'

const ALIKE_SINCE_MS = 60 * 86_400_000
const MOST_PROPOSED = 40
const TITLE = { title: '登记', nav: 'intake' } as const
const SOURCE = '粘贴的群聊'

const Pasted = z.object({
  estateId: z.coerce
    .number('请选择小区。')
    .int()
    .positive()
    .max(2 ** 31 - 1),
  chat: z
    .string()
    .max(60_000, '一次最多粘贴 6 万字，请分几次。')
    .refine((text) => text.trim() !== '', '请粘贴群聊记录。'),
})

const Chosen = z.array(z.unknown()).min(1, '请至少选一件。')

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const chatIntakeRoutes = new Hono<Console>()
  .get('/intake/chat', worker, async (c) => {
    const lead = '机器人不在的群，把聊天记录复制过来，它照群里一样读一遍；您勾选要登记的。'
    return drawPage(c, { ...TITLE, lead }, <PasteChatPage estates={await listEstates(c.var.db, c.var.staff)} />)
  })
  .post('/intake/chat/proposals', worker, async (c) => {
    const pasted = Pasted.parse(await c.req.parseBody())
    return c.html(<ChatProposals {...(await readChat(c, pasted))} />)
  })
  .post('/intake/chat', worker, async (c) => {
    const body = await c.req.parseBody()
    const { proposed, estate } = await readChat(c, Pasted.parse(body))
    const chosen = proposed
      .map((one) => ({ ...one, choice: String(body[`take-${one.proposal.key}`] ?? '') }))
      .filter(({ choice }) => choice !== '')
    Chosen.parse(chosen)
    const { db, now } = c.var
    const at = now()
    const numbers = await db.transaction(async (tx) => {
      const made: string[] = []
      for (const { proposal, choice } of chosen) made.push(await takeOne(tx, c, { proposal, choice, estate, at }))
      return made
    })
    return goTo(c, '/tickets', `已登记：${[...new Set(numbers)].join('、')}。`)
  })

async function readChat(c: Context<Console>, { chat, estateId }: z.infer<typeof Pasted>): Promise<ChatProps> {
  const { db, staff, now } = c.var
  const estate = await findEstate(db, staff, estateId)
  const { lines, problems } = parseCopiedChat(chat.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/), now())
  const proposals = proposeTickets(lines)
  const open = await listOpenMatters(db, staff, estate.id, new Date(now().getTime() - ALIKE_SINCE_MS))
  const proposed: Proposed[] = proposals.slice(0, MOST_PROPOSED).map((proposal) => {
    const { summary, category, place } = proposal.reading
    return { proposal, alike: findAlike({ words: summary, category, place }, open)[0] ?? null }
  })
  return { estate, proposed, lines: lines.length, unread: problems.length, hasMore: proposals.length > MOST_PROPOSED, clock: c.var.clock }
}

type Taking = { proposal: Proposal; choice: string; estate: Estate; at: Date }

async function takeOne(tx: Db, c: Context<Console>, { proposal, choice, estate, at }: Taking): Promise<string> {
  const community: Community = c.var.community
  const statements: Statement[] = proposal.tellers.map(({ alias, words, at: said }) => ({
    reporter: { memberId: null, alias, isFriend: false, roomId: null },
    words,
    at: said < at ? said : at,
  }))
  if (choice !== 'new') {
    const { id, number } = await tickets.find(tx, c.var.staff, choice)
    await joinFor(tx, c, id, statements, at)
    return number
  }
  const intake = { channel: 'group_chat' as const, ref: SOURCE }
  return (await openFor(tx, c, { community, estate, reading: proposal.reading, intake, statements, at })).number
}
