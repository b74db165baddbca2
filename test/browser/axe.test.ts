import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { eq } from 'drizzle-orm'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { addFromAbove } from '../../admin/accounts.ts'
import type { Db } from '../../db/client.ts'
import { findHeight } from '../../db/communitiesBelow.ts'
import { fillDemo } from '../../db/demo/demo.ts'
import { SHAPES } from '../../db/demo/shape.ts'
import { placeCommunity } from '../../db/orgTree.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { evidence, tickets } from '../../db/schema/index.ts'
import { serve } from '../../health/serve.ts'
import { openCommunity } from '../community.ts'
import { DESKTOP, executablePath, launch, openContext, openPage, PHONE } from './browser.ts'
import { freePort } from './product.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SHOTS = process.env['SHOTS']
const WALK_MS = 300_000
const NOW = new Date('2026-11-21T17:00:00+08:00')

/** Every page that is reached without an id; what hangs on one is found on these by its links. */
const PAGES = [
  '/today',
  '/tickets',
  '/tickets?view=tier',
  '/sandbox',
  '/waiting',
  '/signals',
  '/echoes',
  '/callbacks',
  '/silences',
  '/outbox',
  '/outbox/by-hand',
  '/pages',
  '/figures',
  '/figures/list',
  '/figures/levels',
  '/figures/week',
  '/intake',
  '/intake/chat',
  '/visits',
  '/visits/new',
  '/announcements',
  '/announcements/new',
  '/articles',
  '/articles/new',
  '/bot',
  '/account',
  '/settings',
  '/settings/alerts',
  '/settings/audit',
  '/settings/calendar',
  '/settings/corrections',
  '/settings/duty',
  '/settings/estates',
  '/settings/estates/new',
  '/settings/organisation',
  '/settings/appointments/new',
  '/settings/grids/new',
  '/settings/stations/new',
  '/settings/hotlines',
  '/settings/hours',
  '/settings/listening',
  '/settings/manners',
  '/settings/model',
  '/settings/people',
  '/settings/routing',
  '/settings/terms',
  '/settings/wordings',
]

/** The first of each is looked at too. */
const DEEPER = [
  /^\/tickets\/[A-Z]+-\d+-\d+$/,
  /^\/announcements\/\d+$/,
  /^\/articles\/\d+$/,
  /^\/visits\/\d+$/,
  /^\/bot\/rooms\/\d+$/,
  /^\/settings\/estates\/\d+$/,
  /^\/settings\/grids\/\d+$/,
  /^\/settings\/terms\/[\w.]+$/,
  /^\/settings\/wordings\/\w+$/,
  /^\/waiting\/\d+\/report$/,
  /^\/callbacks\/\d+$/,
  /^\/settings\/stations\/\d+$/,
]

let browser: Browser
beforeAll(async () => {
  if (executablePath) browser = await launch()
})
afterAll(() => browser?.close())

async function openTown(isFull: boolean) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const community = await openCommunity({ start: NOW, publicUrl: new URL(origin) })
  if (isFull) await fillDemo(community.db, { shape: SHAPES.small, seed: 20261121, now: NOW, onProgress: () => {} })
  const server = await serve(community.app.fetch, { host: '127.0.0.1', port })
  onTestFinished(() => server.close())
  const director = await community.staff('林主任', 'administrator')
  return {
    origin,
    community,
    cookie: await director.signIn(),
    further: [`/notice/${community.scope.communityId}`, ...(await pathsOfPhoto(community.db))],
  }
}

/** A ticket with a photo, and where faces on it are covered: not every first ticket has one. */
async function pathsOfPhoto(db: Db): Promise<string[]> {
  const [photo] = await db
    .select({ ticket: tickets.number, hash: evidence.mediaHash })
    .from(evidence)
    .innerJoin(tickets, eq(tickets.id, evidence.ticketId))
    .limit(1)
  return photo ? [`/tickets/${photo.ticket}`, `/tickets/${photo.ticket}/photos/${photo.hash}`] : []
}

type Wrong = { path: string; what: string }

