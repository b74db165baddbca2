import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openInMemory } from '../../db/embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    snapshot: string
    serverUrl: string | null
  }
}

/** Migrates an embedded database once for all projects; test files load the dump, which takes a tenth of the time. */
export default async function setup({ vitest }: TestProject) {
  const run = vitest.getRootProject()
  if (run.getProvidedContext().snapshot) return
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-test-'))
  const database = await openInMemory()
  const dump = join(folder, 'snapshot.tar')
  writeFileSync(dump, new Uint8Array(await (await database.snapshot()).arrayBuffer()))
  await database.close()
  run.provide('snapshot', dump)
  return () => rmSync(folder, { recursive: true })
}
