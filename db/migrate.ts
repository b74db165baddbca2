import { runProcess } from '../process.ts'

await runProcess('huiyin-migrate', async ({ database, log }) => {
  log.info({ engine: database.engine }, 'The schema is up to date')
  await database.close()
  process.exit(0)
})
