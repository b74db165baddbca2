import { type Linear, rowsOf, scoreRows, shareOf } from './linear.ts'
import { ngrams } from './ngrams.ts'

export type Lesson<Label extends string> = { words: string; label: Label }

type Seen = { rows: number[]; share: number; truth: number }

/** What stands in one line only is learnt by heart, not understood; the longer, the more lines it takes. */
const SEEN_IN_LINES = 2
const EPOCHS = 12
/** The mean of the last epochs hangs less on the order of the lessons than where the last one ends. */
const SETTLED = 5
const RATE = 0.2
const DECAY = 3e-4
const CAUTION = 0.01
const SEED = 7

/** Softmax regression by AdaGrad, averaged. The order is drawn from a fixed seed: the same lessons give the same weights, bit for bit. */
export function learn<Label extends string>(lessons: readonly Lesson<Label>[]): Linear<Label> {
  const labels = [...new Set(lessons.map(({ label }) => label))].sort()
  const rows = new Map(vocabularyOf(lessons).map((ngram, row) => [ngram, row]))
  const model = { labels, rows, bias: new Float64Array(labels.length), weights: new Float64Array(rows.size * labels.length) }
  const paces = { bias: pace(model.bias), weights: pace(model.weights) }
  const seen = lessons.map(({ words, label }): Seen => {
    const found = rowsOf(rows, words)
    return { rows: found, share: shareOf(found), truth: labels.indexOf(label) }
  })
  const draw = dice(SEED)
  const settled = { bias: new Float64Array(model.bias.length), weights: new Float64Array(model.weights.length) }
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    for (const one of shuffle(seen, draw)) correct(model, paces, one)
    if (epoch <= EPOCHS - SETTLED) continue
    add(settled.bias, model.bias)
    add(settled.weights, model.weights)
  }
  return { ...model, ...settled }
}

/** A share of the mean. */
function add(mean: Float64Array, values: Float64Array): void {
  for (const [at, value] of values.entries()) mean[at]! += value / SETTLED
}

/** Keeps so many n-grams as say most for or against any label: the rest weighs kilobytes and little else. */
export function forgetAllBut<Label extends string>(count: number, model: Linear<Label>): Linear<Label> {
  const width = model.labels.length
  const loudest = [...model.rows].map(([ngram, row]) => ({ ngram, row, says: loudnessOf(model, row) }))
  const kept = loudest
    .toSorted((a, b) => b.says - a.says || a.row - b.row)
    .slice(0, count)
    .toSorted((a, b) => a.row - b.row)
  const weights = new Float64Array(kept.length * width)
  for (const [at, { row }] of kept.entries()) weights.set(model.weights.subarray(row * width, (row + 1) * width), at * width)
  return { ...model, rows: new Map(kept.map(({ ngram }, at) => [ngram, at])), weights }
}

function loudnessOf({ labels, weights }: Linear<string>, row: number): number {
  return weights.subarray(row * labels.length, (row + 1) * labels.length).reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
}

/** Sorted, so that nothing depends on where a line stands. */
function vocabularyOf(lessons: readonly Pick<Lesson<string>, 'words'>[]): string[] {
  const lines = new Map<string, number>()
  for (const { words } of lessons) for (const ngram of ngrams(words)) lines.set(ngram, (lines.get(ngram) ?? 0) + 1)
  return [...lines].flatMap(([ngram, count]) => (count >= Math.max(SEEN_IN_LINES, [...ngram].length) ? ngram : [])).sort()
}

type Paces = { bias: Float64Array; weights: Float64Array }

function correct(model: Linear<string>, paces: Paces, { rows, share, truth }: Seen): void {
  const errors = softmax(scoreRows(model, rows))
  errors[truth]! -= 1
  for (const [column, error] of errors.entries()) move(model.bias, paces.bias, column, error)
  for (const row of rows) {
    const start = row * errors.length
    for (let column = 0; column < errors.length; column++)
      move(model.weights, paces.weights, start + column, errors[column]! * share + DECAY * model.weights[start + column]!)
  }
}

function move(values: Float64Array, paces: Float64Array, at: number, slope: number): void {
  paces[at]! += slope * slope
  values[at]! -= (RATE * slope) / Math.sqrt(paces[at]!)
}

function softmax(scores: Float64Array): Float64Array {
  const powers = scores.map((score) => Math.exp(score))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

function pace(values: Float64Array): Float64Array {
  return new Float64Array(values.length).fill(CAUTION)
}

function shuffle<Item>(items: readonly Item[], draw: () => number): Item[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}

/** Lehmer's: the same throws every time. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
