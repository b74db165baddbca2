import { expect, test } from 'vitest'
import { offlineReader } from '../../bot/readers/offline.ts'
import { guessIntent } from '../../core/reading/intent.ts'
import { readEmergency, readOffline } from '../../core/reading/offline.ts'
import { type Intent, Reading } from '../../core/reading/reading.ts'
import { plainWords } from '../../core/reading/words.ts'

/** Sure enough to file without a person. */
const SURE_ENOUGH = 0.6

function read(text: string) {
  return readOffline({ text })
}

const ASKING_NOBODY: readonly Intent[] = ['chatter', 'meToo', 'praise', 'signUp', 'vote', 'volunteer', 'notice']

test.each([
  ['8栋2单元4楼楼道灯又不亮了,晚上接孩子黑咕隆咚的', 'facility.lighting', '8栋2单元楼道灯不亮'],
  ['3栋电梯又停了', 'facility.lift', '3栋电梯停了'],
  ['3号梯又坏咯', 'facility.lift', '3号梯故障'],
  ['2单元门禁刷不开', 'facility.door', '2单元门禁刷不开'],
  ['南门进来左手边井盖翘起来了', 'facility.manhole', '南门内左侧井盖翘了'],
  ['5栋地库漏水', 'facility.water_leak', '5栋地下车库漏水'],
  ['6栋下水堵了,臭死', 'facility.sewer', '6栋下水堵了'],
  ['8栋2单元停电了', 'utility.power', '8栋2单元停电'],
  ['没水了?', 'utility.water', '没水'],
  ['暖气不热', 'utility.heating', '暖气不热'],
  ['门口那辆白车堵了一天了', 'parking.blocked', '车辆占位挡路'],
  ['电瓶车又进电梯了', 'parking.ebike', '电动车进楼充电'],
  ['楼上小孩天天跑来跑去', 'noise.neighbor', '邻居噪音'],
  ['隔壁工地半夜还在打桩', 'noise.construction', '工地施工噪音'],
  ['谁家的狗没拴绳', 'safety.dog', '宠物扰人'],
  ['停车费又涨了凭什么', 'parking.gate_fee', '道闸收费问题'],
  ['我要投诉物业', 'property.service', '物业服务问题'],
  ['顶楼那家在楼顶盖房子', 'illegal.building', '楼顶违规搭建'],
])('%s is a report of %s: %s', (text, category, summary) => {
  const reading = read(text)
  expect(reading).toMatchObject({ intent: 'report', category, summary })
  expect(reading.confidence).toBeGreaterThanOrEqual(SURE_ENOUGH)
})

test.each([
  ['这灯是准备留到过年吗', 'facility.lighting'],
  ['物业再不来我把电梯扛回家', 'property.service'],
  ['物业死哪去了?!垃圾三天没收,物业费喂狗了啊!!', 'sanitation.garbage_overflow'],
  ['电体坏了', 'facility.lift'],
  ['楼到灯坏脱了', 'facility.lighting'],
  ['下水到赌了', 'facility.sewer'],
  ['冇电啊', 'utility.power'],
  ['莫得水咯', 'utility.water'],
  ['咋个又没得水', 'utility.water'],
  ['楼上掉下来个花盆，吓死我了', 'safety.falling_object'],
  ['楼上蹦迪呢 5-1-901 烦死', 'noise.neighbor'],
  ['隔壁装修噪音太大了 7-1-302 大周末的', 'noise.renovation'],
  ['我低保这个月没到账，家里揭不开锅了', 'care.hardship'],
  ['昨晚又停电了，今天还没来', 'utility.power'],
])('%s is a report in disguise', (text, category) => {
  const reading = read(text)
  expect(reading).toMatchObject({ intent: 'report', category })
  expect(reading.confidence).toBeGreaterThanOrEqual(SURE_ENOUGH)
})

