import { expect, test } from 'vitest'
import { NO_HOTLINES } from '../../core/hotlines.ts'
import { type Article, needsReview } from '../../core/knowledge/article.ts'
import { findArticle } from '../../core/knowledge/find.ts'
import { sayNumberAsked } from '../../core/knowledge/phone.ts'
import { isQuestion } from '../../core/knowledge/question.ts'
import { texts } from '../../core/texts/texts.ts'
import { SAMPLE_ARTICLES } from '../../db/sampleArticles.ts'

const HOTLINES = { ...NO_HOTLINES, gas: '0757-00000000', property: '0757-00000001', community: '0757-00000002' }
const ASKER = { estateId: 2, today: '2026-11-21' }

function article(change: Partial<Article> = {}): Article {
  return {
    id: 1,
    communityId: 1,
    estateId: null,
    stationId: null,
    kind: 'service',
    title: '居住证办理',
    questions: '居住证在哪办\n办居住证带什么材料',
    answer: '2号窗口，带身份证。',
    source: '社区办事指南',
    publishedOn: '2026-09-01',
    expiresOn: null,
    version: 1,
    changedAt: new Date('2026-09-01T09:00:00+08:00'),
    retiredAt: null,
    ...change,
  }
}

const SHELF = SAMPLE_ARTICLES.map(({ isEstates, ...draft }, index) => article({ ...draft, id: index + 1, estateId: isEstates ? 2 : null }))

test.each([
  ['居住证在哪办呀，带啥', '居住证办理'],
  ['请问居住证怎么办理', '居住证办理'],
  ['租户办居住证要什么材料', '居住证办理'],
  ['@小助手 居住证', '居住证办理'],
  ['老年证怎么办', '老年证办理'],
  ['居委会能办啥', '居委会能办什么'],
  ['社区是干什么的', '居委会能办什么'],
  ['连心室在哪', '和风苑连心室'],
  ['附近哪有活动室', '和风苑连心室'],
  ['电瓶车能不能停楼道', '电动车停放充电'],
  ['小区里车可以随便停吗', '小区停车'],
  ['能不能随便停车', '小区停车'],
  ['楼下让停车不', '小区停车'],
  ['电动车能推上楼吗', '电动车停放充电'],
  ['亲戚的车怎么停', '外来车辆停放'],
  ['小区卫生几时打扫', '小区保洁时间'],
  ['垃圾几点来收', '小区保洁时间'],
  ['这周末能装修吗', '装修施工时间'],
  ['租房子住的能办居住证不，要哪些材料', '居住证办理'],
  ['居住證喺邊度搞', '居住证办理'],
  ['我婆婆六十二了，老年卡咋个办', '老年证办理'],
  ['敬老卡几岁给办', '老年证办理'],
  ['居委会星期天开不开门', '居委会能办什么'],
  ['社区给开证明吗', '居委会能办什么'],
  ['连心室夜里有人值班没', '和风苑连心室'],
  ['小电驴准不准推进楼道', '电动车停放充电'],
  ['哪里能给电瓶车充电', '电动车停放充电'],
  ['私家车往哪块停啊', '小区停车'],
  ['单元门跟前给停车不', '小区停车'],
  ['老家来客人，车往哪搁', '外来车辆停放'],
  ['朋友来玩，车能停小区里吗', '外来车辆停放'],
  ['垃圾一天拉几趟', '小区保洁时间'],
  ['楼梯间几天拖一次', '小区保洁时间'],
  ['礼拜天打电钻行不行', '装修施工时间'],
  ['早上几点能动工', '装修施工时间'],
])('%s is answered by %s', (words, title) => {
  expect(findArticle(words, SHELF, ASKER)?.article.title).toBe(title)
})

test.each([
  ['another card', '身份证在哪办'],
  ['another certificate', '残疾证在哪办'],
  ['another question about the same thing', '居住证多久能下来'],
  ['a person of the same office', '居委会主任是谁'],
  ['a price where only times are known', '装修要多少钱'],
  ['a part of the same thing', '装修押金怎么退'],
  ['the fee, not the rule', '停车怎么收费'],
  ['a dog, not a bicycle', '宠物狗能进电梯吗'],
  ['a lamp in the corridor that is swept', '楼道灯几点亮'],
  ['what nobody wrote about', '医保今年交到几号'],
  ['nothing at all', '在哪办'],
  ['a card of others', '残疾人优待证去哪办'],
  ['a school, not a card', '老年大学怎么报名'],
  ['where it is had, not that it is lost', '居住证丢了去哪补'],
  ['another office of the same hours', '街道办礼拜六上班吗'],
  ['a hospital that is called the community’s', '社区医院几点上班'],
  ['a car that drives on electricity', '新能源汽车在哪充电'],
  ['a repair', '电瓶车坏了上哪修'],
  ['another gate', '学校门口能停车吗'],
  ['a lorry', '搬家的货车停哪'],
  ['guests, not their cars', '亲戚来住要登记吗'],
  ['rubbish of another kind', '装修垃圾几点拉'],
  ['a water tank', '水箱多久清洗一次'],
  ['a wall that bears', '装修能拆承重墙不'],
  ['a greeting that shares a character', '最近过得怎么样啊'],
])('%s is not found: %s', (_, words) => {
  expect(findArticle(words, SHELF, ASKER)).toBeNull()
})

