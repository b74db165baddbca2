import { expect, test } from 'vitest'
import { offlineReader } from '../../bot/readers/offline.ts'
import { changeArticle, listInForce, writeArticle } from '../../db/articles.ts'
import { openCommunity } from '../community.ts'

const CARD = '社区服务中心1楼2号窗口，带身份证和租房合同或房产证，工作日9-17点。（社区办事指南2026年9月版）'

test('D11 a newcomer’s question is answered with its source, once, and not again within ten minutes', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('新邻居', '居住证在哪办呀，带啥')
  await community.later(5)
  await group.say('老李', '居住证在哪办')
  await community.later(15)
  await group.say('阿明', '居住证在哪办')

  expect(group.transcript()).toEqual([
    '新邻居：居住证在哪办呀，带啥',
    `小助手：@新邻居 ${CARD}`,
    '老李：居住证在哪办',
    '阿明：居住证在哪办',
    `小助手：@阿明 ${CARD}`,
  ])
  expect(await reasonsOf(community)).toEqual([null, 'alreadyAnswered', null])
})

test('D11 what no article answers goes to staff, whose words reach the one who asked', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('新邻居', '医保今年交到几号')
  expect(await community.ticket('JN-261121-001')).toMatchObject({
    status: 'pendingReview',
    category: 'gov.policy',
    summary: '咨询：医保今年交到几号',
  })
  await community.later(3)
  await group.say('老李', '医保今年交到几号啊')
  await officer.post('/tickets/JN-261121-001/answer', { text: '今年交到12月25日。', to: 'group' })
  await community.later(1)

  expect(group.transcript()).toEqual([
    '新邻居：医保今年交到几号',
    '小助手：@新邻居 这个没查到准确规定，已请工作人员答复，着急可拨12345。',
    '老李：医保今年交到几号啊',
    '小助手：@新邻居 JN-261121-001：今年交到12月25日。',
  ])
})

test('S17 four phrases, four flows', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '小区卫生几时打扫')
  await group.say('老李', '南门井盖何时更换')
  await group.say('张叔', '建议给咱们小区改暖')
  await group.say('阿明', '改水改电项目什么时候开始')

  expect(group.transcript()).toEqual([
    '王姐：小区卫生几时打扫',
    '小助手：@王姐 生活垃圾每天7点、17点清运；楼道每周二、周五打扫。没扫到请直接在群里说位置。（《和风苑自主管理手册》第3条，2026年9月版）',
    '老李：南门井盖何时更换',
    expect.stringMatching(/^小助手：@老李 收到，南门.*井盖.*，编号JN-261121-001，/),
    '张叔：建议给咱们小区改暖',
    '阿明：改水改电项目什么时候开始',
    '小助手：@阿明 这个项目还没有查到安排，已请工作人员答复。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ category: 'facility.manhole' })
  expect(await community.ticket('JN-261121-002')).toMatchObject({
    category: 'facility.retrofit',
    summary: '咨询：改水改电项目什么时候开始',
  })
  expect(await reasonsOf(community)).toEqual([null, null, 'suggestion', null])
})

test('S17 the four phrases word for word: an answer, one question back, silence for staff, an answer that staff owe', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '小区卫生几时打扫')
  await group.say('老李', '井盖何时更换')
  await group.say('张叔', '改暖、改水、改电')
  await group.say('阿明', '日间照料中心如何运营')

  expect(group.replies()).toEqual([
    '小助手：@王姐 生活垃圾每天7点、17点清运；楼道每周二、周五打扫。没扫到请直接在群里说位置。（《和风苑自主管理手册》第3条，2026年9月版）',
    '小助手：@老李 在什么位置？回“南门口”这样就行，我来登记。',
    '小助手：@阿明 这个项目还没有查到安排，已请工作人员答复。',
  ])
  expect(await officer.get('/waiting')).toContain('改暖、改水、改电')
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'draft', category: 'facility.manhole' })
  expect(await community.ticket('JN-261121-002')).toMatchObject({ category: 'facility.retrofit', summary: '咨询：日间照料中心如何运营' })
})

