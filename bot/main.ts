import { Misuse, runProcess } from '../process.ts'
import { startBot } from './start.ts'

await runProcess('huiyin-bot', async ({ env, database, log }) => {
  if (env.CHANNEL === 'sandbox') throw new Misuse('CHANNEL=sandbox lives inside the console: run "npm start", or set CHANNEL=wechat4u.')
  const { bot } = await startBot(env, database, log)
  return [bot]
})
