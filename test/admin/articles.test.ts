import { expect, test } from 'vitest'
import { openCommunity } from '../community.ts'

const PET = {
  kind: 'rule',
  estate: '2',
  title: '遛狗',
  questions: '狗能进电梯吗\n几点可以遛狗',
  answer: '遛狗请拴绳，早7点前、晚7点后走东侧步道。',
  source: '《和风苑自主管理手册》第8条',
  publishedOn: '2026-10-01',
  expiresOn: '',
}

async function open() {
  const community = await openCommunity()
  const group = await community.group()
  return { community, group, desk: await community.staff('陈静') }
}

function visible(page: string): string {
  return page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

/** The address of the article just written. */
async function addressOf(desk: Awaited<ReturnType<typeof open>>['desk'], title: string): Promise<string> {
  const page = await desk.get(`/articles?q=${encodeURIComponent(title)}`)
  return /href="(\/articles\/\d+)"/.exec(page)![1]!
}

test('what is written is answered from at once, rewritten with its history kept, retired and restored', async () => {
  const { group, desk } = await open()
  const answer = await desk.post('/articles', PET)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/articles'])
  await group.say('王姐', '狗能进电梯吗', { mentionsBot: true })

  const address = await addressOf(desk, '遛狗')
  await desk.post(address, { ...PET, answer: '遛狗请拴绳，走东侧步道。', publishedOn: '2026-11-01', version: '1' })
  const page = visible(await desk.get(address))
  expect(page).toContain('第 2 版 · 陈静 今天09:00')
  expect(page).toContain('遛狗请拴绳，早7点前、晚7点后走东侧步道。（《和风苑自主管理手册》第8条，2026年10月版）')

  expect((await desk.post(`${address}/retirement`, { version: '1' })).status).toBe(409)
  await desk.post(`${address}/retirement`, { version: '2' })
  expect(await desk.get('/articles')).not.toContain('遛狗')
  expect(visible(await desk.get('/articles?view=retired'))).toContain('遛狗 已停用')
  await desk.post(`${address}/restoration`, { version: '3' })
  expect(await desk.get('/articles')).toContain('遛狗')

  expect(group.replies()).toEqual(['小助手：@王姐 遛狗请拴绳，早7点前、晚7点后走东侧步道。（《和风苑自主管理手册》第8条，2026年10月版）'])
})

test('the loser of a race is told, and nothing typed is lost', async () => {
  const { desk } = await open()
  await desk.post('/articles', PET)
  const address = await addressOf(desk, '遛狗')
  await desk.post(address, { ...PET, answer: '请拴绳。', version: '1' })
  const stale = await desk.post(address, { ...PET, answer: '请戴嘴套。', version: '1' })

  expect(stale.status).toBe(409)
  const page = await stale.text()
  expect(page).toContain('同事刚改过这一条')
  expect(page).toContain('请戴嘴套。</textarea>')
  expect(page).toContain('name="version" value="2"')
})

test('a sentence is tried: which article it finds, and why not another', async () => {
  const { desk } = await open()
  const tried = async (words: string) => visible(await desk.get(`/articles/trial?trial=${encodeURIComponent(words)}`))

  expect(await tried('老年证在哪办')).toContain('会回答 满60周岁')
  expect(await tried('老年证在哪办')).toContain('老年证办理 像 100% 用这一条')
  expect(await tried('装修要多少钱')).toContain('查不到，转给工作人员')
  expect(await tried('装修要多少钱')).toMatch(/装修施工时间 像 \d\d% 不够像，怕答错/)
  expect(await tried('宇宙有多大')).toContain('没有一条说到这件事')
  expect(await tried('物业电话多少')).toContain('会回答 物业电话是0757-00000001。 照 热线电话 里填的号码回答，先于知识库')

  const address = await addressOf(desk, '老年证')
  await desk.post(`${address}/retirement`, { version: '1' })
  expect(await tried('老年证在哪办')).toContain('老年证办理 像 100% 已停用')
})

test('the article on the page is tried and shown before it is saved', async () => {
  const { desk } = await open()
  const trial = visible(await (await desk.post('/articles/trial', { ...PET, trial: '几点可以遛狗' })).text())
  expect(trial).toContain('会回答 遛狗请拴绳')
  const preview = visible(await (await desk.post('/articles/preview', PET)).text())
  expect(preview).toContain('走东侧步道。（《和风苑自主管理手册》第8条，2026年10月版）')
})

test.each([
  ['no answer', { answer: ' ' }, '请填写回答'],
  ['too long an answer', { answer: '字'.repeat(121) }, '回答最多 120 个字'],
  ['too many lines', { answer: '一\n二\n三\n四\n五\n六' }, '回答最多 5 行'],
  ['a phone of somebody’s own', { answer: '找老王，13812345678。' }, '不要写个人手机号'],
  ['no source', { source: '' }, '请填写出处'],
  ['no day', { publishedOn: '2026-02-31' }, '请填写发布日期'],
  ['an end before the beginning', { expiresOn: '2026-09-30' }, '有效期早于发布日期'],
  ['the title of another', { title: '电动车停放充电' }, '已经有同名的条目'],
])('%s is refused beside its field', async (_, change, sentence) => {
  const { desk } = await open()
  const answer = await desk.post('/articles', { ...PET, source: '<b>手册</b>', ...change })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain(sentence)
})

test('what nobody looked at for a year asks for it, until it is saved again', async () => {
  const { community, desk } = await open()
  await community.until('2027-09-10T09:00:00+08:00')
  expect(visible(await desk.get('/articles'))).toContain('9 条一年没人核对过')
  const address = await addressOf(desk, '老年证')
  const form = { kind: 'guide', estate: '', title: '老年证办理', questions: '老年证在哪办', answer: '3号窗口。', source: '社区办事指南' }
  await desk.post(address, { ...form, publishedOn: '2026-09-01', expiresOn: '', version: '1' })
  expect(visible(await desk.get('/articles'))).toContain('8 条一年没人核对过')
})

test('grid workers and viewers read; another community’s articles do not exist', async () => {
  const { community, desk } = await open()
  const address = await addressOf(desk, '居住证办理')
  for (const role of ['viewer', 'gridWorker'] as const) {
    const reader = await community.staff('小周', role)
    expect(await reader.get('/articles')).not.toContain('写一条')
    const page = await reader.get(address)
    expect(page).toContain('社区服务中心1楼2号窗口')
    expect(page).not.toContain('<textarea')
    expect((await reader.post('/articles', PET)).status).toBe(403)
    expect((await reader.post(`${address}/retirement`, { version: '1' })).status).toBe(403)
  }
  expect((await desk.request('/articles/999')).status).toBe(404)
  expect((await desk.post('/articles', { ...PET, estate: '999' })).status).toBe(404)
})
