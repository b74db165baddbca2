import { expect, test } from 'vitest'
import type { Notice } from '../../core/notice.ts'
import { pauseWords, readChosen, writeChosen } from '../../core/ticket/bulk.ts'
import { sampleTicket } from '../ticket.ts'

const AT = new Date('2026-11-23T10:00:00+08:00')
const MINUTE_LATER = new Date('2026-11-23T10:01:00+08:00')
const TOMORROW = new Date('2026-11-24T10:00:00+08:00')

function decision(notice: Partial<Notice>) {
  const whole = { kind: 'progress', text: '暂缓', notBefore: AT, haste: 'measured', to: { roomId: 3 }, ...notice } as Notice
  return { ticket: sampleTicket(), event: { action: 'hold' as const, by: { kind: 'bot' as const }, at: AT, note: null }, notices: [whole] }
}

test('words of one press on many matters wait a minute', () => {
  expect(pauseWords(decision({})).notices[0]).toMatchObject({ text: '暂缓', notBefore: MINUTE_LATER })
})

test('what is due later stays so, and that a danger is over is heard at once', () => {
  expect(pauseWords(decision({ notBefore: TOMORROW })).notices[0]!.notBefore).toEqual(TOMORROW)
  expect(pauseWords(decision({ haste: 'atOnce' })).notices[0]!.notBefore).toEqual(AT)
})

test('a tick box says which ticket and which version of it', () => {
  expect(writeChosen({ number: 'JN-261121-007', version: 3 })).toBe('JN-261121-007.3')
  expect(readChosen('JN-261121-007.3')).toEqual({ number: 'JN-261121-007', seenVersion: 3 })
  for (const nonsense of ['', 'JN-261121-007', 'JN-261121-007.x', "JN-261121-007.3' or 1=1", '007.3'])
    expect(readChosen(nonsense)).toBeNull()
})
