import { parseArgs } from 'node:util'
import { limitsAt } from '../core/retention.ts'
import { Misuse, runCommand } from '../process.ts'
import { countForgettable, forget } from './retention.ts'

await runCommand(readWishes, async ({ db }, { dry }) => {
  const limits = limitsAt(new Date())
  const { talk, photos } = dry ? await countForgettable(db, limits) : await forget(db, limits)
  process.stdout.write(`${dry ? 'would go' : 'gone'}: the words of ${talk} messages, ${photos} photos\n`)
})

function readWishes(): { dry: boolean } {
  try {
    return { dry: parseArgs({ options: { dry: { type: 'boolean', default: false } } }).values.dry }
  } catch {
    throw new Misuse('npm run -s retention [-- --dry]: empties what is too old to keep, or only counts it.')
  }
}
