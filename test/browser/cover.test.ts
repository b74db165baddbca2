import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { media } from '../../db/schema/index.ts'
import { serve } from '../../health/serve.ts'
import { openCommunity } from '../community.ts'
import { executablePath, launch, openContext, openPage, overflowOf } from './browser.ts'
import { freePort } from './product.ts'

const SHOTS = process.env['SHOTS']
const NUMBER = 'JN-261121-001'

/** A drawn yard with somebody in it and a car: invented, as is the plate. */
const YARD = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200">
  <rect width="900" height="1200" fill="#cfe3ee"/><rect y="760" width="900" height="440" fill="#9a9a92"/>
  <rect x="500" y="640" width="340" height="180" rx="30" fill="#3b5f8a"/><rect x="590" y="770" width="160" height="46" fill="#1a4fd0"/>
  <text x="600" y="804" font-size="34" fill="#fff" font-family="sans-serif">X·00000</text>
  <rect x="180" y="520" width="130" height="320" rx="50" fill="#7b4b3a"/><circle cx="245" cy="440" r="90" fill="#f2c9a5"/>
  <circle cx="215" cy="425" r="10"/><circle cx="275" cy="425" r="10"/><path d="M205 475 q40 36 80 0" stroke="#000" stroke-width="6" fill="none"/>
</svg>`

let browser: Browser
beforeAll(async () => {
  if (executablePath) browser = await launch()
})
afterAll(() => browser?.close())

async function openYard(isPhone: boolean) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const community = await openCommunity({ publicUrl: new URL(origin) })
  const group = await community.group()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  const bytes = new Uint8Array(await sharp(Buffer.from(YARD)).jpeg().toBuffer())
  await group.say('王姐', '', { kind: 'image', media: { contentType: 'image/jpeg', bytes } })
  const [{ hash }] = (await community.db.select({ hash: media.hash }).from(media)) as [{ hash: string }]
  const server = await serve(community.app.fetch, { host: '127.0.0.1', port })
  const clerk = await community.staff('小李')
  const context = await openContext(browser, { origin, isPhone, cookie: await clerk.signIn() })
  onTestFinished(async () => {
    await context.close()
    await server.close()
  })
  const complaints: string[] = []
  const page = await openPage(context, `${origin}/tickets/${NUMBER}`, complaints)
  return { community, clerk, page, hash, origin, complaints }
}

type Point = { x: number; y: number }

/** From one point of the photo to another, in shares of its sides. */
async function drag(page: Page, from: Point, to: Point, isPhone: boolean): Promise<void> {
  await page.locator('.cover-stage img').scrollIntoViewIfNeeded()
  const frame = (await page.locator('.cover-stage').boundingBox())!
  const at = ({ x, y }: Point) => ({ x: frame.x + x * frame.width, y: frame.y + y * frame.height })
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  if (!isPhone) {
    await page.mouse.move(at(from).x, at(from).y)
    await page.mouse.down()
    for (const point of [middle, to]) await page.mouse.move(at(point).x, at(point).y)
    return page.mouse.up()
  }
  const fingers = await page.context().newCDPSession(page)
  await fingers.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at(from)] })
  for (const point of [middle, to]) await fingers.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at(point)] })
  await fingers.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/cover-${name}.png`, fullPage: true })
}

/** Whether the photo still has a skin colour where the face was. */
async function hasFace(page: Page, address: string): Promise<boolean> {
  const response = await page.context().request.get(address)
  const { data, info } = await sharp(await response.body())
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (Math.floor(info.height * 0.33) * info.width + Math.floor(info.width * 0.27)) * info.channels
  return data[at]! > 220 && data[at + 2]! < 190
}

describe.skipIf(!executablePath)('covering a photo', () => {
  test.each([
    ['with a mouse', false],
    ['with a finger', true],
  ])('S95 a face and a plate are covered by dragging over them %s', async (_, isPhone) => {
    const size = isPhone ? 'phone' : 'desk'
    const { page, hash, origin, complaints } = await openYard(isPhone)
    const photo = `${origin}/media/${hash}`
    await shoot(page, `${size}-before`)
    expect(await hasFace(page, photo)).toBe(true)

    await page.click('text=遮人脸、车牌')
    await page.waitForSelector('.cover-stage')
    await drag(page, { x: 0.14, y: 0.27 }, { x: 0.4, y: 0.46 }, isPhone)
    await drag(page, { x: 0.85, y: 0.69 }, { x: 0.63, y: 0.63 }, isPhone)
    await drag(page, { x: 0.5, y: 0.1 }, { x: 0.7, y: 0.2 }, isPhone)
    // A tap covers nothing, and what was drawn by mistake is taken away.
    await drag(page, { x: 0.5, y: 0.5 }, { x: 0.5, y: 0.5 }, isPhone)
    await page.locator('[data-drop]').last().click()
    expect(await page.textContent('[data-tally]')).toBe('已框2处')
    expect(await overflowOf(page)).toBe(0)
    await shoot(page, `${size}-drawn`)

    await page.click('[data-save]')
    await page.waitForSelector('text=已遮挡，大家看到的都是遮过的照片。')
    expect(await hasFace(page, photo)).toBe(false)
    await page.locator('.photo img').first().scrollIntoViewIfNeeded()
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>('.photo img')].some(({ naturalWidth }) => naturalWidth > 0),
    )
    await shoot(page, `${size}-covered`)
    await page.click('text=改遮挡')
    await page.waitForSelector('.cover-fixed')
    expect(await page.locator('.cover-fixed').count()).toBe(2)
    await shoot(page, `${size}-again`)
    expect(complaints).toEqual([])
  })

  test('S95 a box is made, moved and taken away with the keys', async () => {
    const { page } = await openYard(false)
    await page.click('text=遮人脸、车牌')
    await page.click('[data-add]')
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp', 'Shift+ArrowRight']) await page.keyboard.press(key)
    expect(await page.inputValue('.cover-stage [name=area]')).toBe('3800,3900,2100,2000')
    await page.keyboard.press('Delete')
    expect(await page.locator('.cover-stage [name=area]').count()).toBe(0)
  })

  test('S95 who has said why sees it whole and takes all of it back', async () => {
    const { page, clerk, hash, origin } = await openYard(false)
    await clerk.post(`/tickets/${NUMBER}/photos/${hash}`, { area: '1400,2700,2600,1900' })
    await clerk.post(`/tickets/${NUMBER}/reveal`, { reason: 'visit' })
    await page.goto(`${origin}/tickets/${NUMBER}/photos/${hash}`)
    await shoot(page, 'desk-revealed')
    await page.click('text=取消全部遮挡')
    await page.click('#confirm [data-yes]')
    await page.waitForSelector('text=已取消遮挡，大家看到的是原图。')
    expect(await hasFace(page, `${origin}/media/${hash}`)).toBe(true)
  })
})
