import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

/** Where a Chromium may be. */
const CHROMIUM_PLACES = process.env['CHROMIUM_PATH']
  ? [process.env['CHROMIUM_PATH']]
  : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export const executablePath = CHROMIUM_PLACES.find((place) => existsSync(place)) ?? null
if (!executablePath) {
  process.stdout.write(
    `Browser tests are skipped: no Chromium at ${CHROMIUM_PLACES.join(', ')}. Install one (Debian: apt-get install chromium) or name yours in CHROMIUM_PATH.\n`,
  )
}

export const DESKTOP = { width: 1400, height: 900 }
export const PHONE = { width: 390, height: 844 }
/** On a machine that runs everything else at once. */
export const ANSWER_TIMEOUT_MS = 60_000

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] })
}

type Screen = { origin: string; isPhone?: boolean; cookie?: string | null }

/** A browser of somebody's own; `cookie` is of a session that has begun. */
export async function openContext(browser: Browser, { origin, isPhone = false, cookie = null }: Screen): Promise<BrowserContext> {
  const screen = isPhone ? { viewport: PHONE, hasTouch: true, isMobile: true } : { viewport: DESKTOP }
  const context = await browser.newContext({ ...screen, locale: 'zh-CN', baseURL: origin })
  context.setDefaultTimeout(ANSWER_TIMEOUT_MS)
  if (cookie) await signIn(context, origin, cookie)
  return context
}

export async function signIn(context: BrowserContext, origin: string, cookie: string): Promise<void> {
  const [name, value] = cookie.split('=') as [string, string]
  await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Lax' }])
}

/** Opens a page and writes down what the browser complains about: script errors, blocked content, failed requests. */
export async function openPage(context: BrowserContext, address: string, complaints: string[]): Promise<Page> {
  const page = await context.newPage()
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${address} ${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${address} threw: ${error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${address} got ${response.status()} for ${response.url()}`)
  })
  await page.goto(address)
  return page
}

/** Scratches a mark into the window, which a reload would wipe away. */
export async function markWindow(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { wasNeverReloaded: true }))
}

export function isStillMarked(page: Page): Promise<boolean> {
  return page.evaluate(() => 'wasNeverReloaded' in window)
}

export function hasText(page: Page, selector: string, text: string): Promise<void> {
  return page.locator(selector, { hasText: text }).first().waitFor()
}

export async function speak(page: Page, text: string): Promise<void> {
  await page.getByLabel('要说的话').fill(text)
  await page.keyboard.press('Enter')
}

/** Presses an action of the ticket's page and sends the small form that it opens. */
export async function moveTicket(page: Page, action: string, note = ''): Promise<void> {
  await page.getByRole('link', { name: action }).click()
  const form = page.locator('#sheet[open] form', { hasText: action })
  await form.locator('textarea[name=note]').fill(note)
  await form.getByRole('button', { name: action }).click()
}

/** By how many pixels a page must be scrolled sideways. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.scrollingElement!.scrollWidth - window.innerWidth)
}
