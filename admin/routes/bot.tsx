import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { maySpeak } from '../../core/community.ts'
import { startOfDay } from '../../core/localTime.ts'
import { VOICES } from '../../core/notice.ts'
import { ROOM_MODES } from '../../core/room.ts'
import { hasRole, SETTING_ROLES } from '../../core/staff.ts'
import { texts } from '../../core/texts/texts.ts'
import { type ChannelRow, findLastWords, listAccounts } from '../../db/channels.ts'
import { listLostRooms } from '../../db/identity.ts'
import { countMuted, mute, unmute } from '../../db/mute.ts'
import { findEstate, listEstates } from '../../db/orgUnits.ts'
import { countSpokenByRoom, findQueue } from '../../db/outboxBoard.ts'
import { bindRoom, findRoomToBind, listRooms, listUnboundRooms, setMode, setVoice, unbindRoom } from '../../db/rooms.ts'
import { requireRole } from '../access.ts'
import { goTo } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { drawQr } from '../qr.ts'
import { settle } from '../settle.ts'
import { BotContent, BotPage, type BotState } from '../views/bot.tsx'
import type { ChannelHealth } from '../views/channel.tsx'
import { RoomPage } from '../views/room.tsx'
import { MODES } from '../views/roomMode.tsx'

const mayBind = requireRole(...SETTING_ROLES)
const Binding = z.object({ estateId: z.coerce.number().int().min(1) })
const ModeForm = z.object({ mode: z.enum(ROOM_MODES, '请选择群的用途。') })
const MuteForm = z.object({ mute: z.enum(['yes', 'no']) })
const VoiceForm = z.object({ voice: z.enum(VOICES) })

export const botRoutes = new Hono<Console>()
  .get('/bot', async (c) => {
    const lead = '机器人在哪些群里听，在哪些群里说话。'
    return drawPage(c, { title: '群与机器人', nav: 'bot', lead }, <BotPage state={await readState(c)} />)
  })
  .get('/bot/live', async (c) => c.html(<BotContent state={await readState(c)} />))
  .post('/bot/mute', mayBind, async (c) => {
    const { staff, now } = c.var
    const isMuted = MuteForm.parse(await c.req.parseBody()).mute === 'yes'
    await settle(c, 'setMute', (tx) => (isMuted ? mute : unmute)(tx, staff, now()))
    return goTo(c, '/bot', isMuted ? '从现在起只说紧急的话，别的先留着。' : '已恢复，留着的话马上说出来。')
  })
  .get('/bot/rooms/:id{[0-9]+}', mayBind, (c) => drawRoom(c, undefined))
  .post('/bot/rooms/:id{[0-9]+}/notice', mayBind, async (c) => {
    const { estateId } = Binding.parse(await c.req.parseBody())
    return c.text(texts.room.privacyNotice(c.var.community, await findEstate(c.var.db, c.var.staff, estateId)))
  })
  .post('/bot/rooms/:id{[0-9]+}/binding', mayBind, async (c) => {
    const { db, staff, community, now } = c.var
    const form = Binding.safeParse(await c.req.parseBody())
    if (!form.success) return drawRoom(c, '请选择小区。')
    const estate = await findEstate(db, staff, form.data.estateId)
    await settle(c, 'setRooms', (tx) => bindRoom(tx, { community, estate, roomId: idOf(c), at: now() }))
    return goTo(c, '/bot', `已绑定到${estate.name}。告知马上发到群里，之后只记录，等您让它开口。`)
  })
  .post('/bot/rooms/:id{[0-9]+}/voice', mayBind, async (c) => {
    const { voice } = VoiceForm.parse(await c.req.parseBody())
    await settle(c, 'setRooms', (tx) => setVoice(tx, c.var.community, idOf(c), voice))
    return goTo(c, '/bot', voice === 'speaking' ? '机器人从下一条消息起在这个群说话。' : '机器人在这个群只记录，不再说话。')
  })
  .post('/bot/rooms/:id{[0-9]+}/mode', mayBind, async (c) => {
    const { mode } = ModeForm.parse(await c.req.parseBody())
    const room = await settle(c, 'setRooms', (tx) => setMode(tx, c.var.staff, idOf(c), mode))
    return goTo(c, '/bot', `“${room.topic}”现在是${MODES[mode].name}，从下一条消息起按这个用途听。`)
  })
  .post('/bot/rooms/:id{[0-9]+}/unbinding', mayBind, async (c) => {
    await settle(c, 'setRooms', (tx) => unbindRoom(tx, c.var.staff, idOf(c), c.var.now()))
    return goTo(c, '/bot', '已解除绑定，这个群的消息不再处理。')
  })

async function readState(c: Context<Console>): Promise<BotState> {
  const { db, staff, community, clock, sandbox } = c.var
  const accounts = await listAccounts(db)
  return {
    accounts: await Promise.all(accounts.map((channel) => readHealth(c, channel))),
    mutedAt: community.mutedAt,
    mutedWords: community.mutedAt ? await countMuted(db, staff) : 0,
    rooms: await listRooms(db, staff),
    spoken: await countSpokenByRoom(db, staff, startOfDay(clock.now, clock.timeZone)),
    budget: community.budget,
    unbound: await listUnboundRooms(db),
    lost: new Set((await listLostRooms(db, staff)).map(({ id }) => id)),
    estates: await listEstates(db, staff),
    maySpeak: maySpeak(community),
    mayChange: hasRole(staff, SETTING_ROLES),
    hasSandbox: sandbox !== null,
    clock,
  }
}

async function readHealth(c: Context<Console>, channel: ChannelRow): Promise<ChannelHealth> {
  const { db, staff, clock } = c.var
  const account = { channel: channel.name, account: channel.account }
  return {
    channel,
    ...(await findLastWords(db, staff, account)),
    queue: await findQueue(db, staff, account, clock.now),
    qrSvg: channel.state === 'needsScan' && channel.qr ? await drawQr(channel.qr) : null,
    clock,
  }
}

async function drawRoom(c: Context<Console>, error: string | undefined) {
  const { db, staff, community } = c.var
  const room = await findRoomToBind(db, staff, idOf(c))
  const estates = await listEstates(db, staff)
  const first = estates.find(({ id }) => id !== room.estateId)
  const lost = (await listLostRooms(db, staff)).filter(({ account }) => account === room.account)
  const notice = first ? texts.room.privacyNotice(community, first) : ''
  c.status(error ? 422 : 200)
  const title = room.topic || '没有名字的群'
  return drawPage(c, { title, nav: 'bot' }, <RoomPage room={room} estates={estates} lost={lost} notice={notice} error={error} />)
}

function idOf(c: Context<Console>): number {
  return Number(c.req.param('id'))
}
