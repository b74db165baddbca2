import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { openSpool, type Spool } from '../../bot/spool.ts'
import type { Spooled } from '../../bot/spoolRecord.ts'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'

const MORNING = new Date('2026-11-21T09:00:00+08:00')

let folder: string
let file: string

beforeEach(() => {
  const above = mkdtempSync(join(tmpdir(), 'huiyin-spool-'))
  onTestFinished(() => rmSync(above, { recursive: true }))
  folder = join(above, 'spool')
  file = join(folder, 'messages.jsonl')
})

function spooled(id: string, rest: Partial<IncomingMessage> = {}): Spooled {
  const sender = { id: 'wang', nickname: '王姐', alias: null, role: 'resident' as const, isFriend: false }
  const plain = { kind: 'text' as const, quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
  const message = { id, room: { id: 'g', topic: '和风苑业主群' }, sender, text: `${id}栋灯不亮`, sentAt: MORNING, ...plain, ...rest }
  return { ...mainAccount('script'), receivedAt: MORNING, message }
}

function startSpool(deps: Partial<Parameters<typeof openSpool>[0]> = {}): Spool {
  const spool = openSpool({ folder, ...deps })
  onTestFinished(() => spool.close())
  return spool
}

/** What a later process finds, oldest first. */
async function found(): Promise<unknown[]> {
  const spool = startSpool()
  const { places } = await spool.recover()
  const messages = await Promise.all(places.map((place) => spool.read(place)))
  await spool.close()
  return messages
}

async function foundIds(): Promise<string[]> {
  return (await found()).map((one) => (one as Spooled).message.id)
}

test('what was appended is found by a later process, in order and to the last byte', async () => {
  const photo = { contentType: 'image/png', bytes: new Uint8Array([0, 255, 10, 13, 92]) }
  const messages = [
    spooled('1'),
    spooled('2', { kind: 'image', media: photo, text: '换行\n制表\t反斜\\杠\u2028💡', quote: { sender: '李叔', text: '灯', id: null } }),
    spooled('3', { sentAt: new Date(Number.NaN), room: null }),
  ]
  const spool = startSpool()
  expect(await spool.recover()).toEqual({ places: [], refused: 0 })
  const places = [...(await spool.append(messages.slice(0, 2))), ...(await spool.append(messages.slice(2)))]

  expect(await spool.read(places[1]!)).toEqual(messages[1])
  expect(await found()).toEqual(messages)

  await spool.clear()
  expect(existsSync(file)).toBe(false)
  expect(await found()).toEqual([])
})

test('the folder and its files are for their owner alone, whatever they were before', async () => {
  mkdirSync(folder, { mode: 0o755 })
  writeFileSync(file, '', { mode: 0o644 })
  const spool = startSpool()
  await spool.append([spooled('1')])
  await spool.setAside(spooled('2'))
  expect([folder, file, join(folder, 'refused.jsonl')].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600, 0o600])
})

test('a record that was torn anywhere is passed over, and what is appended afterwards is whole', async () => {
  const spool = startSpool()
  const places = await spool.append([spooled('1'), spooled('2'), spooled('3')])
  const whole = readFileSync(file)
  const { start, length } = places[2]!

  for (let cut = start; cut < start + length; cut += cut === start ? 1 : 37) {
    writeFileSync(file, whole.subarray(0, cut))
    const later = startSpool()
    expect((await later.recover()).places).toHaveLength(2)
    await later.append([spooled('4')])
    expect(await foundIds()).toEqual(['1', '2', '4'])
  }
  truncateSync(file, 0)
  appendFileSync(file, whole.subarray(start, start + 20))
  expect(await foundIds()).toEqual([])
})

test('bytes that went bad in the middle are set aside and do not hide what follows', async () => {
  await startSpool().append([spooled('1'), spooled('2'), spooled('3')])
  writeFileSync(file, readFileSync(file, 'utf8').replace('2栋灯不亮', '9栋灯不亮'))

  expect(await foundIds()).toEqual(['1', '3'])
  expect(readFileSync(join(folder, 'refused.jsonl'), 'utf8')).toContain('9栋灯不亮')
})

/** A disk that takes half of a write and then is full, as often as told. */
function fullDisk(times: number): typeof open {
  return (async (...args: Parameters<typeof open>) => {
    const handle = await open(...args)
    return new Proxy(handle, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name)
        if (name !== 'appendFile' || times <= 0) return typeof found === 'function' ? found.bind(target) : found
        return async (bytes: Buffer) => {
          times--
          await target.appendFile(bytes.subarray(0, bytes.length / 2))
          throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
        }
      },
    }) as FileHandle
  }) as typeof open
}

test('half a batch on a full disk counts for nothing and is written over', async () => {
  const spool = startSpool({ openFile: fullDisk(2) })
  const batch = [spooled('1'), spooled('2'), spooled('3')]

  await expect(spool.append(batch)).rejects.toThrow('ENOSPC')
  await expect(spool.append(batch)).rejects.toThrow('ENOSPC')
  await spool.append(batch)

  expect(await foundIds()).toEqual(['1', '2', '3'])
})

test('a folder that cannot be made is an error until it can', async () => {
  writeFileSync(folder, 'in the way')
  const spool = startSpool()
  expect((await spool.recover()).places).toEqual([])
  await expect(spool.append([spooled('1')])).rejects.toThrow(/EEXIST|ENOTDIR/)
  rmSync(folder)
  await spool.append([spooled('1')])
  expect(await foundIds()).toEqual(['1'])
})

test('the file is never larger than its limit', async () => {
  const spool = startSpool({ limitBytes: 1000 })
  await spool.append([spooled('1'), spooled('2')])
  await expect(spool.append([spooled('3'), spooled('4')])).rejects.toThrow('is full')
  expect(statSync(file).size).toBeLessThan(1000)
  expect(await foundIds()).toEqual(['1', '2'])
})

test('what was refused is counted at every start, and can be taken up again by its name', async () => {
  const spool = startSpool()
  await spool.setAside(spooled('1'))
  appendFileSync(join(folder, 'refused.jsonl'), 'torn')
  await spool.setAside(spooled('2'))
  expect((await startSpool().recover()).refused).toBe(3)

  writeFileSync(file, readFileSync(join(folder, 'refused.jsonl')))
  expect(await foundIds()).toEqual(['1', '2'])
})
