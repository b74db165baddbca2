import type { Env } from '../core/env.ts'
import { Misuse, runProcess } from '../process.ts'
import { startBot } from './start.ts'

function refuseSandbox({ CHANNEL }: Env): void {
  if (CHANNEL === 'sandbox') throw new Misuse('CHANNEL=sandbox lives inside the console: run "npm start", or set CHANNEL=wechat4u.')
}

await runProcess(
  'huiyin-bot',
  async ({ env, database, log }) => {
    const { bot } = await startBot(env, database, log)
    return [bot]
  },
  refuseSandbox,
)
