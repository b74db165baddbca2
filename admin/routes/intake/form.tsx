import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { MANUAL_CHANNELS } from '../../../core/intake.ts'
import { isInReach } from '../../../core/organisation/reach.ts'
import { draftFrom, keepTyped, type MatterDraft } from '../../../core/reading/draft.ts'
import { readEmergency } from '../../../core/reading/offline.ts'
import { CATEGORY_CODES, URGENCIES } from '../../../core/taxonomy/categories.ts'
import { sayParty } from '../../../core/texts/party.ts'
import { type Alike, findAlike } from '../../../core/ticket/alike.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import { usualFor } from '../../../core/visit/visit.ts'
import { findEstate, listEstates } from '../../../db/orgUnits.ts'
import { listOpenMatters } from '../../../db/situations.ts'
import * as tickets from '../../../db/tickets.ts'
import { findAnswer, markTicket } from '../../../db/visits.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { IntakeMatter, IntakePage, type IntakeProps, type IntakeTyped } from '../../views/intake/form.tsx'
import { findKnown } from '../organisation/person.ts'
import { Matters, placeOf } from '../ticket/actions.tsx'
import { joinFor, openFor } from './take.ts'

const ALIKE_SINCE_MS = 60 * 86_400_000
const MAX_ID = 2 ** 31 - 1
const TITLE = { title: '登记', nav: 'intake' } as const
const UNNAMED = '没留姓名'

const Id = z.coerce.number('请选择小区。').int().positive().max(MAX_ID)
const Typed = z.record(z.string(), z.string().catch(''))
const FIELDS = ['summary', 'category', 'urgency', 'building', 'entrance', 'spot'] as const
type Field = (typeof FIELDS)[number]
const Proposed = z.record(z.enum(FIELDS), z.string()).or(z.object({}))

const Taken = Matters.extend({
  channel: z.enum(MANUAL_CHANNELS, '请选择怎么来的。'),
  ref: z.string().trim().max(40, '出处最多 40 个字。').default(''),
  estateId: Id,
  words: z.string().trim().min(1, '请写下对方怎么说的。').max(2000, '原话最多 2000 个字。'),
  name: z.string().trim().max(20, '称呼最多 20 个字。').default(''),
  member: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().positive().max(MAX_ID).optional()),
  join: z.string().max(30).default(''),
  answer: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().positive().max(MAX_ID).optional()),
})
type Taken = z.infer<typeof Taken>

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const intakeRoutes = new Hono<Console>()
  .get('/intake', worker, async (c) => {
    const lead = '电话里、窗口前、走访时听到的事，边听边记；机器人会认出分类和位置，也会找有没有登记过。'
    return drawPage(c, { ...TITLE, lead }, <IntakePage {...(await readIntake(c, await firstTyped(c)))} />)
  })
  .post('/intake/reading', worker, async (c) => {
    const typed = Typed.parse(await c.req.parseBody())
    return c.html(<IntakeMatter {...(await readIntake(c, typed as Partial<IntakeTyped>))} />)
  })
  .post('/intake', worker, async (c) => {
    const taken = Taken.parse(await c.req.parseBody())
    const ticket = await take(c, taken)
    const path = taken.answer ? `/visits/${(await findAnswer(c.var.db, c.var.staff, taken.answer)).visitId}` : '/intake'
    return goTo(c, path, taken.join ? `已并入 ${ticket.number}，多了一位反映人。` : sayTaken(c, ticket))
  })

/** Who has it now; a grid worker may have taken in what they do not see. */
function sayTaken(c: Context<Console>, ticket: Ticket): string {
  const said = `已登记 ${ticket.number}：${ticket.summary}，由${sayParty(ticket.party, ticket.category)}负责。`
  return isInReach(c.var.staff, ticket) ? said : `${said}这里不归您的网格，您的列表里看不到。`
}

/** What a visit's answer, or a link from elsewhere, brings along. */
async function firstTyped(c: Context<Console>): Promise<Partial<IntakeTyped>> {
  const channel = MANUAL_CHANNELS.find((one) => one === c.req.query('channel')) ?? 'phone'
  const id = Id.safeParse(c.req.query('answer'))
  if (!id.success) return { channel, ref: (c.req.query('ref') ?? '').slice(0, 40) }
  const answer = await findAnswer(c.var.db, c.var.staff, id.data)
  return {
    channel: 'home_visit',
    ref: '',
    words: answer.text,
    estateId: String(answer.estateId),
    answer: String(answer.id),
    question: answer.question,
  }
}

