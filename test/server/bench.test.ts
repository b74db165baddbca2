import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, inject, onTestFinished, test } from 'vitest'

test('npm run bench measures ingest, checks what was stored and prints its table', async () => {
  const env = { ...process.env, TEST_DATABASE_URL: inject('serverUrl')! }
  const options = ['--only', 'ingest', '--rounds', '1', '--load', '0.02', '--dry']
  const bench = spawn(process.execPath, ['--import', 'tsx', 'test/bench/main.ts', ...options], { env })
  onTestFinished(() => void bench.kill('SIGKILL'))
  let printed = ''
  bench.stdout.on('data', (chunk) => {
    printed += String(chunk)
  })

  const [status] = await once(bench, 'exit')
  expect(status).toBe(0)
  expect(printed).toMatch(/^\| metric \| ours \| limit \|.*\n\| --- .*\n\| ingest, 8 at once \| [\d.]+ messages\/s \|/)
})
