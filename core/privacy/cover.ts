import { Refusal } from '../errors.ts'

/** A side of a photo, whatever its size in points. */
export const WHOLE_SIDE = 10_000
export const MOST_AREAS = 20
/** Below it nothing is covered, and a finger has slipped. */
const SHORTEST_SIDE = 50

/** What is covered on a photo, in parts of its sides: a face, a plate. */
export type Area = { x: number; y: number; width: number; height: number }

/** Whether an area covers something, and nothing that is not there. */
export function isOnPhoto({ x, y, width, height }: Area): boolean {
  const numbers = [x, y, width, height]
  if (!numbers.every(Number.isInteger) || x < 0 || y < 0) return false
  return width >= SHORTEST_SIDE && height >= SHORTEST_SIDE && x + width <= WHOLE_SIDE && y + height <= WHOLE_SIDE
}

/**
 * What the log keeps of a covering: how much was covered, and is. Who covers less shows something to everybody again, and must just have said why they see it.
 * @throws Refusal `stale` when it is covered less by somebody who does not see it: it was covered since they looked; `incomplete` without a change
 */
export function coverPhoto(known: readonly Area[], wanted: readonly Area[], sees: boolean): { before: string; after: string } {
  const isKept = known.every((area) => wanted.some((other) => isSame(area, other)))
  if (!isKept && !sees) throw new Refusal('stale', { covered: known.length, wanted: wanted.length })
  if (isKept && wanted.length === known.length) throw new Refusal('incomplete', { missing: 'area' })
  return { before: sayCovered(known.length), after: sayCovered(wanted.length) }
}

function isSame(one: Area, other: Area): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height
}

function sayCovered(count: number): string {
  return count === 0 ? '照片没有遮挡' : `照片遮住${count}处`
}