test.each([
  '今天天气真好',
  '今晚吃啥',
  '火锅呗,那家太火了',
  '上火了不去哈哈',
  '昨天停电吓死',
  '我妈他们小区漏水',
  '我外母住黄埔嗰边，尾楼天花成幅批荡跌落嚟，佢哋管理处而家都唔理',
  '你们那停电了没',
  '明天消防演练',
  '出闲置冰箱',
  '电死我了',
  '心态炸了',
  '手机没电了',
  '公司电脑坏了',
  '路上堵车，晚点到',
  '下午两点到四点停水检修，请大家做好储水',
  '各位业主，电梯已修复',
  '谢谢师傅',
  '小王师傅给力👍',
  '算我一个',
  '+2',
  '+1我们1单元',
  '我家也是',
  '今天物业师傅态度挺好',
  '我家灯泡坏了自己换了',
  '捡着一把车钥匙，本田的，挂只小狗，北门口',
  '捡到一顶小孩的黄帽子，搁滑梯边上，谁家的来门岗拿',
  '5栋捡到一串钥匙 谁的',
  '谁家孩子丢了个蓝色水杯 我搁门岗了 上头贴个奥特曼',
  '电梯广告太逗了',
  '停车位还有吗',
  '谁家炒菜这么香',
  '我家要装修了，打扰大家了',
  '这几天天气太热了',
  '同上',
  '在吗',
  '[捂脸]',
  '😀😀',
  '',
])('%s asks nobody to act', (text) => {
  expect(ASKING_NOBODY).toContain(read(text).intent)
})

test.each([
  ['居住证在哪办呀,带啥', 'consult'],
  ['医保今年交到几号', 'consult'],
  ['建议开个会', 'proposal'],
  ['楼下要是有个扶手就好了', 'need'],
])('%s is for a person: %s', (text, intent) => {
  expect(read(text).intent).toBe(intent)
})

test.each([
  ['S17 改暖、改水、改电', 'proposal'],
  ['S17 能不能给我们小区改暖', 'proposal'],
  ['S17 日间照料中心如何运营', 'project'],
  ['S17 我们小区什么时候能改暖', 'project'],
  ['S17 井盖何时更换', 'report'],
  ['S25 真希望楼下能多几个凳子', 'need'],
  ['S25 下棋都没个桌子', 'need'],
  ['S43 停车有什么规定', 'consult'],
  ['S43 外来车辆可以停小区吗', 'consult'],
  ['S43 访客车辆怎么停', 'consult'],
  ['S43 亲戚的车能停进来吗', 'consult'],
  ['S43 楼道可以停电动车吗', 'consult'],
  ['S43 小区里车可以随便停吗', 'consult'],
  ['S43 能不能随便停车', 'consult'],
  ['S43 楼下让停车不', 'consult'],
  ['S43 电动车能推上楼吗', 'consult'],
  ['S43 电瓶车能进电梯吗', 'consult'],
  ['S43 楼道里能放电动车吗', 'consult'],
  ['S43 货车能进小区吗', 'consult'],
  ['S91 社区居委会是干嘛的', 'consult'],
  ['S91 不知道社区居委会是干什么的', 'consult'],
])('%s is heard as %s', (text, intent) => {
  expect(read(text.slice(4)).intent).toBe(intent)
})

test.each([
  '你车能不能停好',
  '消防通道也能停车吗',
  '门口都能停车了吗',
  '社区干什么吃的',
  '车可以随便停吗？消防通道都堵死了，没人管',
  '小区里能随便停车的吗，天天堵我家门口',
  '这车能随便停吗',
  '能不能不要随便停车',
  '你们家电动车能推上楼吗？一点素质没有',
  '师傅能停一下车吗',
])('S43 who scolds about a car, or stops one, asks for no rule: %s', (text) => {
  expect(read(text).intent).not.toBe('consult')
})

test('S43 a question about parking that names nothing else is one of the estate’s', () => {
  expect(read('小区里车可以随便停吗').category).toBe('parking.blocked')
  expect(read('电动车能推上楼吗').category).toBe('parking.ebike')
})

