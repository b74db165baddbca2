import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import * as z from 'zod'
import { Refusal } from '../../../core/errors.ts'
import { shownName } from '../../../core/name.ts'
import type { Notice } from '../../../core/notice.ts'
import { quietUntil } from '../../../core/speech/quiet.ts'
import { answerByPhone, answerReporters } from '../../../core/ticket/edit.ts'
import type { Matter } from '../../../core/ticket/ticket.ts'
import { findRevealedUntil } from '../../../db/reveals.ts'
import { listRooms } from '../../../db/rooms.ts'
import { readTicketPage } from '../../../db/ticketPage.ts'
import * as tickets from '../../../db/tickets.ts'
import { requireRole } from '../../access.ts'
import { goTo, isPartial } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { NoticePartial } from '../../views/parts.tsx'
import { ANSWER_LONGEST, AnswerForm, AnswerPreview, PhoneAnswerForm, type PreviewLine } from '../../views/ticket/answer.tsx'
import { TicketPartials } from '../../views/ticket/page.tsx'
import { actorOf, actorWithParties } from './actions.tsx'

const Answer = z.object({
  text: z.string().trim().min(1, '请先写要说的话。').max(ANSWER_LONGEST, `一次最多 ${ANSWER_LONGEST} 个字。`),
  to: z.enum(['group', 'reporter']).default('group'),
})
const Draft = z.object({ text: z.string().trim().max(ANSWER_LONGEST).catch(''), to: z.enum(['group', 'reporter']).catch('group') })

const SOON_SAID = '15秒后发出，这之前可以撤回。'

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const ticketAnswerRoutes = new Hono<Console>()
  .post('/tickets/:number/answer/preview', worker, async (c) => {
    const { text, to } = Draft.parse(await c.req.parseBody())
    if (text === '') return c.html('')
    const { db, staff, now } = c.var
    const matter = await tickets.findMatter(db, staff, c.req.param('number'))
    const { notices } = answerReporters(matter, { text, privately: to === 'reporter' }, actorOf(c), now())
    const isNight = quietUntil(now(), c.var.community) !== null
    return c.html(<AnswerPreview lines={await linesOf(c, matter, notices)} isNight={isNight} />)
  })
  .post('/tickets/:number/answer', worker, async (c) => {
    const { text, to } = Answer.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const number = c.req.param('number')
    const { id } = await tickets.find(db, staff, number)
    const privately = to === 'reporter'
    await tickets.change(db, staff, id, (matter) => answerReporters(matter, { text, privately }, actorOf(c), now()))
    if (!isPartial(c)) return goTo(c, `/tickets/${number}`, SOON_SAID)
    return drawAnswered(c, SOON_SAID, ({ ticket }) => <AnswerForm ticket={ticket} text="" privately={ticket.private} />)
  })
  .post('/tickets/:number/answer-by-phone', worker, async (c) => {
    const { text } = Answer.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const number = c.req.param('number')
    const { id } = await tickets.find(db, staff, number)
    await tickets.change(db, staff, id, (matter) => answerByPhone(matter, text, actorOf(c), now()))
    if (!isPartial(c)) return goTo(c, `/tickets/${number}`, '已记下。')
    return drawAnswered(c, '已记下。', () => <PhoneAnswerForm number={number} />)
  })

/** An empty form for the next words, and what they have changed on the page around it. */
async function drawAnswered(c: Context<Console>, notice: string, drawForm: (matter: Matter) => Child) {
  const { db, staff, now, clock } = c.var
  const number = c.req.param('number')!
  const facts = await readTicketPage(db, staff, number)
  return c.html(
    <>
      {drawForm(facts.matter)}
      <TicketPartials
        facts={facts}
        staff={staff}
        by={await actorWithParties(c)}
        clock={clock}
        freshSince={now()}
        revealedUntil={await findRevealedUntil(db, staff, number, now())}
      />
      <NoticePartial text={notice} />
    </>,
  )
}

async function linesOf(c: Context<Console>, { reporters }: Matter, notices: Notice[]): Promise<PreviewLine[]> {
  const rooms = await listRooms(c.var.db, c.var.staff)
  return notices.map((notice) => {
    const room = rooms.find(({ id }) => id === notice.to.roomId)
    const reporter = reporters.find(({ memberId }) => memberId === notice.to.memberId)
    if (!room && !reporter) throw new Refusal('not-found', { room: notice.to.roomId })
    return { notice, recipient: room?.topic ?? `私聊 ${shownName(reporter!.alias)}`, recordOnly: room?.voice === 'recordOnly' }
  })
}
