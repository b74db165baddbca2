import { statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Seat, type Stage } from '../wechat/stage.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const SILK = Buffer.from('\u0002#!SILK_V3 abc')

let stage: Stage
let seat: Seat

beforeEach(async () => {
  stage = await openStage()
  seat = await stage.logIn()
})
afterEach(() => stage.close())

describe('logging in', () => {
  test('a code, a scan, and the account is online under the name of this login', () => {
    const { wechat, world } = stage
    const qr = seat.statuses.find(({ state }) => state === 'needsScan')?.qr

    expect(qr).toMatch(/^https:\/\/login\.weixin\.qq\.com\/l\/[0-9a-f]{12}$/)
    expect(seat.statuses.map(({ state, problem }) => [state, problem])).toEqual([
      ['starting', null],
      ['needsScan', null],
      ['needsScan', '已扫码，请在手机上点“登录”。'],
      ['online', null],
    ])
    expect(seat.statuses.at(-1)).toMatchObject({ nickname: '小回音', qr: null, session: wechat.nameOf(world.self) })
  })

  test('the session file is for one pair of eyes', async () => {
    await expect.poll(() => statSync(stage.sessionFile, { throwIfNoEntry: false })?.mode.toString(8)).toBe('100600')
  })

  test('the listener that swallows bugs is gone', () => {
    expect(process.listeners('uncaughtException').filter((listener) => String(listener).includes('console.log'))).toEqual([])
  })
})

