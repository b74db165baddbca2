import { setImmediate as nextTurn } from 'node:timers/promises'
import { crc32, deflateSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { drawPicture, THUMBNAIL } from '../../admin/picture.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { media, messages } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const PAGE = new TextEncoder().encode('<script>alert(1)</script>')
const BROKEN = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const NO_STORE = 'private, no-store'

/** Taken with the phone held upright, somewhere in 佛山: lies on its side in the file. */
function takePhoto(): Promise<Buffer> {
  return sharp({ create: { width: 1200, height: 800, channels: 3, background: '#467' } })
    .withExif({ IFD0: { Make: 'Examplephone', Model: 'Nosuch 12' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '23/1 1/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

/** A PNG of a few hundred bytes that claims any size; with `isWhole` it really unpacks to one. */
function claimPng(side: number): Uint8Array {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, check])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const rows = deflateSync(Buffer.alloc(100_000))
  return Buffer.concat([start, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

async function openDesk(bytes: Uint8Array, kind: 'image' | 'system' = 'image', text = '') {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('王姐', text, { kind, media: { contentType: 'image/jpeg', bytes: new Uint8Array(bytes) } })
  const chen = await community.staff('陈静', 'viewer')
  const [{ hash }] = (await community.db.select({ hash: media.hash }).from(media)) as [{ hash: string }]
  const path = `/media/${hash}`
  return { community, chen, path, thumbnail: `${path}/thumbnail` }
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer())
}

test('a photo stands on its ticket as a thumbnail that leads to the whole picture', async () => {
  const { chen, path, thumbnail } = await openDesk(await takePhoto())
  const page = await chen.get('/tickets/JN-261121-001')
  expect(page).toMatch(new RegExp(`<a href="${path}"[^>]*><img src="${thumbnail}"`))

  const [small, whole] = [await chen.request(thumbnail), await chen.request(path)]
  expect(await sharp(await bytesOf(small)).metadata()).toMatchObject({ format: 'jpeg', width: 347, height: 520 })
  expect(await sharp(await bytesOf(whole)).metadata()).toMatchObject({ format: 'jpeg', width: 800, height: 1200 })
})

test.each(['', '/thumbnail'])('nobody learns from %s where and with what a photo was taken', async (address) => {
  const photo = await takePhoto()
  expect(photo.includes('Examplephone')).toBe(true)
  const { chen, path } = await openDesk(photo)

  const shown = await bytesOf(await chen.request(path + address))
  expect(shown.includes('Examplephone')).toBe(false)
  expect((await sharp(shown).metadata()).exif).toBeUndefined()
})

test.each(['', '/thumbnail'])('%s is for private caches only and nothing in it may run', async (address) => {
  const { chen, path } = await openDesk(await takePhoto())
  const { headers } = await chen.request(path + address)
  expect(headers.get('content-type')).toBe('image/jpeg')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('private, no-cache')
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox; frame-ancestors 'none'")
})

test('the thumbnail is made when somebody looks, once, and not while the message is stored', async () => {
  const { community, chen, thumbnail } = await openDesk(await takePhoto())
  const kept = async () => (await community.db.select({ thumbnail: media.thumbnail }).from(media))[0]!.thumbnail
  expect(await kept()).toBeNull()
  const first = await bytesOf(await chen.request(thumbnail))
  expect(Buffer.from((await kept())!).equals(first)).toBe(true)

  await community.db.update(media).set({ bytes: BROKEN })
  expect((await bytesOf(await chen.request(thumbnail))).equals(first)).toBe(true)
})

test('a photo that came as a file is a picture all the same, whatever it is called', async () => {
  const { chen, path, thumbnail } = await openDesk(await takePhoto(), 'system', '[文件] 停水通知.pdf')
  expect((await chen.request(thumbnail)).headers.get('content-type')).toBe('image/jpeg')
  expect((await chen.request(path)).headers.get('content-disposition')).toBe('inline')
})

test('what is no picture is downloaded, never shown, whatever it was said to be', async () => {
  const { community, chen, path, thumbnail } = await openDesk(PAGE)
  expect(await community.db.select({ contentType: media.contentType }).from(media)).toEqual([{ contentType: 'application/octet-stream' }])

  const response = await chen.request(path)
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(response.headers.get('content-disposition')).toBe('attachment')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  const placeholder = await chen.request(thumbnail)
  expect(placeholder.headers.get('content-type')).toBe('image/svg+xml')
  expect(await placeholder.text()).toContain('文件，点开下载')
})

test('a picture that cannot be read is kept as a file, and tried again at the next look', async () => {
  const { community, chen, path, thumbnail } = await openDesk(BROKEN)
  const placeholder = await chen.request(thumbnail)
  expect([placeholder.status, placeholder.headers.get('cache-control')]).toEqual([200, NO_STORE])
  expect(await placeholder.text()).toContain('图片打不开，点开下载')

  const file = await chen.request(path)
  expect([file.headers.get('content-disposition'), file.headers.get('cache-control')]).toEqual(['attachment', NO_STORE])
  expect(await bytesOf(file)).toEqual(Buffer.from(BROKEN))

  await community.db.update(media).set({ bytes: new Uint8Array(await takePhoto()) })
  expect((await chen.request(thumbnail)).headers.get('content-type')).toBe('image/jpeg')
})

test('a small file that claims to be enormous is not even begun', async () => {
  const bomb = claimPng(60_000)
  expect(bomb.length).toBeLessThan(1000)
  const before = process.memoryUsage.rss()
  expect(await drawPicture(bomb, THUMBNAIL)).toBeNull()
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 2 ** 20)
  // Of a size that phones make it is a picture, though most of it is missing.
  expect(await drawPicture(claimPng(1000), THUMBNAIL)).not.toBeNull()
})

test('while pictures are drawn everything else goes on', async () => {
  const large = await sharp({ create: { width: 7000, height: 7000, channels: 3, background: '#467' } })
    .png({ progressive: true })
    .toBuffer()
  let isDrawn = false
  const drawing = Promise.all([drawPicture(large, THUMBNAIL), drawPicture(large, THUMBNAIL)]).then(() => {
    isDrawn = true
  })
  let longestMs = 0
  let turns = 0
  for (let at = performance.now(); !isDrawn; at = performance.now()) {
    await nextTurn()
    turns += 1
    longestMs = Math.max(longestMs, performance.now() - at)
  }
  await drawing
  expect(turns).toBeGreaterThan(100)
  expect(longestMs).toBeLessThan(500)
})

test.each(['', '/thumbnail'])("another community's photo does not exist, nor does one nobody sent: %s", async (address) => {
  const { community, chen, path } = await openDesk(await takePhoto())
  expect((await chen.request(path + address)).status).toBe(200)
  expect((await chen.request(`/media/${'0'.repeat(64)}${address}`)).status).toBe(404)
  const elsewhere = await createCommunity(community.db, '清河社区')
  await community.db.update(messages).set({ communityId: elsewhere.id }).where(eq(messages.kind, 'image'))
  expect((await chen.request(path + address)).status).toBe(404)
})

test.each(['', '/thumbnail'])('whoever is not signed in sees nothing: %s', async (address) => {
  const { community, path } = await openDesk(await takePhoto())
  expect((await community.app.request(path + address)).headers.get('location')).toContain('/sign-in')
})
