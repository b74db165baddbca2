import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { lockDirectory } from '../../db/lock.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

test('a directory that is given back can be taken again', () => {
  lockDirectory(folder)()
  expect(() => lockDirectory(folder)()).not.toThrow()
})

test('the lock of a process that has died is taken over', async () => {
  const other = spawn(process.execPath, ['-e', '0'])
  await once(other, 'exit')
  writeFileSync(join(folder, 'database.lock'), `${other.pid} 1`)

  lockDirectory(folder)

  expect(readFileSync(join(folder, 'database.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid}\\b`))
})

test('another running process keeps its locks, and each names the way out', async () => {
  const script = `import { lockDirectory } from ${JSON.stringify(new URL('../../db/lock.ts', import.meta.url).href)}
    lockDirectory(${JSON.stringify(folder)}); lockDirectory(${JSON.stringify(folder)}, 'bot'); console.log('locked'); setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void other.kill('SIGKILL'))
  await once(other.stdout, 'data')

  expect(() => lockDirectory(folder)).toThrow(
    `The embedded database in ${folder} is in use by process ${other.pid}. Stop that process first, or set DATABASE_URL.`,
  )
  expect(() => lockDirectory(folder, 'bot')).toThrow(
    `The spool of the bot in ${folder} is in use by process ${other.pid}. Stop that process first, or give this bot a DATA_DIR of its own.`,
  )
})
