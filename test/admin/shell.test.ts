import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConsole } from './console.ts'

let desk: Awaited<ReturnType<typeof openConsole>>
let cookie: string
beforeEach(async () => {
  desk = await openConsole()
  const { id } = await desk.community()
  await desk.colleague(id, '陈静', 'chenjing', 'staff')
  cookie = await desk.signIn('chenjing')
})
afterEach(() => desk.close())

test('a page stands in the shell', async () => {
  const response = await desk.get('/account', cookie)
  expect(response.status).toBe(200)
  const page = await response.text()
  expect(page).toMatch(/^<!doctype html><html lang="zh-CN">/)
  expect(page).toContain('锦宁社区')
  expect(page).toContain('陈静')
})
