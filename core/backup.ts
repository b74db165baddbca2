import * as z from 'zod'

/** Counts changes of the format that an older version could not read. */
export const BACKUP_FORMAT = 1

/** The last migration that a database has had: its moment in the journal and the hash of its words. */
const Migration = z.object({ at: z.number(), hash: z.string() })
export type Migration = z.infer<typeof Migration>

/** The first line of a backup. */
export const BackupHeader = z.object({
  product: z.literal('huiyin'),
  format: z.number().int(),
  version: z.string(),
  createdAt: z.iso.datetime(),
  migration: Migration,
  tables: z.array(z.object({ name: z.string(), rows: z.number().int().min(0) })),
})
export type BackupHeader = z.infer<typeof BackupHeader>

/** The line before a table's rows. A row is a line of its own: a JSON array with the text of each value, or null, in the order of the columns. */
export const BackupTable = z.object({ table: z.string(), columns: z.array(z.string()).min(1) })
export type BackupTable = z.infer<typeof BackupTable>

/** The line after the last table: where every counter stands. */
export const BackupSequences = z.object({
  sequences: z.array(z.object({ name: z.string(), last: z.string().regex(/^\d+$/), isCalled: z.boolean() })),
})
export type BackupSequences = z.infer<typeof BackupSequences>

/** The last line: the checksum of all lines before it, line feeds included. */
export const BackupEnd = z.object({ sha256: z.string() })
