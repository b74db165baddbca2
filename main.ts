import { startConsole } from './admin/start.ts'
import { startBot } from './bot/start.ts'
import { runProcess } from './process.ts'

await runProcess('huiyin', async ({ env, database, log }) => {
  const { bot, sandbox } = await startBot(env, database, log)
  const console = await startConsole(env, database, { sandbox: sandbox?.receive ?? null, log })
  process.stdout.write(
    console.setupUrl
      ? `\n回音已启动。请在15分钟内打开这个链接，设置第一位管理员：\n\n  ${console.setupUrl}\n\n`
      : `\n回音已启动：${console.url}\n\n`,
  )
  return [bot, console]
})
