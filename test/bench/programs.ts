import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ensure, type Pair } from './compare.ts'
import type { Bench } from './ground.ts'

const run = promisify(execFile)

const IDLE_MS = 3000

/** The whole product as an operator starts it, built, on a database that is up: until the first page is there, and what it weighs when nothing happens. */
export const programs: Bench = {
  name: 'programs',
  measures: [
    { metric: 'start to first page', unit: 's', limit: '–', judged: 'ours', better: 'less', target: 1 },
    { metric: 'memory idle, bot and console', unit: 'MB', limit: '–', judged: 'ours', better: 'less', target: 150 },
  ],
  async prepare(ground) {
    await run(process.execPath, ['build.js'])
    const plot = await ground.open()
    const folder = mkdtempSync(join(tmpdir(), 'huiyin-bench-'))
    return {
      async round() {
        const port = String(await freePort())
        const env = { ...process.env, DATABASE_URL: plot.url, DATA_DIR: folder, PORT: port, LOG_LEVEL: 'silent' }
        const start = performance.now()
        const program = spawn(process.execPath, ['start.js', 'main.ts'], { env, stdio: 'ignore' })
        try {
          await firstPage(`http://127.0.0.1:${port}/sign-in`)
          const seconds = (performance.now() - start) / 1000
          await sleep(IDLE_MS)
          return [alone(seconds), alone(residentMb(program))]
        } finally {
          program.kill('SIGTERM')
          await once(program, 'exit')
        }
      },
      async close() {
        await plot.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
}

function alone(value: number): Pair {
  return { ours: { value, cpuUs: null }, limit: null }
}

async function firstPage(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(url).catch(() => null)
    if (response) return ensure('the first page', response.status, 200)
    await sleep(10)
  }
}

/** What Linux counts as resident. */
function residentMb({ pid }: ChildProcess): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
  return Number(kilobytes) / 1024
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
