import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Finding, Measure, Quartiles } from './compare.ts'

export type Machine = { postgres: string; at: Date; rounds: number }

const HEAD = ['metric', 'ours', 'limit', 'ratio (q1–q3)', 'CPU µs each, ours / limit', 'target', 'held?']

/** The findings as a table of Markdown. */
export function printTable(findings: readonly Finding[]): string {
  const rows = findings.map(rowOf)
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function rowOf({ measure, ours, limit, ratio, cpuUs, isHeld }: Finding): string[] {
  return [
    measure.metric,
    `${figure(ours.median)} ${measure.unit}`,
    limit ? `${figure(limit.median)} ${measure.unit} (${measure.limit})` : '–',
    printSpread(ratio ?? ours),
    cpuUs.length === 0 ? '–' : cpuUs.map(figure).join(' / '),
    targetOf(measure),
    isHeld ? 'yes' : '**no**',
  ]
}

function printSpread({ q1, median, q3 }: Quartiles): string {
  return `${figure(median)} (${figure(q1)}–${figure(q3)})`
}

function targetOf({ better, target, judged, unit }: Measure): string {
  return `${better === 'more' ? '≥' : '≤'} ${target}${judged === 'ratio' ? '' : ` ${unit}`}`
}

function figure(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(2)
}

/** The whole document, with the machine it was measured on. */
export function printDocument(findings: readonly Finding[], { postgres, at, rounds }: Machine): string {
  const { name } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string }
  return `# Benchmarks

Written by \`npm run bench\`: every figure of ${name} stands beside its limit, taken in the same process, in ${rounds} interleaved rounds. The ratio is the median of the
rounds' own ratios with its quartiles. Absolute figures are this machine's and move with its neighbours; ratios are what to keep.

Machine: ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}, PostgreSQL ${postgres} with fsync on, ${at.toISOString().slice(0, 10)}.

${printTable(findings)}
`
}
