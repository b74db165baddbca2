import { and, eq, lte, sql } from 'drizzle-orm'
import { BACKUP_FORMAT, BackupHeader, BackupSequences, BackupTable } from '../../core/backup.ts'
import { APPLICATION, type Db } from '../client.ts'
import { MIGRATION_LOCK } from '../migrated.ts'
import { outbox } from '../schema/index.ts'
import { ask, countRows, dropEverything, hasRows, listForeignKeys, listTables, type Table } from './catalog.ts'
import { BackupRefused, parseLine, readBackup } from './file.ts'
import { applyMigrations, findMigration, type Steps, splitMigrations } from './migrations.ts'

const BATCH_ROWS = 500
const BATCH_CHARACTERS = 4_000_000

/**
 * Fills the database from a backup and brings its schema up to this version's, whole or not at all. What it held before is gone: only with `replace` may
 * that be anything. @throws BackupRefused
 */
export async function restore(db: Db, file: string, { replace }: { replace: boolean }): Promise<BackupHeader> {
  const header = await checkBackup(file)
  const steps = splitMigrations(header.migration)
  if (!steps) throw newer(file, header)
  await db.transaction(async (tx) => {
    // Whoever starts now waits, as for a migration.
    await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    await refuseInUse(tx)
    await refuseForeign(tx)
    if (!replace) await refuseFull(tx)
    await rebuild(tx, file, header, steps)
    await holdWhatIsDue(tx)
  })
  return header
}

/** Whether it was said after the backup was made nobody knows: a person looks, as after a crash. What is due later is said then. */
async function holdWhatIsDue(tx: Db): Promise<void> {
  await tx
    .update(outbox)
    .set({ status: 'needsPerson', obstacle: 'restored', hold: null, settledAt: sql`now()` })
    .where(and(eq(outbox.status, 'waiting'), lte(outbox.notBefore, sql`now()`)))
}

/** Reads the whole file before anything is touched. */
async function checkBackup(file: string): Promise<BackupHeader> {
  let header: BackupHeader | null = null
  let table = ''
  const counted = new Map<string, number>()
  for await (const line of readBackup(file)) {
    if (!header) header = parseHeader(file, line)
    else if (line.startsWith('[')) counted.set(table, (counted.get(table) ?? 0) + 1)
    else table = parseLine(BackupTable, line)?.table ?? ''
  }
  if (!header) throw new BackupRefused(`${file} is no backup of Huiyin.`)
  const isWhole = header.tables.every(({ name, rows }) => rows === (counted.get(name) ?? 0))
  if (!isWhole) throw new BackupRefused(`${file} does not hold the rows it says it holds. Nothing was changed.`)
  return header
}

function parseHeader(file: string, line: string): BackupHeader {
  const header = parseLine(BackupHeader, line)
  if (!header) throw new BackupRefused(`${file} is no backup of Huiyin.`)
  if (header.format > BACKUP_FORMAT) throw newer(file, header)
  return header
}

function newer(file: string, { version }: BackupHeader): BackupRefused {
  return new BackupRefused(`${file} was made by a version of Huiyin that this one does not know (${version}). Update Huiyin first.`)
}

async function refuseInUse(tx: Db): Promise<void> {
  const others = await ask<{ pid: string }>(
    tx,
    sql`select pid::text from pg_stat_activity
      where datname = current_database() and application_name = ${APPLICATION} and pid <> pg_backend_pid()`,
  )
  if (others.length > 0) throw new BackupRefused('The database is in use by a running Huiyin. Stop it first.')
}

async function refuseForeign(tx: Db): Promise<void> {
  const isForeign = (await findMigration(tx)) === null && (await listTables(tx)).length > 0
  if (isForeign) throw new BackupRefused("This database holds tables that are not Huiyin's. Give Huiyin a database of its own.")
}

async function refuseFull(tx: Db): Promise<void> {
  for (const { name } of await listTables(tx)) {
    if (await hasRows(tx, name)) {
      throw new BackupRefused('The database is not empty. Name an empty one, or add --replace to give up everything it holds.')
    }
  }
}

async function rebuild(tx: Db, file: string, header: BackupHeader, { upTo, after }: Steps): Promise<void> {
  await dropEverything(tx)
  await applyMigrations(tx, upTo)
  const tables = await listTables(tx)
  const foreignKeys = await listForeignKeys(tx)
  for (const { table, name } of foreignKeys) {
    await tx.execute(sql`alter table ${sql.identifier(table)} drop constraint ${sql.identifier(name)}`)
  }
  for (const { name } of tables) await tx.execute(sql`alter table ${sql.identifier(name)} disable trigger user`)
  await load(tx, file, tables)
  for (const { name } of tables) await tx.execute(sql`alter table ${sql.identifier(name)} enable trigger user`)
  for (const { table, name, definition } of foreignKeys) {
    await tx.execute(sql`alter table ${sql.identifier(table)} add constraint ${sql.identifier(name)} ${sql.raw(definition)}`)
  }
  await compareCounts(tx, header)
  await applyMigrations(tx, after)
}

async function load(tx: Db, file: string, tables: readonly Table[]): Promise<void> {
  let into: BackupTable | null = null
  let batch: string[] = []
  let characters = 0
  const flush = async () => {
    if (into && batch.length > 0) await insert(tx, into, tables, batch)
    batch = []
    characters = 0
  }
  for await (const line of readBackup(file)) {
    if (line.startsWith('[')) {
      batch.push(line)
      characters += line.length
      if (batch.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS) await flush()
      continue
    }
    await flush()
    into = parseLine(BackupTable, line) ?? into
    await setSequences(tx, parseLine(BackupSequences, line)?.sequences ?? [])
  }
}

/** The types are the database's own word, not the file's. */
async function insert(tx: Db, { table, columns }: BackupTable, tables: readonly Table[], rows: readonly string[]): Promise<void> {
  const known = tables.find(({ name }) => name === table)?.columns ?? []
  const types = columns.map((column) => known.find(({ name }) => name === column)?.type)
  if (types.includes(undefined)) throw new BackupRefused(`The backup's table ${table} is not what this version knows. Nothing was changed.`)
  const names = sql.join(columns.map(sql.identifier), sql`, `)
  const values = sql.raw(types.map((type, index) => `(line ->> ${index})::${type}`).join(', '))
  await tx.execute(
    sql`insert into ${sql.identifier(table)} (${names}) select ${values} from json_array_elements(${`[${rows.join(',')}]`}::text::json) as rows(line)`,
  )
}

async function setSequences(tx: Db, sequences: BackupSequences['sequences']): Promise<void> {
  for (const { name, last, isCalled } of sequences) {
    await tx.execute(sql`select setval(quote_ident(${name}::text)::regclass, ${last}::text::bigint, ${isCalled}::boolean)`)
  }
}

async function compareCounts(tx: Db, header: BackupHeader): Promise<void> {
  for (const { name, rows } of header.tables) {
    if ((await countRows(tx, name)) !== rows) throw new BackupRefused(`Not all rows of ${name} arrived. Nothing was changed.`)
  }
}
