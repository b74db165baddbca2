import { type Count, countInbox, countReplies, type Fault, settle } from './count.ts'
import { openStage, type Stage, until } from './stage.ts'
import { openTalk, type Talk, talkOn } from './talk.ts'

const SECONDS = [10, 30, 100]
const PER_SECOND = 2

export const outages: Fault = {
  name: 'outages',
  async run(scale) {
    const stage = await openStage()
    const talk = openTalk()
    await stage.begin()
    const lags: Count[] = []
    for (const seconds of SECONDS.map((full) => Math.ceil(full * scale))) lags.push(await endureOutage(stage, talk, seconds))
    await settle(stage, talk)
    const counts = [...(await countInbox(stage, talk)), ...(await countReplies(stage, talk))]
    const logins = stage.wechat.askedFor('jslogin')
    await stage.close()
    return [...lags, { what: 'logins', found: logins, wanted: 1 }, ...counts]
  },
}

/** People talk while WeChat cannot be reached, and after it. */
async function endureOutage(stage: Stage, talk: Talk, seconds: number): Promise<Count> {
  stage.wechat.cut()
  await talkOn(stage, talk, { messages: seconds * PER_SECOND, perSecond: PER_SECOND })
  stage.wechat.mend()
  const mendedAt = performance.now()
  await until('What was said meanwhile is heard', async () => (await stage.stored()) >= talk.ids.length)
  const lateS = ((performance.now() - mendedAt) / 1000).toFixed(1)
  return { what: `seconds after an outage of ${seconds} s until all is heard`, found: lateS }
}
