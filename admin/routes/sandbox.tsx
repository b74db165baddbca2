import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { mainAccount } from '../../core/account.ts'
import { Refusal } from '../../core/errors.ts'
import { isMentioned } from '../../core/mention.ts'
import type { IncomingMessage, Quote } from '../../core/message.ts'
import { shownName } from '../../core/name.ts'
import type { Recipient } from '../../core/notice.ts'
import { findEstate } from '../../db/orgUnits.ts'
import type { Room } from '../../db/rooms.ts'
import { seatMember } from '../../db/sample.ts'
import * as sandbox from '../../db/sandbox.ts'
import { goTo, isPartial } from '../answer.tsx'
import type { Console, SandboxDoor } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { BOT_LABEL, BOT_NAME, externalIdOf, findPlayer, PLAYER_KEYS, type Seat } from '../sandboxCast.ts'
import { ClosedSandbox, SandboxPage, SandboxParts, type SandboxView, UnboundSandbox } from '../views/sandbox/page.tsx'

const LINES_SHOWN = 100
const MOST_SHOWN = 2000
const TICKETS_SHOWN = 20
const LONGEST_TEXT = 10_000

const SeatChoice = z.object({
  as: z.enum(PLAYER_KEYS).catch('wang'),
  in: z.enum(['group', 'private']).catch('group'),
  shown: z.coerce.number().int().min(LINES_SHOWN).max(MOST_SHOWN).catch(LINES_SHOWN),
})

const Words = z.object({
  text: z.string().max(LONGEST_TEXT, '一条消息最多 10000 个字。').default(''),
  quote: z.string().default(''),
  photo: z.string().optional(),
})

/** What the sample photo shows, as a copied chat would tell it: without a model that can see, too, the bot asks where it is. */
const CAPTION = '[图片：翘起的井盖]'
const PHOTO = { contentType: 'image/jpeg', bytes: new Uint8Array(readFileSync(new URL('../public/manhole.jpg', import.meta.url))) }

type Place = { room: Room; seat: Seat; shown: number }

export const sandboxRoutes = new Hono<Console>()
  .get('/sandbox', async (c) => {
    if (!c.var.sandbox) return drawPage(c, { title: '沙盒', nav: null }, <ClosedSandbox />)
    const room = await sandbox.findSandboxRoom(c.var.db, c.var.staff)
    if (!room) return drawPage(c, { title: '沙盒', nav: 'sandbox' }, <UnboundSandbox />)
    const place = { room, ...readSeat(c.req.query()) }
    const lead = '一个虚构的业主群：随便说，不会发到微信。'
    const nonce = c.get('secureHeadersNonce') ?? ''
    return drawPage(c, { title: '沙盒', nav: 'sandbox', lead }, <SandboxPage {...(await readView(c, place))} nonce={nonce} />)
  })
  .get('/sandbox/chat', async (c) => {
    const place = { room: await findRoom(c), ...readSeat(c.req.query()) }
    return c.html(<SandboxParts {...(await readView(c, place))} />)
  })
  .post('/sandbox/messages', async (c) => {
    const form = await c.req.parseBody()
    const place = { room: await findRoom(c), ...readSeat(form) }
    await say(c, place, Words.parse(form))
    return answer(c, place)
  })
  .post('/sandbox/messages/:id/recall', async (c) => {
    const form = await c.req.parseBody()
    const place = { room: await findRoom(c), ...readSeat(form) }
    await recall(c, place, Number(c.req.param('id')))
    return answer(c, place)
  })

function readSeat(choice: Record<string, unknown>): Omit<Place, 'room'> {
  const { as, in: where, shown } = SeatChoice.parse(choice)
  return { seat: { player: findPlayer(as), isPrivate: where === 'private' }, shown }
}

async function findRoom(c: Context<Console>): Promise<Room> {
  const room = await sandbox.findSandboxRoom(c.var.db, c.var.staff)
  if (!room) throw new Refusal('not-found', { room: 'sandbox' })
  return room
}

