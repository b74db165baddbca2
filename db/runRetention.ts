import process from 'node:process'
import { parseArgs } from 'node:util'
import { limitsAt } from '../core/retention.ts'
import { Misuse, runProcess } from '../process.ts'
import { countForgettable, forget } from './retention.ts'

await runProcess(
  'huiyin-retention',
  async ({ database }) => {
    const limits = limitsAt(new Date())
    const isDry = readDry()
    const { talk, photos, tickets } = isDry ? await countForgettable(database.db, limits) : await forget(database.db, limits)
    process.stdout.write(
      `${isDry ? 'would go' : 'gone'}: the words of ${talk} messages, ${photos} photos, the words of ${tickets} tickets\n`,
    )
    await database.close()
    process.exit(0)
  },
  () => void readDry(),
)

function readDry(): boolean {
  try {
    return parseArgs({ options: { dry: { type: 'boolean', default: false } } }).values.dry
  } catch {
    throw new Misuse('npm run -s retention [-- --dry]: empties what is too old to keep, or only counts it.')
  }
}
