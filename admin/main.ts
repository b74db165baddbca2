import { createHealth } from '../health/health.ts'
import { runProcess } from '../process.ts'
import { startConsole } from './start.ts'

await runProcess('huiyin-admin', async ({ env, database, log }) => {
  const health = createHealth(env, { db: database.db, account: null, now: () => new Date() })
  const console = await startConsole(env, database, { sandbox: null, health, log })
  process.stdout.write(
    console.setupUrl ? `\n请在15分钟内打开这个链接，设置第一位管理员：\n\n  ${console.setupUrl}\n\n` : `\n控制台：${console.url}\n\n`,
  )
  return [console]
})