describe('hearing', () => {
  test('words in a group, by the names of this login', async () => {
    const { aunt, room, wechat, world } = stage
    world.setNickname(room, aunt, '3-1-502张阿姨')
    const id = world.say(aunt, room, '电梯坏了')

    expect(await seat.next()).toMatchObject({
      id,
      room: { id: wechat.nameOf(room), topic: '幸福里业主群' },
      sender: { id: wechat.nameOf(aunt), nickname: '张阿姨', alias: '3-1-502张阿姨', isFriend: true },
      kind: 'text',
      text: '电梯坏了',
      mentionsBot: false,
      fromBot: false,
    })
  })

  test.each(['报修:\n3栋1单元漏水\n电话:0757-00000000', '水&电都停了 <3', '3:\n4栋', '[微笑]谢谢', '&amp; 是什么', '@小回音'])(
    '%j whole, in a group and in private',
    async (text) => {
      const { aunt, room, world } = stage
      world.say(aunt, room, text)
      expect(await seat.next()).toMatchObject({ kind: 'text', text, sender: { nickname: '张阿姨' } })

      world.say(aunt, world.self, text)
      expect(await seat.next()).toMatchObject({ kind: 'text', text, room: null })
    },
  )

  test('the bot is addressed by its name or by its name in the group', async () => {
    const { aunt, room, world } = stage
    world.setNickname(room, world.self, '物业助手')
    world.say(aunt, room, '@物业助手\u2005在吗')
    expect(await seat.next()).toMatchObject({ mentionsBot: true, text: '@物业助手\u2005在吗' })
    world.say(aunt, room, '@小回音 在吗')
    expect(await seat.next()).toMatchObject({ mentionsBot: true })
    world.say(aunt, room, '@张阿姨 在吗')
    expect(await seat.next()).toMatchObject({ mentionsBot: false })
  })

  test('a photo and a voice with their bytes', async () => {
    const { aunt, room, world } = stage
    world.sendImage(aunt, room, JPEG)
    expect(await seat.next()).toMatchObject({ kind: 'image', text: '', media: { contentType: 'image/jpeg', bytes: new Uint8Array(JPEG) } })
    world.voice(aunt, world.self, SILK)
    expect(await seat.next()).toMatchObject({
      kind: 'voice',
      room: null,
      media: { contentType: 'audio/silk', bytes: new Uint8Array(SILK) },
    })
  })

  test('a photo of more than 10 MB is a message without it', async () => {
    stage.world.sendImage(stage.aunt, stage.room, Buffer.alloc(10 * 1024 * 1024 + 1, 1))
    expect(await seat.next()).toMatchObject({ kind: 'image', media: null })
  })

  test('a file by its name and with its bytes, a video as a label', async () => {
    const { aunt, room, world } = stage
    world.sendFile(aunt, room, '停水通知.pdf', Buffer.from('%PDF'))
    expect(await seat.next()).toMatchObject({
      kind: 'system',
      text: '[文件] 停水通知.pdf',
      media: { bytes: new Uint8Array(Buffer.from('%PDF')) },
    })
    world.sendVideo(aunt, room, Buffer.from('....ftyp'))
    expect(await seat.next()).toMatchObject({ kind: 'system', text: '[视频]', media: null })
  })

  test('a place on the map is its address and its point', async () => {
    const { aunt, room, world } = stage
    world.locate(aunt, room, '示例市幸福路1号', { latitude: 22.9, longitude: 113.1 })
    expect(await seat.next()).toMatchObject({ kind: 'text', text: '[位置] 示例市幸福路1号（22.9,113.1）' })
  })

  test('a quote names what it quotes', async () => {
    const { aunt, room, world } = stage
    const id = world.say(aunt, room, '电梯坏了')
    await seat.next()
    world.quote(aunt, room, id, '已经修好了')
    expect(await seat.next()).toMatchObject({ kind: 'quote', text: '已经修好了', quote: { sender: '张阿姨', text: '电梯坏了', id } })
  })

  test('a recall names what it takes back', async () => {
    const { aunt, room, world } = stage
    const id = world.say(aunt, room, '发错了')
    await seat.next()
    world.recall(id)
    expect(await seat.next()).toMatchObject({
      kind: 'recall',
      recalls: id,
      text: '"张阿姨" 撤回了一条消息',
      sender: { nickname: '张阿姨' },
    })
  })

  test('what is no message of a resident is of kind system', async () => {
    const { aunt, room, world } = stage
    world.sticker(aunt, room)
    expect(await seat.next()).toMatchObject({ kind: 'system', text: '[动画表情]' })
    world.link(aunt, room, '团购')
    expect(await seat.next()).toMatchObject({ kind: 'system', text: '[链接]' })
    world.pat(aunt, room, world.self)
    expect(await seat.next()).toMatchObject({ kind: 'system', text: '"张阿姨" 拍了拍 "小回音"' })
  })

  test('somebody comes into the group', async () => {
    const { aunt, room, world } = stage
    world.join(room, world.person('新邻居'), aunt)
    expect(await seat.next()).toMatchObject({ kind: 'join', text: '新邻居', room: { topic: '幸福里业主群' } })
  })

  test('several who come in one line, which names none of them by a name of theirs', async () => {
    const { aunt, room, world } = stage
    world.say(aunt, room, '早')
    await seat.next()
    world.joinTogether(room, [world.person('周甲'), world.person('周乙')], aunt)
    expect([(await seat.next()).text, (await seat.next()).text].toSorted()).toEqual(['周乙', '周甲'])
  })

  test('somebody who has come, though the list names them only later, under the id of their words', async () => {
    const { aunt, room, world, wechat } = stage
    world.say(aunt, room, '早')
    await seat.next()
    const comer = world.person('新邻居')
    world.join(room, comer, aunt, { isListed: false })
    world.say(comer, room, '我刚搬来')
    expect(await seat.next()).toMatchObject({ text: '我刚搬来', sender: { id: wechat.nameOf(comer), nickname: '群友' } })
    room.hidden.clear()
    expect(await seat.next()).toMatchObject({ kind: 'join', text: '新邻居', sender: { id: wechat.nameOf(comer), nickname: '新邻居' } })
    world.say(comer, room, '大家好')
    expect(await seat.next()).toMatchObject({ text: '大家好', sender: { id: wechat.nameOf(comer), nickname: '新邻居' } })
  })

  test('somebody who leaves without a line, by all their names', async () => {
    const { aunt, room, world, wechat } = stage
    world.setNickname(room, aunt, '3-1-502张阿姨')
    world.say(aunt, room, '早')
    await seat.next()
    world.leave(room, aunt)
    expect(await seat.next()).toMatchObject({
      kind: 'leave',
      text: '张阿姨',
      fromBot: false,
      room: { id: wechat.nameOf(room) },
      sender: { id: wechat.nameOf(aunt), nickname: '张阿姨', alias: '3-1-502张阿姨', hasNamesake: false },
    })
  })

  test.each([true, false])('somebody who is put out, while the list names them still: %s', async (isListed) => {
    const { aunt, room, world, wechat } = stage
    world.say(aunt, room, '早')
    await seat.next()
    world.putOut(room, aunt, { isListed })
    expect(await seat.next()).toMatchObject({ kind: 'leave', sender: { id: wechat.nameOf(aunt), nickname: '张阿姨' } })
  })

  test('the bot is put out of a group, which is gone from those it knows, and invited again', async () => {
    const { aunt, room, world, wechat } = stage
    world.say(aunt, room, '早')
    await seat.next()
    world.expel(room, aunt)
    expect(await seat.next()).toMatchObject({ kind: 'leave', fromBot: true, text: '小回音', room: { topic: '幸福里业主群' } })
    expect(await seat.channel.topics?.()).toEqual([])
    const said = seat.channel.say({ to: { roomId: wechat.nameOf(room) }, mention: null, text: '已登记' })
    await expect(said).rejects.toMatchObject({ code: 'gone' })

    world.invite(room, aunt)
    expect(await seat.next()).toMatchObject({ kind: 'join', fromBot: true, room: { id: wechat.nameOf(room), topic: '幸福里业主群' } })
    expect(await seat.channel.topics?.()).toEqual([{ id: wechat.nameOf(room), topic: '幸福里业主群' }])
  })

  test('the bot is invited into a group it has never seen', async () => {
    const { aunt, world, wechat } = stage
    const other = world.room('幸福里二期业主群', [aunt, world.person('王五')], { isSaved: false })
    world.invite(other, aunt)
    expect(await seat.next()).toMatchObject({
      kind: 'join',
      fromBot: true,
      room: { id: wechat.nameOf(other), topic: '幸福里二期业主群', present: ['小回音', '张阿姨', '王五'] },
    })
  })

  test('a group is renamed, before anybody speaks in it', async () => {
    const { aunt, room, world, wechat } = stage
    world.say(aunt, room, '早')
    await seat.next()
    world.rename(room, aunt, '幸福里一期业主群')
    expect(await seat.next()).toMatchObject({
      kind: 'system',
      text: '群名改为“幸福里一期业主群”',
      room: { id: wechat.nameOf(room), topic: '幸福里一期业主群' },
    })
  })

  test('a renamed group goes by its new name', async () => {
    const { aunt, room, world, wechat } = stage
    world.say(aunt, room, '一')
    await seat.next()
    world.rename(room, aunt, '幸福里一期业主群')
    world.say(aunt, room, '二')
    await seat.next()
    expect(await seat.next()).toMatchObject({ text: '二', room: { topic: '幸福里一期业主群' } })
    expect(await seat.channel.topics?.()).toEqual([{ id: wechat.nameOf(room), topic: '幸福里一期业主群' }])
  })

  test('words of somebody who is in no list yet', async () => {
    const { aunt, room, world, wechat } = stage
    const comer = world.person('新邻居')
    world.join(room, comer, aunt, { isListed: false })
    world.say(comer, room, '我刚搬来')
    expect(await seat.next()).toMatchObject({ kind: 'text', text: '我刚搬来', sender: { id: wechat.nameOf(comer), nickname: '群友' } })
    world.say(aunt, room, '欢迎')
    expect(await seat.next()).toMatchObject({ text: '欢迎', sender: { nickname: '张阿姨' } })
  })

  test('words of somebody whom the list names only when it is asked for again', async () => {
    const { aunt, room, world } = stage
    const comer = world.person('新邻居')
    world.setNickname(room, comer, '5-2-301新邻居')
    world.join(room, comer, aunt, { isListed: false })
    world.say(aunt, room, '欢迎')
    await seat.next()
    room.hidden.clear()
    world.say(comer, room, '我刚搬来')
    const words = [await seat.next(), await seat.next()].find(({ kind }) => kind === 'text')
    expect(words).toMatchObject({ text: '我刚搬来', sender: { nickname: '新邻居', alias: '5-2-301新邻居' } })
  })

  test('words from a group that was not in the address book', async () => {
    const { aunt, world } = stage
    const other = world.room('幸福里车友群', [aunt], { isSaved: false })
    world.say(aunt, other, '在吗')
    expect(await seat.next()).toMatchObject({ text: '在吗', room: { topic: '幸福里车友群' }, sender: { nickname: '张阿姨' } })
  })

  test('what is sent twice comes twice under one id', async () => {
    const { aunt, room, world } = stage
    const id = world.say(aunt, room, '电梯坏了')
    world.redeliver(id)
    expect([(await seat.next()).id, (await seat.next()).id]).toEqual([id, id])
  })

  test('words of the account itself, typed on the phone', async () => {
    const { room, world } = stage
    world.say(world.self, room, '报修:\n这是我说的')
    expect(await seat.next()).toMatchObject({ fromBot: true, text: '报修:\n这是我说的', room: { topic: '幸福里业主群' } })
  })

  test('the emojis that end other bots are words', async () => {
    const { aunt, world, wechat } = stage
    world.say(aunt, world.self, '🌚 🌝🌚 🌝🌚 🌝')
    expect(await seat.next()).toMatchObject({ text: '🌚 🌝🌚 🌝🌚 🌝' })
    world.say(aunt, world.self, '还在吗')
    expect(await seat.next()).toMatchObject({ text: '还在吗' })
    expect(wechat.isLoggedIn()).toBe(true)
    expect(seat.statuses.at(-1)?.state).toBe('online')
  })
})

