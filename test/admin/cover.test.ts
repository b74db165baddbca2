import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { keepEvidence } from '../../db/evidence.ts'
import { findMedia } from '../../db/media.ts'
import { deeds, media } from '../../db/schema/index.ts'
import { listLinks } from '../../db/ticketLinks.ts'
import { openCommunity } from '../community.ts'

const NUMBER = 'JN-261121-001'
/** The left half of the photo is red and is covered: as it came, and as everybody sees it then. */
const [RED, GREEN, GREY] = ['red', 'green', 'grey']
const LEFT_HALF = '0,0,5000,10000'

async function takePhoto(): Promise<Uint8Array> {
  const half = (background: string) => ({ create: { width: 400, height: 600, channels: 3 as const, background } })
  const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#000' } })
    .composite([
      { input: half('#f00'), left: 0, top: 0 },
      { input: half('#0f0'), left: 400, top: 0 },
    ])
    .withExif({ IFD0: { Make: 'Examplephone' } })
    .jpeg({ quality: 95 })
    .toBuffer()
  return new Uint8Array(photo)
}

/** The colours of the left and the right half, by their middle points. */
async function seenOn(response: Response): Promise<(string | number)[]> {
  if (response.status !== 200) return [response.status]
  const { data, info } = await sharp(Buffer.from(await response.arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true })
  return [0.25, 0.75].map((part) => {
    const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width * part)) * info.channels
    const [red, green] = [data[at]!, data[at + 1]!]
    return red > 200 && green < 60 ? RED : green > 200 && red < 60 ? GREEN : GREY
  }) as string[]
}

async function openDesk() {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  const photo = await takePhoto()
  await group.say('王姐', '', { kind: 'image', media: { contentType: 'image/jpeg', bytes: photo } })
  const li = await community.staff('小李')
  const chen = await community.staff('陈静', 'administrator')
  const [{ hash }] = (await community.db.select({ hash: media.hash }).from(media)) as [{ hash: string }]
  const path = `/media/${hash}`
  const form = `/tickets/${NUMBER}/photos/${hash}`
  const cover = (...areas: string[]) => li.post(form, new URLSearchParams(areas.map((area): [string, string] => ['area', area])))
  const seenBy = async ({ request }: typeof li) => [await seenOn(await request(path)), await seenOn(await request(`${path}/thumbnail`))]
  const reveal = (who: typeof li) => who.post(`/tickets/${NUMBER}/reveal`, { reason: 'visit' })
  return { community, photo, li, chen, hash, path, form, cover, seenBy, reveal }
}

test('S95 a face covered on a photo is covered for every colleague, small and large, and the page says so', async () => {
  const { li, chen, form, cover, seenBy, path } = await openDesk()
  expect(await seenBy(chen)).toEqual([
    [RED, GREEN],
    [RED, GREEN],
  ])
  expect(await li.get(`/tickets/${NUMBER}`)).toContain(`<a href="${form}">遮人脸、车牌</a>`)
  expect((await cover(LEFT_HALF)).headers.get('location')).toBe(`/tickets/${NUMBER}`)
  for (const one of [li, chen])
    expect(await seenBy(one)).toEqual([
      [GREY, GREEN],
      [GREY, GREEN],
    ])
  const page = await li.get(`/tickets/${NUMBER}`)
  expect(page).toContain('<span class="tag tint-grey">已遮挡</span>')
  expect(page).toContain('有照片或语音遮住了。')
  const copy = Buffer.from(await (await chen.request(path)).arrayBuffer())
  expect((await sharp(copy).metadata()).exif).toBeUndefined()
})

