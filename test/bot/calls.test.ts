import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createBot } from '../../bot/bot.ts'
import { SpeechFailure } from '../../bot/channel.ts'
import { sandboxChannel } from '../../bot/channels/sandbox.ts'
import { offlineReader } from '../../bot/readers/offline.ts'
import { MAIN_ACCOUNT, mainAccount } from '../../core/account.ts'
import { changeCommunity } from '../../db/orgUnits.ts'
import { ensureSample, meetEstate, SAMPLE, seatRoom } from '../../db/sample.ts'
import { pages } from '../../db/schema/index.ts'
import { openTestDatabase } from '../database.ts'

const GROUP = '和风苑业主群'

/** A settled bot whose network takes words only while `takes` says so. */
async function openLimitedBot() {
  const database = await openTestDatabase()
  const { db } = database
  const community = await ensureSample(db)
  await changeCommunity(db, { communityId: community.id }, { pace: { minMs: 0, maxMs: 0 } })
  const network = { now: new Date('2026-11-21T09:00:00+08:00'), isLimited: true }
  await seatRoom(db, { ...mainAccount('sandbox'), topic: GROUP, estate: await meetEstate(db, community, SAMPLE.estate.name) }, network.now)
  const channel = sandboxChannel()
  const say = () => (network.isLimited ? Promise.reject(new SpeechFailure('limited', 'too fast')) : Promise.resolve())
  const now = () => network.now
  const rest = { reader: offlineReader(), spool: null, now, chance: () => 0, wait: () => Promise.resolve(), log: pino({ level: 'silent' }) }
  const bot = createBot({ database, channel: { ...channel, say }, account: MAIN_ACCOUNT, ...rest })
  onTestFinished(() => bot.close())
  await bot.open()

  async function cry(): Promise<void> {
    const sender = { id: 'wang', nickname: '王姐', alias: null, role: 'resident' as const, isFriend: false }
    const said = { kind: 'text' as const, quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
    await channel.receive({ id: 'm1', room: { id: GROUP, topic: GROUP }, sender, text: '5栋好大煤气味', sentAt: network.now, ...said })
    await bot.settle()
  }
  return { db, bot, network, cry }
}

test('while the account may not speak, people are called to say the words of an emergency by hand, until they are said', async () => {
  const { db, bot, network, cry } = await openLimitedBot()
  const unsaid = async () => (await db.select().from(pages)).filter(({ reason, rank }) => reason === 'unsaid' && rank === 'console')

  await cry()
  expect(await unsaid()).toMatchObject([{ status: 'calling', headline: '5栋燃气泄漏' }])

  network.isLimited = false
  network.now = new Date(network.now.getTime() + 60_000)
  await bot.settle()
  await bot.settle()
  expect(await unsaid()).toMatchObject([{ status: 'passed', ended: 'settled' }])
})
