import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { answerInPerson } from '../../core/conversation/answerInPerson.ts'
import { findNearest } from '../../core/knowledge/find.ts'
import { localTime } from '../../core/localTime.ts'
import { quietUntil } from '../../core/speech/quiet.ts'
import { listInForce } from '../../db/articles.ts'
import { owe } from '../../db/outbox.ts'
import * as waiting from '../../db/waiting.ts'
import { requireRole } from '../access.ts'
import { goTo } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { ANSWER_LONGEST } from '../views/ticket/answer.tsx'
import { WaitingAnswerForm } from '../views/waitingAnswer.tsx'
import { drawSheet } from './ticket/actions.tsx'
import { idOf, pageOfList, reporterOf } from './waiting.tsx'

const Answer = z.object({
  text: z.string().trim().min(1, '请先写要说的话。').max(ANSWER_LONGEST, `一次最多 ${ANSWER_LONGEST} 个字。`),
})

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

/** A question needs no ticket: a colleague answers it where it was asked. */
export const waitingAnswerRoutes = new Hono<Console>()
  .get('/waiting/:id{[0-9]+}/answer', worker, async (c) => {
    const { db, staff, community, now } = c.var
    const row = await waiting.findWaiting(db, staff, idOf(c))
    const form = { row, draft: await draftFor(c, row), isNight: quietUntil(now(), community) !== null }
    return drawSheet(c, '答复', <WaitingAnswerForm {...form} />)
  })
  .post('/waiting/:id{[0-9]+}/answer', worker, async (c) => {
    const { text } = Answer.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const row = await waiting.findWaiting(db, staff, idOf(c))
    const at = now()
    await waiting.settleWaiting(db, staff, { id: row.message.id, outcome: 'answered', at }, (tx) =>
      owe(tx, staff, [answerInPerson(reporterOf(row), row.message.id, text, at)], { at, staffId: staff.id }),
    )
    return goTo(c, pageOfList(c), '15秒后发出，这之前可以在“待发消息”里撤回。')
  })

/** What the knowledge base has that comes nearest. */
async function draftFor(c: Context<Console>, { message, estateId }: waiting.WaitingMessage): Promise<string> {
  const { db, staff, clock } = c.var
  const today = localTime(clock.now, clock.timeZone).toPlainDate().toString()
  const near = estateId === null ? null : findNearest(message.text, await listInForce(db, staff), { estateId, today })
  return near?.answer.slice(0, ANSWER_LONGEST) ?? ''
}
