import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { playBurst } from '../wechat/burst.ts'
import { openStage, type Stage } from '../wechat/stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const statesOf = ({ statuses }: { statuses: readonly { state: string }[] }) => statuses.map(({ state }) => state)

describe('an outage', () => {
  // The patience of these tests is a hundredth of the real one: 10 and 30 seconds are 100 and 300 milliseconds, and 100 seconds are one.
  test.each([100, 300, 1000])('of %d ms loses nothing and logs nobody out', async (outageMs) => {
    const { aunt, room, until, wechat, world } = stage
    const seat = await stage.logIn()
    const { session } = seat.statuses.at(-1)!
    wechat.cut()
    world.say(aunt, room, '断网时说的')
    await wait(outageMs)
    world.say(aunt, world.self, '又一句')
    wechat.mend()

    await expect.poll(() => seat.heard.map(({ text }) => text).toSorted()).toEqual(['又一句', '断网时说的'])
    expect(await until(seat, 'online')).toMatchObject({ nickname: '小回音', session })
    expect(statesOf(seat)).not.toContain('loggedOut')
    expect(wechat.askedFor('jslogin')).toBe(1)
  })

  test('of one question is a problem for as long as it lasts', async () => {
    const { wechat } = stage
    const seat = await stage.logIn()
    wechat.cut()
    await expect.poll(() => seat.statuses.map(({ problem }) => problem)).toContain('与微信的连接不稳定，正在自动重连。')
    wechat.mend()
    await expect.poll(() => seat.statuses.at(-1)).toMatchObject({ state: 'online', problem: null })
  })

  test('is told, and so is its end', async () => {
    const { room, until, wechat } = stage
    const seat = await stage.logIn()
    const { session } = seat.statuses.at(-1)!
    wechat.cut()
    expect(await until(seat, 'reconnecting')).toMatchObject({ nickname: '小回音', problem: '与微信的连接不稳定，正在自动重连。', session })
    const said = seat.channel.say({ to: { roomId: '@@1' }, mention: null, text: '已登记' })
    await expect(said).rejects.toMatchObject({ code: 'offline' })

    wechat.mend()
    expect(await until(seat, 'online')).toMatchObject({ problem: null, session })
    await seat.channel.say({ to: { roomId: wechat.nameOf(room) }, mention: null, text: '已登记' })
    expect(statesOf(seat).slice(-3)).toEqual(['online', 'reconnecting', 'online'])
  })

  test('in which the network only keeps silent is one too', async () => {
    const { aunt, room, until, wechat, world } = stage
    const seat = await stage.logIn()
    wechat.faults.isSilent = true
    world.say(aunt, room, '有人吗')
    await until(seat, 'reconnecting')
    wechat.faults.isSilent = false

    expect(await seat.next()).toMatchObject({ text: '有人吗' })
    await until(seat, 'online')
  })

  test('at the start of a process that was logged in is waited for', async () => {
    const { aunt, open, room, until, wechat, world } = stage
    const first = await stage.logIn()
    await first.channel.stop()
    wechat.cut()
    const second = await open()
    await until(second, 'reconnecting')
    world.say(aunt, room, '断网时说的')
    wechat.mend()

    await until(second, 'online')
    expect(await second.next()).toMatchObject({ text: '断网时说的' })
    expect(wechat.askedFor('jslogin')).toBe(1)
  })

  test('before anybody has logged in is no reason to hammer', async () => {
    const { open, until, wechat } = stage
    wechat.cut()
    const seat = await open()
    expect(await until(seat, 'reconnecting')).toMatchObject({ nickname: null, session: null, problem: '微信登录出错，正在重试。' })
    wechat.mend()
    await until(seat, 'needsScan')
    expect(wechat.askedFor('jslogin')).toBe(1)

    wechat.cut()
    await until(seat, 'reconnecting')
    wechat.mend()
    await until(seat, 'needsScan')
    expect(wechat.askedFor('jslogin')).toBe(2)
  })
})

test('words that were being said when the line broke may have been heard', async () => {
  const { room, wechat } = stage
  const seat = await stage.logIn()
  wechat.faults.slowMs = 300
  const said = seat.channel.say({ to: { roomId: wechat.nameOf(room) }, mention: null, text: '已登记' })
  said.catch(() => undefined)
  await wait(100)
  wechat.cut()

  await expect(said).rejects.toMatchObject({ name: 'SpeechFailure', code: 'unsure' })
})

