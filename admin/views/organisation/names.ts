import { type Appointment, OFFICES } from '../../../core/organisation/appointment.ts'
import type { Gap } from '../../../core/organisation/duty.ts'
import type { Organisation } from '../../../core/organisation/flags.ts'
import type { Building } from '../../../core/organisation/grid.ts'

export const WEEKDAY_NAMES = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const

export function nameWeekday(weekday: number): string {
  return WEEKDAY_NAMES[weekday - 1]!
}

export function sayGap({ weekday, from, to }: Gap): string {
  return `${nameWeekday(weekday)} ${from}–${to}`
}

/** 和风苑8栋 where there are several estates, else 8栋. */
export function nameBuilding({ estateId, name }: Pick<Building, 'estateId' | 'name'>, { estates }: Pick<Organisation, 'estates'>): string {
  if (estates.length < 2) return name
  return `${estates.find(({ id }) => id === estateId)?.name ?? ''}${name}`
}

/** Where an office is held, as people say it. */
export function nameSeat({ role, seatId }: Pick<Appointment, 'role' | 'seatId'>, organisation: Organisation): string {
  const { estates, buildings, grids, stations } = organisation
  const { seat } = OFFICES[role]
  if (seat === 'community') return '全社区'
  if (seat === 'building') {
    const building = buildings.find(({ id }) => id === seatId)
    return building ? nameBuilding(building, organisation) : ''
  }
  const places = { estate: estates, grid: grids, station: stations }[seat]
  return places.find(({ id }) => id === seatId)?.name ?? ''
}

/** The first few of many names. */
export function sayFew(names: readonly string[], most = 6): string {
  return names.length > most ? `${names.slice(0, most).join('、')}等` : names.join('、')
}
