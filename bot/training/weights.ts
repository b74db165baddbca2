import { createHash } from 'node:crypto'
import { forgetAllBut, type Lesson, learn } from '../../core/reading/model/learn.ts'
import type { Lessons } from '../../core/reading/model/lessons.ts'
import { type Packed, pack } from '../../core/reading/model/linear.ts'

/** How many n-grams each model keeps: together the weights stay under two megabytes. */
const KEPT: Record<keyof Lessons, number> = { matter: 36_000, category: 11_000, intent: 12_000, danger: 40_000 }

export type ModelName = keyof Lessons
export const MODELS = Object.keys(KEPT) as ModelName[]

type Trained = Packed & { lessons: string }

/** One model of the offline reader. The same lessons give the same weights. */
export function trainOne(name: ModelName, lessons: readonly Lesson<string>[]): Trained {
  return { lessons: digestOf(lessons), ...pack(forgetAllBut(KEPT[name], learn(lessons))) }
}

/** Tells whether weights were trained from these lessons, without training again. */
export function digestOf(lessons: readonly Lesson<string>[]): string {
  return createHash('sha256').update(JSON.stringify(lessons)).digest('hex')
}
