import process from 'node:process'
import { parseArgs } from 'node:util'
import { Misuse, runProcess } from '../process.ts'
import { fillDemo, whyNotHere } from './demo/demo.ts'
import { SHAPES, type Shape } from './demo/shape.ts'

const USAGE = 'Usage: npm run -s demo:data -- [--small | --large] [--seed NUMBER]'
const SEED = '20261121'

await runProcess(
  'huiyin-demo',
  async ({ database }) => {
    const { db } = database
    const found = await whyNotHere(db)
    if (found) {
      throw new Misuse(
        `This database holds ${found} already: invented people do not belong beside real ones. Name an empty one in DATABASE_URL or DATA_DIR.`,
      )
    }
    const onProgress = (line: string) => void process.stdout.write(`${line}\n`)
    await fillDemo(db, { ...readWishes(), now: new Date(), onProgress })
    process.stdout.write('Done. Start the product and open the link that it prints.\n')
    await database.close()
    process.exit(0)
  },
  () => void readWishes(),
)

function readWishes(): { shape: Shape; seed: number } {
  const { small, large, seed } = parse()
  if ((small && large) || !/^\d{1,9}$/.test(seed)) throw new Misuse(USAGE)
  return { shape: large ? SHAPES.large : SHAPES.small, seed: Number(seed) }
}

function parse() {
  try {
    const options = {
      small: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      seed: { type: 'string', default: SEED },
    } as const
    return parseArgs({ options }).values
  } catch {
    throw new Misuse(USAGE)
  }
}
