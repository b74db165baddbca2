import { createHash } from 'node:crypto'
import { forgetAllBut, type Lesson, learn } from '../../core/reading/model/learn.ts'
import { type Lessons, lessonsFrom } from '../../core/reading/model/lessons.ts'
import { type Packed, pack } from '../../core/reading/model/linear.ts'

/** How many n-grams each model keeps: together the weights stay under two megabytes. */
const KEPT: Record<keyof Lessons, number> = { matter: 36_000, category: 11_000, intent: 12_000, danger: 14_000 }

export type Trained = { name: string; lessons: number; seconds: number; packed: Packed & { lessons: string } }

/** Every model of the offline reader, from the lines of the corpus. The same lines give the same weights. */
export function trainAll(corpus: string): Trained[] {
  return Object.entries(lessonsFrom(corpus)).map(([name, lessons]) => {
    const began = performance.now()
    const packed = trainOne(name as keyof Lessons, lessons)
    return { name, lessons: lessons.length, seconds: (performance.now() - began) / 1000, packed }
  })
}

export function trainOne(name: keyof Lessons, lessons: readonly Lesson<string>[]): Trained['packed'] {
  return { lessons: digestOf(lessons), ...pack(forgetAllBut(KEPT[name], learn(lessons))) }
}

/** Tells whether weights were trained from these lessons, without training again. */
export function digestOf(lessons: readonly Lesson<string>[]): string {
  return createHash('sha256').update(JSON.stringify(lessons)).digest('hex')
}