async function readView(c: Context<Console>, { room, seat, shown }: Place): Promise<SandboxView> {
  const { db, staff, clock } = c.var
  const chat = await chatOf(c, room, seat)
  return {
    room,
    seat,
    shown,
    clock,
    mayPlay: staff.role !== 'viewer',
    page: chat
      ? await sandbox.readChat(db, staff, chat, { limit: shown, now: clock.now })
      : { lines: [], hasOlder: false, isTyping: false },
    tickets: await sandbox.listSandboxTickets(db, staff, TICKETS_SHOWN),
    story: await sandbox.readStory(db, staff, room),
  }
}

/** Null: a private chat in which nobody has spoken. */
async function chatOf(c: Context<Console>, room: Room, { player, isPrivate }: Seat): Promise<Recipient | null> {
  if (!isPrivate) return { roomId: room.id }
  const memberId = await sandbox.findPlayedMember(c.var.db, externalIdOf(player))
  return memberId === null ? null : { memberId }
}

async function say(c: Context<Console>, place: Place, { text, quote: quoted, photo }: z.infer<typeof Words>): Promise<void> {
  if (photo !== undefined) return send(c, place, { kind: 'image', text: CAPTION, media: PHOTO })
  if (text.trim() === '') throw new Refusal('incomplete', { missing: 'text' })
  const quote = await findQuote(c, place, quoted)
  return send(c, place, { kind: quote ? 'quote' : 'text', text: text.trim(), quote })
}

async function recall(c: Context<Console>, place: Place, id: number): Promise<void> {
  const line = (await readLines(c, place)).find((candidate) => candidate.from === 'person' && candidate.message.id === id)
  if (line?.from !== 'person') throw new Refusal('not-found', { message: id })
  if (line.speaker !== externalIdOf(place.seat.player)) throw new Refusal('not-allowed', { message: id })
  if (line.isRecalled) return
  await send(c, place, { kind: 'recall', text: `${shownName(place.seat.player.alias)}撤回了一条消息`, recalls: line.message.externalId })
}

/** A line of this chat by its place on the page: `m12` somebody's words, `s5` the bot's. */
async function findQuote(c: Context<Console>, place: Place, line: string): Promise<Quote | null> {
  if (line === '') return null
  const found = (await readLines(c, place)).find((candidate) => sandbox.keyOf(candidate) === line)
  if (!found) throw new Refusal('not-found', { line })
  if (found.from === 'bot') return { sender: BOT_NAME, text: found.words.text, id: null }
  return { sender: found.message.alias, text: found.message.text || '[图片]', id: found.message.externalId }
}

async function readLines(c: Context<Console>, { room, seat }: Place): Promise<sandbox.ChatLine[]> {
  const chat = await chatOf(c, room, seat)
  return chat ? (await sandbox.readChat(c.var.db, c.var.staff, chat, { limit: MOST_SHOWN, now: c.var.now() })).lines : []
}

async function send(
  c: Context<Console>,
  { room, seat }: Place,
  words: Pick<IncomingMessage, 'kind' | 'text'> & Partial<IncomingMessage>,
): Promise<void> {
  const { db, staff, now } = c.var
  const door = openDoor(c)
  const { player, isPrivate } = seat
  const sender = {
    id: externalIdOf(player),
    nickname: player.name,
    alias: isPrivate ? null : player.alias,
    role: player.role,
    isFriend: true,
  }
  if (isPrivate)
    await seatMember(db, { ...mainAccount('sandbox'), externalId: sender.id, estate: await findEstate(db, staff, room.estateId!) })
  await door({
    id: crypto.randomUUID(),
    room: isPrivate ? null : { id: room.externalId, topic: room.topic },
    sender,
    quote: null,
    mentionsBot: isMentioned(words.text, [BOT_NAME, BOT_LABEL]),
    recalls: null,
    fromBot: false,
    sentAt: now(),
    media: null,
    ...words,
  })
}

function openDoor(c: Context<Console>): NonNullable<SandboxDoor> {
  if (c.var.staff.role === 'viewer') throw new Refusal('not-allowed', { role: c.var.staff.role })
  if (!c.var.sandbox) throw new Refusal('not-found', { room: 'sandbox' })
  return c.var.sandbox
}

async function answer(c: Context<Console>, place: Place): Promise<Response> {
  if (isPartial(c)) return c.html(<SandboxParts {...(await readView(c, place))} />)
  const { player, isPrivate } = place.seat
  return goTo(c, `/sandbox?${new URLSearchParams({ as: player.key, in: isPrivate ? 'private' : 'group' })}`)
}
