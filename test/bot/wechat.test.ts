import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mock, PuppetMock } from 'wechaty-puppet-mock'
import type { Channel, Speech } from '../../bot/channel.ts'
import { wechatChannel } from '../../bot/channels/wechat.ts'
import type { ChannelStatus } from '../../core/channel.ts'
import type { IncomingMessage } from '../../core/message.ts'

const log = pino({ level: 'silent' })
let dataDir: string
let mocker: mock.Mocker
let puppet: PuppetMock
let channel: Channel
let heard: IncomingMessage[]
let statuses: ChannelStatus[]

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'wechat-'))
  mocker = new mock.Mocker()
  puppet = new PuppetMock({ mocker })
  heard = []
  statuses = []
  channel = wechatChannel({ dataDir, log, puppet })
  await channel.start({ message: async (message) => void heard.push(message), status: (status) => statuses.push(status), synced: () => {} })
})

afterEach(async () => {
  await channel.stop()
  await rm(dataDir, { recursive: true })
})

/** The bot is logged in and sits in one group with one resident. */
async function logIn() {
  const bot = mocker.createContact({ name: '小回音' })
  const aunt = mocker.createContact({ name: '张阿姨', friend: true })
  const room = mocker.createRoom({ topic: '幸福里业主群', memberIdList: [bot.id, aunt.id] })
  mocker.login(bot)
  await expect.poll(() => statuses.at(-1)?.state).toBe('online')
  return { bot, aunt, room }
}

async function nextMessage(): Promise<IncomingMessage> {
  await expect.poll(() => heard.length).toBe(1)
  return heard.shift()!
}

describe('the state of the account', () => {
  test('a code to scan, then the account, then nobody', async () => {
    mocker.scan('https://login.weixin.qq.com/l/abc')
    await expect.poll(() => statuses.at(-1)?.state).toBe('needsScan')
    const { bot } = await logIn()
    await puppet.logout()
    await expect.poll(() => statuses.at(-1)?.state).toBe('loggedOut')

    expect(statuses).toEqual([
      { state: 'starting', qr: null, nickname: null, problem: null, session: null },
      { state: 'needsScan', qr: 'https://login.weixin.qq.com/l/abc', nickname: null, problem: null, session: null },
      { state: 'online', qr: null, nickname: '小回音', problem: null, session: bot.id },
      { state: 'loggedOut', qr: null, nickname: null, problem: '微信已退出登录，请等新的二维码出现后重新扫码。', session: null },
    ])
  })

  test('an unsteady network is a problem, not the end', async () => {
    const { bot } = await logIn()
    puppet.emit('error', { data: '连续3次同步失败，5s后尝试重启' })

    expect(statuses.at(-1)).toEqual({
      state: 'online',
      qr: null,
      nickname: '小回音',
      problem: '与微信的连接不稳定，正在自动重连。',
      session: bot.id,
    })
  })

  test('an error that only the log should know changes nothing', async () => {
    await logIn()
    const before = statuses.length
    puppet.emit('error', { data: 'no payload' })

    expect(statuses).toHaveLength(before)
  })

  test('the folder of the session is for one pair of eyes', async () => {
    expect(((await stat(join(dataDir, 'wechat'))).mode & 0o777).toString(8)).toBe('700')
  })
})

