import { Hono } from 'hono'
import * as z from 'zod'
import { FIELD_ROLES } from '../../../core/staff.ts'
import { findRevealedUntil } from '../../../db/reveals.ts'
import { addNote, listNotes } from '../../../db/ticketNotes.ts'
import * as tickets from '../../../db/tickets.ts'
import { lookAt } from '../../../db/ticketViews.ts'
import { requireRole } from '../../access.ts'
import { goTo, isPartial } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { Revealing } from '../../views/covered.tsx'
import { NoticePartial } from '../../views/parts.tsx'
import { BesideNames, NOTE_LONGEST, NoteForm, Notes } from '../../views/ticket/desk.tsx'

const Note = z.object({ words: z.string().trim().min(1, '请先写点什么。').max(NOTE_LONGEST, `备注最多 ${NOTE_LONGEST} 个字。`) })
const worker = requireRole('overseer', ...FIELD_ROLES)

export const ticketDeskRoutes = new Hono<Console>()
  .get('/tickets/:number/beside', async (c) => {
    const { db, staff, now } = c.var
    const { id } = await tickets.find(db, staff, c.req.param('number'))
    const others = await lookAt(db, staff, id, { editing: c.req.query('editing') === 'yes', at: now() })
    return c.html(<BesideNames others={others} />)
  })
  .post('/tickets/:number/notes', worker, async (c) => {
    const { words } = Note.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const { id, number } = await tickets.find(db, staff, c.req.param('number'))
    await addNote(db, staff, { ticketId: id, words, at: now() })
    const said = '已记下，只有同事看得到。'
    if (!isPartial(c)) return goTo(c, `/tickets/${number}`, said)
    return c.html(
      <>
        <NoteForm number={number} />
        <hx-partial hx-target="#ticket-notes-list" hx-swap="innerMorph">
          <Revealing isRevealed={(await findRevealedUntil(db, staff, number, now())) !== null}>
            <Notes notes={await listNotes(db, staff, id)} clock={c.var.clock} />
          </Revealing>
        </hx-partial>
        <NoticePartial text={said} />
      </>,
    )
  })
