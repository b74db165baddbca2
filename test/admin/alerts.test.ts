import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createWatch, type Way } from '../../admin/alerts.ts'
import { mailWay } from '../../admin/mail.ts'
import { webhookWay } from '../../admin/webhook.ts'
import { mainAccount } from '../../core/account.ts'
import type { ChannelState } from '../../core/channel.ts'
import { listAlerts } from '../../db/alerts.ts'
import { coolDown, recordAlive, recordStatus, recordSync } from '../../db/channels.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { openCommunity } from '../community.ts'
import { openTestDatabase } from '../database.ts'
import { startSmtpServer } from '../smtpServer.ts'
import { openConsole } from './console.ts'

const START = new Date('2026-11-21T09:00:00+08:00')
const PUBLIC_URL = new URL('https://huiyin.test')
const log = pino({ level: 'silent' })
const after = (minutes: number) => new Date(START.getTime() + minutes * 60_000)

async function startMail(refuses?: (command: string) => string | null) {
  const server = await startSmtpServer(refuses)
  onTestFinished(() => server.close())
  const way = mailWay({ url: `smtp://hy:s3cret@127.0.0.1:${server.port}`, from: 'hy@example.com', to: ['zhang@example.com'] })
  return { ...server, way }
}

/** A robot's address that answers what it is told to. */
async function startHook(answer: () => { status: number; body: unknown } = () => ({ status: 200, body: { errcode: 0 } })) {
  const bodies: unknown[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const { status, body: answered } = answer()
      if (status < 400) bodies.push(JSON.parse(body))
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(answered))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { bodies, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/robot?key=s3cret` }
}

/** A watch that looks at the minutes it is told, on a database of its own. */
async function openWatch(ways: readonly Way[]) {
  const { db } = await openTestDatabase()
  let clock = START
  const open = () => createWatch({ db, ways, publicUrl: PUBLIC_URL, now: () => clock, log })
  let watch = open()
  return {
    db,
    open,
    restart: () => {
      watch = open()
    },
    async at(minute: number) {
      clock = after(minute)
      await watch.look()
    },
    async tell(state: ChannelState, minute: number) {
      await recordStatus(db, mainAccount('wechat4u'), { state, qr: null, nickname: null, problem: null, session: null }, after(minute))
    },
    alive: (minute: number) => recordAlive(db, mainAccount('wechat4u'), { aliveAt: after(minute), startedAt: START, memoryMb: 180 }),
  }
}

test('who must scan is told by mail and by the robot, again after half an hour, and when it is over; nothing twice over a restart', async () => {
  const mail = await startMail()
  const hook = await startHook()
  const watch = await openWatch([mail.way, webhookWay({ url: hook.url, format: 'plain' })])
  const events = () => hook.bodies.map((body) => (body as { event: string }).event)
  await watch.tell('needsScan', 0)

  await watch.at(1.9)
  expect(events()).toEqual([])
  await watch.at(2)
  await watch.at(2.2)
  watch.restart()
  await watch.at(10)
  expect(events()).toEqual(['mustScan.raised'])
  expect(hook.bodies[0]).toEqual({
    event: 'mustScan.raised',
    title: '机器人要重新扫码',
    text: '机器人的微信退出了登录，现在收不到也发不出群消息。请打开“群与机器人”，用机器人的手机扫码。',
    url: 'https://huiyin.test/bot',
    at: '2026-11-21T01:02:00.000Z',
  })
  await watch.at(32)
  await watch.tell('online', 33)
  await watch.at(34)
  await watch.at(70)

  expect(events()).toEqual(['mustScan.raised', 'mustScan.repeated', 'mustScan.ended'])
  expect(mail.mails).toMatchObject([{ from: 'hy@example.com', to: ['zhang@example.com'] }, {}, {}])
  expect(decode(mail.mails[2]!.raw)).toContain('机器人已重新登录，又能收发群消息了。')
})

test('two consoles tell once', async () => {
  const hook = await startHook()
  const watch = await openWatch([webhookWay({ url: hook.url, format: 'wecom' })])
  const other = watch.open()
  await watch.tell('refused', 0)
  await watch.at(1)
  await Promise.all([watch.at(3), other.look(), watch.at(3), other.look()])
  expect(hook.bodies).toHaveLength(1)
})

test('a bot that no longer tells that it runs is missed, and so is a line on which nothing syncs', async () => {
  const hook = await startHook()
  const watch = await openWatch([webhookWay({ url: hook.url, format: 'plain' })])
  const titles = () => hook.bodies.map((body) => (body as { title: string }).title)
  await watch.tell('online', 0)
  await recordSync(watch.db, mainAccount('wechat4u'), after(1))
  await watch.alive(4)
  await watch.at(4)
  expect(titles()).toEqual(['机器人听不到群消息'])
  await watch.at(7)
  expect(titles()).toEqual(['机器人听不到群消息', '机器人程序停了'])
  await watch.alive(9)
  await recordSync(watch.db, mainAccount('wechat4u'), after(9))
  await watch.at(9)
  expect(titles().slice(2)).toEqual(['已恢复：机器人听不到群消息', '已恢复：机器人程序停了'])
})

test('a mail server that fails is left alone for longer each time, does not hold up the robot, and is named on the page', async () => {
  let isBroken = true
  let asked = 0
  const mail = await startMail((command) => {
    if (command.startsWith('AUTH')) asked++
    return isBroken && command.startsWith('AUTH') ? '535 no' : null
  })
  const hook = await startHook()
  const watch = await openWatch([mail.way, webhookWay({ url: hook.url, format: 'dingtalk' })])
  await watch.tell('needsScan', 0)
  const minutes = [2, 2.2, 2.5, 3, 3.5, 4, 5, 5.5]
  for (const minute of minutes) await watch.at(minute)
  expect(asked).toBe(4)
  const [failing] = await listAlerts(watch.db, { communityId: 0 }, 10)
  expect(failing).toMatchObject({ toldAt: null, attempts: 4, toldWays: ['webhook'], lastError: '邮件服务器不认这个账号或授权码。' })

  isBroken = false
  await watch.at(10)
  expect(mail.mails).toHaveLength(1)
  expect(hook.bodies).toHaveLength(1)
  expect(await listAlerts(watch.db, { communityId: 0 }, 10)).toMatchObject([{ toldAt: after(10), lastError: null }])
})

test('an emergency that nobody took on after the head was called is told once', async () => {
  const community = await openCommunity({ start: START })
  const hook = await startHook()
  const watch = createWatch({
    db: community.db,
    ways: [webhookWay({ url: hook.url, format: 'plain' })],
    publicUrl: PUBLIC_URL,
    now: community.now,
    log,
  })
  await community.staff('王主任', 'director')
  const group = await community.group()
  await community.later(3)
  await group.say('赵叔', '5栋楼道好大煤气味')

  for (let minute = 1; minute <= 60; minute++) {
    await community.later(1)
    await watch.look()
  }

  expect(hook.bodies).toMatchObject([{ event: 'untaken.raised', text: expect.stringMatching(/^5栋.*。值班的和负责人都呼叫过了/) }])
  expect(JSON.stringify(hook.bodies)).not.toContain('赵叔')
})

test('words that a limited account cannot say are told once, and called off when they are said', async () => {
  const community = await openCommunity({ start: START })
  const hook = await startHook()
  const watch = createWatch({
    db: community.db,
    ways: [webhookWay({ url: hook.url, format: 'plain' })],
    publicUrl: PUBLIC_URL,
    now: community.now,
    log,
  })
  const group = await community.group()
  for (let times = 0; times < 3; times++)
    await coolDown(community.db, mainAccount('sandbox'), { kind: 'announcement', now: after(times * 16), chance: 0 })
  await community.until(after(33))
  for (const building of [1, 2, 3]) await group.say('王姐', `${building}栋楼道灯不亮`)
  const events = () => hook.bodies.map((body) => (body as { event: string }).event)

  await community.later(10)
  await watch.look()
  expect(events()).toEqual([])
  for (let minute = 0; minute < 12; minute++) {
    await community.later(1)
    await watch.look()
  }
  expect(events()).toEqual(['stuck.raised'])
  await community.until(after(64))
  await watch.look()
  expect(events()).toEqual(['stuck.raised', 'stuck.ended'])
  expect(group.replies()).not.toEqual([])
})

test.each([
  ['no server', () => ({ status: 404, body: {} }), '提醒地址没有收下（404）。'],
  [
    'a robot that turns it away',
    () => ({ status: 200, body: { errcode: 93000, errmsg: 'invalid webhook url' } }),
    '群机器人没有收下（错误 93000）',
  ],
])('%s is told in plain words', async (_, answer, words) => {
  const { url } = await startHook(answer)
  const message = { event: 'test', title: '', text: '', url: '', at: START }
  await expect(webhookWay({ url, format: 'wecom' }).tell(message)).rejects.toThrow(words)
})

test('the settings page says where alerts go without secrets, sends a test and lists the last ten', async () => {
  const mail = await startMail((command) => (command.startsWith('RCPT') ? '550 nobody' : null))
  const hook = await startHook()
  const console = await openConsole({ ways: [mail.way, webhookWay({ url: hook.url, format: 'wecom' })] })
  onTestFinished(() => console.close())
  const community = await createCommunity(console.db, '锦宁社区')
  await console.colleague(community.id, '王主任', 'wang', 'director')
  await console.colleague(community.id, '小李', 'li', 'staff')
  const director = await console.signIn('wang')

  const page = await (await console.get('/settings/alerts', director)).text()
  expect(page).toContain('z***@example.com')
  expect(page).toMatch(/企业微信群机器人 127\.0\.0\.1:\d+\/…/)
  expect(page).not.toContain('s3cret')
  expect(page).toContain('还没有出过需要提醒的事')

  const tested = await (await console.post('/settings/alerts/test', {}, director, { 'hx-request': 'true' })).text()
  expect(tested).toContain('邮件：邮件服务器不接受发件人或收件人的地址。')
  expect(tested).toContain('群机器人或程序，请到那边看一眼收到没有。')
  expect(hook.bodies).toMatchObject([{ text: { content: expect.stringContaining('【回音】测试提醒') } }])
  expect((await console.post('/settings/alerts/test', {}, await console.signIn('li'))).status).toBe(403)
})

test('without any way the page says how to set one', async () => {
  const console = await openConsole()
  onTestFinished(() => console.close())
  const community = await console.community()
  await console.colleague(community.id, '王主任', 'wang', 'director')
  const page = await (await console.get('/settings/alerts', await console.signIn('wang'))).text()
  expect(page).toContain('还没有设置收提醒的地方')
  expect(page).not.toContain('发一条测试')
})

function decode(raw: string): string {
  const body = raw.split('\n\n').slice(1).join('\n\n')
  return raw.includes('base64') ? Buffer.from(body, 'base64').toString('utf8') : decodeQuoted(body)
}

function decodeQuoted(body: string): string {
  const bytes = body.replaceAll('=\n', '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
