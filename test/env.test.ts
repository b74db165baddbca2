import { readFileSync } from 'node:fs'
import { parseEnv as parseEnvFile } from 'node:util'
import { expect, test } from 'vitest'
import { parseEnv, secretsOf, VARIABLE_NAMES, withoutSecrets } from '../core/env.ts'

test('.env.example names every variable once, with a line on what it is, and nothing else', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n')
  const named = lines.flatMap((line, index) => (/^\w+=/.test(line) ? [{ name: line.split('=')[0]!, before: lines[index - 1]! }] : []))
  expect(named.map(({ name }) => name).toSorted()).toEqual(VARIABLE_NAMES.toSorted())
  expect(named.filter(({ before }) => !before.startsWith('# '))).toEqual([])
})

test('.env.example as it stands is the environment of somebody who set nothing', () => {
  const example = parseEnv(parseEnvFile(readFileSync('.env.example', 'utf8')) as Record<string, string>)
  const set = Object.fromEntries(Object.entries(example).filter(([, value]) => value !== undefined))
  expect(set).toEqual(parseEnv({}))
})

test.each(['README.md', 'README.zh-CN.md'])('the settings of %s are those of the environment', (file) => {
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|')[1]!)
  const named = rows.flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name!))
  expect(named.toSorted()).toEqual(VARIABLE_NAMES.filter((name) => name !== 'SCRIPT').toSorted())
})

test('no secret is printed, also not the password inside an address', () => {
  const env = parseEnv({ DATABASE_URL: 'postgres://huiyin:a%20long%20word@db/huiyin', AUTH_SECRET: 'x'.repeat(16), PORT: '8080' })
  expect(withoutSecrets(env)).toMatchObject({ DATABASE_URL: '***', AUTH_SECRET: '***', PORT: 8080 })
  expect(secretsOf(env)).toEqual(['postgres://huiyin:a%20long%20word@db/huiyin', 'x'.repeat(16), 'a%20long%20word', 'a long word'])
})
