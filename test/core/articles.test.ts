import { expect, test } from 'vitest'
import { type Article, needsReview } from '../../core/knowledge/article.ts'
import { findArticle } from '../../core/knowledge/find.ts'
import { texts } from '../../core/texts/texts.ts'
import { SAMPLE_ARTICLES } from '../../db/sampleArticles.ts'

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
