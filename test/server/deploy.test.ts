import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { VARIABLE_NAMES } from '../../core/env.ts'
import { createServerDatabase } from '../database.ts'

type Service = {
  image: string
  command?: string[]
  environment: Record<string, string | number>
  volumes: string[]
  ports?: string[]
  restart: string
  stop_grace_period: string
  healthcheck?: { test: string[] }
  depends_on?: Record<string, { condition: string }>
}

const source = readFileSync('compose.yaml', 'utf8')
const compose: { services: Record<string, Service>; volumes: Record<string, null> } = parse(source, { merge: true })
const { postgres, bot, console: desk } = compose.services as { postgres: Service; bot: Service; console: Service }
const PROCESS_GIVES_ITSELF_S = 8
const KNOWN: readonly string[] = [...VARIABLE_NAMES, 'NODE_ENV']
const { dependencies, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'dependencies' | 'scripts',
  Record<string, string>
>

function unknownIn(names: readonly string[]): string[] {
  expect(names.length).toBeGreaterThan(0)
  return names.filter((name) => !KNOWN.includes(name))
}

/** `node start.js FILE`, with FILE among the programs that are built. */
function expectsToStart(command: readonly string[] | undefined): void {
  expect(command?.slice(0, 2)).toEqual(['node', 'start.js'])
  expect(command).toHaveLength(3)
  expect(existsSync(command![2]!)).toBe(true)
  expect(Object.values(scripts)).toContain(`node start.js ${command![2]}`)
  expect(dependencies).toHaveProperty('esbuild')
}

test('compose.yaml runs a database and two processes of one image', () => {
  expect(Object.keys(compose.services)).toEqual(['postgres', 'bot', 'console'])
  expect(desk.image).toBe(bot.image)
  for (const service of [bot, desk]) {
    expectsToStart(service.command)
    expect(service.restart).toBe('unless-stopped')
    expect(Number.parseInt(service.stop_grace_period, 10)).toBeGreaterThan(PROCESS_GIVES_ITSELF_S)
    expect(service.depends_on).toEqual({ postgres: { condition: 'service_healthy' } })
    expect(unknownIn(Object.keys(service.environment))).toEqual([])
  }
})

test('compose.yaml keeps what must outlive a container, and lets nobody from outside at the database', () => {
  const named = Object.values(compose.services).flatMap(({ volumes }) => volumes.map((volume) => volume.split(':')))
  expect(named.map(([name]) => name).toSorted()).toEqual(Object.keys(compose.volumes).toSorted())
  for (const service of [bot, desk]) expect(service.volumes[0]!.split(':')[1]).toBe(service.environment['DATA_DIR'])
  expect(postgres.volumes).toEqual(['postgres:/var/lib/postgresql/data'])
  expect(postgres.healthcheck?.test).toContain('pg_isready')
  expect([postgres.ports, bot.ports]).toEqual([undefined, undefined])
  expect(desk.ports).toEqual([`127.0.0.1:3000:${desk.environment['PORT']}`])
})

test('compose.yaml holds no secret and asks only for variables that exist', () => {
  const asked = [...source.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!)
  expect(unknownIn(asked.filter((name) => name !== 'POSTGRES_PASSWORD'))).toEqual([])
  for (const name of ['POSTGRES_PASSWORD', 'AUTH_SECRET']) expect(source).toMatch(new RegExp(`${name}: \\$\\{${name}:\\?`))
})

test('the image runs as nobody special, keeps its data in a volume and is asked for its health', () => {
  const lines = readFileSync('Dockerfile', 'utf8').split('\n')
  const at = (start: string) => lines.findIndex((line) => line.startsWith(start))
  expect(lines[0]).toBe('FROM node:20-slim')
  expect(at('USER node')).toBeGreaterThan(at('RUN mkdir'))
  expect(at('CMD')).toBeGreaterThan(at('USER node'))
  expectsToStart(JSON.parse(lines[at('CMD')]!.slice('CMD '.length)))
  expect(lines).toContain('VOLUME /data')
  expect(lines.join('\n')).toContain('RUN npm ci --omit=dev')
  expect(lines.join('\n')).toMatch(/HEALTHCHECK .*\n.*\/healthz/)
  const set = lines[at('ENV')]!.split(' ')
    .slice(1)
    .map((pair) => pair.split('=')[0]!)
  expect(unknownIn(set)).toEqual([])
})

test('nothing private gets into the image, and nothing that it needs is left out', () => {
  const left = readFileSync('.dockerignore', 'utf8').split('\n')
  expect(left).toEqual(expect.arrayContaining(['.env', '.git', 'data', 'node_modules', '*.memory-card.json']))
  for (const needed of ['core', 'db', 'health', 'bot', 'admin', 'doctor', 'main.ts', 'doctor.ts', 'build.js', 'start.js', 'tsconfig.json'])
    expect(left).not.toContain(needed)
})

test.each(['bot', 'console'])('the unit of the %s starts a file that exists, hardened, with variables that exist', (name) => {
  const unit = readFileSync(`deploy/systemd/huiyin-${name}.service`, 'utf8')
  const values = (key: string) => [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value!)
  const [start] = values('ExecStart')
  expectsToStart(start!.replace('/usr/bin/', '').split(' '))
  expect(unknownIn(values('Environment').flatMap((line) => line.split(' ').map((pair) => pair.split('=')[0]!)))).toEqual([])
  expect(unit).toMatch(/^DATA_DIR=|DATA_DIR=\/var\/lib\/huiyin/m)
  expect(values('StateDirectory')).toEqual(['huiyin'])
  for (const line of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'PrivateTmp=yes', 'Restart=on-failure', 'RestartPreventExitStatus=2'])
    expect(unit.split('\n')).toContain(line)
  expect(Number(values('TimeoutStopSec')[0])).toBeGreaterThan(PROCESS_GIVES_ITSELF_S)
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

const PLAYED: Record<string, string> = {
  AUTH_SECRET: 'a secret of more than thirty-two letters',
  PUBLIC_URL: 'https://huiyin.example',
  POSTGRES_PASSWORD: 'x',
}

/** A service's process as compose would start it, on a database and ports of this machine. */
function start({ command, environment }: Service, here: Record<string, string>): ChildProcess {
  const set = Object.entries(environment).map(([name, value]) => [
    name,
    String(value).replace(/\$\{(\w+)[^}]*\}/g, (_, asked) => PLAYED[asked]!),
  ])
  const env = { PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'warn', ...Object.fromEntries(set), ...here }
  const program = spawn(process.execPath, command!.slice(1), { env, stdio: ['ignore', 'ignore', 'inherit'] })
  onTestFinished(() => void program.kill('SIGKILL'))
  return program
}

async function readiness(port: string): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    if (answer?.ok) return answer.text()
    await sleep(100)
  }
  return 'never'
}

