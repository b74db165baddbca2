import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCommunity } from '../community.ts'
import { ANSWER_TIMEOUT_MS, DESKTOP, executablePath, launch, PHONE } from './browser.ts'
import { serveAs } from './desk.ts'

const LIFT = 'JN-261123-001'
const LIGHT = 'JN-261123-002'
let browser: Browser

beforeAll(async () => {
  if (executablePath) browser = await launch()
}, 60_000)
afterAll(() => browser?.close())

async function openDesk() {
  const community = await openCommunity({ start: new Date('2026-11-23T10:00:00+08:00') })
  const group = await community.group()
  await group.say('张阿姨', '3栋电梯坏了')
  await group.say('王姐', '8栋2单元楼道灯不亮')
  const [chen, li] = [await community.staff('陈静'), await community.staff('李想')]
  return { community, group, chen: await serveAs(community, chen), li: await serveAs(community, li) }
}

async function openPage(address: string, viewport = DESKTOP): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await openBlank(viewport)
  await page.goto(address)
  return { page, complaints }
}

async function openBlank(viewport = DESKTOP): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport, locale: 'zh-CN' })
  page.setDefaultTimeout(ANSWER_TIMEOUT_MS)
  return { page, complaints: listComplaints(page) }
}

/** What the browser says of a page: script errors, blocked content. */
function listComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

test.skipIf(!executablePath)('what somebody says stands on today without reload', async () => {
  const { group, chen } = await openDesk()
  const { page, complaints } = await openBlank()
  const toldOnce = page.waitForResponse((response) => response.url().endsWith('/live/counts'))
  await page.goto(`${chen}/today`)
  await page.evaluate(() => Object.assign(window, { wasNeverReloaded: true }))
  await toldOnce
  await group.say('李叔', '5栋水管爆了')
  await page.locator('#today', { hasText: '5栋水管爆了' }).waitFor()
  expect(await page.evaluate(() => 'wasNeverReloaded' in window)).toBe(true)
  expect(complaints).toEqual([])
})

test.skipIf(!executablePath)('a page hears what changes although its scripts come one by one over a slow line', async () => {
  const { group, chen } = await openDesk()
  const { page } = await openBlank()
  let scripts = 0
  await page.route('**/*.js', async (route) => {
    await setTimeout(scripts++ * 700)
    await route.continue()
  })
  const listens = page.waitForResponse((response) => response.url().endsWith('/live'))
  await page.goto(`${chen}/today`)
  await listens
  await group.say('李叔', '5栋水管爆了')
  await page.locator('#today', { hasText: '5栋水管爆了' }).waitFor()
})

test.skipIf(!executablePath)('ticks are counted, survive what comes in, and lead to one press for all of them', async () => {
  const { group, chen } = await openDesk()
  const { page, complaints } = await openPage(`${chen}/tickets`)
  expect(await page.locator('.bulk-bar').isVisible()).toBe(false)
  await page.getByLabel('选中这一页的全部工单').check()
  expect(await page.locator('.pick:checked').count()).toBe(2)
  await page.getByLabel(`选中 ${LIGHT}`).uncheck()
  await group.say('李叔', '东门垃圾三天没清运')
  await page.locator('#ticket-list', { hasText: '东门垃圾' }).waitFor()
  expect(await page.locator('.pick:checked').count()).toBe(1)
  await page.locator('.bulk-bar button', { hasText: '合并' }).click()
  expect(await page.locator('.bulk-rows').textContent()).toContain('001')
  expect(complaints).toEqual([])
})

test.skipIf(!executablePath)('a colleague sees who is on the same ticket, that they write, and their note, without reload', async () => {
  const { chen, li } = await openDesk()
  const mine = await openPage(`${chen}/tickets/${LIGHT}`)
  const theirs = await openPage(`${li}/tickets/${LIGHT}`)
  await mine.page.locator('#beside', { hasText: '李想也在看这张工单' }).waitFor()
  await theirs.page.locator('#answer-text').pressSequentially('今天')
  await mine.page.locator('.beside-editing', { hasText: '李想正在办这张工单' }).waitFor()
  await theirs.page.getByLabel('内部备注').fill('钥匙在门卫')
  await theirs.page.locator('#note-form button').click()
  await mine.page.locator('#ticket-notes-list', { hasText: '钥匙在门卫' }).waitFor()
  expect(await theirs.page.locator('#answer-text').inputValue()).toBe('今天')
  expect([...mine.complaints, ...theirs.complaints]).toEqual([])
})

