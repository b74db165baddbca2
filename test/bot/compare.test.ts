import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Reading } from '../../core/reading/reading.ts'
import { byWords, startOpenAiServer } from '../openaiServer.ts'

/** A command loads the whole bot and fills a database: slow where others work too. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const LIFT = '3栋电梯坏了'
const RIDDLE = '门禁嘛，你懂的'
const readings: Record<string, Reading> = {
  [LIFT]: { intent: 'report', category: 'facility.lift', summary: '3栋电梯坏了', place: null, urgency: 'high', confidence: 0.9 },
  [RIDDLE]: { intent: 'report', category: 'facility.door', summary: '门禁坏了', place: null, urgency: 'normal', confidence: 0.9 },
}

function replay(args: string[], env: Record<string, string> = {}): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const command = ['start.js', 'bot/replay/main.ts', ...args]
    execFile(process.execPath, command, { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}

function writeChat(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-compare-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'chat.jsonl')
  const said = [LIFT, RIDDLE].map((text, index) => ({
    id: `m${index}`,
    at: '2026-11-21T09:00:00+08:00',
    group: '群',
    sender: `s${index}`,
    text,
  }))
  writeFileSync(file, said.map((line) => JSON.stringify(line)).join('\n'))
  return file
}

test('two readers on one chat: only what they take otherwise is shown, and what each cost', async () => {
  const server = await startOpenAiServer(byWords(readings))
  onTestFinished(() => server.close())
  const env = { OPENAI_MODEL: 'played', OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: 'none' }
  const file = writeChat()

  const { status, stdout } = await replay(['--compare', 'offline', 'model:other', file, '--json'], env)

  expect(status).toBe(0)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const place = expect.objectContaining({
    message: 'm0',
    a: expect.objectContaining({ place: '3栋' }),
    b: expect.objectContaining({ place: null }),
  })
  const riddle = expect.objectContaining({
    message: 'm1',
    a: expect.objectContaining({ intent: 'chatter', joins: null, said: false }),
    b: expect.objectContaining({ intent: 'report', category: 'facility.door', joins: 'm1', said: true }),
  })
  expect(lines).toEqual([place, riddle, expect.objectContaining({ type: 'summary', messages: 2, differences: 2 })])
  expect(lines[2]).toMatchObject({ a: { reader: 'offline', modelCalls: 0 }, b: { reader: 'model:other', modelCalls: 2 } })
  expect(new Set(server.requests.map(({ model }) => model))).toEqual(new Set(['other']))
})

test('a reader agrees with itself', async () => {
  const { stdout } = await replay(['--compare', 'offline', 'offline', writeChat()])
  expect(stdout.split('\n')[0]).toBe('2 条消息，0 条看法不同。A offline（调用 0 次，词元 0 + 0）；B offline（调用 0 次，词元 0 + 0）')
})

test.each([
  ['a reader', ['--compare', 'offline', 'oracle']],
  ['an option', ['--helpme']],
])('%s that nobody knows is refused with the usage', async (_, wishes) => {
  const { status, stderr } = await replay([...wishes, writeChat()])
  expect(status).toBe(2)
  expect(stderr).toMatch(/^Usage: .*\n.*--compare READER READER FILE/)
})
