import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SpeechFailure } from '../../bot/channel.ts'
import { sandboxChannel } from '../../bot/channels/sandbox.ts'
import { scriptChannel } from '../../bot/channels/script.ts'
import { parseTranscript, toIncoming } from '../../bot/replay/transcript.ts'
import type { ChannelStatus } from '../../core/channel.ts'
import type { IncomingMessage } from '../../core/message.ts'

const CHAT = `{"id":"m1","at":"2026-11-21T08:05:00+08:00","group":"幸福里业主群","sender":"张三","text":"电梯坏了"}
not a line
{"id":"m2","at":"2026-11-21T08:06:00+08:00","group":"幸福里业主群","sender":"李四","text":"我家也是"}`

const log = pino({ level: 'silent' })
let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'script-'))
  file = join(folder, 'chat.jsonl')
  await writeFile(file, CHAT)
})

afterEach(() => rm(folder, { recursive: true }))

test('a script is told in order, one line after the other, and again at the next start', async () => {
  const channel = scriptChannel({ file, log })
  const heard: string[] = []
  const message = async ({ id }: IncomingMessage) => {
    heard.push(`${id} comes`)
    await new Promise(setImmediate)
    heard.push(`${id} taken`)
  }

  for (let start = 0; start < 2; start++) {
    await channel.start({ message, status: () => {}, synced: () => {} })
    await expect.poll(() => heard.length).toBe(4 * (start + 1))
    await channel.stop()
  }

  const once = ['m1 comes', 'm1 taken', 'm2 comes', 'm2 taken']
  expect(heard).toEqual([...once, ...once])
})

test('a message that was not taken does not end the script', async () => {
  const channel = scriptChannel({ file, log })
  const heard: string[] = []
  const message = async ({ id }: IncomingMessage) => {
    heard.push(id)
    throw new Error('the database is away')
  }

  await channel.start({ message, status: () => {}, synced: () => {} })
  await expect.poll(() => heard).toEqual(['m1', 'm2'])
  await channel.stop()
})

test('a stopped script is silent', async () => {
  const channel = scriptChannel({ file, log })
  const heard: string[] = []
  let take = () => {}
  const taken = new Promise<void>((resolve) => {
    take = resolve
  })

  await channel.start({
    message: ({ id }) => {
      heard.push(id)
      return taken
    },
    status: () => {},
    synced: () => {},
  })
  const stopping = channel.stop()
  take()
  await stopping

  expect(heard).toEqual(['m1'])
})

test('what the bot says is written down beside the script', async () => {
  const channel = scriptChannel({ file, log })

  await channel.say({ to: { roomId: '幸福里业主群' }, mention: '张三', text: '已登记' })
  await channel.say({ to: { memberId: '张三' }, mention: null, text: '您好' })

  expect(await readFile(`${file}.said`, 'utf8')).toBe(
    '{"to":{"roomId":"幸福里业主群"},"mention":"张三","text":"已登记"}\n{"to":{"memberId":"张三"},"mention":null,"text":"您好"}\n',
  )
})

test('a script that is not there is an error at start', async () => {
  const channel = scriptChannel({ file: join(folder, 'nothing.jsonl'), log })

  await expect(channel.start({ message: async () => {}, status: () => {}, synced: () => {} })).rejects.toThrow('ENOENT')
})

test('the sandbox is online at once, hands messages over and lets the bot be heard', async () => {
  const channel = sandboxChannel()
  const statuses: ChannelStatus[] = []
  const heard: string[] = []
  const said: string[] = []
  const incoming = toIncoming(parseTranscript(CHAT, { defaultAt: new Date(0) }).lines[0]!)

  await channel.start({
    message: async (message) => void heard.push(message.text),
    status: (status) => statuses.push(status),
    synced: () => {},
  })
  const leave = channel.onSay((speech) => said.push(speech.text))
  await channel.receive(incoming)
  await channel.say({ to: { roomId: '幸福里业主群' }, mention: null, text: '已登记' })
  leave()
  await channel.say({ to: { roomId: '幸福里业主群' }, mention: null, text: '没有人听' })

  expect(statuses).toEqual([{ state: 'online', qr: null, nickname: null, problem: null, session: null }])
  expect(heard).toEqual(['电梯坏了'])
  expect(said).toEqual(['已登记'])
})

test('nothing is said in a sandbox that is not open', async () => {
  const channel = sandboxChannel()
  const speech = { to: { roomId: '幸福里业主群' }, mention: null, text: '已登记' }

  await expect(channel.say(speech)).rejects.toEqual(new SpeechFailure('offline', 'The sandbox has not been started'))
  await channel.start({ message: async () => {}, status: () => {}, synced: () => {} })
  await channel.stop()
  await expect(channel.say(speech)).rejects.toThrow(SpeechFailure)
})
