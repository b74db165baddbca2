import { afterEach, beforeEach, expect, test } from 'vitest'
import { authSessions, deeds } from '../../db/schema/index.ts'
import { openConsole } from './console.ts'
import { type FilledCommunity, fillCommunity } from './world.ts'

let desk: Awaited<ReturnType<typeof openConsole>>
let ours: FilledCommunity
let cookie: string
let chenId: number
beforeEach(async () => {
  desk = await openConsole()
  const boss = async (communityId: number) => (await desk.colleague(communityId, '赵敏', 'zhaomin', 'administrator')).staff.id
  ours = await fillCommunity(desk.db, { name: '锦宁社区', words: '楼道灯不亮' }, boss)
  chenId = (await desk.colleague(ours.communityId, '陈静', 'chenjing', 'staff')).staff.id
  cookie = await desk.signIn('zhaomin')
})
afterEach(() => desk.close())

const audit = async (query = '') => (await desk.get(`/settings/audit${query}`, cookie)).text()
const rows = (page: string) => page.split('outbox-row').length - 1

test('a change of role stands in the log with who, whom, before and after; by person, action, ticket and day it is found or left out', async () => {
  await desk.post(`/settings/people/${chenId}/role`, { role: 'viewer' }, cookie)
  const page = await audit('?action=changeRole')
  expect(rows(page)).toBe(1)
  for (const words of ['赵敏', '改角色', '陈静', '→']) expect(page).toContain(words)

  const count = async (query: string) => rows(await audit(query))
  expect(await count('')).toBe(2)
  expect(await count(`?person=${ours.byId}`)).toBe(2)
  expect(await count(`?person=${chenId}`)).toBe(0)
  expect(await count(`?ticket=${ours.ids.ticket}`)).toBe(1)
  expect(await count('?ticket=NO-1')).toBe(0)
  expect(await count('?day=2026-11-21')).toBe(2)
  expect(await count('?day=2026-11-20')).toBe(0)
  expect(await count('?action=%3Cscript%3E&before=nonsense&day=nothing')).toBe(2)
})

test('what changed on a ticket is told in the words of the console, without what only the program needs', async () => {
  await desk.post(`/tickets/${ours.ids.ticket}/takeUp`, { seenVersion: '1' }, cookie)
  const page = await audit(`?ticket=${ours.ids.ticket}&action=takeUp`)
  expect(page).toContain('状态：已派单 → 办理中')
  expect(page).not.toMatch(/inProgress|assignedAt/)
})

test('the log is read page by page and misses nothing', async () => {
  const at = new Date('2026-11-21T08:30:00+08:00')
  const row = (index: number) => ({
    communityId: ours.communityId,
    staffId: ours.byId,
    name: '赵敏',
    action: 'resetPassword' as const,
    subject: `person${index};`,
    at,
  })
  await desk.db.insert(deeds).values(Array.from({ length: 70 }, (_, index) => row(index)))
  const first = await audit()
  const older = /href="(\/settings\/audit\?[^"]*before=[^"]*)"/.exec(first)![1]!.replaceAll('&amp;', '&')
  const second = await (await desk.get(older, cookie)).text()
  expect([rows(first), rows(second)]).toEqual([50, 21])
  for (let index = 0; index < 70; index++) expect((first + second).split(`person${index};`)).toHaveLength(2)
})

test('nothing in the log can be rewritten or removed, and only those who decide may read it', async () => {
  await desk.post(`/settings/people/${chenId}/role`, { role: 'viewer' }, cookie)
  await expect(desk.db.update(deeds).set({ name: '别人' })).rejects.toThrow()
  await expect(desk.db.delete(deeds)).rejects.toThrow()
  expect((await desk.get('/settings/audit', await desk.signIn('chenjing'))).status).toBe(403)
})

test('my account lists where I am signed in and signs the others out, nobody else', async () => {
  const elsewhere = await desk.signIn('zhaomin')
  const chen = await desk.signIn('chenjing')
  expect(await (await desk.get('/account', cookie)).text()).toContain('退出其他设备')
  expect((await desk.post('/account/sessions/others', {}, cookie)).status).toBe(303)
  expect((await desk.get('/account', elsewhere)).status).toBe(303)
  expect((await desk.get('/account', chen)).status).toBe(200)
  const page = await (await desk.get('/account', cookie)).text()
  expect(page).not.toContain('退出其他设备')
  expect(await desk.db.$count(authSessions)).toBe(2)
  expect(await audit('?action=signOutOthers')).toContain('2 处 → 1 处')
})
