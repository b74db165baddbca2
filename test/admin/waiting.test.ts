import { eq, like } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Reader } from '../../bot/reader.ts'
import { Unreadable } from '../../bot/reader.ts'
import { offlineReader } from '../../bot/readers/offline.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { messages, outbox, pages, tickets } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'
import { nameDuty } from '../duty.ts'

/** A model that is never sure about water, cannot read ☆☆, and leaves the rest to rules. */
const hesitant: Reader = {
  async read(question) {
    if (question.text.includes('☆☆')) throw new Unreadable('no JSON')
    if (!question.text.includes('水压')) return offlineReader().read(question)
    return {
      reading: {
        intent: 'report',
        category: 'utility.water',
        summary: '2栋水压偏小',
        place: { building: '2', entrance: null, spot: null },
        urgency: 'normal',
        confidence: 0.5,
      },
      also: [],
      reader: 'model',
      promptId: 'read@2',
      model: 'played',
      promptTokens: 1,
      completionTokens: 1,
      calls: 1,
      cost: 0,
    }
  },
}

/** A model that takes everything for a question. */
const asking: Reader = {
  async read(question) {
    const record = await offlineReader().read(question)
    const reading = { intent: 'consult' as const, category: null, summary: null, place: null, urgency: 'low' as const, confidence: 0.9 }
    return { ...record, reading, also: [] }
  },
}

const FORM = { summary: '2栋水压偏小', category: 'utility.water', urgency: 'normal', building: '2' }

async function openDesk() {
  const community = await openCommunity({ reader: hesitant })
  const group = await community.group()
  await group.say('陈哥', '2栋水压好像有点小')
  const chen = await community.staff('陈静')
  const page = await chen.get('/waiting')
  return { community, group, chen, estateId: /<option value="(\d+)" selected/.exec(await chen.get('/waiting/1/ticket'))![1]!, page }
}

test('a message waits with its words, its reason and what the reader thought', async () => {
  const { page, group } = await openDesk()
  for (const words of ['陈哥', '2栋水压好像有点小', '像是在反映问题，但拿不准', '语言模型觉得：', '2栋水压偏小', '把握50%'])
    expect(page).toContain(words)
  expect(group.replies()).toEqual([])
})

test('who waited longest stands first, with why in plain words', async () => {
  const { community, group, chen } = await openDesk()
  await community.later(3)
  await group.say('李叔', '☆☆')
  await group.say('郑奶奶', '', { kind: 'voice' })
  const page = await chen.get('/waiting')
  expect([...page.matchAll(/id="waiting-(\d+)"/g)].map(([, id]) => id)).toEqual(['1', '2', '3'])
  expect(page).toContain('识别的结果看不懂，请人工判断')
  expect(page).toContain('语音消息，机器人听不了')
})

test('the form is filled in from the reading, and the group hears the number', async () => {
  const { community, group, chen, estateId } = await openDesk()
  const form = await chen.get('/waiting/1/ticket')
  expect(form).toContain('value="2栋水压偏小"')
  expect(form).toMatch(/<option value="utility.water" selected="">/)

  expect((await chen.post('/waiting/1/ticket', { ...FORM, estateId })).status).toBe(303)
  expect(group.replies()).toEqual(['小助手：@陈哥 收到，2栋水压偏小，编号JN-261121-001，供水部门今天09:30前回应。'])
  expect(await community.ticket('JN-261121-001')).toMatchObject({
    category: 'utility.water',
    place: { building: '2', entrance: null, spot: null },
  })
  const ticket = await chen.get('/tickets/JN-261121-001')
  expect(ticket).toContain('2栋水压好像有点小')
  expect(await chen.get('/waiting')).toContain('没有等人处理的消息')
})

test('whoever takes one in from a further page goes back to it', async () => {
  const { chen, estateId } = await openDesk()
  const send = async (headers: Record<string, string>) => {
    const body = new URLSearchParams({ ...FORM, estateId })
    return chen.request('/waiting/1/ticket', { method: 'POST', body, headers: { 'hx-request': 'true', ...headers } })
  }
  expect((await send({ 'hx-current-url': 'http://console.test/waiting?after=7' })).headers.get('hx-redirect')).toBe('/waiting?after=7')
})

