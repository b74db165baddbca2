import { afterEach, beforeEach, expect, test } from 'vitest'
import { listPeople } from '../../db/people.ts'
import { openConsole } from './console.ts'

let desk: Awaited<ReturnType<typeof openConsole>>
let cookie: string
let communityId: number
let ownId: number
beforeEach(async () => {
  desk = await openConsole()
  communityId = (await desk.community()).id
  ownId = (await desk.colleague(communityId, '陈静', 'chenjing', 'administrator')).staff.id
  cookie = await desk.signIn('chenjing')
})
afterEach(() => desk.close())

const people = async () => (await listPeople(desk.db, { communityId })).map(({ name, role, active }) => [name, role, active])

function passwordIn(page: string): string {
  return /id="given-password">([^<]+)</.exec(page)![1]!
}

test('a colleague is added with a password that is shown once and must be changed', async () => {
  const added = await desk.post('/settings/people', { name: '李建国', username: 'LiJianguo', role: 'gridWorker' }, cookie)
  expect(added.headers.get('cache-control')).toBe('private, no-store')
  const password = passwordIn(await added.text())
  expect(await (await desk.get('/settings/people', cookie)).text()).not.toContain(password)
  expect(await people()).toEqual([
    ['陈静', 'administrator', true],
    ['李建国', 'gridWorker', true],
  ])
  const theirs = await desk.signIn('lijianguo', password)
  expect((await desk.get('/tickets', theirs)).headers.get('location')).toBe('/account/first-password')
})

test.each([
  ['a name that is taken', { username: 'ChenJing' }, '这个用户名已有人使用'],
  ['a username of one letter', { username: 'a' }, '用户名至少 2 个字'],
  ['no name', { name: '' }, '请填写姓名'],
  ['a role that does not exist', { role: 'king' }, '请从列表里选角色'],
])('%s is refused and what was typed stays', async (_, change, sentence) => {
  const answer = await desk.post('/settings/people', { name: '李建国', username: 'lijianguo', role: 'staff', ...change }, cookie)
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain(sentence)
  expect(page).toContain(`value="${'username' in change ? change.username : 'lijianguo'}"`)
  expect(await people()).toHaveLength(1)
})

test('the last administrator in service stays one', async () => {
  for (const [path, form] of [
    ['role', { role: 'staff' }],
    ['leave', {}],
  ] as const) {
    const answer = await desk.post(`/settings/people/${ownId}/${path}`, form, cookie)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('这是最后一位在用的管理员')
  }
  const { staff } = await desk.colleague(communityId, '王主任', 'wangzr', 'administrator')
  await desk.post(`/settings/people/${staff.id}/leave`, {}, cookie)
  expect((await desk.post(`/settings/people/${ownId}/leave`, {}, cookie)).status).toBe(409)
  await desk.post(`/settings/people/${staff.id}/service`, {}, cookie)
  expect((await desk.post(`/settings/people/${ownId}/role`, { role: 'viewer' }, cookie)).status).toBe(303)
  expect(await people()).toEqual([
    ['陈静', 'viewer', true],
    ['王主任', 'administrator', true],
  ])
})

test('who is out of service is out at the next click', async () => {
  const { staff } = await desk.colleague(communityId, '李建国', 'lijianguo', 'gridWorker')
  const theirs = await desk.signIn('lijianguo')
  expect((await desk.get('/settings', theirs)).status).toBe(200)
  await desk.post(`/settings/people/${staff.id}/leave`, {}, cookie)
  expect((await desk.get('/settings', theirs)).headers.get('location')).toContain('/sign-in?reason=inactive')
})

test('a new password ends the old one', async () => {
  const { staff } = await desk.colleague(communityId, '李建国', 'lijianguo', 'staff')
  const theirs = await desk.signIn('lijianguo')
  const reset = await desk.post(`/settings/people/${staff.id}/password`, {}, cookie)
  const page = await reset.text()
  expect(page).toContain('已重置李建国的密码')
  expect((await desk.get('/settings', theirs)).headers.get('location')).toContain('/sign-in')
  expect(await desk.signIn('lijianguo', passwordIn(page))).not.toBe('')
  expect(await desk.signIn('lijianguo')).toBe('')
})

test('only administrators manage people, and only those of their community', async () => {
  const { staff } = await desk.colleague(communityId, '王主任', 'wangzr', 'director')
  const director = await desk.signIn('wangzr')
  const page = await (await desk.get('/settings/people', director)).text()
  expect(page).toContain('人员只有管理员能修改')
  expect(page).not.toContain('重置密码')
  for (const path of ['', `/${staff.id}/role`, `/${staff.id}/password`, `/${staff.id}/leave`, `/${staff.id}/service`]) {
    expect((await desk.post(`/settings/people${path}`, { role: 'administrator' }, director)).status).toBe(403)
  }
  const elsewhere = await desk.community('别的社区')
  const stranger = await desk.colleague(elsewhere.id, '外人', 'wairen', 'staff')
  expect((await desk.post(`/settings/people/${stranger.staff.id}/role`, { role: 'viewer' }, cookie)).status).toBe(404)
  expect((await desk.post(`/settings/people/${stranger.staff.id}/password`, {}, cookie)).status).toBe(404)
})
