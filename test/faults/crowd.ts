import { countInbox, type Fault, settle } from './count.ts'
import { openStage, until } from './stage.ts'
import { openTalk, talkOn } from './talk.ts'

const MEMBERS = 500
const PER_SECOND = 300
const SECONDS = 10
const MENTION_EVERY = 10

/** Everybody of a big group talks at once. */
export const crowd: Fault = {
  name: 'crowd',
  async run(scale) {
    const stage = await openStage({ members: MEMBERS })
    const talk = openTalk()
    await stage.begin()
    const messages = Math.ceil(PER_SECOND * SECONDS * scale)
    await talkOn(stage, talk, { messages, perSecond: PER_SECOND, wordsOf })
    const saidAt = performance.now()
    await until('All is in the inbox', async () => (await stage.stored()) >= talk.ids.length)
    const lateS = ((performance.now() - saidAt) / 1000).toFixed(1)
    await settle(stage, talk)
    const readS = ((performance.now() - saidAt) / 1000).toFixed(1)
    const rows = await stage.sql`select external_id as id, received_at as at from messages`
    const said = new Map(talk.ids.map((id, index) => [id, talk.saidAt[index]!]))
    const lags = rows.map((row) => (row['at'] as Date).getTime() - said.get(row['id'])!).toSorted((one, other) => one - other)
    const counts = await countInbox(stage, talk)
    await stage.close()
    return [
      ...counts,
      { what: 'ms from said to heard, p50', found: lags[Math.floor(lags.length * 0.5)] ?? '-' },
      { what: 'ms from said to heard, p99', found: lags[Math.floor(lags.length * 0.99)] ?? '-' },
      { what: 'seconds after the last until all is in the inbox', found: lateS },
      { what: 'seconds after the last until all is read', found: readS },
    ]
  },
}

function wordsOf(index: number): string {
  return index % MENTION_EVERY === 0 ? `@住户${index % MEMBERS} 看见了吗` : `第${index}句`
}
