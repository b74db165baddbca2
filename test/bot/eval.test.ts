import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { parseLabels } from '../../bot/eval/label.ts'
import type { LabelledLine } from '../../bot/eval/match.ts'
import { isSamePlace } from '../../bot/eval/place.ts'
import { printScore } from '../../bot/eval/print.ts'
import { scoreOutcome } from '../../bot/eval/score.ts'
import type { Outcome, Say, TicketLine } from '../../bot/replay/play.ts'
import type { Label } from '../../core/learning/label.ts'

/** A command loads the whole bot and fills a database: slow where others work too. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const HELD_OUT = 'test/heldout/conversations.jsonl'

function line(id: string, sender: string, words: string, label: Partial<Label>): LabelledLine {
  return { id, sender, words, label: { intent: 'chatter', problem: null, category: null, place: null, urgency: null, ...label } }
}

function ticket(number: string, facts: Partial<TicketLine>): TicketLine {
  const plain = { category: 'facility.lift', place: null, urgency: 'high', tier: 'green', private: false, status: 'filed', summary: '' }
  return { type: 'ticket', number, ...plain, reporters: [], messages: [], ...facts }
}

function say(...about: string[]): Say {
  return { type: 'say', at: '2026-11-21T09:00:00+08:00', channel: 'group', group: '群', to: null, text: '', about, ticket: null }
}

const LIFT = { problem: 'lift', category: 'facility.lift', place: '3栋', urgency: 'high' } as const
const LAMP = { problem: 'lamp', category: 'facility.lighting', place: '8栋2单元', urgency: 'normal' } as const
const DOG = { problem: 'dog', category: 'safety.dog', place: null, urgency: 'normal' } as const
const GAS = { problem: 'gas', category: 'emergency.gas', place: '5栋', urgency: 'emergency' } as const
const FIRE = { problem: 'fire', category: 'emergency.fire', place: null, urgency: 'emergency' } as const
const DOOR = { problem: 'door', category: 'facility.door', place: '南门', urgency: 'normal' } as const

const LINES: LabelledLine[] = [
  line('1', 'wang', '3栋电梯又停了', { intent: 'report', ...LIFT }),
  line('2', 'li', '+1', { intent: 'meToo', ...LIFT }),
  line('3', 'zhao', '灯不亮', { intent: 'report', ...LAMP }),
  line('4', 'sun', '我家门口也黑', { intent: 'meToo', ...LAMP }),
  line('5', 'sun', '狗不拴绳', { intent: 'report', ...DOG }),
  line('6', 'wu', '煤气味', { intent: 'emergency', ...GAS }),
  line('7', 'wu', '着火了', { intent: 'emergency', ...FIRE }),
  line('8', 'qian', '门刷不开', { intent: 'report', ...DOOR }),
  line('9', 'qian', '居住证在哪办', { intent: 'consult', category: 'gov.certificate' }),
  line('10', 'qian', '火锅太火了', {}),
  line('11', 'qian', '早', {}),
  line('12', 'qian', '师傅辛苦了', { intent: 'praise' }),
]

const OUTCOME: Outcome = {
  said: [say('1'), say('3'), say('4'), say('10'), say('6'), say('9')],
  tickets: [
    ticket('HF-1', { place: '3栋1单元', messages: ['1', '2'] }),
    ticket('HF-2', { category: 'sanitation.pest', place: '8栋', urgency: 'normal', messages: ['3'] }),
    ticket('HF-3', { category: 'facility.lighting', place: '8栋2单元', urgency: 'normal', messages: ['4', '8'] }),
    ticket('HF-4', { category: 'emergency.gas', place: '6栋', urgency: 'emergency', messages: ['6'] }),
    ticket('HF-5', { category: 'gov.certificate', urgency: 'normal', messages: ['9'] }),
    ticket('HF-6', { category: 'emergency.fire', urgency: 'emergency', messages: ['10'] }),
    ticket('HF-7', { messages: ['unlabelled'] }),
  ],
  waiting: [],
  heard: [
    { message: '1', outcome: 'ticketOpened', reason: null, intent: 'report', category: 'facility.lift' },
    { message: '3', outcome: 'ticketOpened', reason: null, intent: 'report', category: 'facility.door' },
    { message: '10', outcome: 'ticketOpened', reason: null, intent: 'report', category: 'emergency.fire' },
    { message: '11', outcome: 'silent', reason: 'chatter', intent: 'chatter', category: null },
    { message: '12', outcome: 'silent', reason: 'chatter', intent: 'chatter', category: null },
  ],
}

describe('a score', () => {
  const score = scoreOutcome(LINES, OUTCOME)

  test('counts problems, tickets, joining and emergencies', () => {
    expect(score).toMatchObject({
      labelled: 12,
      problemsCaught: { count: 4, of: 6, share: 4 / 6 },
      falseTickets: { count: 1, of: 6, share: 1 / 6 },
      mixedTickets: { count: 1, of: 6, share: 1 / 6 },
      toldBySeveralInOneTicket: { count: 1, of: 2, share: 0.5 },
      toldBySeveralWithEveryTeller: { count: 1, of: 2, share: 0.5 },
      emergenciesCaught: { count: 1, of: 2, share: 0.5 },
      emergenciesInvented: 1,
    })
  })

  test('holds the facts of caught problems against the labels', () => {
    expect(score).toMatchObject({
      categoryTop: { count: 3, of: 4, share: 0.75 },
      categoryExact: { count: 2, of: 4, share: 0.5 },
      place: { count: 1, of: 4, share: 0.25 },
      urgency: { count: 4, of: 4, share: 1 },
    })
  })

  test('counts silence and speech', () => {
    expect(score.silence).toEqual({ count: 2, of: 3, share: 2 / 3 })
    expect(score.speechPerProblem).toBe(1)
  })

  test('sets labels beside readings, without empty cells', () => {
    expect(score.confusion).toEqual([
      { label: 'report', read: 'report', count: 2 },
      { label: 'meToo', read: '-', count: 2 },
      { label: 'report', read: '-', count: 2 },
      { label: 'emergency', read: '-', count: 2 },
      { label: 'consult', read: '-', count: 1 },
      { label: 'chatter', read: 'report', count: 1 },
      { label: 'chatter', read: 'chatter', count: 1 },
      { label: 'praise', read: 'chatter', count: 1 },
    ])
  })

  test('names the lines worth looking at', () => {
    expect(score.findings).toEqual({
      missedEmergencies: [{ id: '7', words: '着火了', note: 'fire emergency.fire' }],
      inventedEmergencies: [{ id: '10', words: '火锅太火了', note: 'HF-6 emergency.fire' }],
      falseTickets: [{ id: '10', words: '火锅太火了', note: 'HF-6 emergency.fire' }],
      missedProblems: [
        { id: '5', words: '狗不拴绳', note: 'dog safety.dog' },
        { id: '7', words: '着火了', note: 'fire emergency.fire' },
      ],
      wrongCategory: [
        { id: '3', words: '灯不亮', note: 'lamp facility.lighting → sanitation.pest' },
        { id: '8', words: '门刷不开', note: 'door facility.door → facility.lighting' },
      ],
      wrongPlace: [
        { id: '3', words: '灯不亮', note: 'lamp 8栋2单元 → 8栋' },
        { id: '6', words: '煤气味', note: 'gas 5栋 → 6栋' },
        { id: '8', words: '门刷不开', note: 'door 南门 → 8栋2单元' },
      ],
      mixedTickets: [{ id: '4', words: '我家门口也黑', note: 'HF-3 lamp door' }],
      scatteredProblems: [{ id: '3', words: '灯不亮', note: 'lamp HF-2 HF-3' }],
      spokenTo: [{ id: '10', words: '火锅太火了', note: 'chatter' }],
    })
  })

  test('has no shares of nothing', () => {
    const empty = scoreOutcome([], { said: [], tickets: [], waiting: [], heard: [] })
    expect(empty.problemsCaught).toEqual({ count: 0, of: 0, share: null })
    expect(empty.speechPerProblem).toBeNull()
  })
})

test('a line that tells of two problems counts for both, and stands rightly on two tickets', () => {
  const lines = [
    line('1', 'wang', '3栋电梯停了，8栋2单元的灯也不亮', { intent: 'report', ...LIFT, also: ['lamp'] }),
    line('2', 'li', '电梯是停了', { intent: 'meToo', ...LIFT }),
    line('3', 'sun', '我们8栋2单元黑的', { intent: 'report', ...LAMP }),
  ]
  const lift = ticket('HF-1', { place: '3栋', messages: ['1', '2'] })
  const lamp = ticket('HF-2', { category: 'facility.lighting', place: '8栋2单元', urgency: 'normal', messages: ['1', '3'] })
  const score = scoreOutcome(lines, { said: [], tickets: [lift, lamp], waiting: [], heard: [] })

  expect(score).toMatchObject({
    problemsCaught: { count: 2, of: 2 },
    mixedTickets: { count: 0, of: 2 },
    toldBySeveralInOneTicket: { count: 2, of: 2 },
    toldBySeveralWithEveryTeller: { count: 2, of: 2 },
    categoryExact: { count: 2, of: 2 },
    place: { count: 2, of: 2 },
  })

  const all = ticket('HF-3', { messages: ['1', '2', '3'] })
  expect(scoreOutcome(lines, { said: [], tickets: [all], waiting: [], heard: [] }).mixedTickets).toMatchObject({ count: 1, of: 1 })
})

test.each([
  ['8栋2单元', '8栋2单元', true],
  ['8栋', '8栋2单元', true],
  ['8栋2单元', '8栋', false],
  ['8栋2单元', '8栋1单元', false],
  ['A3座', 'A3栋', true],
  ['8栋', '5栋', false],
  ['8栋', '8栋地下车库', true],
  ['地库', '地下车库', true],
  ['西门', '东门', false],
  ['南门', '南门内左侧', true],
  ['B2', 'B2车库', true],
  ['南门', null, false],
])('a label of %s and a ticket at %s: %s', (label, place, same) => {
  expect(isSamePlace(label, place)).toBe(same)
})

test('labels stand beside the lines; a wrong one is told, a missing one is not', () => {
  const label = { intent: 'report', problem: 'p', category: 'facility.lift', place: null, urgency: 'high' }
  const rows = [{ id: 7, label }, { id: '8' }, { id: '9', label: { ...label, intent: 'moan', urgency: 'huge' } }]
  const { labels, problems } = parseLabels([...rows.map((row) => JSON.stringify(row)), '{"id":', ''].join('\n'))

  expect([...labels]).toEqual([['7', label]])
  expect(problems).toEqual([{ line: 3, reason: '不正确的标注：label.intent、label.urgency' }])
})

/** Runs the command as a person would. */
function evaluate(chat: object[], ...options: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-eval-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'chat.jsonl')
  writeFileSync(file, chat.map((row) => JSON.stringify(row)).join('\n'))
  return new Promise((resolve) => {
    execFile(process.execPath, ['start.js', 'bot/eval/main.ts', file, ...options], (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}

const CHAT = [
  { text: '3栋电梯坏了', label: { intent: 'report', problem: 'lift', category: 'facility.lift', place: '3栋', urgency: 'high' } },
  { text: '今晚吃啥', label: { intent: 'chatter', problem: null, category: null, place: null, urgency: null } },
  { text: '火锅' },
].map((row, index) => ({
  id: `m${index}`,
  at: `2026-11-21T09:0${index}:00+08:00`,
  group: '群',
  estate: '和风苑',
  sender: `s${index}`,
  ...row,
}))

test('the command plays a labelled chat through the bot and prints one object', async () => {
  const { status, stdout } = await evaluate(CHAT, '--json')

  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    messages: 3,
    labelled: 2,
    problemsCaught: { count: 1, of: 1 },
    falseTickets: { count: 0, of: 1 },
    categoryExact: { count: 1, of: 1 },
    place: { count: 1, of: 1 },
    silence: { count: 1, of: 1 },
    modelCalls: 0,
    confusion: [
      { label: 'report', read: 'report', count: 1 },
      { label: 'chatter', read: 'chatter', count: 1 },
    ],
  })
})

test('a person reads figures, confusion and the worst lines', () => {
  const cost = { messages: 13, said: 6, modelCalls: 2, promptTokens: 300, completionTokens: 20, seconds: 1.5 }
  const rows = printScore(scoreOutcome(LINES, OUTCOME), cost).split('\n')

  expect(rows).toContain('抓住的问题                   66.7 %  4/6')
  expect(rows).toContain('模型调用                    2 次，词元 300 + 20')
  expect(rows).toContain('  report          report 2，- 2')
  expect(rows).toContain('  10  火锅太火了  〔HF-6 emergency.fire〕')
})

describe('the held-out chat', () => {
  const text = readFileSync(HELD_OUT, 'utf8')
  const { labels, problems } = parseLabels(text)

  test('is labelled throughout, and of one mind about each problem', () => {
    expect(problems).toEqual([])
    expect(labels.size).toBeGreaterThan(700)
    const facts = [...labels.values()]
      .filter(({ problem }) => problem !== null)
      .map(({ intent: _, also: __, ...shared }) => JSON.stringify(shared))
    const ids = new Set([...labels.values()].flatMap(({ problem }) => problem ?? []))
    expect(new Set(facts).size).toBe(ids.size)
  })

  test('shares no sentence with what the reader learns from', () => {
    const folder = 'core/reading/corpus'
    const learnt = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    const sentences = new Set(learnt.map((row) => bare(row.split('\t')[2] ?? '')))
    const own = text
      .trim()
      .split('\n')
      .map((row) => bare((JSON.parse(row) as { text: string }).text))

    expect(sentences.size).toBeGreaterThan(1000)
    expect(own.filter((words) => words.length > 5 && sentences.has(words))).toEqual([])
  })
})

function bare(words: string): string {
  return words.replaceAll(/[\s\p{P}]/gu, '')
}

test('an option that nobody knows is refused with the usage', async () => {
  expect(await evaluate(CHAT, '--helpme')).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(/^Usage: .*FILE .*\n$/) })
})
