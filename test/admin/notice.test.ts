import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { NOTICE_EDITION } from '../../core/privacy/notice.ts'
import { texts } from '../../core/texts/texts.ts'
import { changeCommunity, findCommunity } from '../../db/orgUnits.ts'
import { openCommunity } from '../community.ts'

test('S91 everybody reads the community’s privacy notice with its edition, without signing in; it holds nobody’s data', async () => {
  const community = await openCommunity()
  const { db, scope } = community
  const group = await community.group()
  await group.say('张阿姨', '3栋电梯坏了', { alias: '张阿姨(3-1-502)' })
  await changeCommunity(db, scope, { contact: '和风路1号，0000-1234567' })

  const response = await community.visit(`/notice/${scope.communityId}`)
  const page = await response.text()
  expect(response.status).toBe(200)
  for (const part of [
    '和风社区 · 第1版，2026年11月26日起',
    '照片在办结六个月后删除',
    '请私聊小助手或联系和风路1号，0000-1234567',
    '帮各小区的邻居登记和跟进问题',
  ])
    expect(page).toContain(part)
  expect(page).not.toMatch(/张阿姨|电梯|【告知】|\/tickets|type="password"/)
  expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'nonce-/)
  expect(response.headers.getSetCookie()).toEqual([])
})

test.each(['/notice/999', '/notice/0', '/notice/abc', '/notice/99999999999'])(
  'S91 a community that is not there has no notice: %s',
  async (address) => {
    const { status } = await (await openCommunity()).visit(address)
    expect(status === 404 || status === 303).toBe(true)
  },
)

test('S91 who asks for notices without end is told to wait', async () => {
  const community = await openCommunity()
  const ask = async () => (await community.visit(`/notice/${community.scope.communityId}`)).status
  for (let times = 0; times < 60; times += 1) expect(await ask()).toBe(200)
  expect(await ask()).toBe(429)
})

/** Another notice is another edition: change the number and the day with the words, then this. */
test('the words of the notice belong to their edition', async () => {
  const { db, scope } = await openCommunity()
  const words = texts.room.privacyNotice({ ...(await findCommunity(db, scope)), name: '某社区', contact: '' }, { name: '某小区' })
  const print = createHash('sha256').update(words).digest('hex').slice(0, 12)
  expect([NOTICE_EDITION, print]).toEqual([{ number: 1, since: '2026-11-26' }, '1361d6453ad6'])
})