test.skipIf(!executablePath)('words said by hand count down, after a reload too, and are taken back', async () => {
  const { group, chen } = await openDesk()
  const { page, complaints } = await openPage(`${chen}/tickets/${LIFT}`)
  await page.locator('#answer-text').fill('师傅已在路上')
  await page.locator('.answer-form button[type=submit]').click()
  await page.locator('#ticket-said button', { hasText: /撤回（1[345]秒）/ }).waitFor()
  await page.reload()
  await page.locator('#ticket-said button', { hasText: /撤回（\d+秒）/ }).click()
  await page.locator('.said-cancelled', { hasText: '师傅已在路上' }).waitFor()
  expect(group.replies().filter((line) => line.includes('师傅'))).toEqual([])
  expect(complaints).toEqual([])
})

test.skipIf(!executablePath)('S01: on a phone the board shows one column at a time', async () => {
  const { chen } = await openDesk()
  const { page, complaints } = await openPage(`${chen}/tickets?view=tier`, PHONE)
  const lefts = () =>
    page.locator('.board-column').evaluateAll((columns) => columns.map((one) => Math.round(one.getBoundingClientRect().left)))
  const [green] = await lefts()
  expect(green).toBeLessThan(20)
  await page.getByRole('link', { name: '黄色（街道）' }).click()
  await page.waitForFunction(() => document.querySelector('#column-yellow')!.getBoundingClientRect().left < 20)
  expect((await lefts())[0]).toBeLessThan(-300)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
  expect(complaints).toEqual([])
})

test.skipIf(!executablePath).each([
  ['a desk', DESKTOP],
  ['a phone', PHONE],
] as const)('S15 on %s a whistle that a mediation refuses brings its sentence and opens no empty form', async (_, screen) => {
  const { community, group, chen } = await openDesk()
  const [QUARREL, officer] = ['JN-261123-003', await community.staff('小李')]
  await group.say('张叔', '楼上天天半夜蹦迪，谁管管')
  await officer.move(QUARREL, 'file')
  const { version } = await community.ticket(QUARREL)
  await officer.post(`/tickets/${QUARREL}/mediation`, { seenVersion: String(version) })

  const { page } = await openPage(`${chen}/tickets/${QUARREL}`, screen)
  await page.getByRole('link', { name: '吹哨' }).click()
  await page.locator('.notice-bad', { hasText: '这件事正在调解' }).waitFor()
  expect(await page.locator('#sheet[open]').count()).toBe(0)
  await page.getByRole('link', { name: '转外部办理' }).click()
  await page.locator('#sheet[open] select[name=outsider]').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(screen.width)
})

test.skipIf(!executablePath)('Back shows the whole page again, not the part of it that was fetched last', async () => {
  const { group, chen } = await openDesk()
  const { page, complaints } = await openPage(`${chen}/tickets`)
  await group.say('李叔', '东门垃圾三天没清运')
  await page.locator('#ticket-list', { hasText: '东门垃圾' }).waitFor()
  await page.getByRole('link', { name: '8栋2单元楼道灯不亮' }).first().click()
  await page.locator('#answer-text').waitFor()
  await page.goBack()
  await page.locator('nav a[href="/tickets"]').first().waitFor()
  await page.locator('#ticket-list', { hasText: '东门垃圾' }).waitFor()
  expect(complaints).toEqual([])
})

test.skipIf(!executablePath)('a form stays open when the mouse that marks its text is let go beside it', async () => {
  const { chen } = await openDesk()
  const { page, complaints } = await openPage(`${chen}/tickets/${LIFT}`)
  await page.locator('a,button', { hasText: '修改内容' }).first().click()
  const summary = page.locator('#sheet[open] [name=summary]')
  await summary.fill('3栋电梯又坏了')
  const box = (await summary.boundingBox())!
  await page.mouse.move(box.x + 40, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(20, box.y + box.height / 2)
  await page.mouse.up()
  expect(await summary.inputValue()).toBe('3栋电梯又坏了')
  await page.mouse.click(20, 20)
  expect(await summary.inputValue()).toBe('3栋电梯又坏了')
  await page.locator('#sheet [data-close]').first().click()
  expect(await page.locator('#sheet[open]').count()).toBe(0)
  expect(complaints).toEqual([])
})
