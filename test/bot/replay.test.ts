import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'

/** A command loads the whole bot and fills a database: slow where others work too. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const CHAT = [
  {
    id: '1',
    at: '2026-11-21T09:00:00+08:00',
    group: '和风苑业主群',
    estate: '和风苑',
    sender: 'wang',
    alias: '王姐(8-2-402)',
    text: '8栋2单元楼道灯不亮',
  },
  { id: '2', at: '2026-11-21T09:00:30+08:00', group: '和风苑业主群', estate: '和风苑', sender: 'li', text: '今晚吃啥', colour: 'blue' },
  { id: '3', at: '2026-11-23T10:00:00+08:00', group: '和风苑二群', estate: '和风苑', sender: 'zhao', text: '3栋电梯坏了' },
  { id: '4', at: '2026-11-23T10:05:00+08:00', group: '桂园群', sender: 'sun', text: '5栋电梯坏了' },
  { id: '5', at: '2026-11-23T10:06:00+08:00', group: null, sender: 'wang', text: '上次那灯咋样了' },
  { id: '6', at: '2026-11-23T10:07:00+08:00', group: '桂园群', sender: 'sun', kind: 'voice', text: '' },
]

type Run = { status: number; stdout: string; stderr: string }

/** Runs the command as a person would, in a folder where nothing may appear. */
function replay(chat: string, ...options: string[]): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-replay-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'chat.txt')
  writeFileSync(file, chat)
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' }
  return new Promise((resolve) => {
    execFile(process.execPath, ['start.js', 'bot/replay/main.ts', file, ...options], { env }, (error, stdout, stderr) => {
      expect(readdirSync(folder)).toEqual(['chat.txt'])
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}

function jsonLines(chat: object[]): string {
  return chat.map((line) => JSON.stringify(line)).join('\n')
}

let lines: Record<string, unknown>[] = []
let run: Run

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-replay-'))
  const file = join(folder, 'chat.jsonl')
  writeFileSync(file, `${jsonLines(CHAT)}\n{"id":`)
  run = await new Promise((resolve) => {
    execFile(process.execPath, ['start.js', 'bot/replay/main.ts', file, '--json'], (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
  rmSync(folder, { recursive: true })
  lines = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
})

test('stdout holds the words said, each with what it answers', () => {
  expect(lines.filter(({ type }) => type === 'say')).toEqual([
    {
      type: 'say',
      at: '2026-11-21T01:00:25.000Z',
      channel: 'group',
      group: '和风苑业主群',
      to: 'wang',
      text: '@王姐 收到，8栋2单元楼道灯不亮，编号HF-261121-001，物业今天11:00前回应。',
      about: ['1'],
      ticket: 'HF-261121-001',
    },
    {
      type: 'say',
      at: '2026-11-23T02:00:25.000Z',
      channel: 'group',
      group: '和风苑二群',
      to: 'zhao',
      text: '@zhao 收到，3栋电梯坏了，编号HF-261123-001，物业今天10:30前回应。',
      about: ['3'],
      ticket: 'HF-261123-001',
    },
    {
      type: 'say',
      at: '2026-11-23T02:05:25.000Z',
      channel: 'group',
      group: '桂园群',
      to: 'sun',
      text: '@sun 收到，5栋电梯坏了，编号HY-261123-001，物业今天10:35前回应。',
      about: ['4'],
      ticket: 'HY-261123-001',
    },
    {
      type: 'say',
      at: '2026-11-23T02:06:00.000Z',
      channel: 'private',
      group: null,
      to: 'wang',
      text: '8栋2单元楼道灯不亮（HF-261121-001）：已登记，物业原定11月21日11:00前回应，已超时，周三18:00前告诉您进展。',
      about: ['5'],
      ticket: 'HF-261121-001',
    },
  ])
})

test('then the tickets, what waits for a person, and the summary', () => {
  expect(
    lines
      .filter(({ type }) => type === 'ticket')
      .map(({ number, category, place, reporters, messages }) => ({ number, category, place, reporters, messages })),
  ).toEqual([
    { number: 'HF-261121-001', category: 'facility.lighting', place: '8栋2单元', reporters: ['wang'], messages: ['1'] },
    { number: 'HF-261123-001', category: 'facility.lift', place: '3栋', reporters: ['zhao'], messages: ['3'] },
    { number: 'HY-261123-001', category: 'facility.lift', place: '5栋', reporters: ['sun'], messages: ['4'] },
  ])
  expect(lines.at(-2)).toEqual({ type: 'waiting', messages: ['6'], reason: 'voice' })
  expect(lines.at(-1)).toMatchObject({
    type: 'summary',
    messages: 6,
    tickets: 3,
    said: 4,
    modelCalls: 0,
    promptTokens: 0,
    completionTokens: 0,
  })
})

test('a bad line is named and the rest goes on', () => {
  expect(run.status).toBe(1)
  expect(run.stderr).toContain('chat.jsonl:7: ')
})

test('text copied out of WeChat is played as a person reads it, and nothing is touched', async () => {
  const { status, stdout } = await replay('王姐 2026/11/21 9:00\n8栋2单元楼道灯不亮\n\n老李 2026/11/21 9:01\n今晚吃啥\n')

  expect(status).toBe(0)
  expect(stdout.split('\n').slice(0, 4)).toEqual([
    '2026-11-21 09:00 王姐：8栋2单元楼道灯不亮',
    '2026-11-21 09:00     ┃ 小助手：@王姐 收到，8栋2单元楼道灯不亮，编号HY-261121-001，物业今天11:00前回应。',
    '2026-11-21 09:01 老李：今晚吃啥',
    '',
  ])
})
