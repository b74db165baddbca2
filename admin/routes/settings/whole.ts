import * as z from 'zod'

/** A whole number as it was typed, between two bounds. */
export function whole(least: number, most: number) {
  const sentence = `请填 ${least} 到 ${most} 之间的整数。`
  return z.coerce.number(sentence).int(sentence).min(least, sentence).max(most, sentence)
}
