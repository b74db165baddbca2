import { sql } from 'drizzle-orm'
import { BACKUP_FORMAT, type BackupHeader, type BackupSequences, type BackupTable } from '../../core/backup.ts'
import type { Db } from '../client.ts'
import { ask, countRows, listSequences, listTables, type Table } from './catalog.ts'
import { BackupRefused, writeBackup } from './file.ts'
import { findMigration } from './migrations.ts'

const PAGE_ROWS = 500

/** How every value is written, whatever the server or the role is set to. */
const PLAIN = [
  `set local timezone = 'UTC'`,
  `set local datestyle = 'ISO'`,
  `set local intervalstyle = 'postgres'`,
  `set local bytea_output = 'hex'`,
  `set local extra_float_digits = 1`,
]

/**
 * Writes everything the database holds at one moment into a file that either engine can be restored from, while others go on writing. The schema may be
 * older than this version's. @throws BackupRefused when there is nothing to keep, or no way to write it.
 */
export function backUp(db: Db, file: string, { version, at }: { version: string; at: Date }): Promise<BackupHeader> {
  return db.transaction(
    async (tx) => {
      for (const setting of PLAIN) await tx.execute(sql.raw(setting))
      const migration = await findMigration(tx)
      if (!migration) throw new BackupRefused('There is nothing to back up: this database has never been used by Huiyin.')
      const tables = await listTables(tx)
      const counts = []
      for (const { name } of tables) counts.push({ name, rows: await countRows(tx, name) })
      const header: BackupHeader = {
        product: 'huiyin',
        format: BACKUP_FORMAT,
        version,
        createdAt: at.toISOString(),
        migration,
        tables: counts,
      }
      await writeBackup(file, linesOf(tx, header, tables))
      return header
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

async function* linesOf(tx: Db, header: BackupHeader, tables: readonly Table[]): AsyncGenerator<string> {
  yield lineOf(header)
  for (const table of tables) {
    yield lineOf({ table: table.name, columns: table.columns.map(({ name }) => name) } satisfies BackupTable)
    yield* rowsOf(tx, table)
  }
  yield lineOf({ sequences: await readSequences(tx) } satisfies BackupSequences)
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`
}

/** A cursor, so that the largest table takes no more memory than a page. A row with bytes is a photo: one at a time. */
async function* rowsOf(tx: Db, { name, columns, key }: Table): AsyncGenerator<string> {
  const values = sql.join(
    columns.map((column) => sql`${sql.identifier(column.name)}::text`),
    sql`, `,
  )
  const order = key.length === 0 ? sql`` : sql`order by ${sql.join(key.map(sql.identifier), sql`, `)}`
  await tx.execute(
    sql`declare kept no scroll cursor for select json_build_array(${values})::text as line from ${sql.identifier(name)} ${order}`,
  )
  const page = columns.some(({ type }) => type === 'bytea') ? 1 : PAGE_ROWS
  for (;;) {
    const rows = await ask<{ line: string }>(tx, sql.raw(`fetch ${page} from kept`))
    if (rows.length === 0) break
    yield rows.map(({ line }) => `${line}\n`).join('')
  }
  await tx.execute(sql`close kept`)
}

/** Counters do not obey the snapshot: they may be ahead of the rows, never behind. */
async function readSequences(tx: Db): Promise<BackupSequences['sequences']> {
  const sequences = []
  for (const { name } of await listSequences(tx)) {
    const [row] = await ask<{ last: string; called: string }>(
      tx,
      sql`select last_value::text as last, is_called::text as called from ${sql.identifier(name)}`,
    )
    sequences.push({ name, last: row!.last, isCalled: row!.called === 'true' })
  }
  return sequences
}