describe('hearing', () => {
  test('words in a group', async () => {
    const { bot, aunt, room } = await logIn()
    aunt.say('报修：3栋电梯坏了').to(room)

    const message = await nextMessage()
    expect(message).toEqual({
      id: message.id,
      session: bot.id,
      room: { id: room.id, topic: '幸福里业主群', present: ['小回音', '张阿姨'] },
      sender: { id: aunt.id, nickname: '张阿姨', alias: null, role: 'resident', isFriend: true, remark: '', hasNamesake: false },
      kind: 'text',
      text: '报修：3栋电梯坏了',
      quote: null,
      mentionsBot: false,
      recalls: null,
      fromBot: false,
      sentAt: message.sentAt,
      media: null,
    })
    expect(message.sentAt).toBeInstanceOf(Date)
  })

  test('words in private', async () => {
    const { bot, aunt } = await logIn()
    aunt.say('在吗').to(bot)

    expect(await nextMessage()).toMatchObject({
      room: null,
      sender: { id: aunt.id, alias: null },
      kind: 'text',
      text: '在吗',
      fromBot: false,
    })
  })

  test('the bot is addressed by its name', async () => {
    const { aunt, room } = await logIn()
    aunt.say('@小回音\u2005电梯修好了吗').to(room)

    expect(await nextMessage()).toMatchObject({ mentionsBot: true, text: '@小回音\u2005电梯修好了吗' })
  })

  test('the bot is addressed by its name in the group, and a group nickname is told', async () => {
    const { bot, aunt, room } = await logIn()
    puppet.roomMemberRawPayload = async (_roomId: string, id: string) =>
      ({ id, name: '', avatar: '', roomAlias: id === bot.id ? '幸福里助手(AI)' : '3-1张阿姨' }) as never
    aunt.say('@幸福里助手(AI)\u2005在吗').to(room)

    expect(await nextMessage()).toMatchObject({ mentionsBot: true, sender: { nickname: '张阿姨', alias: '3-1张阿姨' } })
  })

  test('someone whom the member list does not know yet', async () => {
    const { aunt, room } = await logIn()
    puppet.roomMemberRawPayload = async () => {
      throw new Error('not found')
    }
    aunt.say('我刚搬来').to(room)

    expect(await nextMessage()).toMatchObject({ text: '我刚搬来', sender: { nickname: '张阿姨', alias: null } })
  })

  test('the words of the bot itself', async () => {
    const { bot, room } = await logIn()
    bot.say('已登记').to(room)

    expect(await nextMessage()).toMatchObject({ text: '已登记', fromBot: true })
  })

  test('a photo with its bytes', async () => {
    const { aunt, room } = await logIn()
    aunt.say(await puppet.messageImage('any', 0)).to(room)

    const message = await nextMessage()
    expect(message).toMatchObject({ kind: 'image', text: '', media: { contentType: 'image/png' } })
    expect(Buffer.from(message.media!.bytes.subarray(1, 4)).toString()).toBe('PNG')
  })

  test('a photo whose bytes cannot be had', async () => {
    const { aunt, room } = await logIn()
    const photo = await puppet.messageImage('any', 0)
    puppet.messageFile = async () => {
      throw new Error('no such file')
    }
    aunt.say(photo).to(room)

    expect(await nextMessage()).toMatchObject({ kind: 'image', media: null })
  })

  test('a photo and the words after it, in their order', async () => {
    const { aunt, room } = await logIn()
    aunt.say(await puppet.messageImage('any', 0)).to(room)
    aunt.say('就是这里').to(room)

    await expect.poll(() => heard.map((message) => message.kind)).toEqual(['image', 'text'])
  })

  test('words of someone who has to be looked up first, and words after them', async () => {
    const { aunt, room } = await logIn()
    const stranger = mocker.createContact({ name: '新邻居' })
    const lookUp = puppet.contactRawPayload.bind(puppet)
    puppet.contactRawPayload = async (id: string) => {
      for (let turn = 0; id === stranger.id && turn < 20; turn++) await new Promise(setImmediate)
      return lookUp(id)
    }
    stranger.say('我刚搬来').to(room)
    aunt.say('欢迎').to(room)
    aunt.say('别的群').to(mocker.createRoom({ topic: '另一个群', memberIdList: [aunt.id] }))

    await expect.poll(() => heard.map((message) => message.text)).toEqual(['别的群', '我刚搬来', '欢迎'])
  })

  test('words of someone nobody can look up', async () => {
    const { room } = await logIn()
    const stranger = mocker.createContact({ name: '新邻居' })
    const lookUp = puppet.contactRawPayload.bind(puppet)
    puppet.contactRawPayload = async (id: string) => {
      if (id === stranger.id) throw new Error('not found')
      return lookUp(id)
    }
    stranger.say('我刚搬来').to(room)

    expect(await nextMessage()).toMatchObject({ text: '我刚搬来', sender: { id: stranger.id, nickname: '群友', alias: null } })
  })

  test('a quote, and words the puppet would have cut', async () => {
    const { aunt, room } = await logIn()
    puppet.messageRawPayload = async (id: string) => ({
      ...mocker.messagePayload(id),
      FromUserName: '@@1',
      MsgType: 1,
      Content: '张阿姨:\n报修:\n3栋1单元漏水 &amp; 没电',
      OriginalContent: '@abc123:<br/>报修:<br/>3栋1单元漏水 &amp; 没电',
    })
    aunt.say('报修').to(room)
    expect(await nextMessage()).toMatchObject({ kind: 'text', text: '报修:\n3栋1单元漏水 & 没电' })

    puppet.messageRawPayload = async (id: string) => mocker.messagePayload(id)
    aunt.say('「王五：电梯坏了」\n- - - - - - - - - - - - - - -\n已经修好了').to(room)
    expect(await nextMessage()).toMatchObject({ kind: 'quote', text: '已经修好了', quote: { sender: '王五', text: '电梯坏了', id: null } })
  })

  test('the bot itself and somebody who come into a group', async () => {
    const { bot, aunt, room } = await logIn()
    const timestamp = Date.parse('2026-11-21T09:00:00+08:00') / 1000
    puppet.emit('room-join', { roomId: room.id, inviteeIdList: [bot.id, aunt.id], inviterId: aunt.id, timestamp })

    await expect.poll(() => heard.length).toBe(2)
    expect(heard).toMatchObject([
      { kind: 'join', fromBot: true, text: '小回音' },
      {
        id: `join:${room.id}:张阿姨:${timestamp}`,
        room: { id: room.id, topic: '幸福里业主群' },
        sender: { id: aunt.id, nickname: '张阿姨', role: 'resident' },
        kind: 'join',
        fromBot: false,
        text: '张阿姨',
        sentAt: new Date('2026-11-21T09:00:00+08:00'),
      },
    ])
  })

  test('somebody who leaves a group, in which another bears the same name', async () => {
    const { bot, aunt, room } = await logIn()
    const other = mocker.createContact({ name: '张阿姨' })
    mocker.roomPayload(room.id, { ...mocker.roomPayload(room.id), memberIdList: [bot.id, aunt.id, other.id] })
    const timestamp = Date.parse('2026-11-21T09:00:00+08:00') / 1000
    puppet.emit('room-leave', { roomId: room.id, removeeIdList: [aunt.id], removerId: bot.id, timestamp })

    expect(await nextMessage()).toMatchObject({
      id: `leave:${room.id}:张阿姨:${timestamp}`,
      kind: 'leave',
      session: bot.id,
      sender: { id: aunt.id, hasNamesake: true },
      fromBot: false,
    })
  })

  test('a listener that fails does not make the channel deaf', async () => {
    const { aunt, room } = await logIn()
    aunt.say('第一句').to(room)
    await nextMessage()
    heard.push = () => {
      Reflect.deleteProperty(heard, 'push')
      throw new Error('the database is away')
    }
    aunt.say('第二句').to(room)
    aunt.say('第三句').to(room)

    expect(await nextMessage()).toMatchObject({ text: '第三句' })
  })
})

