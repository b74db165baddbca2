import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createCommunity, findCommunity } from '../../db/orgUnits.ts'
import { openCommunity } from '../community.ts'

const OWN = '好嘞，{事项}记下了，编号{编号}，{承诺}回您。'

async function openDesk() {
  const community = await openCommunity()
  return { community, group: await community.group(), director: await community.staff('王主任', 'director') }
}

test('residents hear the community’s own words from the next line on, and the usual ones after a reset', async () => {
  const { group, director } = await openDesk()
  expect((await director.post('/settings/wordings/opened', { words: OWN, seen: '' })).status).toBe(303)
  await group.say('王姐', '8栋2单元楼道灯不亮')
  expect(group.replies().at(-1)).toBe('小助手：@王姐 好嘞，8栋2单元楼道灯不亮记下了，编号JN-261121-001，物业今天11:00前回您。')

  expect((await director.post('/settings/wordings/opened/reset', { seen: OWN })).status).toBe(303)
  await group.say('老李', '5栋门禁刷不开')
  expect(group.replies().at(-1)).toBe('小助手：@老李 收到，5栋门禁刷不开，编号JN-261121-002，物业今天11:00前回应。')
  const page = await director.get('/settings/wordings')
  expect([...page.matchAll(/<p class="words">(.*? → .*?)<\/p>/g)].map(([, change]) => change)).toEqual([
    `${OWN} → 通用的说法`,
    `通用的说法 → ${OWN}`,
  ])
  expect(page).toContain('王主任')
})

test('the preview shows how it sounds, or what is wrong, and markup is only words', async () => {
  const { director } = await openDesk()
  const shown = async (words: string) => (await director.post('/settings/wordings/opened/preview', { words })).text()
  expect(await shown(OWN)).toContain('居民会听到：好嘞，8栋2单元楼道灯不亮记下了，编号JN-261121-003，物业今天11:30前回您。')
  expect(await shown('收到，马上办')).toContain('少了 {编号}')
  expect(await shown('<script>alert(1)</script>{编号}')).toContain('&lt;script&gt;')
})

test('words with a fault are not kept and stay in the form', async () => {
  const { community, director } = await openDesk()
  const refused = await director.post('/settings/wordings/opened', { words: '收到{电话}', seen: '' })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toMatch(/>收到\{电话\}<[\s\S]*没有这个词：\{电话\}/)
  expect((await findCommunity(community.db, community.scope)).wordings).toEqual({})
  expect((await director.request('/settings/wordings/privacyNotice')).status).toBe(404)
})

test('two who change the same do not overwrite each other; only who may decide changes anything', async () => {
  const { community, director } = await openDesk()
  await director.post('/settings/wordings/rated', { words: '收到您的评价。', seen: '' })
  expect((await director.post('/settings/wordings/rated', { words: '谢谢您。', seen: '' })).status).toBe(409)
  const officer = await community.staff('小李')
  expect((await officer.post('/settings/wordings/rated', { words: '谢谢您。', seen: '收到您的评价。' })).status).toBe(403)
  expect((await officer.post('/settings/wordings/rated/reset', { seen: '收到您的评价。' })).status).toBe(403)
  const far = await createCommunity(community.db, '远方社区')
  const stranger = await community.staff('老吴', 'director', far.id)
  expect(await stranger.get('/settings/wordings')).not.toContain('收到您的评价')
  await expect(Promise.resolve(community.db.execute(sql`delete from wording_changes`))).rejects.toMatchObject({
    cause: { message: 'history is only ever added to' },
  })
})
