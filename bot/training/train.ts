import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { trainAll } from './weights.ts'

const CORPUS = 'core/reading/corpus'
const WEIGHTS = 'core/reading/model'

const corpus = readdirSync(CORPUS)
  .filter((file) => file.endsWith('.tsv'))
  .sort()
  .map((file) => readFileSync(`${CORPUS}/${file}`, 'utf8').trim())
  .join('\n')

for (const { name, lessons, seconds, packed } of trainAll(corpus)) {
  const json = `${JSON.stringify(packed, null, 2)}\n`
  writeFileSync(`${WEIGHTS}/${name}.json`, json)
  console.log(`${name}: ${lessons} lessons, ${Math.round(Buffer.byteLength(json) / 1000)} kB, ${seconds.toFixed(1)} s`)
}
