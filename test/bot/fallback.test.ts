import { expect, test } from 'vitest'
import { type Question, type Reader, ReaderOutage, Unreadable } from '../../bot/reader.ts'
import { withFallback } from '../../bot/readers/fallback.ts'
import { NOTHING_SPENT, type ReadingRecord } from '../../core/reading/reading.ts'

const question: Question = { kind: 'text', text: '3栋电梯坏了', quote: null, alias: '李姐' }

function recordBy(reader: 'model' | 'offline'): ReadingRecord {
  return {
    reading: { intent: 'chatter', category: null, summary: null, place: null, urgency: 'low', confidence: 1 },
    also: [],
    reader,
    promptId: null,
    model: null,
    ...NOTHING_SPENT,
  }
}

/** A model that can be broken and mended, a second reader that always answers, and a clock. */
function openReaders() {
  const model = { failsWith: null as Error | null, asked: 0 }
  const clock = { now: new Date('2026-03-02T09:00:00+08:00') }

  const primary: Reader = {
    async read() {
      model.asked += 1
      if (model.failsWith) throw model.failsWith
      return recordBy('model')
    },
  }
  const secondary: Reader = { read: async () => recordBy('offline') }
  const reader = withFallback(primary, secondary, () => clock.now)

  return {
    model,
    reader,
    readBy: async () => (await reader.read(question)).reader,
    advance(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms)
    },
  }
}

test('the model reads while it is up', async () => {
  const { reader, readBy } = openReaders()

  expect(await readBy()).toBe('model')
  expect(reader.status()).toEqual({ state: 'up', reason: null, until: null })
})

test('an outage loses nothing: the second reader answers, and the banner can say why', async () => {
  const { model, reader, readBy } = openReaders()
  model.failsWith = new ReaderOutage('the model server failed (500)')

  expect(await readBy()).toBe('offline')
  expect(reader.status()).toEqual({
    state: 'resting',
    reason: 'the model server failed (500)',
    until: new Date('2026-03-02T09:00:02+08:00'),
  })
})

test('a resting model is not asked', async () => {
  const { model, readBy, advance } = openReaders()
  model.failsWith = new ReaderOutage('down')
  await readBy()

  advance(1999)

  expect(await readBy()).toBe('offline')
  expect(model.asked).toBe(1)
})

test('after its rest a mended model reads again', async () => {
  const { model, reader, readBy, advance } = openReaders()
  model.failsWith = new ReaderOutage('down')
  await readBy()

  model.failsWith = null
  advance(2000)

  expect(await readBy()).toBe('model')
  expect(reader.status()).toEqual({ state: 'up', reason: null, until: null })
})

test('after its rest a model that is still down rests twice as long', async () => {
  const { model, reader, readBy, advance } = openReaders()
  model.failsWith = new ReaderOutage('down')
  await readBy()

  model.failsWith = new ReaderOutage('still down')
  advance(2000)

  expect(await readBy()).toBe('offline')
  expect(reader.status()).toMatchObject({ reason: 'still down', until: new Date('2026-03-02T09:00:06+08:00') })
  expect(await readBy()).toBe('offline')
  expect(model.asked).toBe(2)
})

test('a model that is down for long is tried every half minute, and one answer makes its next outage a short one', async () => {
  const { model, readBy, advance } = openReaders()
  model.failsWith = new ReaderOutage('down')
  for (let minute = 0; minute < 3; minute++) {
    await readBy()
    advance(60_000)
  }
  const rests = async (ms: number) => {
    const before = model.asked
    await readBy()
    advance(ms - 1)
    await readBy()
    advance(1)
    return model.asked === before + 1
  }
  for (const restMs of [16_000, 30_000, 30_000]) expect(await rests(restMs)).toBe(true)

  model.failsWith = null
  expect(await readBy()).toBe('model')
  model.failsWith = new ReaderOutage('down')
  expect(await rests(2000)).toBe(true)
})

test('a model that has not answered since its outage is not called up', async () => {
  const { model, reader, readBy, advance } = openReaders()
  model.failsWith = new ReaderOutage('down')
  await readBy()

  advance(3_600_000)

  expect(reader.status()).toMatchObject({ state: 'resting', reason: 'down' })
})

test('an unreadable answer is for a person, not for the second reader, and the model does not rest', async () => {
  const { model, reader, readBy } = openReaders()
  model.failsWith = new Unreadable('nonsense')

  await expect(readBy()).rejects.toThrow(Unreadable)
  expect(reader.status().state).toBe('up')
})

test('a bug in a reader is not taken for an outage', async () => {
  const { model, readBy } = openReaders()
  model.failsWith = new TypeError('a bug')

  await expect(readBy()).rejects.toThrow('a bug')
})
