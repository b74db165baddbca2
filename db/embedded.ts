import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { type Database, once, WAKE_CHANNEL } from './client.ts'
import { prepareStatements } from './embeddedStatements.ts'
import { lockDirectory } from './lock.ts'
import { countToApply, MIGRATIONS } from './migrated.ts'
import * as schema from './schema/index.ts'
import { entranceAbove, entranceOf, withinEmbedded } from './within.ts'

/** @throws InUse when another process has the directory, Outdated when a newer program has migrated it. */
export async function openEmbedded(dataDir: string, schemaIs: 'migrated' | 'asItIs'): Promise<Database> {
  const unlock = lockDirectory(dataDir)
  let engine: PGlite | null = null
  try {
    engine = await PGlite.create(join(dataDir, 'database'))
    if (schemaIs === 'migrated') await migrateEmbedded(engine)
    return embedded(engine, unlock)
  } catch (error) {
    await engine?.close()
    unlock()
    throw error
  }
}

/** An empty database that lives and dies with the process; `snapshot` is a dump of an earlier one. */
export async function openInMemory(snapshot?: Blob): Promise<Database & { snapshot(): Promise<Blob> }> {
  const engine = await PGlite.create(snapshot ? { loadDataDir: snapshot } : {})
  await migrateEmbedded(engine)
  return { ...embedded(engine, () => {}), snapshot: () => engine.dumpDataDir('none') }
}

async function migrateEmbedded(engine: PGlite): Promise<void> {
  const db = drizzle(engine, { schema })
  if ((await countToApply(db)) > 0) await migrate(db, MIGRATIONS)
}

function embedded(engine: PGlite, unlock: () => void): Database {
  prepareStatements(engine)
  return {
    db: drizzle(engine, { schema }),
    engine: 'pglite',
    within: once((scope) => drizzle(withinEmbedded(engine, entranceOf(scope)), { schema })),
    above: once((height) => drizzle(withinEmbedded(engine, entranceAbove(height)), { schema })),
    listen: (onChange) => engine.listen(WAKE_CHANNEL, onChange),
    // The directory is locked: there is no other process.
    claim: async () => true,
    async close() {
      await engine.close()
      unlock()
    },
  }
}
