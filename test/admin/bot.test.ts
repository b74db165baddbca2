import { expect, test } from 'vitest'
import { type Account, mainAccount } from '../../core/account.ts'
import { coolDown, recordAlive, recordStatus, recordSync } from '../../db/channels.ts'
import { findCommunity, listEstates } from '../../db/orgUnits.ts'
import { bindRoom, listRooms, listUnboundRooms, meetRoom, setVoice } from '../../db/rooms.ts'
import { outbox } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const MONDAY = new Date('2026-11-23T10:00:00+08:00')
const NOTICE = '小助手：【告知】本群小助手（AI）由和风社区使用，帮和风苑的邻居登记和跟进问题，事事有回音。'

async function openWithStrangers() {
  const community = await openCommunity({ start: MONDAY })
  const group = community.strangers('和风苑二期群')
  await group.say('张叔', '大家好')
  const director = await community.staff('王主任', 'director')
  const [room] = await listUnboundRooms(community.db)
  const [estate] = await listEstates(community.db, community.scope)
  const own = async () => (await listRooms(community.db, community.scope)).find(({ id }) => id === room!.id)
  return { community, group, director, room: room!.id, estateId: String(estate!.id), own }
}

function visible(page: string): string {
  return page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

test('a group is bound with a notice, then only recorded, then spoken in when staff say so', async () => {
  const { community, group, director, room, estateId, own } = await openWithStrangers()
  expect(visible(await director.get('/bot'))).toContain('待绑定的群')
  expect(await director.get(`/bot/rooms/${room}`)).toContain('【告知】本群小助手（AI）由和风社区使用，帮和风苑的邻居')

  const bound = await director.post(`/bot/rooms/${room}/binding`, { estateId })
  expect(bound.headers.get('location')).toBe('/bot')
  expect(group.transcript().at(-1)!.split('\n')[0]).toBe(NOTICE)

  await group.say('王姐', '8栋2单元4楼楼道灯又不亮了')
  await community.later(5)
  expect(group.transcript().filter((line) => line.startsWith('小助手：'))).toHaveLength(1)
  const page = visible(await director.get('/bot'))
  expect(page).toContain('和风苑二期群 和风苑 只记录 告知 今天10:00 已发 最近收到 今天10:00')
  expect(page).toContain('有 1 句话没有说出来')

  await director.post(`/bot/rooms/${room}/voice`, { voice: 'speaking' })
  expect(await own()).toMatchObject({ voice: 'speaking' })
  await group.say('李哥', '3栋1单元电梯坏了')
  await community.later(5)
  expect(group.transcript().at(-1)).toContain('小助手：@李哥 收到')
})

test('the bot does not speak before the group was told, nor without a gas number', async () => {
  const { community, director, room, estateId, own } = await openWithStrangers()
  const ours = await findCommunity(community.db, community.scope)
  const [estate] = await listEstates(community.db, community.scope)
  await bindRoom(community.db, { community: ours, estate: estate!, roomId: room, at: MONDAY })
  await expect(setVoice(community.db, ours, room, 'speaking')).rejects.toMatchObject({ code: 'illegal-move' })
  expect(visible(await director.get('/bot/live'))).toContain('告知还没发出')
  await director.post(`/bot/rooms/${room}/binding`, { estateId })
  await director.post('/settings/hotlines', { gas: '', silence: 'yes' })
  const refused = await director.post(`/bot/rooms/${room}/voice`, { voice: 'speaking' })
  expect(refused.status).toBe(422)
  expect(visible(await director.get('/bot'))).toContain('填好 燃气抢修电话 才能开口')
  expect(await own()).toMatchObject({ voice: 'recordOnly' })
})

test('the group page says when nothing is bound, and who may not bind', async () => {
  const { community, director, room, estateId } = await openWithStrangers()
  expect(visible(await director.get('/bot'))).toContain('还没有绑定的群')
  const colleague = await community.staff('小李', 'staff')
  expect(await colleague.get('/bot')).not.toContain('绑定到小区</a>')
  expect((await colleague.post(`/bot/rooms/${room}/binding`, { estateId })).status).toBe(403)
  expect((await colleague.post(`/bot/rooms/${room}/voice`, { voice: 'speaking' })).status).toBe(403)
  expect((await colleague.post(`/bot/rooms/${room}/unbinding`)).status).toBe(403)
  expect((await director.post(`/bot/rooms/${room}/binding`, { estateId: '' })).status).toBe(422)
  expect((await director.post(`/bot/rooms/${room}/binding`, { estateId: '999' })).status).toBe(404)
  expect((await director.post('/bot/rooms/999/voice', { voice: 'speaking' })).status).toBe(404)
})

test('an unbound group is heard no more, and what waited for it is taken back', async () => {
  const { community, group, director, room, estateId } = await openWithStrangers()
  await director.post(`/bot/rooms/${room}/binding`, { estateId })
  await director.post(`/bot/rooms/${room}/voice`, { voice: 'speaking' })
  const later = { when: 'later', publishDate: '2026-11-24', publishTime: '09:00' }
  await director.post('/announcements', {
    kind: 'activity',
    title: '太极班',
    date: '2026-11-28',
    time: '09:00',
    place: '文化室',
    purpose: '',
    room: String(room),
    ...later,
  })
  const before = group.transcript().length

  await director.post(`/bot/rooms/${room}/unbinding`)
  expect((await listUnboundRooms(community.db)).map(({ id }) => id)).toContain(room)
  await community.until('2026-11-29T00:00:00+08:00')
  expect(group.transcript()).toHaveLength(before)
})

test('words that were stuck when a group was given up are said by hand or not at all', async () => {
  const { community, group, director, room, estateId } = await openWithStrangers()
  await director.post(`/bot/rooms/${room}/binding`, { estateId })
  const [at, { communityId }] = [community.now(), community.scope]
  const [owed] = await community.db
    .insert(outbox)
    .values({
      ...{ communityId, roomId: room, kind: 'progress', text: '师傅明天来', about: [], haste: 'measured' },
      ...{ status: 'failed', obstacle: 'attempts', notBefore: at, createdAt: at, settledAt: at },
    })
    .returning()
  await director.post(`/bot/rooms/${room}/unbinding`)
  const before = group.transcript().length

  expect(visible(await director.get('/outbox?tab=needsPerson'))).toContain('这个群已解除绑定。需要说的话，请复制后由人代发。')
  expect((await director.post(`/outbox/${owed!.id}/retry`)).status).toBe(409)
  await community.later(5)
  expect(group.transcript()).toHaveLength(before)
})

test('the channel is told in plain words, with a code to scan while it needs one', async () => {
  const { community, director } = await openWithStrangers()
  const tell = (state: 'needsScan' | 'loggedOut' | 'online', more = {}) =>
    recordStatus(
      community.db,
      mainAccount('wechat4u'),
      { state, qr: null, nickname: null, problem: null, session: null, ...more },
      new Date('2026-11-23T10:00:01+08:00'),
    )
  await tell('needsScan', { qr: 'https://login.example/abc' })
  const waiting = await director.get('/bot')
  expect(waiting).toContain('<svg xmlns="http://www.w3.org/2000/svg"')
  expect(visible(waiting)).toContain('拿出登录着机器人微信号的手机')
  await tell('loggedOut', { problem: '微信在别处退出了登录。' })
  expect(visible(await director.get('/bot/live'))).toContain('已退出登录 微信在别处退出了登录。')
  await tell('online', { nickname: '和风小助手' })
  const online = await director.get('/bot/live')
  expect(visible(online)).toContain('账号 和风小助手')
  expect(online).not.toContain('<svg xmlns')
})

test('a code typed in a group gives it to the estate, once', async () => {
  const { community, group, director, room, estateId, own } = await openWithStrangers()
  const page = visible(await (await director.post('/bot/claims', { estateId })).text())
  const [words] = /绑定 [A-Z0-9-]{9}/.exec(page)!
  expect(page).toContain('发出的那个群绑定到和风苑')

  await group.say('骗子', '绑定 ACDE-ACDE')
  expect(await own()).toBeUndefined()
  await group.say('王主任', words)
  await community.later(1)
  expect(await own()).toMatchObject({ id: room, voice: 'recordOnly' })
  expect(group.transcript().at(-1)!.split('\n')[0]).toBe(NOTICE)

  const other = community.strangers('别的群')
  await other.say('骗子', words)
  await community.later(1)
  expect(await listUnboundRooms(community.db)).toMatchObject([{ topic: '别的群' }])
})

test('a group that a login has not shown again says so, and a stranger may be it', async () => {
  const { community, director, room } = await openWithStrangers()
  await community.group()
  const login = { state: 'online' as const, qr: null, nickname: null, problem: null, session: 'second' }
  await recordStatus(community.db, mainAccount('sandbox'), login, new Date(MONDAY.getTime() + 1000))

  const page = visible(await director.get('/bot'))
  expect(page).toContain('还没认出来')
  expect(page).toContain('微信重新登录后还没认出这个群，要发到这里的话先留着。 怎么认回来')
  expect(page).toContain('认回或绑定')
  expect(visible(await director.get(`/bot/rooms/${room}`))).toMatch(/它是原来的群，换了名字？ .* 它是新的群，绑定到小区/)
})

test('a code lasts half an hour', async () => {
  const { community, group, director, estateId, own } = await openWithStrangers()
  const page = visible(await (await director.post('/bot/claims', { estateId })).text())
  await community.later(31 * 60)
  await group.say('王主任', /绑定 [A-Z0-9-]{9}/.exec(page)![0])

  expect(await own()).toBeUndefined()
})

test('who may not bind gets no code, and a group that is not lost is not taken over', async () => {
  const { community, director, room, estateId } = await openWithStrangers()
  const viewer = await community.staff('小陈', 'viewer')
  expect((await viewer.post('/bot/claims', { estateId })).status).toBe(403)
  expect((await director.post('/bot/claims', { estateId: '999999' })).status).toBe(404)
  expect((await director.post(`/bot/rooms/${room}/adoption`, { lostId: '1' })).status).toBe(404)
})

test.each([
  ['starting', '等一等。'],
  ['needsScan', '现在扫码，照下面三步做。'],
  ['reconnecting', '先等几分钟。'],
  ['loggedOut', '拿好机器人的手机'],
  ['refused', '先在手机上看账号有没有被限制'],
] as const)('a channel that is %s says what to do now', async (state, todo) => {
  const { community, director } = await openWithStrangers()
  const later = new Date(MONDAY.getTime() + 1000)
  await recordStatus(community.db, mainAccount('wechat4u'), { state, qr: null, nickname: null, problem: null, session: null }, later)
  expect(visible(await director.get('/bot/live'))).toContain(`现在做什么： ${todo}`)
})

test('the page says when the bot last synced, what waits, how long it has run and what memory it takes, and that it is gone', async () => {
  const { community, director } = await openWithStrangers()
  const at = (minutes: number) => new Date(MONDAY.getTime() + minutes * 60_000)
  await recordStatus(
    community.db,
    mainAccount('wechat4u'),
    { state: 'online', qr: null, nickname: '和风小助手', problem: null, session: 's1' },
    at(1),
  )
  await recordSync(community.db, mainAccount('wechat4u'), at(88))
  await recordAlive(community.db, mainAccount('wechat4u'), { aliveAt: at(89), startedAt: at(-60 * 25), memoryMb: 182 })
  await community.until(at(90))

  const healthy = visible(await director.get('/bot'))
  expect(healthy).toContain('最近同步 2分钟前')
  expect(healthy).toContain('已运行 1天2小时')
  expect(healthy).toContain('占内存 182 MB')
  expect(healthy).toContain('等着说的 没有')
  expect(healthy).not.toContain('现在做什么')

  await community.until(at(92))
  const gone = visible(await director.get('/bot'))
  expect(gone).toContain('程序停了 机器人的程序没有动静')
  expect(gone).toContain('机器人程序停了，收不到也发不出群消息，请管理员重新启动。')
  expect(gone).toContain('最后有动静 3分钟前')
})

test('each account has a card under its name, and which one a group is in and what is wrong with which is said', async () => {
  const { community, director } = await openWithStrangers()
  const { db } = community
  const later = new Date(MONDAY.getTime() + 1000)
  const [one, two] = ['东区', '西区'].map((account) => ({ channel: 'wechat4u' as const, account })) as [Account, Account]
  await recordStatus(db, one, { state: 'online', qr: null, nickname: '和风小助手', problem: null, session: 's1' }, later)
  await meetRoom(db, one, { id: '@@e', topic: '和风苑6号群' }, 's1')
  expect(visible(await director.get('/bot'))).not.toContain('账号“东区”')

  await recordStatus(db, two, { state: 'needsScan', qr: 'https://login.example/abc', nickname: null, problem: null, session: null }, later)
  const page = visible(await director.get('/bot'))
  expect(page).toContain('账号“东区” 在线')
  expect(page).toContain('账号“西区” 等待扫码')
  expect(page).toContain('账号“西区”：机器人需要扫码登录，登录前收不到群消息。')
  expect(page).toContain('和风苑6号群 账号“东区”')
})

test('a group that another account serves is refused in one sentence', async () => {
  const { community, director, estateId } = await openWithStrangers()
  const [one, two] = ['东区', '西区'].map((account) => ({ channel: 'wechat4u' as const, account })) as [Account, Account]
  const first = await meetRoom(community.db, one, { id: '@@e', topic: '和风苑6号群' }, 's1')
  const second = await meetRoom(community.db, two, { id: '@@w', topic: '和风苑6号群' }, 's1')
  const bind = (id: number) => director.post(`/bot/rooms/${id}/binding`, { estateId })
  expect((await bind(first.id)).status).toBe(303)

  const refused = await bind(second.id)
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('机器人的另一个账号已经在同名的群里服务')
})

test('a limited account says until when on every page, and what waits', async () => {
  const { community, director } = await openWithStrangers()
  const group = await community.group()
  await coolDown(community.db, mainAccount('sandbox'), { kind: 'announcement', now: community.now(), chance: 0 })
  await group.say('王姐', '8栋2单元4楼楼道灯又不亮了')
  await community.later(2)

  const page = visible(await director.get('/bot'))
  expect(page).toContain('限制发言 听得到群里的话。微信限制机器人发言，10:05再试。')
  expect(page).toContain('等着说的 1 句，最早的等了2分钟')
  expect(visible(await director.get('/tickets'))).toContain(
    '微信限制机器人发言，10:05再试。紧急的话每分钟仍试一次。有 1 句话等着，急的可以请人代发。',
  )
})

test('only what is urgent is said until the director lets the bot speak again; a colleague may not change it', async () => {
  const { community, director } = await openWithStrangers()
  const group = await community.group()
  const colleague = await community.staff('小李', 'staff')
  expect((await colleague.post('/bot/mute', { mute: 'yes' })).status).toBe(403)

  await director.post('/bot/mute', { mute: 'yes' })
  await group.say('王姐', '8栋2单元4楼楼道灯又不亮了')
  await community.later(1)
  expect(group.replies()).toEqual([])
  expect(visible(await colleague.get('/tickets'))).toContain('机器人现在只说紧急的话，1 句话先留着。')
  expect(await colleague.get('/outbox')).toContain('现在只说紧急的话，这一句先留着。')
  expect(await colleague.get('/bot')).not.toContain('恢复说话</button>')

  await director.post('/bot/mute', { mute: 'no' })
  expect(group.replies()).toHaveLength(1)
  expect(visible(await colleague.get('/tickets'))).not.toContain('只说紧急的话')
})
