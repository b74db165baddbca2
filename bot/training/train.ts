import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type Lesson, learn } from '../../core/reading/model/learn.ts'
import { lessonsFrom } from '../../core/reading/model/lessons.ts'
import { pack } from '../../core/reading/model/linear.ts'

const CORPUS = 'core/reading/corpus'
const WEIGHTS = 'core/reading/model'

const corpus = readdirSync(CORPUS)
  .filter((file) => file.endsWith('.tsv'))
  .sort()
  .map((file) => readFileSync(`${CORPUS}/${file}`, 'utf8').trim())
  .join('\n')

for (const [name, lessons] of Object.entries(lessonsFrom(corpus))) train(name, lessons)

function train(name: string, lessons: readonly Lesson<string>[]): void {
  const began = performance.now()
  const packed = `${JSON.stringify(pack(learn(lessons)), null, 2)}\n`
  writeFileSync(`${WEIGHTS}/${name}.json`, packed)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${name}: ${lessons.length} lessons, ${Math.round(packed.length / 1000)} kB, ${seconds} s`)
}
