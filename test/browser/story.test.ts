import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as browsers from './browser.ts'
import { executablePath, hasText, isStillMarked, launch, markWindow, moveTicket, openContext, overflowOf, PHONE, speak } from './browser.ts'
import { type Product, startProduct } from './product.ts'

let product: Product
let browser: Browser
let office: BrowserContext
/** What a browser complains about: script errors, blocked content, failed requests. */
const complaints: string[] = []

beforeAll(async () => {
  if (!executablePath) return
  product = await startProduct()
  browser = await launch()
  office = await openContext(browser, product)
  await becomeAdministrator()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 30_000)

/** Opens the one-time link and sets a name and a password, as the terminal asked. */
async function becomeAdministrator(): Promise<void> {
  const welcome = await openPage(office, product.setupUrl)
  await welcome.getByLabel('姓名').fill('林主任')
  await welcome.getByLabel('用户名').fill('lin')
  await welcome.getByLabel('密码').fill('lantern-river-7')
  await welcome.locator('form button[type=submit]').click()
  await welcome.waitForURL('**/today')
  await welcome.close()
}

function openPage(context: BrowserContext, path: string): Promise<Page> {
  return browsers.openPage(context, new URL(path, product.origin).href, complaints)
}

test.skipIf(!executablePath)('a newcomer plays the first story through sandbox and console, without reload', async () => {
  const list = await openPage(office, '/tickets')
  await markWindow(list)
  const chat = await openPage(office, '/sandbox')
  await markWindow(chat)
  await hasText(chat, '.feed-empty', '住户都是虚构的')

  await speak(chat, '3栋电梯坏了')
  await hasText(chat, '.line-own .bubble', '3栋电梯坏了')
  await hasText(chat, '.line-bot .bubble', '@王姐 收到，3栋电梯坏了，编号HF-')
  await hasText(chat, '.ticket-card', '3栋电梯坏了')
  await hasText(list, '#ticket-list', '3栋电梯坏了')
  expect(await isStillMarked(list)).toBe(true)

  const answer = await chat.locator('.line-bot .bubble').first().innerText()
  const number = /HF-\d{6}-\d{3}/.exec(answer)?.[0]
  expect(number, answer).toMatch(/-001$/)

  await chat.locator('.guide .say', { hasText: '老李' }).click()
  await hasText(chat, '.line-own .line-note', '没有回复：闲聊')
  expect(await chat.locator('.line-bot').count()).toBe(1)

  await list.getByText('3栋电梯坏了').first().click()
  await list.waitForURL(`**/tickets/${number}`)
  await moveTicket(list, '确认立案')
  await hasText(chat, '.ticket-card', '已立案')
  await moveTicket(list, '已办完', '维保已换好门机皮带')

  await hasText(chat, '.line-bot .bubble', `${number} 物业反馈：维保已换好门机皮带。`)
  await chat.locator('.guide .say', { hasText: '王姐：好了' }).click()
  await hasText(chat, '.line-bot .bubble', `好的，${number} 已办结`)
  await hasText(chat, '.ticket-card', '已办结')
  await hasText(list, '#ticket-facts', '已办结')
  await hasText(chat, '.guide', '一件事走完了')

  expect(await isStillMarked(chat)).toBe(true)
  expect(complaints).toEqual([])
})

test.skipIf(!executablePath)('words, quotes, recalls, photos and private chat work by hand', async () => {
  const chat = await openPage(office, '/sandbox?as=ming')
  await markWindow(chat)

  await speak(chat, '<b>大家</b>注意脚下')
  await hasText(chat, '.line-own .bubble', '<b>大家</b>注意脚下')
  await hasText(chat, '.line-own .line-note', '没有回复：')

  const own = chat.locator('.line-own', { hasText: '注意脚下' })
  await own.locator('.bubble').click()
  await own.getByRole('button', { name: '引用' }).click()
  await chat.locator('.quoting', { hasText: '注意脚下' }).waitFor()
  await chat.getByText('张叔', { exact: true }).first().click()
  await chat.locator('.quoting').waitFor({ state: 'hidden' })
  const line = chat.locator('.line:not(.line-own)', { hasText: '注意脚下' })
  await line.locator('.bubble').click()
  await line.getByRole('button', { name: '引用' }).click()
  await speak(chat, '看到了')
  await hasText(chat, '.line-own .bubble-quote', '阿明(6-1-301)：<b>大家</b>注意脚下')

  const mine = chat.locator('.line-own', { hasText: '看到了' })
  await mine.locator('.bubble').click()
  await mine.getByRole('button', { name: '撤回' }).click()
  await hasText(chat, '.feed-line', '您撤回了一条消息')
  expect(await mine.count()).toBe(0)

  await chat.getByRole('button', { name: '发一张示例照片' }).click()
  const photo = chat.locator('.line-own .bubble-photo img')
  await photo.waitFor()
  expect(await photo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(480)

  await chat.getByText('私聊小助手').click()
  await hasText(chat, '.feed-empty', '张叔和小助手的私聊')
  await speak(chat, '8栋2单元楼道灯不亮')
  await hasText(chat, '.line-bot .bubble', '收到，8栋2单元楼道灯不亮，编号HF-')
  expect(chat.url()).toContain('as=zhang&in=private')

  expect(await isStillMarked(chat)).toBe(true)
  await chat.reload()
  await hasText(chat, '.line-own .bubble', '8栋2单元楼道灯不亮')
  expect(complaints).toEqual([])
  await chat.close()
})

test.skipIf(!executablePath)('words that could not be sent come back into the box', async () => {
  const chat = await office.newPage()
  await chat.goto(new URL('/sandbox', product.origin).href)
  await chat.route('**/sandbox/messages', (route) => route.abort())
  await speak(chat, '5栋门禁刷不开')
  await hasText(chat, '.notice', '没有连上服务器')
  expect(await chat.getByLabel('要说的话').inputValue()).toBe('5栋门禁刷不开')
  await chat.unroute('**/sandbox/messages')
  await chat.keyboard.press('Enter')
  await hasText(chat, '.line-own .bubble', '5栋门禁刷不开')
  expect(await chat.getByLabel('要说的话').inputValue()).toBe('')
  await chat.close()
})

test.skipIf(!executablePath)('nothing is wider than a phone', async () => {
  const pocket = await browser.newContext({ viewport: PHONE, hasTouch: true, isMobile: true, storageState: await office.storageState() })
  for (const path of ['/sandbox', '/sandbox?as=zhang&in=private', '/tickets']) {
    const page = await openPage(pocket, path)
    expect(await overflowOf(page), path).toBeLessThanOrEqual(0)
    await page.close()
  }
  const chat = await openPage(pocket, '/sandbox')
  expect(await chat.getByLabel('要说的话').isVisible()).toBe(true)
  await chat.getByText('示例与工单').click()
  await chat.locator('.ticket-card').first().waitFor()
  expect(await overflowOf(chat)).toBeLessThanOrEqual(0)
  await pocket.close()
  expect(complaints).toEqual([])
})
