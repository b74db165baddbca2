import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { lessonsFrom } from '../../core/reading/model/lessons.ts'
import { MODELS, type ModelName, trainOne } from './weights.ts'

const CORPUS = 'core/reading/corpus'
const WEIGHTS = 'core/reading/model'

const run = promisify(execFile)
const [asked] = process.argv.slice(2)

/** `npm run train` trains every model, each in a process of its own; with a name, that one. */
if (asked) train(asked as ModelName)
else await Promise.all(MODELS.map(trainBeside))

async function trainBeside(name: ModelName): Promise<void> {
  const { stdout } = await run(process.execPath, [...process.execArgv, process.argv[1]!, name])
  process.stdout.write(stdout)
}

function train(name: ModelName): void {
  const began = performance.now()
  const lessons = lessonsFrom(readCorpus())[name]
  const json = `${JSON.stringify(trainOne(name, lessons), null, 2)}\n`
  writeFileSync(`${WEIGHTS}/${name}.json`, json)
  const seconds = (performance.now() - began) / 1000
  console.log(`${name}: ${lessons.length} lessons, ${Math.round(Buffer.byteLength(json) / 1000)} kB, ${seconds.toFixed(1)} s`)
}

function readCorpus(): string {
  const files = readdirSync(CORPUS).filter((file) => file.endsWith('.tsv'))
  return files
    .sort()
    .map((file) => readFileSync(`${CORPUS}/${file}`, 'utf8').trim())
    .join('\n')
}
