import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createMetrics } from '../health/metrics.ts'

/** Who may lean on whom. An arrow that is not drawn here does not exist. */
const ARROWS: Record<string, readonly string[]> = {
  core: ['zod', 'temporal-polyfill', 'chinese-days'],
  db: ['core', 'process.ts', 'node:', 'drizzle-orm', 'postgres', '@electric-sql/pglite'],
  doctor: ['core', 'db', 'bot', 'node:'],
  health: ['core', 'db', 'node:', 'hono', '@hono/node-server', 'prom-client'],
  bot: [
    'core',
    'db',
    'health',
    'env.ts',
    'process.ts',
    'node:',
    'pino',
    'zod',
    'openai',
    'qrcode',
    'wechaty',
    'wechaty-puppet-wechat4u',
    'file-box',
  ],
  admin: [
    'core',
    'db',
    'health',
    'process.ts',
    'node:',
    'pino',
    'zod',
    'temporal-polyfill',
    'hono',
    '@hono/node-server',
    'better-auth',
    'nodemailer',
    'csv-stringify',
    'otpauth',
    'qrcode',
    'sharp',
  ],
}

/** A package that only one file knows can be exchanged in one file. */
const ONE_DOOR: Record<string, string> = {
  'chinese-days': 'core/calendar/official.ts',
  nodemailer: 'admin/mail.ts',
  'csv-stringify': 'admin/csv.ts',
  otpauth: 'admin/totp.ts',
  openai: 'bot/readers/model.ts',
  sharp: 'admin/picture.ts',
  wechaty: 'bot/channels/wechat.ts',
  'wechaty-puppet-wechat4u': 'bot/channels/wechat/puppet.ts',
}

const IMPORT = /\bfrom '([^']+)'|\bimport\(?\s*'([^']+)'/g

function filesIn(folder: string, ending: RegExp): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => ending.test(file))
  return files.map((file) => join(folder, file))
}

function sourcesOf(room: string): string[] {
  return filesIn(room, /\.tsx?$/)
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, named, bare]) => destination(file, (named ?? bare)!))
}

/** The room, root file, package or `node:` that an import leads to. */
function destination(file: string, target: string): string {
  if (target.startsWith('node:')) return 'node:'
  const path = target.startsWith('.') ? normalize(join(file, '..', target)) : target
  const [first, second] = path.split('/')
  return first!.startsWith('@') ? `${first}/${second}` : first!
}

describe.each(Object.keys(ARROWS))('%s', (room) => {
  const files = sourcesOf(room)

  test('is not empty', () => {
    expect(files.length).toBeGreaterThan(3)
  })

  test('leans only on its foundations', () => {
    const strays = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => target !== room && !ARROWS[room]!.includes(target))
        .map((target) => `${file} -> ${target}`),
    )
    expect(strays).toEqual([])
  })
})

test('core has no clock and no chance of its own', () => {
  const impure = sourcesOf('core').filter((file) =>
    /new Date\(\)|Date\.now\(\)|Math\.random\(|process\.env/.test(readFileSync(file, 'utf8')),
  )
  expect(impure).toEqual([])
})

test.each(Object.entries(ONE_DOOR))('only one file knows %s', (name, door) => {
  const knowing = ['core', 'db', 'health', 'bot', 'admin'].flatMap(sourcesOf).filter((file) => importsOf(file).includes(name))
  expect(knowing).toEqual([door])
})

type LockedPackage = { optionalDependencies?: Record<string, string>; os?: string[] }

test('the lock file holds every platform package that its packages name', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, LockedPackage> }
  const locked = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)!))
  const named = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
  const platform = named.filter((name) => /(linux|darwin|win32|windows|android|freebsd|openharmony|wasm)/.test(name))

  expect(platform.length).toBeGreaterThan(10)
  expect(platform.filter((name) => !locked.has(name))).toEqual([])
})

describe('the documents', () => {
  const documents = [...filesIn('docs', /\.md$/), 'README.md', 'README.zh-CN.md']
  const text = documents.map((file) => readFileSync(file, 'utf8')).join('\n')
  const { scripts, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>

  test('name only scripts that exist', () => {
    const named = [...text.matchAll(/npm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(([, run, short]) => run ?? short!)
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => !(name in scripts!))).toEqual([])
  })

  test('name only files and folders that exist', () => {
    const named = [...text.matchAll(/`((?:bot|admin|core|db|health|doctor|deploy|test|docs|\.ci)\/[\w./-]*)`/g)].map(([, path]) => path!)
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((path) => !existsSync(path))).toEqual([])
  })

  test('give every runtime dependency its sentence', () => {
    const decisions = filesIn('docs/decisions', /\.md$/).map((file) => readFileSync(file, 'utf8'))
    const silent = Object.keys(dependencies!).filter((name) => !decisions.some((decision) => decision.includes(`**${name}**`)))
    expect(silent).toEqual([])
  })

  test('list every figure, and none that does not exist', () => {
    const listed = [...readFileSync('docs/OPERATIONS.md', 'utf8').matchAll(/^\| (`huiyin_.*?) \|/gm)].flatMap(
      ([, cell]) => cell!.match(/huiyin_\w+/g)!,
    )
    const figures = createMetrics().registry.getMetricsAsArray()
    expect(listed.toSorted()).toEqual(figures.map(({ name }) => name).toSorted())
    expect(figures.filter(({ help }) => !help.endsWith('.'))).toEqual([])
  })

  test('show what they say of trouble by tests that exist, the same in both languages', () => {
    const [english, chinese] = ['docs/OPERATIONS.md', 'docs/OPERATIONS.zh-CN.md'].map((file) =>
      [...readFileSync(file, 'utf8').matchAll(/`(test\/[\w/]+\.test\.ts)`\s?["“]([^"”]+)["”]/g)].map(([, path, title]) => ({
        path: path!,
        title: title!,
      })),
    )
    expect(english!.length).toBeGreaterThan(20)
    expect(chinese).toEqual(english)
    expect(english!.filter(({ path, title }) => !existsSync(path) || !readFileSync(path, 'utf8').includes(`('${title}`))).toEqual([])
  })

  test('link only to files that exist', () => {
    const broken = documents.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map(([, target]) => target!)
        .filter((target) => !existsSync(join(file, '..', target)))
        .map((target) => `${file}: ${target}`),
    )
    expect(broken).toEqual([])
  })
})

test("a line of the log carries only facts that are nobody's words", () => {
  const harmless = new Set([
    'err',
    'env',
    'engine',
    'file',
    'id',
    'bytes',
    'held',
    'messageId',
    'communityId',
    'signal',
    'url',
    'way',
    'alert',
    'reason',
    'problem',
    'state',
    'refused',
    '...problem',
    '...place',
    '...held()',
  ])
  const calls = ['core', 'db', 'bot', 'admin', 'health', 'doctor']
    .filter(existsSync)
    .flatMap(sourcesOf)
    .concat('process.ts', 'main.ts')
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\blog\.(?:fatal|error|warn|info|debug|trace)\(\s*\{([^}]*)/g)].flatMap(([, facts]) =>
        facts!
          .split(',')
          .map((fact) => fact.split(':')[0]!.trim())
          .filter((fact) => fact !== ''),
      ),
    )
  expect(calls.length).toBeGreaterThan(10)
  expect(calls.filter((fact) => !harmless.has(fact))).toEqual([])
})
