import { ngrams } from './ngrams.ts'

/** As it lies on disk: words parted by spaces, one character a weight, row after row of one n-gram's weight for each label. */
export type Packed = { labels: string; ngrams: string; step: number; bias: string; weights: string }

export type Linear<Label extends string> = {
  labels: readonly Label[]
  rows: ReadonlyMap<string, number>
  bias: Float64Array
  weights: Float64Array
}

export type Likelihood<Label extends string> = ReadonlyMap<Label, number>

/** Log-likelihood of each label: what lies 1 higher is e times as likely. */
export function weigh<Label extends string>(model: Linear<Label>, words: string): Likelihood<Label> {
  const scores = scoreRows(model, rowsOf(model.rows, words))
  const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0))
  return new Map(model.labels.map((label, column) => [label, scores[column]! - total]))
}

export function rowsOf(rows: ReadonlyMap<string, number>, words: string): number[] {
  const found: number[] = []
  for (const ngram of ngrams(words)) {
    const row = rows.get(ngram)
    if (row !== undefined) found.push(row)
  }
  return found
}

/** A long sentence has more n-grams, not more to say. */
export function shareOf(rows: readonly number[]): number {
  return 1 / Math.sqrt(Math.max(rows.length, 3))
}

export function scoreRows({ bias, weights }: Pick<Linear<string>, 'bias' | 'weights'>, rows: readonly number[]): Float64Array {
  const scores = Float64Array.from(bias)
  const share = shareOf(rows)
  for (const row of rows) {
    const start = row * bias.length
    for (let column = 0; column < bias.length; column++) scores[column]! += share * weights[start + column]!
  }
  return scores
}

/** Printable characters that JSON need not escape; the middle one is zero. */
const SIGNS = Array.from({ length: 92 }, (_, index) => String.fromCharCode(35 + index)).filter((sign) => sign !== '\\')
const ZERO = (SIGNS.length - 1) / 2
const VALUE = new Int8Array(128)
for (const [index, sign] of SIGNS.entries()) VALUE[sign.charCodeAt(0)] = index - ZERO

export function pack<Label extends string>({ labels, rows, bias, weights }: Linear<Label>): Packed {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
  const step = Number((largest / ZERO).toPrecision(6))
  const write = (values: Float64Array) => Array.from(values, (value) => SIGNS[ZERO + clip(Math.round(value / step))]).join('')
  return { labels: labels.join(' '), ngrams: [...rows.keys()].join(' '), step, bias: write(bias), weights: write(weights) }
}

export function unpack<Label extends string>({ labels, ngrams, step, bias, weights }: Packed): Linear<Label> {
  const rows = new Map(ngrams.split(' ').map((ngram, row) => [ngram, row]))
  return { labels: labels.split(' ') as Label[], rows, bias: read(bias, step), weights: read(weights, step) }
}

function read(written: string, step: number): Float64Array {
  const signs = new TextEncoder().encode(written)
  const values = new Float64Array(signs.length)
  for (let index = 0; index < signs.length; index++) values[index] = VALUE[signs[index]!]! * step
  return values
}

function clip(value: number): number {
  return Math.max(-ZERO, Math.min(ZERO, value))
}