test('a message nobody could read is prefilled by fixed rules', async () => {
  const { group, chen } = await openDesk()
  await group.say('李叔', '☆☆，8栋2单元的灯')
  const form = await chen.get('/waiting/2/ticket')
  expect(form).toMatch(/<option value="facility.lighting" selected="">/)
  expect(form).toMatch(/name="building"[^>]*value="8"/)
})

test('a summary that staff write never carries a phone', async () => {
  const { community, chen, estateId } = await openDesk()
  await chen.post('/waiting/1/ticket', { ...FORM, estateId, summary: '水压小，打13812341234' })
  expect(await community.ticket('JN-261121-001')).toMatchObject({ summary: '水压小，打〔电话〕' })
})

test('a form that lacks its category makes no ticket and keeps the message', async () => {
  const { chen, estateId } = await openDesk()
  const response = await chen.post('/waiting/1/ticket', { ...FORM, estateId, category: '' })
  expect(response.status).toBe(422)
  expect(await response.text()).toContain('请选择分类。')
  expect(await chen.get('/waiting')).toContain('id="waiting-1"')
})

test('an estate of another community is not offered and not accepted', async () => {
  const { chen, community } = await openDesk()
  const elsewhere = await createCommunity(community.db, '清河社区')
  expect((await chen.post('/waiting/1/ticket', { ...FORM, estateId: String(elsewhere.id) })).status).toBe(404)
  expect(await chen.get('/waiting')).toContain('id="waiting-1"')
})

test('the message joins an open ticket as one more report, found by words or number', async () => {
  const { group, chen } = await openDesk()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('张阿姨', '3栋电梯坏了')
  const choices = await chen.get('/waiting/1/report/choices?target=楼道灯')
  expect([...choices.matchAll(/value="(JN-[\d-]+)"/g)].map(([, number]) => number)).toEqual(['JN-261121-001'])

  expect((await chen.post('/waiting/1/report', { target: 'JN-261121-099' })).status).toBe(404)
  expect((await chen.post('/waiting/1/report', { target: '' })).status).toBe(422)
  expect((await chen.post('/waiting/1/report', { target: 'jn261121001' })).status).toBe(303)
  const page = await chen.get('/tickets/JN-261121-001')
  expect(page).toContain('2栋水压好像有点小')
  expect(page).toContain('又有人反映')
  expect(group.replies()).toHaveLength(2)
})

test('what has ended, or lies in another estate, takes no message in: it still waits', async () => {
  const { community, group, chen } = await openDesk()
  const elsewhere = await community.group('锦宁苑业主群', '锦宁苑')
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await elsewhere.say('老李', '3栋电梯坏了')
  const lift = await community.db.select().from(tickets).where(like(tickets.summary, '3栋%'))
  await chen.move('JN-261121-001', 'reject', { note: '灯是邻小区的' })
  for (const [target, said] of [
    ['JN-261121-001', '那张工单已经结束'],
    [lift[0]!.number, '不是同一个小区的'],
  ] as const) {
    const answer = await chen.post('/waiting/1/report', { target })
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining(said)])
  }
  expect(await chen.get('/waiting')).toContain('id="waiting-1"')
})

test('whoever joins a message to an emergency has taken the emergency on: nobody else is called', async () => {
  const { community, group, chen } = await openDesk()
  const duty = await community.staff('周网格', 'gridWorker')
  await nameDuty(community, [{ name: '周网格', staffId: duty.id }])
  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await chen.post('/waiting/1/report', { target: 'JN-261121-001' })
  await community.later(10)
  const called = await community.db.select().from(pages)
  expect(called.map(({ name, status, ackedByName }) => [name, status, ackedByName])).toEqual([['周网格', 'acked', '陈静']])
})

test('an ignored message can be put back for a day', async () => {
  const { community, chen } = await openDesk()
  await chen.post('/waiting/1/ignore')
  expect(await chen.get('/waiting')).toContain('刚才忽略的')
  await chen.post('/waiting/1/restore')
  expect(await chen.get('/waiting')).toContain('id="waiting-1"')
  await chen.post('/waiting/1/ignore')
  await community.later(25 * 60)
  const late = await community.staff('陈静二')
  expect(await late.get('/waiting')).not.toContain('刚才忽略的')
})

