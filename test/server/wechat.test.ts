import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Channel } from '../../bot/channel.ts'
import { wechatChannel } from '../../bot/channels/wechat.ts'
import type { ChannelStatus } from '../../core/channel.ts'
import type { IncomingMessage } from '../../core/message.ts'
import { refusedHosts } from '../wechat/redirect.mjs'
import { startWechat, type WechatServer } from '../wechat/server.ts'
import { createWorld, type Person, type Room, type World } from '../wechat/world.ts'

let world: World
let wechat: WechatServer
let channel: Channel
let aunt: Person
let room: Room
let dataDir: string
let heard: IncomingMessage[]
let statuses: ChannelStatus[]

beforeEach(async () => {
  world = createWorld()
  aunt = world.person('张阿姨', { isFriend: true, remark: '3-1-502张' })
  room = world.room('幸福里业主群', [aunt])
  wechat = await startWechat(world)
  dataDir = mkdtempSync(join(tmpdir(), 'huiyin-wechat-'))
  heard = []
  statuses = []
  channel = wechatChannel({ dataDir, log: pino({ level: 'silent' }) })
  await channel.start({ message: async (message) => void heard.push(message), status: (status) => statuses.push(status), synced: () => {} })
})

afterEach(async () => {
  await channel.stop()
  await wechat.stop()
  rmSync(dataDir, { recursive: true })
  expect(refusedHosts).toEqual([])
})

test('a scan, words from a group, words to it', async () => {
  await wechat.scan()
  await expect.poll(() => statuses.at(-1)?.state, { timeout: 5000 }).toBe('online')
  world.say(aunt, room, '报修:\n3栋1单元漏水\n电话:0757-00000000')
  await expect.poll(() => heard.length, { timeout: 5000 }).toBe(1)
  await channel.say({ to: { roomId: heard[0]!.room!.id }, mention: '张阿姨', text: '已登记' })
  expect(wechat.said).toEqual([{ to: room, text: '@张阿姨\u2005已登记', type: 1 }])
})
