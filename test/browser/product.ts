import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const START_TIMEOUT_MS = 90_000
const STOP_TIMEOUT_MS = 12_000

export type Product = { setupUrl: string; origin: string; stop(): Promise<void> }

/** The product as a newcomer starts it, on a data directory and a port of its own. */
export async function startProduct(): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-browser-'))
  const port = await freePort()
  const running = spawn(process.execPath, ['start.js', 'main.ts'], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

  async function stop(): Promise<void> {
    await end(running)
    rmSync(dataDir, { recursive: true, force: true })
  }

  try {
    const setupUrl = await readSetupUrl(running)
    return { setupUrl, origin: new URL(setupUrl).origin, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The one-time link, as it is printed for the operator. */
function readSetupUrl(running: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const timer = setTimeout(() => reject(new Error(`The product printed no link:\n${printed}`)), START_TIMEOUT_MS)
    running.once('exit', (code) => reject(new Error(`The product ended with status ${code}:\n${printed}`)))
    for (const stream of [running.stdout!, running.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text
        const url = /http:\/\/\S+\/setup\/\S+/.exec(printed)?.[0]
        if (!url) return
        clearTimeout(timer)
        resolve(url)
      })
    }
  })
}

function end(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => running.kill('SIGKILL'), STOP_TIMEOUT_MS)
    running.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    running.kill('SIGTERM')
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