async function readIntake(c: Context<Console>, typed: Partial<IntakeTyped>): Promise<IntakeProps> {
  const { db, staff, now } = c.var
  const words = (typed.words ?? '').slice(0, 2000)
  const [estates, { friends }] = await Promise.all([listEstates(db, staff), findKnown(c)])
  const estate = estates.find(({ id }) => String(id) === typed.estateId) ?? estates.find(({ name }) => words.includes(name)) ?? estates[0]
  const proposed = fieldsOf(proposalFor(words, typed.question))
  const fields = keepTyped(blankFields(typed), readProposed(typed.proposed), proposed)
  const draft = draftOf(fields)
  const open = estate && words ? await listOpenMatters(db, staff, estate.id, new Date(now().getTime() - ALIKE_SINCE_MS)) : []
  const alike: Alike[] = findAlike({ words: `${words}`, category: draft.category, place: draft.place }, open)
  return {
    typed: {
      channel: 'phone',
      ref: '',
      name: '',
      member: '',
      join: '',
      answer: '',
      question: '',
      ...typed,
      words,
      estateId: String(estate?.id ?? ''),
    },
    draft,
    proposed: JSON.stringify(proposed),
    alike,
    isEmergency: words !== '' && readEmergency({ text: words }) !== null,
    estates,
    friends,
  }
}

/** A conflict is a matter between neighbours, whatever else its words name; nothing of it is public. */
function proposalFor(words: string, question: string | undefined): MatterDraft {
  const draft = draftFrom(words)
  const usual = question === 'conflict' ? usualFor('conflict') : null
  return usual && (draft.category === null || !draft.category.startsWith('dispute.')) ? { ...draft, ...usual } : draft
}

function fieldsOf({ summary, category, urgency, place }: MatterDraft): Record<Field, string> {
  return {
    summary,
    category: category ?? '',
    urgency,
    building: place?.building ?? '',
    entrance: place?.entrance ?? '',
    spot: place?.spot ?? '',
  }
}

function blankFields(typed: Partial<Record<Field, string>>): Record<Field, string> {
  return Object.fromEntries(FIELDS.map((field) => [field, typed[field] ?? ''])) as Record<Field, string>
}

function draftOf({ summary, category, urgency, ...place }: Record<Field, string>): MatterDraft {
  return {
    summary,
    category: CATEGORY_CODES.find((code) => code === category) ?? null,
    urgency: URGENCIES.find((level) => level === urgency) ?? 'normal',
    place: placeOf(place),
  }
}

function readProposed(json: string | undefined): Partial<Record<Field, string>> {
  try {
    return Proposed.parse(JSON.parse(json || '{}'))
  } catch {
    // Somebody has changed the page's own note: every field counts as typed.
    return { summary: '\u0000' }
  }
}

async function take(c: Context<Console>, taken: Taken) {
  const { db, staff, community, now } = c.var
  const { channel, ref, words, join, answer, estateId, ...matter } = taken
  const estate = await findEstate(db, staff, estateId)
  const statements = [{ reporter: await reporterOf(c, taken), words, at: now() }]
  const target = join ? await tickets.find(db, staff, join) : null
  const reading = { category: matter.category, summary: matter.summary, urgency: matter.urgency, place: placeOf(matter) }
  return db.transaction(async (tx) => {
    const ticket = target
      ? await joinFor(tx, c, target.id, statements, now())
      : await openFor(tx, c, { community, estate, reading, intake: { channel, ref: ref || null }, statements, at: now() })
    if (answer) await markTicket(tx, staff, answer, ticket.id)
    return ticket
  })
}

/** Only a friend of the bot's account can be told; anybody else is only a name. */
async function reporterOf(c: Context<Console>, { name, member }: Taken) {
  const friend = member === undefined ? undefined : (await findKnown(c)).friends.find(({ id }) => id === member)
  return { memberId: friend?.id ?? null, alias: name || friend?.nickname || UNNAMED, isFriend: friend !== undefined, roomId: null }
}