test('S95 a browser that has kept the photo is told that it is covered now', async () => {
  const { chen, path, cover } = await openDesk()
  for (const address of [path, `${path}/thumbnail`]) {
    const first = await chen.request(address)
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    const again = await chen.request(address, { headers: { 'if-none-match': first.headers.get('etag')! } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  }
  const known = (await chen.request(path)).headers.get('etag')!
  await cover(LEFT_HALF)
  expect(await seenOn(await chen.request(path, { headers: { 'if-none-match': known } }))).toEqual([GREY, GREEN])
  const small = await chen.request(`${path}/thumbnail`, { headers: { 'if-none-match': '"small-0"' } })
  expect(await seenOn(small)).toEqual([GREY, GREEN])
})

test('S95 what goes out is the covered one: by a link for somebody without an account, and to a model that looks at photos', async () => {
  const { community, photo, li, hash, cover } = await openDesk()
  await li.move(NUMBER, 'file')
  const { id, version } = await community.ticket(NUMBER)
  await keepEvidence(community.db, community.scope, { ticketId: id, shows: 'before', photos: [photo], staff: null, at: community.now() })
  await li.post(`/tickets/${NUMBER}/hand-out`, { seenVersion: String(version), name: '钱师傅', to: 'property' })
  const [link] = await listLinks(community.db, community.scope, id)
  const address = `${community.links.addressOf(link!)}/photo/${hash}`
  expect(await seenOn(await community.visit(address))).toEqual([RED, GREEN])
  await cover(LEFT_HALF)
  expect(await seenOn(await community.visit(address))).toEqual([GREY, GREEN])

  const { bytes, contentType } = await findMedia(community.db, community.scope, hash)
  expect([contentType, await seenOn(new Response(new Uint8Array(bytes)))]).toEqual(['image/jpeg', [GREY, GREEN]])
  const [kept] = await community.db.select({ bytes: media.bytes }).from(media)
  expect(Buffer.from(kept!.bytes).equals(photo)).toBe(true)
})

test('S95 the photo as it came is seen by who has said why, for ten minutes, and it is written down', async () => {
  const { community, li, chen, path, cover, seenBy, reveal } = await openDesk()
  await cover(LEFT_HALF)
  await reveal(chen)
  expect(await seenBy(chen)).toEqual([
    [RED, GREEN],
    [RED, GREEN],
  ])
  expect((await chen.request(path)).headers.get('cache-control')).toBe('private, no-store')
  expect(await seenBy(li)).toEqual([
    [GREY, GREEN],
    [GREY, GREEN],
  ])
  await community.later(11)
  expect(await seenBy(chen)).toEqual([
    [GREY, GREEN],
    [GREY, GREEN],
  ])
  expect(await community.db.select({ name: deeds.name, after: deeds.after }).from(deeds).where(eq(deeds.action, 'reveal'))).toEqual([
    { name: '陈静', after: '上门处理' },
  ])
})

test('S95 covering is taken back by who sees the photo whole, and the log has what was and what is', async () => {
  const { li, chen, form, cover, seenBy, reveal } = await openDesk()
  await cover(LEFT_HALF)
  expect((await cover()).status).toBe(409)
  expect((await cover('6000,0,1000,1000')).status).toBe(409)
  expect(await li.get(form)).not.toContain('取消全部遮挡')
  expect(await seenBy(chen)).toEqual([
    [GREY, GREEN],
    [GREY, GREEN],
  ])

  await reveal(li)
  expect(await li.get(form)).toContain('取消全部遮挡')
  expect((await cover()).status).toBe(303)
  expect(await seenBy(chen)).toEqual([
    [RED, GREEN],
    [RED, GREEN],
  ])
  const audit = await chen.get(`/settings/audit?ticket=${NUMBER}&action=coverPhoto`)
  expect(audit.match(/照片没有遮挡 → 照片遮住1处|照片遮住1处 → 照片没有遮挡/g)).toEqual([
    '照片遮住1处 → 照片没有遮挡',
    '照片没有遮挡 → 照片遮住1处',
  ])
})

test('S95 a second face is covered without seeing under the first; both stay', async () => {
  const { li, form, cover, seenBy, chen } = await openDesk()
  await cover(LEFT_HALF)
  expect(await li.get(form)).toMatch(/class="cover-area cover-fixed"[^>]*><input type="hidden" name="area" value="0,0,5000,10000"/)
  expect((await cover(LEFT_HALF, '6000,0,3000,10000')).status).toBe(303)
  expect(await seenBy(chen)).toEqual([
    [GREY, GREY],
    [GREY, GREY],
  ])
})

test.each([
  ['out of the picture', ['9000,0,2000,1000']],
  ['of no size', ['100,100,0,0']],
  ['no numbers', ['a,b,c,d']],
  ['five numbers', ['1,1,500,500,500']],
  ['below nothing', ['-1,0,500,500']],
  ['too many', Array.from({ length: 21 }, (_, index) => `${index * 100},0,90,90`)],
  ['nothing at all', []],
])('S95 a form that covers nothing that is there is refused and changes nothing: %s', async (_, areas) => {
  const { chen, cover, seenBy } = await openDesk()
  expect((await cover(...areas)).status).toBe(422)
  expect(await seenBy(chen)).toEqual([
    [RED, GREEN],
    [RED, GREEN],
  ])
})

test('S95 only who works on tickets covers, on the ticket that shows the photo; what cannot be drawn cannot be covered', async () => {
  const { community, chen, hash, form, cover, li } = await openDesk()
  const viewer = await community.staff('周敏', 'viewer')
  expect([(await viewer.request(form)).status, (await viewer.post(form, { area: LEFT_HALF })).status]).toEqual([403, 403])
  expect(await viewer.get(`/tickets/${NUMBER}`)).not.toContain('遮人脸')
  const other = await community.group('紫竹园群', '紫竹园')
  await other.say('老李', '5栋电梯坏了')
  expect((await chen.request(`/tickets/JN-261121-002/photos/${hash}`)).status).toBe(404)

  await community.db.update(media).set({ bytes: new TextEncoder().encode('no picture') })
  const refused = await cover(LEFT_HALF)
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('这张照片打不开，遮不了。')])
  expect(await li.get(`/tickets/${NUMBER}`)).not.toContain('已遮挡')
})

test('S95 a private ticket’s photo is covered too by who has said why, and stays unseen by everybody else', async () => {
  const { community, li, chen, form, cover, seenBy, reveal } = await openDesk()
  const { version, summary, category } = await community.ticket(NUMBER)
  await li.post(`/tickets/${NUMBER}/edit`, {
    seenVersion: String(version),
    summary,
    category,
    urgency: 'normal',
    building: '8',
    private: 'yes',
    note: '涉及个人',
  })
  expect((await li.request(form)).status).toBe(403)
  expect((await cover(LEFT_HALF)).status).toBe(403)
  await reveal(li)
  expect((await cover(LEFT_HALF)).status).toBe(303)
  expect(await seenBy(li)).toEqual([
    [RED, GREEN],
    [RED, GREEN],
  ])
  expect(await seenBy(chen)).toEqual([[403], [403]])
})

test('S95 the copy goes when the photo does', async () => {
  const { community, cover } = await openDesk()
  await cover(LEFT_HALF)
  const count = async () => (await community.db.query.photoCovers.findMany()).length
  expect(await count()).toBe(1)
  await community.db.execute('update messages set media_hash = null')
  await community.db.delete(media)
  expect(await count()).toBe(0)
})
