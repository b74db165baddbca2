const LATE = ['下午', '下昼', '傍晚', '晚上']

/** Source of a pattern for the part of the day that stands before an hour. */
export const PART_OF_DAY = ['凌晨', '早上', '早晨', '上午', '上昼', '中午', ...LATE].join('|')

/** The hour of 24 that 下午3点 or 中午12:30 means; `part` undefined: as written. */
export function hourOf(hour: number, part: string | undefined): number {
  if (part === '凌晨' && hour === 12) return 0
  if (part === '中午' && hour < 11) return hour + 12
  return part !== undefined && LATE.includes(part) && hour < 12 ? hour + 12 : hour
}