test.each([
  ['残疾证在哪办', 'gov.certificate'],
  ['办残疾证要带啥', 'gov.certificate'],
  ['在哪办残疾证', 'gov.certificate'],
  ['低保怎么申请', 'gov.policy'],
  ['请问低保怎么申请啊，要带什么材料', 'gov.policy'],
  ['低保户要什么条件', 'gov.policy'],
  ['困难补助找谁申请', 'gov.policy'],
  ['想问一下临时救助怎么申请', 'gov.policy'],
])('S89 who asks how a benefit is had asks an office: %s', (text, category) => {
  expect(read(text)).toMatchObject({ intent: 'consult', category })
})

test.each([
  '低保被停了，日子过不下去',
  '我家吃不上低保了',
  '低保被停了怎么办',
  '低保怎么申请，我家实在过不下去了',
  '我瘫痪在床残疾证怎么办啊没人管',
  '残疾证办了三个月还没下来',
  '我家没钱吃饭了，低保怎么办',
  '为什么不给我办低保',
])('S89 who has it hard is heard as such: %s', (text) => {
  const reading = read(text)
  expect(reading).toMatchObject({ intent: 'report', category: 'care.hardship' })
  expect(reading.confidence).toBeGreaterThanOrEqual(0.6)
})

test.each(['护照在哪办', '驾照在哪换', '营业执照去哪办', '身份证丢了在哪补办'])('S89 %s is a question about an office', (text) => {
  expect(read(text)).toMatchObject({ intent: 'consult', category: 'gov.certificate' })
})

test.each([
  ['上次那灯咋样了', 'progressQuery'],
  ['@小助手 上次那灯咋样了', 'progressQuery'],
  ['那个灯修了没', 'progressQuery'],
  ['电梯啥时候能修好', 'progressQuery'],
  ['JN-261121-003', 'progressQuery'],
  ['JN-261121-003 到哪一步了', 'progressQuery'],
  ['jn261121003好了没', 'progressQuery'],
  ['修好了', 'confirmsFixed'],
  ['谢谢师傅，灯亮了', 'confirmsFixed'],
  ['JN-261121-003 好了', 'confirmsFixed'],
  ['刚说的堵车那个不用了,挪走了', 'withdraw'],
  ['好', 'confirmsFixed'],
  ['好的', 'confirmsFixed'],
  ['嗯', 'confirmsFixed'],
  ['１', 'confirmsFixed'],
  ['👍', 'confirmsFixed'],
  ['没好', 'deniesFixed'],
  ['好个啥,昨晚还黑着', 'deniesFixed'],
  ['还那样', 'deniesFixed'],
  ['还是坏的', 'deniesFixed'],
  ['JN-261121-003 没修好', 'deniesFixed'],
  ['没', 'deniesFixed'],
  ['2', 'deniesFixed'],
])('%s is an answer: %s', (text, intent) => {
  expect(read(text).intent).toBe(intent)
})

test.each(['又不亮了', '灯不亮了', '6栋灯不亮了', '没有水了', '没有电了', '网不通了', '暖气不热了'])('%s confirms nothing', (text) => {
  expect(read(text).intent).not.toBe('confirmsFixed')
})

test.each(['加一个灯', '2号楼加一台充电桩', '加一下群'])('%s agrees with nobody', (text) => {
  expect(read(text).intent).not.toBe('meToo')
})

test('a bare yes or no is less sure than plain words', () => {
  expect(read('好').confidence).toBeLessThan(read('修好了').confidence)
  expect(read('2').confidence).toBeLessThan(read('没修好').confidence)
})

test('a complaint with its place is a report even when it says "still"', () => {
  expect(read('8栋2单元楼道灯还是不亮，没人修')).toMatchObject({ intent: 'report', category: 'facility.lighting' })
})

test('an emergency is certain, urgent and named', () => {
  expect(readEmergency({ text: '5栋楼道好大煤气味!!' })).toEqual({
    intent: 'report',
    category: 'emergency.gas',
    summary: '5栋燃气泄漏',
    place: { building: '5', entrance: null, spot: null },
    urgency: 'emergency',
    confidence: 1,
  })
  expect(readEmergency({ text: '3栋电梯坏了' })).toBeNull()
})

test('violence at home is an emergency that stays private', () => {
  expect(read('8栋2单元1101家暴，女的在喊救命')).toMatchObject({
    category: 'dispute.family',
    urgency: 'emergency',
    summary: '8栋2单元家里的事',
  })
})

