import { expect, test } from 'vitest'
import type { MessageKind } from '../../core/message.ts'
import { showsReturn } from '../../core/presence.ts'

const at = (time: string) => new Date(`2026-11-21T${time}+08:00`)
const LEFT_AT = at('10:00:00')

test.each<[MessageKind, string, boolean]>([
  ['text', '09:59:59', false],
  ['text', '10:00:00', false],
  ['text', '10:00:01', true],
  ['image', '10:00:01', true],
  ['join', '09:59:59', false],
  ['join', '10:00:00', true],
  ['system', '10:00:01', false],
  ['recall', '10:00:01', false],
])('%s of %s shows that who left at ten is back: %s', (kind, time, isBack) => {
  expect(showsReturn({ kind, sentAt: at(time) }, LEFT_AT)).toBe(isBack)
})
