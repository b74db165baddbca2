import { parseArgs } from 'node:util'
import { Misuse, runProcess } from '../../process.ts'
import { bindGroup } from './bind.ts'
import { printGroups } from './print.ts'

const USAGE = `Usage: npm run -s groups
       npm run -s groups -- bind TOPIC ESTATE [--gas NUMBER] [--speak]`

type Order = { act: 'list' } | { act: 'bind'; topic: string; estate: string; gas: string | null; speak: boolean }

/** @throws Misuse with the usage. */
function readOrder(): Order {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { gas: { type: 'string' }, speak: { type: 'boolean' } } })
    const [act, topic, estate, ...rest] = positionals
    if (act === undefined && Object.keys(values).length === 0) return { act: 'list' }
    if (act === 'bind' && topic && estate && rest.length === 0)
      return { act: 'bind', topic, estate, gas: values.gas ?? null, speak: values.speak ?? false }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  throw new Misuse(USAGE)
}

// The sandbox has its one group from the start; what is bound from a shell is WeChat's, or a script's.
await runProcess('huiyin-groups', async ({ env, database }) => {
  const order = readOrder()
  const channel = env.CHANNEL === 'sandbox' ? 'wechat4u' : env.CHANNEL
  const account = { channel, account: env.ACCOUNT }
  if (order.act === 'bind') process.stdout.write(`${await bindGroup(database.db, account, order, new Date())}\n`)
  else process.stdout.write(await printGroups(database.db, channel))
  await database.close()
  process.exit(0)
})
