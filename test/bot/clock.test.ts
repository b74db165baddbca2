import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createBot } from '../../bot/bot.ts'
import { sandboxChannel } from '../../bot/channels/sandbox.ts'
import { offlineReader } from '../../bot/readers/offline.ts'
import { MAIN_ACCOUNT, mainAccount } from '../../core/account.ts'
import { changeCommunity } from '../../db/orgUnits.ts'
import { ensureSample, meetEstate, SAMPLE, seatRoom } from '../../db/sample.ts'
import { openTestDatabase } from '../database.ts'

const GROUP = '和风苑业主群'
const HOUR_MS = 3_600_000

test('a clock that is put back an hour holds nothing up', async () => {
  const database = await openTestDatabase()
  const community = await ensureSample(database.db, {
    patience: { textSeconds: 20, photoSeconds: 20 },
    quietHours: { night: null, noon: null },
  })
  await changeCommunity(database.db, { communityId: community.id }, { pace: { minMs: 3000, maxMs: 3000 } })
  let clock = new Date('2026-11-23T10:00:00+08:00')
  await seatRoom(
    database.db,
    { ...mainAccount('sandbox'), topic: GROUP, estate: await meetEstate(database.db, community, SAMPLE.estate.name) },
    clock,
  )
  const channel = sandboxChannel()
  const said: string[] = []
  channel.onSay(({ text }) => void said.push(text))
  const rest = { reader: offlineReader(), spool: null, chance: () => 0, wait: () => Promise.resolve(), log: pino({ level: 'silent' }) }
  const bot = createBot({ database, channel, account: MAIN_ACCOUNT, now: () => clock, ...rest })
  onTestFinished(() => bot.close())
  await bot.open()
  const say = (id: string, text: string) =>
    channel.receive({
      id,
      room: { id: GROUP, topic: GROUP },
      sender: { id, nickname: id, alias: null, role: 'resident', isFriend: false },
      kind: 'text',
      text,
      quote: null,
      mentionsBot: false,
      recalls: null,
      fromBot: false,
      sentAt: clock,
      media: null,
    })

  await say('王姐', '8栋2单元楼道灯不亮')
  clock = new Date(clock.getTime() + 20_000)
  await bot.settle()
  expect(said).toHaveLength(1)

  await say('张叔', '3栋电梯坏了')
  clock = new Date(clock.getTime() - HOUR_MS)
  await bot.settle()
  expect(said).toHaveLength(2)
})