describe('speaking', () => {
  const speak = (speech: Partial<Speech>) => channel.say({ to: { roomId: 'nowhere' }, mention: null, text: '已登记', ...speech })

  test('to a group, with a mention', async () => {
    const { room } = await logIn()
    await speak({ to: { roomId: room.id }, mention: '张阿姨' })

    expect(await nextMessage()).toMatchObject({ room: { id: room.id }, text: '@张阿姨\u2005已登记', fromBot: true })
  })

  test('to one person, without', async () => {
    const { aunt } = await logIn()
    await speak({ to: { memberId: aunt.id }, mention: '张阿姨' })

    expect(await nextMessage()).toMatchObject({ room: null, text: '已登记', fromBot: true })
  })

  test.each([
    [1204, 'gone'],
    [1205, 'limited'],
    [1101, 'offline'],
    [-1, 'unknown'],
  ])('an answer of %s from the server is %s', async (ret, code) => {
    await logIn()
    puppet.messageSendText = async () => {
      throw Object.assign(new Error(`${ret} == 0`), { response: { data: { BaseResponse: { Ret: ret, ErrMsg: '' } } } })
    }

    await expect(speak({})).rejects.toMatchObject({ name: 'SpeechFailure', code })
  })

  test('nobody logged in', async () => {
    await expect(speak({})).rejects.toMatchObject({ name: 'SpeechFailure', code: 'offline' })
  })

  test('after a stop, which may come twice', async () => {
    const { room } = await logIn()
    await channel.stop()
    await channel.stop()

    await expect(speak({ to: { roomId: room.id } })).rejects.toMatchObject({ code: 'offline' })
  })
})
