import type { ArticleDraft } from '../core/knowledge/article.ts'

type SampleArticle = Omit<ArticleDraft, 'estateId' | 'stationId' | 'expiresOn' | 'publishedOn'> & { isEstates: boolean }

export const SAMPLE_PUBLISHED_ON = '2026-09-01'

/** What the invented community knows: enough for a newcomer's first questions. */
export const SAMPLE_ARTICLES: readonly SampleArticle[] = [
  {
    isEstates: false,
    kind: 'service',
    title: '居住证办理',
    questions: '居住证在哪办\n居住证怎么办\n办居住证带什么材料\n居住证几点能办',
    answer: '社区服务中心1楼2号窗口，带身份证和租房合同或房产证，工作日9-17点。',
    source: '社区办事指南',
  },
  {
    isEstates: false,
    kind: 'place',
    title: '居委会能办什么',
    questions: '居委会能办啥\n居委会是干什么的\n居委会在哪\n居委会几点上班\n社区能办什么\n社区服务中心在哪\n社区服务中心几点上班',
    answer:
      '和风社区居委会\n地点：和风路1号社区服务中心一楼\n时间：工作日9-17点，周六日10-16点\n能办：居住证、老年证、开证明、低保咨询、邻里调解、报名活动\n您的信息怎么用，见群里的【告知】，也可私聊我。',
    source: '社区办事指南',
  },
  {
    isEstates: true,
    kind: 'place',
    title: '和风苑连心室',
    questions: '连心室在哪\n连心站在哪\n连心室几点开门\n连心室是干什么的\n连心室能办什么\n附近哪有活动室\n活动室在哪',
    answer: '和风苑连心室在3栋架空层，每天9-20点有值守。室长和网格员在这里听大家说事、调解、帮忙代办。',
    source: '和风社区阵地手册',
  },
  {
    isEstates: true,
    kind: 'rule',
    title: '电动车停放充电',
    questions: '电动车能停楼道吗\n电动车停哪里\n电瓶车可以推进电梯吗\n电动车能推上楼吗\n电动车在哪充电',
    answer: '楼道、电梯、门厅不停放、不充电；请停到5栋北侧车棚，那里能充电。',
    source: '《和风苑自主管理手册》第5条',
  },
  {
    isEstates: true,
    kind: 'rule',
    title: '小区停车',
    questions: '小区里能停车吗\n楼下能停车吗\n门口让停车吗\n小区哪里可以停车',
    answer: '业主的车停在划线车位；消防通道、人行道、单元门口不停车，挡住了请挪开。',
    source: '《和风苑自主管理手册》第4条',
  },
  {
    isEstates: true,
    kind: 'rule',
    title: '外来车辆停放',
    questions: '外来车能停小区吗\n访客的车停哪里\n亲戚来了车怎么停\n访客车怎么登记',
    answer: '访客车在东门登记后停临时车位，当天24点前离开；消防通道和人行道不能停。',
    source: '《和风苑自主管理手册》第6条',
  },
  {
    isEstates: true,
    kind: 'rule',
    title: '小区保洁时间',
    questions: '小区卫生几时打扫\n楼道多久打扫一次\n垃圾几点收\n保洁几点来',
    answer: '生活垃圾每天7点、17点清运；楼道每周二、周五打扫。没扫到请直接在群里说位置。',
    source: '《和风苑自主管理手册》第3条',
  },
  {
    isEstates: true,
    kind: 'covenant',
    title: '装修施工时间',
    questions: '几点可以装修\n装修时间有规定吗\n周末能装修吗\n晚上几点以后不能装修',
    answer: '工作日8-12点、14-18点可以施工，双休日和节假日不做有响动的活，开工前在楼下贴告知。',
    source: '《和风苑业主公约》第9条',
  },
  {
    isEstates: false,
    kind: 'guide',
    title: '老年证办理',
    questions: '老年证在哪办\n老年证怎么办\n办老年证带什么材料\n敬老卡在哪办',
    answer: '满60周岁，带身份证和一张一寸照片，到社区服务中心1楼3号窗口，当场受理，工作日9-17点。',
    source: '社区办事指南',
  },
]