test('the two start commands of compose.yaml are ready on a real database, show their figures, and end when told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-deploy-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const script = join(folder, 'chat.jsonl')
  writeFileSync(
    script,
    `${JSON.stringify({ id: 'm1', at: new Date().toISOString(), group: '和风苑业主群', sender: '王姐', text: '5栋好大的煤气味，快来人' })}\n`,
  )
  const [PORT, BOT_PORT] = [String(await freePort()), String(await freePort())]
  const METRICS_TOKEN = 'token-of-the-watchman'
  const here = { DATABASE_URL: await createServerDatabase(), DATA_DIR: folder, METRICS_TOKEN }

  const processes = [start(bot, { ...here, BOT_PORT, CHANNEL: 'script', SCRIPT: script }), start(desk, { ...here, PORT })]
  expect(await Promise.all([readiness(BOT_PORT), readiness(PORT)])).toEqual(['ready', 'ready'])

  const show = async (port: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
    return (await answer.text()).split('\n').filter((line) => line.startsWith('huiyin_'))
  }
  await expect.poll(() => show(BOT_PORT)).toContain('huiyin_messages_received_total{channel="script",account="main",kind="text"} 1')
  await expect.poll(() => show(BOT_PORT)).toContain('huiyin_readings_total{reader="rule"} 1')
  await expect
    .poll(() => show(BOT_PORT))
    .toContainEqual(expect.stringMatching(/^huiyin_words_said_total\{channel="script",account="main"\} [1-9]/))
  expect(await show(BOT_PORT)).toContain('huiyin_held_messages{where="memory"} 0')
  await expect.poll(() => show(PORT)).toContain('huiyin_channel_state{channel="script",account="main",state="online"} 1')
  expect((await fetch(`http://127.0.0.1:${BOT_PORT}/metrics`)).status).toBe(401)

  const endings = processes.map((program) => once(program, 'exit'))
  for (const program of processes) program.kill('SIGTERM')
  expect((await Promise.all(endings)).map(([status]) => status)).toEqual([0, 0])
})
