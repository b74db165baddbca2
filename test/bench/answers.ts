import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { createBot } from '../../bot/bot.ts'
import { sandboxChannel } from '../../bot/channels/sandbox.ts'
import type { Reader } from '../../bot/reader.ts'
import { MAIN_ACCOUNT } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import { NOTHING_SPENT, type Reading } from '../../core/reading/reading.ts'
import { ensure, type Measure, type Pair, quantile, type Sample } from './compare.ts'
import { type Bench, type Plot, say, settleStreet } from './ground.ts'

/** Between two messages the bot finishes what it has begun, as between two people who speak. */
const PAUSE_MS = 20
/** Nobody has cried for help hundreds of times: what one person has told comes along with every word of theirs. */
const SPEAKERS = 40
const ASKS: Reading = {
  intent: 'consult',
  category: 'gov.certificate',
  summary: null,
  place: null,
  urgency: 'normal',
  confidence: 0.95,
}
const EMERGENCY = '救命，3栋电梯里困人了'
const QUESTION = '@回音 居住证在哪办'

const stub: Reader = {
  read: async () => ({ ...NOTHING_SPENT, reading: ASKS, also: [], reader: 'offline', promptId: null, model: null }),
}

function answeredIn(metric: string): Measure[] {
  const limit = 'one commit'
  return [
    { metric: `${metric}, p50`, unit: 'ms', limit, judged: 'ratio', better: 'less', target: 12 },
    { metric: `${metric}, p99`, unit: 'ms', limit, judged: 'ours', better: 'less', target: 40 },
  ]
}

/** From a message that comes in to the words that go out, on the real loops; the reader answers at once and the account does not pace itself. */
export const answers: Bench = {
  name: 'answers',
  measures: [...answeredIn('emergency line'), ...answeredIn('answer to a direct question')],
  async prepare(ground, { load, rounds }) {
    const plot = await ground.open()
    const each = Math.ceil(60 * load)
    // What is told twice in one place is one incident, and what a room has just heard is not said again: every word has a room of its own.
    const rooms = (await settleStreet(plot, each * 2 * (rounds + 1))).rooms.values()
    const talk = await openTalk(plot)
    let words = 0
    const speaker = () => `s${words++ % SPEAKERS}`
    const cry = () => talk.answerTo(say(rooms.next().value!, speaker(), EMERGENCY), /轿厢警铃/)
    const ask = () => talk.answerTo(say(rooms.next().value!, speaker(), QUESTION, { mentionsBot: true }), /2号窗口/)
    await time(each, cry)
    await time(each, ask)
    return {
      async round() {
        const commits = await time(each * 2, () => commit(plot))
        return [await time(each, cry), await time(each, ask)].flatMap((times) => pairsOf(times, commits))
      },
      async close() {
        await talk.close()
        await plot.close()
      },
    }
  },
}

/** The running bot on a channel that notes when it is told to say something. */
async function openTalk({ database }: Plot) {
  const channel = sandboxChannel()
  const heard = new Map<string, (text: string) => void>()
  channel.onSay(({ to, text }) => 'roomId' in to && heard.get(to.roomId)?.(text))
  const log = pino({ level: 'silent' })
  const bot = createBot({
    database,
    channel,
    account: MAIN_ACCOUNT,
    reader: stub,
    spool: null,
    now: () => new Date(),
    chance: Math.random,
    wait: sleep,
    log,
  })
  await bot.run()
  await bot.open()
  return {
    async answerTo(message: IncomingMessage, expected: RegExp): Promise<void> {
      const said = new Promise<string>((resolve) => heard.set(message.room!.id, resolve))
      await channel.receive(message)
      const text = await said
      ensure(`${text} says what was asked`, expected.test(text), true)
    },
    close: bot.close,
  }
}

function commit({ sql }: Plot) {
  const at = new Date()
  return sql`insert into raw.events (community_id, ticket_id, action, actor, actor_name, at) values (1, 1, 'open', 'bot', '小助手', ${at})`
}

/** How long each took, in milliseconds. */
async function time(count: number, one: () => PromiseLike<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < count; index++) {
    const start = performance.now()
    await one()
    times.push(performance.now() - start)
    await sleep(PAUSE_MS)
  }
  return times
}

function pairsOf(times: readonly number[], commits: readonly number[]): Pair[] {
  const at = (values: readonly number[], part: number): Sample => ({ value: quantile(values, part), cpuUs: null })
  return [
    { ours: at(times, 0.5), limit: at(commits, 0.5) },
    { ours: at(times, 0.99), limit: null },
  ]
}
