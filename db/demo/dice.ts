export type Dice = {
  /** From 0 up to 1. */
  next(): number
  upTo(count: number): number
  between(low: number, high: number): number
  pick<T>(of: readonly T[]): T
  isLucky(chance: number): boolean
}

/** The same numbers for the same seed, on every machine (mulberry32). */
export function rollDice(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const upTo = (count: number) => Math.floor(next() * count)
  return {
    next,
    upTo,
    between: (low, high) => low + next() * (high - low),
    pick: (of) => of[upTo(of.length)]!,
    isLucky: (chance) => next() < chance,
  }
}
