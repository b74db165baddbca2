import { expect, test } from 'vitest'
import { claimWords, codeInClaim, makeClaimCode } from '../../core/claim.ts'

test('a code is made of signs that nobody mistakes, and is found again in what is typed', () => {
  const code = makeClaimCode(Uint8Array.from([0, 1, 2, 3, 23, 24, 25, 255]))

  expect(code).toBe('ACDE-9ACU')
  expect(codeInClaim(claimWords(code))).toBe(code)
})

test.each([
  ['绑定 acde9acm', 'ACDE-9ACM'],
  ['@小回音 绑定：ACDE-9ACM', 'ACDE-9ACM'],
  ['绑定 ACDE-9AC', null],
  ['怎么绑定 ACDE-9ACM', null],
  ['绑定 ACDE-9ACM 谢谢', null],
])('%s', (text, code) => {
  expect(codeInClaim(text)).toBe(code)
})
