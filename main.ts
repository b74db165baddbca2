import { startConsole } from './admin/start.ts'
import { startBot } from './bot/start.ts'
import { accountOf } from './core/env.ts'
import { createHealth } from './health/health.ts'
import { runProcess } from './process.ts'

await runProcess('huiyin', async ({ env, database, log }) => {
  const health = createHealth(env, { db: database.db, account: accountOf(env), now: () => new Date() })
  const { bot, sandbox } = await startBot(env, database, { metrics: health.metrics, log })
  const console = await startConsole(env, database, { sandbox: sandbox?.receive ?? null, health, log })
  process.stdout.write(
    console.setupUrl
      ? `\n回音已启动。请在15分钟内打开这个链接，设置第一位管理员：\n\n  ${console.setupUrl}\n\n`
      : `\n回音已启动：${console.url}\n\n`,
  )
  return [bot, console]
})