test('the line is told to be alive while nothing is said', async () => {
  const seat = await stage.logIn()
  await expect.poll(() => seat.syncs()).toBeGreaterThan(3)
  expect(seat.heard).toEqual([])
})

describe('another process on the same session file', () => {
  test('after a stop hears what came meanwhile, without a scan', async () => {
    const { aunt, open, room, until, wechat, world } = stage
    const first = await stage.logIn()
    world.say(aunt, room, '停之前')
    await first.next()
    await first.channel.stop()
    expect(wechat.isLoggedIn()).toBe(true)
    world.clock.behindS = 3600
    world.say(aunt, room, '停着的时候')

    const second = await open()
    expect(await until(second, 'online')).toMatchObject({ session: first.statuses.findLast(({ state }) => state === 'online')?.session })
    expect(await second.next()).toMatchObject({ text: '停着的时候' })
    expect(second.heard).toEqual([])
    expect(statesOf(second)).toEqual(['starting', 'online'])
    expect(wechat.askedFor('jslogin')).toBe(1)
  })

  test('hears what the one before was given too late to take', async () => {
    const { aunt, open, room, wechat, world } = stage
    const first = await stage.logIn()
    wechat.faults.slowMs = 600
    world.say(aunt, room, '停的时候在路上')
    await wait(100)
    await first.channel.stop()
    wechat.faults.slowMs = 0
    await wait(1000)

    const second = await open()
    expect(await second.next()).toMatchObject({ text: '停的时候在路上' })
    expect(first.heard).toEqual([])
  })

  test('hears a photo that took too long to fetch before the stop', async () => {
    const { aunt, open, room, wechat, world } = stage
    const first = await stage.logIn()
    wechat.faults.slowMs = 600
    world.sendImage(aunt, room, Buffer.from([0xff, 0xd8, 0xff]))
    await expect.poll(() => wechat.askedFor('webwxgetmsgimg')).toBe(1)
    await first.channel.stop()
    wechat.faults.slowMs = 0
    await wait(1000)

    const second = await open()
    expect(await second.next()).toMatchObject({ kind: 'image', media: { contentType: 'image/jpeg' } })
    expect(first.heard).toEqual([])
  })

  test('after kill -9 too', async () => {
    const { aunt, kill, open, room, until, wechat, world } = stage
    const first = await stage.logIn()
    const before = world.say(aunt, room, '之前')
    await first.next()
    await kill(first)
    const meanwhile = world.say(aunt, room, '之间')

    const second = await open()
    await until(second, 'online')
    // The last words before the end may come once more, under the same id.
    await expect.poll(() => second.heard.map(({ id }) => id).filter((id) => id !== before)).toEqual([meanwhile])
    expect(wechat.askedFor('jslogin')).toBe(1)
  })

  test('hears again what the one before heard but could not store', async () => {
    const { aunt, kill, open, room, world } = stage
    const first = await stage.logIn(() => new Promise(() => {}))
    world.say(aunt, room, '数据库不在')
    await first.next()
    world.say(aunt, room, '数据库还是不在')
    await first.next()
    await kill(first)

    const second = await open()
    await expect.poll(() => second.heard.map(({ text }) => text)).toEqual(['数据库不在', '数据库还是不在'])
  })

  test('asks for a scan when the file is not readable as one', async () => {
    const { open, until, wechat } = stage
    const first = await stage.logIn()
    await first.channel.stop()
    writeFileSync(stage.sessionFile, '{"PROP":{"uin"')
    const second = await open()
    await until(second, 'needsScan')
    expect(wechat.askedFor('jslogin')).toBe(2)
  })
})

test('messages that cannot be stored stay on the server after a while', async () => {
  const { aunt, room, world } = stage
  let finish = () => {}
  const stored = new Promise<void>((resolve) => {
    finish = resolve
  })
  const seat = await stage.logIn(() => stored)
  for (let turn = 0; turn < 40; turn++) {
    world.say(aunt, room, `第${turn}句`)
    await wait(20)
  }
  const heard = seat.heard.length
  expect(heard).toBeGreaterThan(10)
  expect(heard).toBeLessThan(30)
  finish()
  await expect.poll(() => seat.heard.length).toBe(40)
})