test('what a colleague has settled is settled once', async () => {
  const { community, group, chen, estateId } = await openDesk()
  const li = await community.staff('李主任', 'director')
  await chen.post('/waiting/1/ticket', { ...FORM, estateId })

  for (const [path, form] of [
    ['/waiting/1/ticket', { ...FORM, estateId }],
    ['/waiting/1/report', { target: 'JN-261121-001' }],
    ['/waiting/1/ignore', {}],
    ['/waiting/1/restore', {}],
  ] as const) {
    const response = await li.post(path, form)
    expect([path, response.status]).toEqual([path, 409])
    expect(await response.text()).toContain('这条记录刚被同事改过')
  }
  expect(group.replies()).toHaveLength(1)
})

test('two colleagues who press at the same moment make one ticket', async () => {
  const { community, group, chen, estateId } = await openDesk()
  const li = await community.staff('李主任', 'director')
  const answers = await Promise.all([chen, li].map((person) => person.post('/waiting/1/ticket', { ...FORM, estateId })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
  expect(group.replies()).toHaveLength(1)
})

test('a viewer may look but not decide', async () => {
  const { community } = await openDesk()
  const viewer = await community.staff('小周', 'viewer')
  const page = await viewer.get('/waiting')
  expect(page).toContain('id="waiting-1"')
  expect(page).not.toContain('/waiting/1/ignore')
  for (const path of ['/waiting/1/ignore', '/waiting/1/restore', '/waiting/1/ticket', '/waiting/1/report']) {
    const response = await viewer.post(path)
    expect([path, response.status]).toEqual([path, 403])
    expect(await response.text()).toContain('您没有权限')
  }
})

test("another community's messages do not exist", async () => {
  const { community, chen } = await openDesk()
  const elsewhere = await createCommunity(community.db, '清河社区')
  await community.db.update(messages).set({ communityId: elsewhere.id })
  expect(await chen.get('/waiting')).not.toContain('id="waiting-1"')
  expect((await chen.request('/waiting/1/ticket')).status).toBe(404)
  expect((await chen.post('/waiting/1/ignore')).status).toBe(404)
})

test('a question is answered where it was asked, with what the knowledge base has; the answer can be taken back', async () => {
  const community = await openCommunity({ reader: asking })
  const group = await community.group()
  const chen = await community.staff('陈静')
  await group.say('王姐', '游泳馆到底几点能进')
  expect(await chen.get('/waiting')).toContain('href="/waiting/1/answer"')
  expect(await chen.get('/waiting/1/answer')).toContain('和风苑业主群里@王姐说')

  await chen.post('/waiting/1/answer', { text: '工作日9点到17点，一楼大厅。电话13812341234' })
  expect(await chen.get('/waiting')).not.toContain('游泳馆到底几点能进')
  const [owed] = await community.db.select().from(outbox).where(eq(outbox.kind, 'staffAnswer'))
  expect((await chen.post(`/outbox/${owed!.id}/undo`, { back: '/outbox' })).status).toBe(303)
  expect(await chen.get('/waiting')).toContain('游泳馆到底几点能进')
  expect(group.replies()).toEqual([])

  await chen.post('/waiting/1/answer', { text: '工作日9点到17点，一楼大厅。电话13812341234' })
  await community.later(1)
  expect(group.replies()).toEqual(['小助手：@王姐 工作日9点到17点，一楼大厅。电话〔电话〕'])
  expect((await chen.post('/waiting/1/answer', { text: '再说一遍' })).status).toBe(409)
  expect(await community.db.$count(tickets)).toBe(0)
})

test('what the knowledge base has that comes near a question stands in the answer, to be looked over', async () => {
  const community = await openCommunity({ reader: asking })
  const group = await community.group()
  const chen = await community.staff('陈静')
  const rule = { kind: 'rule', title: '遛狗', questions: '几点可以遛狗', answer: '早7点前、晚7点后可以遛狗。', expiresOn: '' }
  await chen.post('/articles', { ...rule, estate: '2', source: '《和风苑自主管理手册》第8条', publishedOn: '2026-10-01' })
  await group.say('王姐', '遛狗要多少钱')
  await group.say('李叔', '游泳池什么时候开')

  expect(await chen.get('/waiting/1/answer')).toContain('早7点前、晚7点后可以遛狗。</textarea>')
  expect(await chen.get('/waiting/2/answer')).not.toContain('这是知识库里最接近的一条')
})