test.each([
  ['8-2-1101姓马的天天半夜蹦迪,电话13812345678,谁管管!', '8栋2单元邻居噪音'],
  ['粤A12345堵了门口一天了', '车辆占位挡路'],
  ['8栋2单元1101漏水', '8栋2单元漏水'],
])('the summary of %s names no one', (text, summary) => {
  expect(read(text).summary).toBe(summary)
})

test.each([
  ['楼道灯不亮', 'normal'],
  ['楼道灯不亮，老人摔了一跤', 'high'],
  ['建议装几把长椅，不急', 'low'],
  ['又停电!', 'high'],
])('%s is %s', (text, urgency) => {
  expect(read(text).urgency).toBe(urgency)
})

test.each([
  '电梯坏了'.repeat(2500),
  '<script>alert(1)</script> 电梯坏了',
  "电梯坏了'); drop table tickets;--",
  '电梯\u2005坏了\u0000',
  '电梯坏了😀\u200b',
])('odd input still reads as a reading', (text) => {
  expect(Reading.parse(read(text))).toMatchObject({ intent: 'report', category: 'facility.lift' })
})

test('the offline reader costs nothing and says who it is', async () => {
  const record = await offlineReader().read({ kind: 'text', text: '3栋电梯坏了', quote: null, alias: '张阿姨' })
  expect(record).toMatchObject({ reader: 'offline', promptId: null, model: null, promptTokens: 0, completionTokens: 0 })
  expect(record.reading).toMatchObject({ intent: 'report', summary: '3栋电梯坏了' })
})

test.each([
  ['成棟樓冇電，黑晒', 'utility.power'],
  ['个𨋢又死火了，细路返学行楼梯', 'facility.lift'],
  ['过道里塞死了，鞋柜垒到天花板', 'sanitation.corridor_clutter'],
  ['俺家暖气片摸着跟冰溜子似的', 'utility.heating'],
  ['嘎哈呢这是，垃圾桶都漫出来了也没人来收', 'sanitation.garbage_overflow'],
  ['楼顶头每晚拖板凳，困都困不着', 'noise.neighbor'],
])('%s is understood in its dialect as %s', (text, category) => {
  const reading = read(text)
  expect(reading).toMatchObject({ intent: 'report', category })
  expect(reading.confidence).toBeGreaterThanOrEqual(SURE_ENOUGH)
})

test.each([
  '物业提示：请勿在楼道停放电瓶车',
  '【温馨提示】2栋水泵已修复，恢复供水',
  '直租两房，电梯口近，拎包入住',
  '听说老城那边停水三天了',
  '截图是别的群的，“物业死哪去了”不是我说的',
])('%s is nobody’s report', (text) => {
  const reading = read(text)
  expect(reading.intent).not.toBe('report')
})

test.each([
  ['同上', 'meToo'],
  ['加一 我们二单元的', 'meToo'],
  ['6栋+1', 'meToo'],
  ['5栋的也是', 'meToo'],
  ['我家也停水了', 'meToo'],
  ['刚才那条当我没说，看错了', 'withdraw'],
  ['刚说的不用了，挪走了', 'withdraw'],
  ['算我一个', 'volunteer'],
  ['我投方案二', 'vote'],
  ['报名2人', 'signUp'],
  ['修好了', 'confirmsFixed'],
  ['那个灯修了没', 'progressQuery'],
  ['各位业主，明天上午清洗水箱，请提前储水', 'notice'],
  ['请问老年证在哪里办，要带什么材料', 'consult'],
  ['3栋电梯又坏了，老人上不去', 'report'],
  ['今晚吃火锅去不去', 'chatter'],
])('%s means %s', (text, intent) => {
  expect(guessIntent(plainWords(text)).intent).toBe(intent)
})

test('a subject alone is no report: what is the matter with it is still to be said', () => {
  expect(read('门口那个井盖').intent).toBe('chatter')
  expect(read('门口那个井盖翘起来了').intent).toBe('report')
})