describe('a logout', () => {
  test('asks for a new scan, after which everybody has another id', async () => {
    const { aunt, room, until, wechat, world } = stage
    const seat = await stage.logIn()
    const before = { room: wechat.nameOf(room), session: seat.statuses.at(-1)!.session }
    world.say(aunt, room, '第一次')
    const first = await seat.next()
    wechat.logOut()
    await until(seat, 'needsScan')
    expect(statesOf(seat)).toContain('loggedOut')
    expect(seat.statuses.at(-1)!.session).toBeNull()

    await wechat.scan()
    const { session } = await until(seat, 'online')
    world.say(aunt, room, '第二次')
    const second = await seat.next()
    expect(session).not.toBe(before.session)
    expect(second.room!.id).not.toBe(first.room!.id)
    expect(second.sender.id).not.toBe(first.sender.id)
    expect(await seat.channel.topics?.()).toEqual([{ id: second.room!.id, topic: '幸福里业主群' }])
    const said = seat.channel.say({ to: { roomId: before.room }, mention: null, text: '已登记' })
    await expect(said).rejects.toMatchObject({ code: 'gone' })
  })

  test('that nobody meant is looked at twice', async () => {
    const { aunt, room, wechat, world } = stage
    const seat = await stage.logIn()
    wechat.faults.syncRet = 1101
    await wait(100)
    wechat.faults.syncRet = 0
    world.say(aunt, room, '还在')

    expect(await seat.next()).toMatchObject({ text: '还在' })
    expect(statesOf(seat)).not.toContain('loggedOut')
  })

  test('twenty times over leaves nothing behind', async () => {
    const { aunt, room, until, wechat, world } = stage
    const seat = await stage.logIn()
    const resources = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const listeners = process.listenerCount('uncaughtException')
    const before = resources()
    for (let turn = 0; turn < 19; turn++) {
      wechat.logOut()
      await until(seat, 'needsScan')
      await wechat.scan()
      await until(seat, 'online')
    }
    world.say(aunt, room, '还在吗')

    expect(await seat.next()).toMatchObject({ text: '还在吗' })
    expect(await seat.channel.topics?.()).toHaveLength(1)
    expect(await seat.channel.memberNames?.(wechat.nameOf(room))).toHaveLength(2)
    expect(wechat.askedFor('jslogin')).toBe(20)
    expect(process.listenerCount('uncaughtException')).toBe(listeners)
    expect(resources() - before).toBeLessThan(10)
  })
})

test.each([200, 301])('an account that is turned away, with status %d, is told why and not tried again at once', async (status) => {
  const { open, until, wechat } = stage
  wechat.faults.refusal = { status }
  const seat = await open()
  await wechat.scan()

  expect(await until(seat, 'refused')).toMatchObject({
    qr: null,
    nickname: null,
    session: null,
    problem:
      '微信不让这个账号登录：为了你的账号安全，此微信号不能登录网页微信。请换一个已实名、用了一段时间的账号；过一会儿会出现新的二维码。',
  })
  await wait(500)
  expect(wechat.askedFor('jslogin')).toBe(1)
})

test('a group of 500 in which everybody talks at once', async () => {
  expect(await playBurst({ members: 500, perSecond: 300, seconds: 1, mentionEvery: 10 })).toMatchObject({
    said: 300,
    heard: 300,
    isInOrder: true,
  })
})

test('a bug ends the process, with the puppet loaded: it is logged and the status is 1', async () => {
  const script = `const { pino } = await import('pino')
    const { runProcess } = await import('./process.ts')
    const { wechatChannel } = await import('./bot/channels/wechat.ts')
    const channel = wechatChannel({ dataDir: process.env.DATA_DIR, log: pino({ level: 'silent' }) })
    await channel.start({ message: async () => {}, status: () => {}, synced: () => {} })
    await runProcess('bug', async () => [], () => { throw new Error('a bug') })`
  const env = { ...process.env, DATA_DIR: stage.dataDir, CHANNEL: 'wechat4u', LOG_LEVEL: 'fatal' }
  const preloads = ['--import', 'tsx', '--import', './test/wechat/redirect.mjs']
  const program = spawn(process.execPath, [...preloads, '--input-type=module', '-e', script], { env })
  const [[status], log] = await Promise.all([once(program, 'exit'), text(program.stderr)])

  expect(status).toBe(1)
  expect(JSON.parse(log)).toMatchObject({ name: 'bug', level: 60, err: { message: 'a bug' } })
})