test('S43 a question about parking is answered with clause and edition; without a clause it says so', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '外来车能停小区吗')
  await group.say('老李', '电动车能停楼道吗')
  await group.say('张叔', '请问小区月租车位去哪里办')

  expect(group.transcript()).toEqual([
    '王姐：外来车能停小区吗',
    '小助手：@王姐 访客车在东门登记后停临时车位，当天24点前离开；消防通道和人行道不能停。（《和风苑自主管理手册》第6条，2026年9月版）',
    '老李：电动车能停楼道吗',
    '小助手：@老李 楼道、电梯、门厅不停放、不充电；请停到5栋北侧车棚，那里能充电。（《和风苑自主管理手册》第5条，2026年9月版）',
    '张叔：请问小区月租车位去哪里办',
    '小助手：@张叔 没有查到规定，已转工作人员。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({
    status: 'pendingReview',
    category: 'parking.gate_fee',
    summary: '咨询：请问小区月租车位去哪里办',
  })
})

test('S43 a new edition of the rulebook is answered from, and cited, from the moment it is written', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const { db, scope } = community
  const rule = (await listInForce(db, scope)).find(({ title }) => title === '外来车辆停放')!
  const draft = { ...rule, answer: '访客车在西门登记。', source: '《和风苑自主管理手册》第7条', publishedOn: '2026-11-15' }

  await group.say('王姐', '外来车能停小区吗')
  await changeArticle(db, scope, { id: rule.id, version: rule.version, draft }, { staffId: null, at: community.now() })
  await community.later(15)
  await group.say('老李', '外来车能停小区吗')

  expect(group.replies()[0]).toContain('（《和风苑自主管理手册》第6条，2026年9月版）')
  expect(group.replies()[1]).toBe('小助手：@老李 访客车在西门登记。（《和风苑自主管理手册》第7条，2026年11月版）')
})

test('S89 where a permit is had is answered by its card with source and edition; what nobody knows is said so, with 12345', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '居住证在哪办')
  await group.say('老李', '护照在哪办')

  expect(group.transcript()).toEqual([
    '王姐：居住证在哪办',
    `小助手：@王姐 ${CARD}`,
    '老李：护照在哪办',
    '小助手：@老李 这个没查到准确规定，已请工作人员答复，着急可拨12345。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'pendingReview', summary: '咨询：护照在哪办' })
})

test('S43 rules asked for as people speak are answered with their clause; who scolds is not answered with one', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const parking = '业主的车停在划线车位；消防通道、人行道、单元门口不停车，挡住了请挪开。（《和风苑自主管理手册》第4条，2026年9月版）'

  await group.say('王姐', '小区里车可以随便停吗')
  await community.later(15)
  await group.say('老李', '能不能随便停车')
  await community.later(15)
  await group.say('张叔', '楼下让停车不')
  await group.say('阿明', '电动车能推上楼吗')
  await group.say('小周', '货车能进小区吗')
  await group.say('刘叔', '车可以随便停吗？3栋消防通道都堵死了，没人管')

  expect(group.replies()).toEqual([
    `小助手：@王姐 ${parking}`,
    `小助手：@老李 ${parking}`,
    `小助手：@张叔 ${parking}`,
    '小助手：@阿明 楼道、电梯、门厅不停放、不充电；请停到5栋北侧车棚，那里能充电。（《和风苑自主管理手册》第5条，2026年9月版）',
    '小助手：@小周 没有查到规定，已转工作人员。',
    expect.stringMatching(/^小助手：@刘叔 .*JN-261121-002/),
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ summary: '咨询：货车能进小区吗', category: 'parking.blocked' })
  expect(await community.ticket('JN-261121-002')).toMatchObject({ category: 'parking.fire_lane' })
})

