import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const NOBODY = 65_534
const ROOMS = ['core', 'db', 'health', 'doctor', 'bot', 'admin']

/** A product of one program that says what stands in a file beside it. */
function openProduct() {
  const root = mkdtempSync(join(tmpdir(), 'huiyin-start-'))
  chmodSync(root, 0o755)
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const room of ROOMS) mkdirSync(join(root, room))
  for (const file of ['build.js', 'start.js']) copyFileSync(file, join(root, file))
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({ type: 'module', scripts: { bot: 'node start.js bot/main.ts' }, dependencies: {} }),
  )
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  writeFileSync(join(root, 'bot/word.txt'), '回音')
  const write = (code: string) => writeFileSync(join(root, 'bot/main.ts'), code)
  write(SAYING)
  return {
    write,
    built: () => readdirSync(join(root, 'dist')),
    start: (uid?: number) =>
      spawnSync(process.execPath, ['start.js', 'bot/main.ts', '某'], { cwd: root, encoding: 'utf8', ...(uid ? { uid } : {}) }),
  }
}

const SAYING = `import { readFileSync } from 'node:fs'
const word: string = readFileSync(new URL('./word.txt', import.meta.url), 'utf8')
console.log(word, ...process.argv.slice(2))`

test('a program is put together once, finds what lies beside its sources, and again when they are changed', () => {
  const { write, start, built } = openProduct()
  expect(start().stdout).toBe('回音 某\n')
  const [first] = built()
  expect(start().stdout).toBe('回音 某\n')
  expect(built()).toEqual([first])

  write(`console.log('改了')`)
  expect(start().stdout).toBe('改了\n')
  write(`console.log('又改了')`)
  expect(start().stdout).toBe('又改了\n')
  expect(built()).toHaveLength(2)
  expect(built()).not.toContain(first)
})

test('an error names the source and its line', () => {
  const { write, start } = openProduct()
  write(`type Nothing = null\n\nthrow new Error('broken' satisfies string)`)
  expect(start().stderr).toMatch(/bot\/main\.ts:3:\d+\)?$/m)
})

test.runIf(process.getuid?.() === 0)('who may not write says so, unless it is built already', () => {
  const { write, start } = openProduct()
  expect(start(NOBODY)).toMatchObject({ status: 2, stderr: expect.stringMatching(/^These sources are not built yet.*npm run build/) })
  expect(start().status).toBe(0)
  expect(start(NOBODY).stdout).toBe('回音 某\n')
  write(`console.log('改了')`)
  expect(start(NOBODY)).toMatchObject({ status: 2, stdout: '' })
})
