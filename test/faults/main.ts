import { inspect, parseArgs } from 'node:util'
import type { Count } from './count.ts'
import { crowd } from './crowd.ts'
import { database } from './database.ts'
import { disk } from './disk.ts'
import { kills, restarts } from './ends.ts'
import { model } from './model.ts'
import { outages } from './outages.ts'
import { closeStages } from './stage.ts'

const FAULTS = [restarts, kills, outages, crowd, database, disk, model]
const MISUSE = 2

const { values, positionals: names } = parseArgs({ allowPositionals: true, options: { scale: { type: 'string', default: '1' } } })
const unknown = names.filter((name) => !FAULTS.some((fault) => fault.name === name))
if (unknown.length > 0) {
  process.stderr.write(
    `No fault is called ${unknown.join(', ')}: give some of ${FAULTS.map(({ name }) => name).join(', ')}, or none for all.\n`,
  )
  process.exit(MISUSE)
}

for (const { name, run } of FAULTS.filter((fault) => names.length === 0 || names.includes(fault.name))) {
  const startedAt = performance.now()
  try {
    const counts = await run(Number(values.scale))
    print(`${name}, ${Math.round((performance.now() - startedAt) / 1000)} s`, counts)
  } catch (error) {
    process.stdout.write(`${name}\n${inspect(error)}\n`)
    process.exitCode = 1
  } finally {
    await closeStages()
  }
}
process.exit()

function print(title: string, counts: readonly Count[]): void {
  const lines = counts.map(({ what, found, wanted }) => {
    const isWrong = wanted !== undefined && found !== wanted
    if (isWrong) process.exitCode = 1
    return `${isWrong ? '✗' : ' '} ${what}: ${found}${isWrong ? `, not ${wanted}` : ''}`
  })
  process.stdout.write(`${title}\n${lines.join('\n')}\n\n`)
}
