import { accountOf, type Env } from '../core/env.ts'
import { createHealth } from '../health/health.ts'
import { healthRoutes } from '../health/routes.ts'
import { serve } from '../health/serve.ts'
import { Misuse, runProcess } from '../process.ts'
import { startBot } from './start.ts'

function refuseSandbox({ CHANNEL }: Env): void {
  if (CHANNEL === 'sandbox') throw new Misuse('CHANNEL=sandbox lives inside the console: run "npm start", or set CHANNEL=wechat4u.')
}

await runProcess(
  'huiyin-bot',
  async ({ env, database, log }) => {
    const health = createHealth(env, { db: database.db, account: accountOf(env), now: () => new Date() })
    const { bot } = await startBot(env, database, { metrics: health.metrics, log })
    if (env.BOT_PORT === 0) return [bot]
    return [bot, await serve(healthRoutes(health).fetch, { host: env.HOST, port: env.BOT_PORT })]
  },
  refuseSandbox,
)
