import type { DayKind } from '../calendar/specialDay.ts'

export const DAY_KIND_NAMES: Record<DayKind, string> = { off: '休息', work: '上班', usual: '按平常' }
