import { pino } from 'pino'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createSatisfactionRounds } from '../../admin/satisfaction.ts'
import { serve } from '../../health/serve.ts'
import { openCommunity } from '../community.ts'
import {
  executablePath,
  hasText,
  isStillMarked,
  launch,
  markWindow,
  moveTicket,
  openContext,
  openPage,
  overflowOf,
  signIn,
  speak,
} from './browser.ts'
import { freePort } from './product.ts'

const NUMBER = 'JN-261121-001'
const NEXT_MORNING = '2026-11-22T09:59:00+08:00'
const ASKED_AT = '2026-11-22T10:00:00+08:00'

let browser: Browser
const complaints: string[] = []

beforeAll(async () => {
  if (executablePath) browser = await launch()
})
afterAll(() => browser?.close())

/** A community on a played clock, behind an address: a colleague at a desk, another at a second browser, and a phone without an account. */
async function openTown() {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const community = await openCommunity({ publicUrl: new URL(origin) })
  await community.group()
  let turn: Promise<void> = Promise.resolve()
  const answer = async (request: Request) => {
    const response = await community.app.fetch(request)
    if (request.method === 'GET') return response
    turn = turn.then(() => community.later(0))
    await turn
    return response
  }
  const server = await serve(answer, { host: '127.0.0.1', port })
  const [clerk, colleague] = [await community.staff('小李'), await community.staff('小周', 'director')]
  const office = await openContext(browser, { origin, cookie: await clerk.signIn() })
  const second = await openContext(browser, { origin, cookie: await colleague.signIn() })
  const pocket = await openContext(browser, { origin, isPhone: true })
  onTestFinished(async () => {
    for (const context of [office, second, pocket]) await context.close()
    await server.close()
  })
  const rounds = createSatisfactionRounds({ db: community.db, now: community.now, log: pino({ level: 'silent' }) })
  return {
    community,
    office,
    second,
    pocket,
    open: (context: BrowserContext, path: string) => openPage(context, path, complaints),
    async sleepUntil(moment: string) {
      await community.until(moment)
      await signIn(office, origin, await clerk.signIn())
      await signIn(second, origin, await colleague.signIn())
    },
    async ask(moment: string) {
      await community.until(moment)
      await rounds.look()
      await community.later(0)
    },
  }
}

type Town = Awaited<ReturnType<typeof openTown>>

/** The pair as the page of figures shows it: collected, solved, rate, not solved. */
async function readPair({ open, office }: Town): Promise<string[]> {
  const figures = await open(office, '/figures')
  const tiles = await figures.locator('.tile b, .tile strong, .tile dd').allInnerTexts()
  await figures.close()
  return tiles
}

/** The office hands the matter to a captain and gets the address that the captain opens. */
async function handOver(desk: Page): Promise<string> {
  await desk.getByRole('link', { name: '派单' }).click()
  const sheet = desk.locator('#sheet[open] form')
  await sheet.locator('select[name=party]').selectOption('buildingCaptain')
  await sheet.getByRole('button', { name: '派单' }).click()
  await hasText(desk, '#ticket-facts', '已派单')
  await desk.getByRole('link', { name: '转给没有账号的人' }).click()
  await sheet.getByLabel('给谁').fill('楼长老吴')
  await sheet.getByRole('button', { name: '生成链接' }).click()
  const words = await desk.getByLabel('转发这段话').inputValue()
  return /http:\S+\/t\/[\w.-]+/.exec(words)![0]
}

async function finishOnPhone(phone: Page, note: string): Promise<void> {
  await phone.reload()
  await phone.getByText('办好了').click()
  await phone.getByLabel('怎么办的').fill(note)
  await phone.getByLabel('完工照片').setInputFiles('admin/public/manhole.jpg')
  expect(await overflowOf(phone)).toBeLessThanOrEqual(0)
  await phone.getByRole('button', { name: '报办完' }).click()
  await hasText(phone, '.banner', '已报办完')
}

test.skipIf(!executablePath)(
  'a manhole goes from a word in the group to a close that its reporter confirms, and a second browser sees each step without reload',
  async () => {
    const town = await openTown()
    const { open, office, second, pocket } = town
    expect(await readPair(town)).toEqual(['0 件', '0 件', '—', '0 件'])
    const chat = await open(office, '/sandbox?as=zhang')
    const list = await open(second, '/tickets')
    await markWindow(chat)
    await markWindow(list)

    await speak(chat, '南门进来左手边井盖翘起来了')
    await hasText(chat, '.line-bot .bubble', NUMBER)
    await hasText(list, '#ticket-list', NUMBER)
    expect(await isStillMarked(list)).toBe(true)
    const other = await open(second, `/tickets/${NUMBER}`)
    await markWindow(other)
    const desk = await open(office, `/tickets/${NUMBER}`)
    await moveTicket(desk, '确认立案')
    await hasText(other, '#ticket-facts', '已立案')
    const address = await handOver(desk)
    await hasText(other, '#ticket-facts', '已派单')

    const phone = await open(pocket, address)
    await phone.getByRole('button', { name: '接单，我来办' }).click()
    await hasText(other, '#ticket-facts', '办理中')
    await finishOnPhone(phone, '已换新井盖')
    await other.locator('#ticket-facts .photo img').first().waitFor()
    await hasText(chat, '.line-bot .bubble', `${NUMBER} `)
    await hasText(chat, '.line-bot .bubble', '已换新井盖')
    expect(await readPair(town)).toEqual(['1 件', '0 件', '0.0%', '1 件'])

    await speak(chat, '没好，走上去还是响')
    await hasText(chat, '.line-bot .bubble', `明白，${NUMBER} 已重新打开`)
    await hasText(other, '#ticket-facts', '重办1次')
    await finishOnPhone(phone, '又垫了胶圈')
    await hasText(chat, '.line-bot .bubble', '又垫了胶圈')
    await speak(chat, '好了')
    await hasText(chat, '.line-bot .bubble', `好的，${NUMBER} 已办结`)
    await hasText(other, '#ticket-facts', '居民确认')
    expect(await isStillMarked(other)).toBe(true)
    expect(await isStillMarked(chat)).toBe(true)
    expect(await readPair(town)).toEqual(['1 件', '1 件', '100.0%', '0 件'])

    for (const page of [chat, list, other, desk]) await page.close()
    await town.sleepUntil(NEXT_MORNING)
    const privately = await open(office, '/sandbox?as=zhang&in=private')
    const later = await open(second, `/tickets/${NUMBER}`)
    await markWindow(privately)
    await markWindow(later)
    await town.ask(ASKED_AT)
    await hasText(privately, '.line-bot .bubble', `${NUMBER} `)
    await hasText(privately, '.line-bot .bubble', '服务打几分')
    await speak(privately, '1 5')
    await hasText(privately, '.line-bot .bubble', '谢谢，记下了。')
    await hasText(later, '#ticket-events', '解决了，5分')
    expect([await isStillMarked(privately), await isStillMarked(later)]).toEqual([true, true])
    expect(complaints).toEqual([])
  },
)
