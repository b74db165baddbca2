import { expect, test } from 'vitest'
import { createCommunity } from '../../db/orgUnits.ts'
import { messages } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const PHOTO = { contentType: 'image/png', bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255, 10]) }
const PAGE = { contentType: 'text/html', bytes: new TextEncoder().encode('<script>alert(1)</script>') }

async function openDesk(media: { contentType: string; bytes: Uint8Array }) {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('王姐', '', { kind: 'image', media })
  const chen = await community.staff('陈静', 'viewer')
  const path = /\/media\/[0-9a-f]{64}/.exec(await chen.get('/tickets/JN-261121-001'))![0]
  return { community, chen, path }
}

test('a photo stands on its ticket and comes as it was sent, for private caches only', async () => {
  const { chen, path } = await openDesk(PHOTO)
  const response = await chen.request(path)
  expect(response.headers.get('content-type')).toBe('image/png')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('cache-control')).toMatch(/^private/)
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0x89, 0x50, 0x4e, 0x47, 0, 255, 10])
})

test('what is no picture is downloaded, never shown', async () => {
  const { chen, path } = await openDesk(PAGE)
  const response = await chen.request(path)
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(response.headers.get('content-disposition')).toBe('attachment')
})

test("another community's photo does not exist, nor does one nobody sent", async () => {
  const { community, chen, path } = await openDesk(PHOTO)
  expect((await chen.request(`/media/${'0'.repeat(64)}`)).status).toBe(404)
  const elsewhere = await createCommunity(community.db, '清河社区')
  await community.db.update(messages).set({ communityId: elsewhere.id })
  expect((await chen.request(path)).status).toBe(404)
})

test('whoever is not signed in sees nothing', async () => {
  const { community, path } = await openDesk(PHOTO)
  expect((await community.app.request(path)).headers.get('location')).toContain('/sign-in')
})
