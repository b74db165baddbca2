/** How large the invented community is; its grown form has the shapes that real ones report. */
export type Shape = {
  estates: number
  buildings: number
  people: number
  households: number
  /** Residents in the groups. */
  members: number
  matters: number
  days: number
  gridWorkers: number
}

export const SHAPES = {
  small: { estates: 9, buildings: 5, people: 2800, households: 1100, members: 900, matters: 640, days: 150, gridWorkers: 3 },
  large: { estates: 21, buildings: 18, people: 45_000, households: 15_000, members: 12_000, matters: 9000, days: 365, gridWorkers: 14 },
} as const satisfies Record<string, Shape>

export const ESTATES: readonly { name: string; code: string }[] = [
  { name: '芦苇里', code: 'LW' },
  { name: '谷雨家园', code: 'GY' },
  { name: '紫苏花园', code: 'ZS' },
  { name: '银杏东区', code: 'YX' },
  { name: '银杏西区', code: 'YW' },
  { name: '白露新村', code: 'BL' },
  { name: '石榴院', code: 'SL' },
  { name: '老粮站宿舍', code: 'LZ' },
  { name: '海棠苑', code: 'HT' },
  { name: '竹叶青小区', code: 'ZY' },
  { name: '桂子山庄', code: 'GZ' },
  { name: '菖蒲湾', code: 'CP' },
  { name: '木槿雅居', code: 'MJ' },
  { name: '霜降名邸', code: 'SJ' },
  { name: '青蒿公寓', code: 'QH' },
  { name: '小满社', code: 'XM' },
  { name: '纺机厂家属区', code: 'FJ' },
  { name: '荷叶坊', code: 'HY' },
  { name: '枇杷园', code: 'PP' },
  { name: '松子坡', code: 'SZ' },
]