test('S89 how a benefit is had is told by its card or asked of an office; who has it hard is heard in private', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const { db, scope } = community
  const card = {
    estateId: null,
    stationId: null,
    kind: 'service' as const,
    title: '残疾证办理',
    questions: '残疾证在哪办',
    answer: '带身份证和诊断材料，到社区服务中心1楼5号窗口，工作日9-17点。',
    source: '社区办事指南',
    publishedOn: '2026-09-01',
    expiresOn: null,
  }
  await writeArticle(db, scope, card, { staffId: null, at: community.now() })

  await group.say('王姐', '残疾证在哪办')
  await group.say('老李', '低保怎么申请')
  await group.say('张叔', '低保被停了，日子过不下去')

  expect(group.transcript()).toEqual([
    '王姐：残疾证在哪办',
    '小助手：@王姐 带身份证和诊断材料，到社区服务中心1楼5号窗口，工作日9-17点。（社区办事指南2026年9月版）',
    '老李：低保怎么申请',
    '小助手：@老李 这个没查到准确规定，已请工作人员答复，着急可拨12345。',
    '张叔：低保被停了，日子过不下去',
    '小助手：@张叔 已登记，请加本群小助手为好友私聊，或到连心站。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ category: 'gov.policy', private: false, summary: '咨询：低保怎么申请' })
  expect(await community.ticket('JN-261121-002')).toMatchObject({ category: 'care.hardship', private: true })
})

test('what an article covers is answered in whatever words it is asked, and is no complaint', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const asked = [
    ['小区里周末能砸墙不 想装修', '工作日8-12点'],
    ['礼拜天敲墙让不让啊', '工作日8-12点'],
    ['租客能办居住证吗 要带啥材料', '社区服务中心1楼2号窗口'],
    ['老年卡多大岁数能办', '满60周岁'],
    ['礼拜六居委会上班吗', '周六日10-16点'],
    ['我表弟开车来，亲戚的车停哪块', '访客车在东门登记'],
    ['电瓶车推楼上充行不行', '楼道、电梯、门厅不停放'],
    ['几点倒垃圾', '生活垃圾每天7点、17点清运'],
  ] as const

  for (const [words] of asked) {
    await group.say('王姐', words)
    await community.later(15)
  }

  expect(group.replies()).toEqual(asked.map(([, answer]) => expect.stringContaining(answer)))
})

test('who asks after what they have reported themselves hears of that, not of the article', async () => {
  const community = await openCommunity({ reader: offlineReader() })
  const group = await community.group()

  await group.say('王姐', '几点倒垃圾')
  await group.say('老李', '南门垃圾桶满了没人收')
  await community.later(15)
  await group.say('老李', '几点倒垃圾')

  expect(group.replies()[0]).toContain('生活垃圾每天7点、17点清运')
  expect(group.replies()[1]).toMatch(/^小助手：@老李 收到，南门/)
  expect(group.replies().slice(2).join()).not.toContain('生活垃圾每天7点、17点清运')
})

test('who scolds, tells, or asks a neighbour in the words of an article is not answered with it', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '你车停哪了')
  await group.say('老李', '垃圾我明天倒')
  await group.say('张叔', '今天垃圾倒了没')
  await group.say('阿明', '怎么停的车啊')
  await group.say('小周', '7栋2单元楼道里停满电动车，走路都走不过去')

  expect(group.replies()).toEqual([expect.stringMatching(/^小助手：@小周 .*7栋2单元.*JN-261121-001/)])
})

test('a number of the community’s own is told to whoever asks for it; one that it has not is looked for, and no rule is spoken of', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '请问物业电话多少')
  await group.say('老李', '谁有居委会电话')
  await group.say('张叔', '请问供水公司的电话是多少')
  await community.later(15)
  await group.say('阿明', '请问装修押金怎么退')

  expect(group.replies()).toEqual([
    '小助手：@王姐 物业电话是0757-00000001。',
    '小助手：@老李 社区电话是0757-00000002。',
    '小助手：@张叔 没有查到这个电话，已转工作人员。',
    '小助手：@阿明 这个没有查到，已转工作人员。',
  ])
})