/** On a desk and, without loading it anew, as wide as a phone. */
async function judge(page: Page, path: string): Promise<Wrong[]> {
  const found = (await page.evaluate(`${AXE}; axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))`)) as string[]
  const wrong = found.map((what) => ({ path, what }))
  for (const screen of [DESKTOP, PHONE]) {
    await page.setViewportSize(screen)
    if (SHOTS && SHOTS !== 'none') await page.screenshot({ path: `${SHOTS}/${path.replaceAll('/', '_')}.${screen.width}.png` })
    const overflow = await page.evaluate(() => document.scrollingElement!.scrollWidth - window.innerWidth)
    if (overflow > 0) wrong.push({ path, what: `${overflow}px too wide for ${screen.width}` })
  }
  await page.setViewportSize(DESKTOP)
  return wrong
}

/** Every page, and the first of what each links to. */
async function walk(context: BrowserContext, origin: string, further: readonly string[]): Promise<Wrong[]> {
  const complaints: string[] = []
  const page = await openPage(context, `${origin}/tickets`, complaints)
  const waiting = [...PAGES, ...further]
  const seen = new Set<RegExp>()
  const wrong: Wrong[] = []
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    await page.goto(origin + path, { waitUntil: 'domcontentloaded' })
    wrong.push(...(await judge(page, path)))
    if (SHOTS) process.stdout.write(`${path}: ${JSON.stringify(wrong.filter((one) => one.path === path))} ${complaints.length}\n`)
    const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')!))
    for (const kind of DEEPER) {
      const first = links.find((link) => kind.test(link))
      if (!first || seen.has(kind)) continue
      seen.add(kind)
      waiting.push(first)
    }
  }
  return [...wrong, ...complaints.map((what) => ({ path: 'console', what }))]
}

if (!process.env['AXE']) process.stdout.write('The walk with axe is skipped: it takes minutes. AXE=1 walks it.\n')

/** Takes minutes: `AXE=1 npx vitest run --project browser test/browser/axe.test.ts`; SHOTS names a folder for pictures. */
describe.skipIf(!executablePath || !process.env['AXE'])('every page', () => {
  test.each([
    ['empty', false],
    ['full', true],
  ] as const)(
    'is for everybody, complains of nothing and fits on a phone: %s',
    async (_, isFull) => {
      const { origin, cookie, further } = await openTown(isFull)
      const context = await openContext(browser, { origin, cookie })
      onTestFinished(() => context.close())
      const wrong = await walk(context, origin, further)
      expect(wrong).toEqual([])
    },
    WALK_MS,
  )

  test(
    'the pages of those above too',
    async () => {
      const { origin, community } = await openTown(true)
      const { db, scope } = community
      for (const [name, subdistrict] of [
        ['清河社区', '府街街道'],
        ['北苑社区', '河东街道'],
      ] as const)
        await placeCommunity(db, { communityId: (await createCommunity(db, name)).id }, { district: '东区', subdistrict })
      await placeCommunity(db, scope, { district: '东区', subdistrict: '府街街道' })
      const password = await addFromAbove(db, (await findHeight(db, '东区'))!, { name: '周科长', username: 'zhou' }, NOW)
      const context = await openContext(browser, { origin })
      onTestFinished(() => context.close())
      const complaints: string[] = []
      const page = await openPage(context, `${origin}/sign-in`, complaints)
      await page.fill('[name=username]', 'zhou')
      await page.fill('[name=password]', password)
      await page.click('[type=submit]')
      await page.fill('[name=next]', 'lantern-river-8')
      await page.fill('[name=again]', 'lantern-river-8')
      await page.click('[type=submit]')
      await page.waitForURL(/communities/)
      const wrong: Wrong[] = []
      for (const path of ['/communities', '/today', '/tickets', '/tickets?quiet=5', '/figures?preset=year', '/account']) {
        await page.goto(origin + path, { waitUntil: 'domcontentloaded' })
        wrong.push(...(await judge(page, path)))
      }
      expect(wrong).toEqual([])
      expect(complaints).toEqual([])
    },
    WALK_MS,
  )
})
