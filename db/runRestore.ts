import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Misuse, runCommand } from '../process.ts'
import { restore } from './backup/restore.ts'

const USAGE = 'Usage: npm run -s restore -- FILE [--replace]'

await runCommand(readWishes, async ({ db }, { file, replace }) => {
  const { tables, createdAt } = await restore(db, file, { replace })
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  process.stdout.write(`${rows} rows of ${tables.length} tables are back as they were at ${createdAt}\n`)
})

function readWishes(): { file: string; replace: boolean } {
  const { file, replace } = readArguments()
  if (!existsSync(file)) throw new Misuse(`No such file: ${file}`)
  return { file, replace }
}

function readArguments(): { file: string; replace: boolean } {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { replace: { type: 'boolean', default: false } } })
    const [file, ...others] = positionals
    if (file && others.length === 0) return { file, replace: values.replace }
  } catch (error) {
    throw new Misuse(`${(error as Error).message}\n${USAGE}`)
  }
  throw new Misuse(USAGE)
}