test('who asks an office hears that it was passed on, also where no category names the matter', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '请问独生子女证在哪补')
  await group.say('老李', '法律咨询去哪')

  expect(group.replies()).toEqual(['小助手：@王姐 这个没查到准确规定，已请工作人员答复，着急可拨12345。'])
  expect(await reasonsOf(community)).toEqual([null, 'question'])
})

test('S91 who does not know what the committee is for is told place, hours, what it does and where the notice is', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('新邻居', '不知道社区居委会是干什么的')

  const [said = '', ...rest] = group.replies()
  expect(rest).toEqual([])
  for (const part of ['地点：和风路1号社区服务中心一楼', '时间：工作日9-17点', '能办：居住证', '您的信息怎么用，见群里的【告知】'])
    expect(said).toContain(part)
})

test('S91 where the console has an address for everybody, the card gives that of the notice itself', async () => {
  const community = await openCommunity({ isPublic: true, publicUrl: new URL('https://huiyin.example') })
  const group = await community.group()

  await group.say('新邻居', '居委会能办啥')
  await group.say('王姐', '居住证在哪办')

  const [card = '', other] = group.replies()
  expect(card.split('\n').slice(-3)).toEqual([
    '您的信息怎么用，见群里的【告知】，也可私聊我。',
    `【告知】全文：https://huiyin.example/notice/${community.scope.communityId}`,
    '（社区办事指南2026年9月版）',
  ])
  expect(other).toBe(`小助手：@王姐 ${CARD}`)
})

test('S89 S91 S27 the office, the committee and the contact point are told as cards; no phone is anybody’s own', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '居委会能办啥')
  await group.say('老李', '连心室在哪')
  await group.say('张叔', '@小助手 老年证怎么办', { mentionsBot: true })

  expect(group.transcript()).toEqual([
    '王姐：居委会能办啥',
    [
      '小助手：@王姐 和风社区居委会',
      '地点：和风路1号社区服务中心一楼',
      '时间：工作日9-17点，周六日10-16点',
      '能办：居住证、老年证、开证明、低保咨询、邻里调解、报名活动',
      '您的信息怎么用，见群里的【告知】，也可私聊我。',
      '（社区办事指南2026年9月版）',
    ].join('\n'),
    '老李：连心室在哪',
    '小助手：@老李 和风苑连心室在3栋架空层，每天9-20点有值守。室长和网格员在这里听大家说事、调解、帮忙代办。（和风社区阵地手册2026年9月版）',
    '张叔：@小助手 老年证怎么办',
    '小助手：@张叔 满60周岁，带身份证和一张一寸照片，到社区服务中心1楼3号窗口，当场受理，工作日9-17点。（社区办事指南2026年9月版）',
  ])
  expect(group.replies().join('\n')).not.toMatch(/1[3-9]\d{9}/)
})

test('a private question is answered in private', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('王姐', '今晚吃啥')
  const chat = community.private('王姐')

  await chat.say('居住证在哪办')
  await chat.say('医保今年交到几号')

  expect(chat.transcript()).toEqual([
    '王姐：居住证在哪办',
    `小助手：${CARD}`,
    '王姐：医保今年交到几号',
    '小助手：这个没查到准确规定，已请工作人员答复，着急可拨12345。',
  ])
})

test('neighbours who ask each other are left alone', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('老李', '几点在哪里？？')
  await group.say('王姐', '今晚吃啥')

  expect(group.replies()).toEqual([])
})

type Community = Awaited<ReturnType<typeof openCommunity>>

async function reasonsOf({ db }: Community): Promise<(string | null)[]> {
  const rows = await db.query.messages.findMany({ orderBy: (messages, { asc }) => asc(messages.id) })
  return rows.map(({ reason }) => reason)
}