describe('speaking', () => {
  test('to a group with a mention, and to one person', async () => {
    const { aunt, room, wechat } = stage
    await seat.channel.say({ to: { roomId: wechat.nameOf(room) }, mention: '张阿姨', text: '已登记' })
    await seat.channel.say({ to: { memberId: wechat.nameOf(aunt) }, mention: null, text: '已登记' })

    expect(wechat.said).toEqual([
      { to: room, text: '@张阿姨\u2005已登记', type: 1 },
      { to: aunt, text: '已登记', type: 1 },
    ])
  })

  test.each([
    [1204, 'gone'],
    [1205, 'limited'],
    [1101, 'offline'],
    [1, 'unknown'],
  ])('an answer of %s is %s', async (ret, code) => {
    const { room, wechat } = stage
    wechat.faults.sends = ret
    const said = seat.channel.say({ to: { roomId: wechat.nameOf(room) }, mention: null, text: '已登记' })

    await expect(said).rejects.toMatchObject({ name: 'SpeechFailure', code })
  })

  test('a group that is not there is gone', async () => {
    const said = seat.channel.say({ to: { roomId: '@@nowhere' }, mention: null, text: '已登记' })
    await expect(said).rejects.toMatchObject({ code: 'gone' })
  })
})

test('who is in a group', async () => {
  const { aunt, room, wechat, world } = stage
  world.setNickname(room, aunt, '3-1-502张阿姨')
  world.say(aunt, room, '在')
  await seat.next()

  expect(await seat.channel.memberNames?.(wechat.nameOf(room))).toEqual([
    { nickname: '小回音', alias: null },
    { nickname: '张阿姨', alias: '3-1-502张阿姨' },
  ])
})
