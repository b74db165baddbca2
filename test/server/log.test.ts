import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { beforeAll, expect, test } from 'vitest'
import { createServerDatabase } from '../database.ts'

const WORDS = '我家漏水了，电话13800138000，找王姐'
const WORDS_OF_IT = /漏水|王姐|13800138000/
const SECRETS = {
  OPENAI_API_KEY: 'sk-test-0123456789',
  AUTH_SECRET: 'a secret of "thirty-two" letters',
  METRICS_TOKEN: 'token-of-the-watchman',
}

const insert = (role: string) =>
  `await db.insert(members).values({ channel: 'sandbox', externalId: WORDS, nickname: WORDS, role: ${role}, isFriend: false })`

/** What goes wrong, and what the log may say of it. */
const FAULTS: [name: string, code: string, message: RegExp, cause?: object][] = [
  [
    'a key that exists',
    `${insert("'resident'")}; ${insert("'resident'")}`,
    /^Failed query: insert into "members" \("id", "channel", "account", "external_id"/,
    {
      type: 'PostgresError',
      code: '23505',
      constraint: 'members_external',
      message: 'duplicate key value violates unique constraint "members_external"',
    },
  ],
  ['a row that a check refuses', insert('WORDS'), /^Failed query: insert into "members"/, { code: '23514', constraint: 'members_role' }],
  ['words where a number belongs', `await db.execute("select '" + WORDS + "'::int")`, /^Failed query: select '…'::int$/, { code: '22P02' }],
  ['JSON for the database', `await db.execute("select '{" + WORDS + "'::jsonb")`, /^Failed query: select '…'::jsonb$/, { code: '22P02' }],
  ['JSON that cannot be read', 'JSON.parse(WORDS)', /^Unexpected token/],
  ['a name in a message', `throw new Error('nobody is called "' + WORDS + '"')`, /^nobody is called "…"$/],
  ['lines that look like a stack', `throw new Error('broken: ' + WORDS + '\\n    at ' + WORDS + ' (x:1:1)\\n' + WORDS)`, /^broken: …/],
  [
    'an address with a password',
    `throw new Error('connect postgres://huiyin:13800138000@db:5432/huiyin')`,
    /^connect \S+:\/\/…@db:5432\/huiyin$/,
  ],
  [
    'a request to WeChat',
    `throw Object.assign(new Error('Request failed with status code 502'), { code: 'ERR_BAD_RESPONSE', tips: '发送文本信息失败',
      config: { url: 'https://wx2.qq.com/send?skey=13800138000', data: WORDS, headers: { Cookie: WORDS } }, request: { path: WORDS },
      response: { status: 502, data: { BaseResponse: { Ret: 1205, ErrMsg: WORDS }, words: WORDS } } })`,
    /^Request failed with status code 502$/,
  ],
  [
    'secrets',
    `log.info({ id: process.env.OPENAI_API_KEY }, process.env.AUTH_SECRET)
    throw new Error('Incorrect key ' + process.env.OPENAI_API_KEY + ' and ' + process.env.METRICS_TOKEN)`,
    /^Incorrect key \*\*\* and \*\*\*$/,
  ],
]

type Written = { err: { message: string; stack: string; cause?: object } & Record<string, unknown> }

let written = ''
let lines: Written[] = []

beforeAll(async () => {
  const url = await createServerDatabase()
  written = await run(
    `
    const { db, close } = await (await import('./db/open.ts')).openDatabase({ databaseUrl: process.env.DATABASE_URL, dataDir: '' })
    const { members } = await import('./db/schema/index.ts')
    const log = await (await import('./log.ts')).openLog('test', (await import('./env.ts')).readEnv())
    const WORDS = ${JSON.stringify(WORDS)}
    const faults = [${FAULTS.map(([, code]) => `async () => { ${code} }`).join(',')}]
    for (const fault of faults) await fault().catch((error) => log.error({ err: error }, 'It failed'))
    await close()`,
    url,
  )
  lines = written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ err }) => err)
})

/** What a process with secrets writes. */
async function run(script: string, url: string): Promise<string> {
  const env = { ...process.env, ...SECRETS, DATABASE_URL: url }
  const program = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { env })
  let heard = ''
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (heard += String(chunk)))
  await once(program, 'close')
  return heard
}

test.each(FAULTS.map(([name, , message, cause], index) => ({ name, message, cause, index })))(
  "an error about $name is told without residents' words",
  ({ message, cause, index }) => {
    const { err } = lines[index]!
    expect(err.message).toMatch(message)
    expect(err.stack).toMatch(/^ {4}at /)
    if (cause) expect(err.cause).toMatchObject(cause)
    expect(JSON.stringify(err)).not.toMatch(WORDS_OF_IT)
  },
)

test('a request to WeChat leaves what helps to find the fault', () => {
  const err = lines.find(({ err }) => err['tips'])!.err
  expect(err).toMatchObject({ code: 'ERR_BAD_RESPONSE', status: 502, ret: 1205, tips: '发送文本信息失败', host: 'wx2.qq.com' })
})

test('nothing of residents and no secret stands anywhere in what was written', () => {
  expect(lines).toHaveLength(FAULTS.length)
  expect(written).not.toMatch(WORDS_OF_IT)
  expect(written).not.toMatch(/sk-test|thirty-two|watchman|postgres:postgres/)
})

test('what nobody caught ends the process with one line of the log, without the password', async () => {
  const script = `await import('./db/migrate.ts')`
  const heard = await run(script, 'postgres://huiyin:lantern-river@127.0.0.1:9/huiyin')
  expect(heard.trim().split('\n')).toHaveLength(1)
  expect(JSON.parse(heard)).toMatchObject({ level: 60, err: { cause: { code: 'ECONNREFUSED' } } })
  expect(heard).not.toContain('lantern-river')
})
