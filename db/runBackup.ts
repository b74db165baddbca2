import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Env } from '../core/env.ts'
import { Misuse, runCommand, VERSION } from '../process.ts'
import { backUp } from './backup/backup.ts'

const USAGE = 'Usage: npm run -s backup -- [FILE]'

await runCommand(chooseFile, async ({ db }, { file, at }) => {
  const { tables } = await backUp(db, file, { version: VERSION, at })
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  process.stdout.write(`${file}: ${rows} rows of ${tables.length} tables\n`)
})

function chooseFile({ DATA_DIR }: Env): { file: string; at: Date } {
  const at = new Date()
  const file = fileNamed() ?? join(DATA_DIR, 'backups', `huiyin-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.gz`)
  if (existsSync(file)) throw new Misuse(`${file} exists already. Name another file.`)
  return { file, at }
}

function fileNamed(): string | undefined {
  try {
    const { positionals } = parseArgs({ allowPositionals: true })
    if (positionals.length <= 1) return positionals[0]
  } catch (error) {
    throw new Misuse(`${(error as Error).message}\n${USAGE}`)
  }
  throw new Misuse(USAGE)
}
