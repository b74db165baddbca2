import { expect, test } from 'vitest'
import { addressOfSecret, makeSecret, stepOf } from '../../admin/totp.ts'
import { codeAt } from './authenticator.ts'

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('RFC 6238 at second %d: %s', (second, expected) => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const now = new Date(second * 1000)
  expect(stepOf(secret, expected, now)).toBe(Math.floor(second / 30))
  expect(codeAt(secret, now)).toBe(expected)
})

test('a secret has 160 bits, and the camera reads who and where', () => {
  expect(makeSecret()).toMatch(/^[A-Z2-7]{32}$/)
  expect(makeSecret()).not.toBe(makeSecret())
  const address = addressOfSecret('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', { issuer: '回音', username: 'chenjing' })
  expect(decodeURIComponent(address)).toBe(
    'otpauth://totp/回音:chenjing?issuer=回音&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30',
  )
})
