import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

test.each([0, 3])('a run with the server behind it that means to end with status %d does', async (meant) => {
  const setup = new URL('../setup/server.ts', import.meta.url).href
  const script = `const { startServer } = await import(${JSON.stringify(setup)})
    const server = await startServer()
    await server.stop()
    process.exitCode = ${meant}`
  const run = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: 'ignore' })

  const [status] = await once(run, 'exit')

  expect(status).toBe(meant)
})
