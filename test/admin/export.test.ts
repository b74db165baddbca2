import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sendCsv } from '../../admin/csv.ts'
import { deeds, reports, rooms, tickets } from '../../db/schema/index.ts'
import { sampleTicket } from '../ticket.ts'
import { openConsole } from './console.ts'
import { type FilledCommunity, fillCommunity } from './world.ts'

let desk: Awaited<ReturnType<typeof openConsole>>
let ours: FilledCommunity
let cookie: string
beforeEach(async () => {
  desk = await openConsole()
  const boss = async (communityId: number) => (await desk.colleague(communityId, '赵敏', 'zhaomin', 'viewer')).staff.id
  ours = await fillCommunity(desk.db, { name: '锦宁社区', words: '楼道灯不亮' }, boss)
  cookie = await desk.signIn('zhaomin')
})
afterEach(() => desk.close())

/** Cell by cell, as a spreadsheet takes them apart. */
function cellsIn(table: string): string[][] {
  const lines = table
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .slice(0, -1)
  return lines.map((line) =>
    [...line.matchAll(/"((?:[^"]|"")*)"|([^,"]+)|(?<=,)(?=,|$)/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? ''),
  )
}

async function download(path: string): Promise<{ response: Response; text: string }> {
  const response = await desk.get(path, cookie)
  return { response, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer()) }
}

const AT_ONCE = 400

async function add(count: number, facts: Partial<typeof tickets.$inferInsert> = {}) {
  const [first] = await desk.db.select().from(tickets).where(eq(tickets.number, ours.ids.ticket))
  const { id: _, ...sample } = sampleTicket()
  const place = { communityId: ours.communityId, estateId: first!.estateId, roomId: first!.roomId }
  const rows = Array.from({ length: count }, (_, index) => ({ ...sample, ...place, number: `X-261121-${1000 + index}`, ...facts }))
  for (let from = 0; from < count; from += AT_ONCE) await desk.db.insert(tickets).values(rows.slice(from, from + AT_ONCE))
}

test('the list as a table: for Excel, by the filter of the page, newest first', async () => {
  const { response, text } = await download('/tickets.csv?status=all')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename="export.csv"; filename*=UTF-8''${encodeURIComponent('工单-2026-11-21')}.csv`,
  )
  expect(text.charCodeAt(0)).toBe(0xfeff)
  const [head, ...rows] = cellsIn(text)
  expect(head).toEqual([
    '编号', '事项', '是否公开', '分类', '小区', '位置', '反映人', '反映人数', '来自', '紧急程度', '三色清单', '状态', '负责方', '经办', '登记时间', '回应时限', '办结时限', '办结时间',
  ]) // biome-ignore format: one line a table's head reads as it is
  expect(rows.map(([number, summary]) => [number, summary])).toEqual([
    [ours.ids.finished, '楼道灯不亮'],
    [ours.ids.ticket, '楼道灯不亮'],
  ])
  expect(rows[1]!.slice(11, 15)).toEqual(['已派单', '物业', '赵敏', '2026-11-21 08:00'])

  const open = cellsIn((await download('/tickets.csv')).text)
  expect(open.slice(1).map(([number]) => number)).toEqual([ours.ids.ticket])
  expect(await (await desk.get('/tickets?status=closed', cookie)).text()).toContain('href="/tickets.csv?status=closed"')
})

test.each([
  ['=HYPERLINK("http://x.test","点我")', `'=HYPERLINK("http://x.test","点我")`],
  ['+1+1', "'+1+1"],
  ['-1+1', "'-1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1+1', "'=1+1"],
  ['\r\n=1+1', "'=1+1"],
  ['  \u200b=1+1', "'=1+1"],
  ['＝1+1', "'＝1+1"],
  ['他说,"不亮"', '他说,"不亮"'],
])('%j is words in a spreadsheet, in every column that residents or staff write', async (words, shown) => {
  await desk.db.update(tickets).set({ summary: words })
  await desk.db.update(rooms).set({ topic: words })
  await desk.db.update(reports).set({ alias: words })
  const [, row] = cellsIn((await download('/tickets.csv')).text)
  expect([row![1], row![8]]).toEqual([shown, shown])
  expect(row!.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([])
})

test('phones, doors and names of residents stay in the house', async () => {
  await desk.db.update(tickets).set({ summary: '8-2-1101漏水，电话13800001234' })
  await desk.db.update(reports).set({ alias: '王姐(8-2-1101)13800001234' })
  await desk.db.update(rooms).set({ topic: '锦宁群 13800001234' })
  const { text } = await download('/tickets.csv?q=13800001234&status=all')
  const { text: all } = await download('/tickets.csv')
  expect(cellsIn(all)[1]!.slice(1, 2)).toEqual(['8-2-***漏水，电话〔电话〕'])
  for (const words of ['13800001234', '1101']) expect(text + all).not.toContain(words)
  const [first] = await desk.db.select().from(deeds)
  expect([first!.action, first!.name, first!.subject]).toEqual(['exportTickets', '赵敏', '全部 · 搜索“〔电话〕”'])
})

test('thousands are sent, and no more than five', async () => {
  await add(5200)
  const rows = cellsIn((await download('/tickets.csv?status=all')).text)
  expect(rows).toHaveLength(5001)
  expect(new Set(rows.map(([number]) => number)).size).toBe(5001)
})

test('what belongs to another community is not in it', async () => {
  const boss = async (communityId: number) => (await desk.colleague(communityId, '周远', 'zhouyuan', 'administrator')).staff.id
  const theirs = await fillCommunity(desk.db, { name: '清河社区', words: '清河的话' }, boss)
  const { text } = await download(`/tickets.csv?status=all&estate=${theirs.ids.estate}`)
  expect(cellsIn(text)).toHaveLength(1)
  expect((await download('/tickets.csv?status=all')).text).not.toContain('清河')
})

test('the pair as a table, with its sum, and a line in the log', async () => {
  await desk.db.delete(reports)
  await add(3, { status: 'filed', filedAt: new Date('2026-11-21T08:00:00+08:00'), openedAt: new Date('2026-11-21T08:00:00+08:00') })
  const { response, text } = await download('/figures.csv?preset=month&by=estate')
  expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('收集与解决-2026-11-01-2026-11-30'))
  expect(cellsIn(text)).toEqual([
    ['小区', '收集', '解决', '解决率', '还没解决'],
    ['锦宁社区一区', '3', '0', '0.0%', '3'],
    ['合计', '3', '0', '0.0%', '3'],
  ])
  const [deed] = await desk.db.select().from(deeds)
  expect([deed!.action, deed!.subject]).toEqual(['exportFigures', '2026-11-01 至 2026-11-30 · 按小区'])
  expect(await (await desk.get('/figures?preset=month', cookie)).text()).toContain('href="/figures.csv?preset=month&amp;by=estate"')
})

test('a table that breaks off while it is read does not pass for the whole', async () => {
  async function* failing() {
    yield ['一']
    throw new Error('the database went away')
  }
  const app = new Hono().get('/', (c) => sendCsv(c, '表', { columns: ['列'], rows: failing() }))
  await expect((await app.request('/')).text()).rejects.toThrow('the database went away')
})