test('the estate’s own article goes before the community’s, however well that fits', () => {
  const everywhere = article({ id: 1, title: '连心站', questions: '连心站在哪' })
  const own = article({ id: 2, estateId: 2, title: '本小区阵地', questions: '我们的连心站在哪里呢' })

  expect(findArticle('连心站在哪', [everywhere, own], ASKER)?.article.id).toBe(2)
  expect(findArticle('连心站在哪', [everywhere, own], { ...ASKER, estateId: 3 })?.article.id).toBe(1)
})

test.each([
  ['retired', { retiredAt: new Date('2026-11-01T09:00:00+08:00') }],
  ['expired yesterday', { expiresOn: '2026-11-20' }],
  ['of another estate', { estateId: 3 }],
])('what is %s never answers', (_, change) => {
  expect(findArticle('居住证在哪办', [article(change)], ASKER)).toBeNull()
})

test('an article holds through its last day', () => {
  expect(findArticle('居住证在哪办', [article({ expiresOn: '2026-11-21' })], ASKER)).not.toBeNull()
})

test('the estate’s own article goes before the community’s only where it fits about as well', () => {
  const everywhere = article({ id: 1, title: '装修时间', questions: '几点可以装修', answer: '工作日8-12点可以施工。' })
  const own = article({ id: 2, estateId: 2, title: '装修备案', questions: '装修去哪登记', answer: '到物业登记。' })

  expect(findArticle('装修几点可以开工', [everywhere, own], ASKER)?.article.id).toBe(1)
  expect(findArticle('装修到哪备案', [everywhere, own], ASKER)?.article.id).toBe(2)
})

test.each([
  ['物业电话多少', '物业电话是0757-00000001。'],
  ['谁有物业公司的电话', '物业电话是0757-00000001。'],
  ['怎么联系居委会啊', '社区电话是0757-00000002。'],
  ['煤气公司抢修电话是几号', '燃气抢修电话是0757-00000000。'],
  ['供电局电话多少', '供电电话是95598。'],
])('%s is answered with the number that is set', (words, said) => {
  expect(sayNumberAsked(words, HOTLINES)).toBe(said)
})

test.each(['自来水公司电话多少', '物业经理电话多少', '物业电话没人接', '派出所电话多少', '物业几点上班', '打物业电话啊'])(
  '%s asks for no number that is set',
  (words) => {
    expect(sayNumberAsked(words, HOTLINES)).toBeNull()
  },
)

test.each([
  ['楼道里能放鞋柜吗', 'sanitation.corridor_clutter', '没有查到规定，已转工作人员。'],
  ['月租车位去哪里办', 'parking.gate_fee', '没有查到规定，已转工作人员。'],
  ['装修押金怎么退', 'property.fee', '这个没有查到，已转工作人员。'],
  ['门卫室电话多少', 'property.service', '没有查到这个电话，已转工作人员。'],
  ['护照在哪办', 'gov.certificate', '这个没查到准确规定，已请工作人员答复，着急可拨12345。'],
] as const)('%s: a rule is spoken of where one was asked for', (words, category, said) => {
  expect(texts.article.unknown({ intent: 'consult', category, words })).toBe(said)
})

test.each(['小区里周末能砸墙不', '物业电话给一个', '居委会上班时间', '你们知道居住证在哪办吗'])('%s is a question', (words) => {
  expect(isQuestion(words)).toBe(true)
})

test.each(['你家车停哪了', '垃圾我明天倒', '都几点了还砸墙', '会不会停车啊', '居委会都干什么去了', '今天垃圾倒了没'])(
  '%s is none that can be looked up',
  (words) => {
    expect(isQuestion(words)).toBe(false)
  },
)

test('what nobody published or looked at for a year asks for a look', () => {
  const now = new Date('2027-09-02T09:00:00+08:00')
  expect(needsReview(article(), now)).toBe(true)
  expect(needsReview(article({ changedAt: new Date('2027-08-01T09:00:00+08:00') }), now)).toBe(false)
  expect(needsReview(article({ publishedOn: '2027-01-01' }), now)).toBe(false)
  expect(needsReview(article({ retiredAt: now }), now)).toBe(false)
})

test.each([
  ['社区办事指南', '2号窗口，带身份证。（社区办事指南2026年9月版）'],
  ['《和风苑自主管理手册》第5条', '2号窗口，带身份证。（《和风苑自主管理手册》第5条，2026年9月版）'],
  ['《和风苑业主公约》', '2号窗口，带身份证。（《和风苑业主公约》，2026年9月版）'],
])('an answer tells its source and its edition: %s', (source, text) => {
  expect(texts.article.answer(article({ source }))).toBe(text)
})

test('under an answer of several lines the source has a line of its own', () => {
  expect(texts.article.answer(article({ answer: '居委会\n时间：9-17点' }))).toBe('居委会\n时间：9-17点\n（社区办事指南2026年9月版）')
})