test.each([
  ['12座右边部𨋢坏咗', '12', null, '右侧电梯', '12栋右侧电梯坏了'],
  ['8#2单元楼道灯不亮', '8', '2', null, '8栋2单元楼道灯不亮'],
  ['3-1，楼上半夜拖椅子', '3', '1', null, '3栋1单元邻居噪音'],
  ['楼上半夜拖椅子（3-1）', '3', '1', null, '3栋1单元邻居噪音'],
])('%s tells its place', (text, building, entrance, spot, summary) => {
  expect(read(text)).toMatchObject({ intent: 'report', place: { building, entrance, spot }, summary })
})

test.each([
  ['俺家暖气也不热，跟你一样', 'meToo'],
  ['我屋企都系，一滴水都冇', 'meToo'],
  ['好使了，谢谢师傅', 'confirmsFixed'],
  ['通哒，多谢', 'confirmsFixed'],
  ['还黑着呢，没人来过', 'deniesFixed'],
  ['师傅到哪了，还来不来', 'progressQuery'],
  ['几时来修啊', 'progressQuery'],
  ['搞错了，是我家的问题，不用来了', 'withdraw'],
])('%s is a reply that no rule spells out: %s', (text, intent) => {
  expect(read(text).intent).toBe(intent)
})

test.each([
  '哪个单元的',
  '停电了？我家有啊',
  '承重墙本来就不能动的',
  '他家的狗不咬人',
  '会不会是你家空开跳了',
  '踩到狗屎要走好运',
  '物业说师傅下午来',
  '8栋1单元水管已抢修完毕',
  '你打物业电话试试',
  '不好意思，车是我的，马上挪',
])('%s speaks of a problem and reports none', (text) => {
  const { intent, confidence } = read(text)
  expect(intent === 'report' && confidence >= SURE_ENOUGH).toBe(false)
})

test.each([
  '楼道垃圾没人收拾了 堆在3栋门口三天 都放臭了',
  '滑梯底下捡到好几个用过的针头 就放在沙坑边上 孩子踩到怎么得了',
  '6栋楼上掉下来一块瓷砖我捡到了 放在岗亭 物业快来看外墙',
])('what was picked up and is a danger is a report: %s', (text) => {
  expect(read(text)).toMatchObject({ intent: 'report', confidence: expect.toSatisfy((confidence: number) => confidence > 0.8) })
})

test.each([
  ['noise.renovation', '7-1-302', '隔壁装修噪音太大了 大周末的'],
  ['noise.neighbor', '5栋1单元901', '楼上蹦迪呢 烦死'],
  ['utility.water', '12栋3单元1801室', '停水啦'],
])('a shout about %s stays one with its address %s', (category, address, shout) => {
  for (const text of [shout, `${address} ${shout}`, `${shout} ${address}`]) expect(read(text)).toMatchObject({ intent: 'report', category })
})

test.each([
  ['单元门口台阶碎了', 'facility.manhole'],
  ['6栋信报箱锁烂了', 'facility.door'],
  ['3栋单元门的玻璃碎了', 'facility.door'],
  ['昨晚谁在楼道里拉屎了', 'sanitation.garbage_overflow'],
  ['有人天天在墙根烧电线 呛死了', 'sanitation.odor'],
])('what is the matter with everyday things: %s', (text, category) => {
  expect(read(text)).toMatchObject({ intent: 'report', category })
})

test('what would be good to have is a wish, and confirms nothing', () => {
  for (const text of ['要是有个修鞋摊就好了', '要有个快递柜就好了']) expect(read(text).intent).toBe('need')
  expect(read('修好了').intent).toBe('confirmsFixed')
})

test('what is told of is told without stammering', () => {
  expect(read('10栋2单元电梯它它门关不上').summary).toBe('10栋2单元电梯故障')
  expect(read('6栋水管在爆了').summary).toBe('6栋水管爆了')
})

test.each([
  ['emergency.drowning', '啥落水？谁掉水里了？'],
  ['emergency.fire', '幸亏我醒了 屋里全是烟 门口烫得打不开'],
])('what may be a cry of %s waits for a person: %s', (category, text) => {
  expect(read(text)).toMatchObject({ intent: 'report', category, urgency: 'high', confidence: 0.5 })
})
