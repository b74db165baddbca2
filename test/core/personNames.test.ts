import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mask, maskNumbers } from '../../core/mask.ts'

/** Lines as neighbours write them: in `told` each name of somebody stands in brackets, `plain` is full of words that surnames begin. */
const told = linesOf('told')
const plain = linesOf('plain')

test('of a hundred names that neighbours tell, at least ninety-five are hidden', () => {
  const named = told.flatMap((line) =>
    [...line.matchAll(/\[(.+?)\]/g)].map(([, name]) => ({ line: line.replace(/[[\]]/g, ''), name: name! })),
  )
  const leaked = named.filter(({ line, name }) => mask(line).includes(name))

  expect(named.length).toBeGreaterThan(200)
  expect(leaked.length / named.length).toBeLessThan(0.05)
})

test('of a hundred lines in which nobody is named, one loses a word at most', () => {
  const touched = plain.filter((line) => mask(line) !== maskNumbers(line))

  expect(plain.length).toBeGreaterThan(300)
  expect(touched.length / plain.length).toBeLessThan(0.01)
})

function linesOf(file: string): string[] {
  return readFileSync(new URL(`names/${file}.txt`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
}
