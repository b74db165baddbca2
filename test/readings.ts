import type { Place } from '../core/reading/place.ts'
import type { Reading } from '../core/reading/reading.ts'
import type { CategoryCode, Urgency } from '../core/taxonomy/categories.ts'

function at(building: string | null, entrance: string | null = null, spot: string | null = null): Place {
  return { building, entrance, spot }
}

function report(category: CategoryCode, summary: string, place: Place | null, urgency: Urgency = 'normal'): Reading {
  return { intent: 'report', category, summary, place, urgency, confidence: 0.92 }
}

function other(intent: Exclude<Reading['intent'], 'report'>, confidence = 0.9, category: CategoryCode | null = null): Reading {
  return { intent, category, summary: null, place: null, urgency: 'normal', confidence }
}

const BROKEN_LIFT = report('facility.lift', '3栋电梯坏了', at('3'), 'high')
const STOPPED_LIFT = report('facility.lift', '3栋电梯停了', at('3'), 'high')
const RUBBISH = report('sanitation.garbage_overflow', '南门垃圾三天没收', at(null, null, '南门'))
const DARK_STAIRS = report('facility.lighting', '8栋2单元楼道灯不亮', at('8', '2'))
const RUMOUR = report('property.exit', '物业要撤场', null)
const MANHOLE = report('facility.manhole', '南门井盖翘起', at(null, null, '南门'))
const PERMIT = other('consult', 0.95, 'gov.certificate')
const RULE_OF_PARKING = other('consult', 0.9, 'parking.blocked')
const NOISE_ABOVE = report('noise.neighbor', '楼上半夜噪音', null)

/** How the model reads each sentence residents say in the stories; it never sees an emergency. */
export const readings: Record<string, Reading> = {
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((building) => [
      `${building}栋楼道灯不亮`,
      report('facility.lighting', `${building}栋楼道灯不亮`, at(String(building))),
    ]),
  ),
  小区里车可以随便停吗: RULE_OF_PARKING,
  能不能随便停车: RULE_OF_PARKING,
  楼下让停车不: RULE_OF_PARKING,
  货车能进小区吗: RULE_OF_PARKING,
  电动车能推上楼吗: other('consult', 0.9, 'parking.ebike'),
  '车可以随便停吗？3栋消防通道都堵死了，没人管': report('parking.fire_lane', '3栋消防通道堵死', at('3')),
  // A model may take who asks an office for somebody who has it hard.
  残疾证在哪办: report('care.hardship', '残疾证办理', null),
  低保怎么申请: report('care.hardship', '申请低保', null),
  '低保被停了，日子过不下去': report('care.hardship', '低保被停', null),
  '3栋电梯又停了': STOPPED_LIFT,
  '3栋电梯又停了，上不去': STOPPED_LIFT,
  '3栋电梯又坏了': STOPPED_LIFT,
  '3栋电梯停了，老人下不来': STOPPED_LIFT,
  '3栋电梯还是不动': STOPPED_LIFT,
  '8栋2单元楼道灯也不亮': DARK_STAIRS,
  '8栋2单元楼道灯不亮好几天了': DARK_STAIRS,
  南门垃圾三天没收了: RUBBISH,
  南门垃圾堆成山了: RUBBISH,
  南门垃圾没人收: RUBBISH,
  '5栋门禁刷不开': report('facility.door', '5栋门禁刷不开', at('5')),
  '地下车库水管爆了，水漫得到处都是': report('facility.water_leak', '地下车库水管爆了', at(null, null, '地下车库'), 'high'),
  '楼上天天半夜蹦迪，吵得睡不着': NOISE_ABOVE,
  我家也是: other('meToo'),
  '我家也是，电梯停在3楼': other('meToo'),
  '2栋门口路灯不亮': report('facility.lighting', '2栋门口路灯不亮', at('2')),
  再见: other('chatter'),
  那个灯修了没: other('progressQuery'),
  同上: other('meToo'),
  大家晚上好: other('chatter'),
  天天坏天天坏: other('chatter'),
  就是就是: other('chatter'),
  '唉，没法说': other('chatter'),
  唉: other('chatter'),
  有没有人管啊: other('chatter'),
  气死人了: other('chatter'),
  真是服了: other('chatter'),
  等着吧: other('chatter'),
  难怪楼下站了一堆人: other('chatter'),
  '3栋电梯坏了': BROKEN_LIFT,
  '3栋电梯又停了，老人下不来': report('facility.lift', '3栋电梯停运', at('3'), 'high'),
  '5栋电梯坏了': report('facility.lift', '5栋电梯坏了', at('5'), 'high'),
  楼道那个灯又闪了烦死: report('facility.lighting', '楼道灯一直闪', null),
  '6-1': { ...other('supplement'), place: at('6', '1') },
  '门口那个井盖，翘起来了，南门这边': MANHOLE,
  '翘起来了，南门这边': MANHOLE,
  门口那个井盖: other('chatter'),
  '井盖翘起，南门进来左手边井盖翘起来了': MANHOLE,
  南门进来左手边: { ...other('supplement'), place: at(null, null, '南门内左侧') },
  '+1': other('meToo'),
  '刚说的不用了，已经好了': other('withdraw'),
  '刚说的不用了，挪走了': other('withdraw'),
  刚说的电梯那个不用了: other('withdraw'),
  '3栋电梯坏了\ufffd😡': BROKEN_LIFT,
  "3栋电梯坏了<script>alert(1)</script>'); drop table tickets; --": BROKEN_LIFT,
  [`3栋电梯坏了${'，天天这样'.repeat(2000)}`.slice(0, 2000)]: BROKEN_LIFT,
  '8栋2单元4楼楼道灯又不亮了，晚上接孩子黑咕隆咚的': DARK_STAIRS,
  '8栋2单元楼道灯不亮': DARK_STAIRS,
  南门进来左手边井盖翘起来了: report('facility.manhole', '南门井盖翘起', at(null, null, '南门')),
  '楼上天天半夜蹦迪，谁管管': NOISE_ABOVE,
  '楼上8-2-1101姓马的天天半夜蹦迪，电话13812341234，谁管管': NOISE_ABOVE,
  '没好，还是停在一楼不动': other('deniesFixed', 0.9, 'facility.lift'),
  上次那灯咋样了: other('progressQuery', 0.9, 'facility.lighting'),
  'JN-261121-001 怎么样了': other('progressQuery'),
  jn261121001到哪一步了: other('progressQuery'),
  'JN-261121-001到哪一步了': other('progressQuery'),
  'JN-261121-001 好了': other('confirmsFixed'),
  'JN-261121-001 没好': other('deniesFixed'),
  好了: other('confirmsFixed', 0.8),
  好的: other('confirmsFixed', 0.5),
  '听说物业要跑路？': RUMOUR,
  '物业要撤了？': RUMOUR,
  是不是物业要撤场: RUMOUR,
  听说物业月底不干了: other('chatter', 0.7, 'property.exit'),
  '物业死哪去了？！垃圾三天没收，物业费喂狗了啊！！': report('sanitation.garbage_overflow', '垃圾三天没收', null),
  '装死是吧？！一群废物，气死我了！！': other('chatter'),
  '到底管不管，受够了！！': report('property.service', '物业不管事', null),
  'JN-261121-001到哪一步了，气死我了': other('progressQuery'),
  '8栋2单元楼道灯不亮，气死我了': DARK_STAIRS,
  '3栋电梯坏了，气死我了': BROKEN_LIFT,
  '小王师傅给力👍': other('praise', 0.9, 'part.praise'),
  '保洁阿姨辛苦了，地拖得真干净': other('praise', 0.9, 'part.praise'),
  '今天的晚霞太美了，点赞': other('praise', 0.6),
  楼下要是有个扶手就好了: other('need', 0.85, 'facility.retrofit'),
  '8-2-1101姓马的天天半夜蹦迪，电话138xxxx1234，谁管管！': report('noise.neighbor', '8栋2单元邻居噪音', at('8', '2')),
  '好个啥，昨晚还黑着': other('deniesFixed', 0.8),
  晚上11点到2点: other('chatter', 0.6),
  垃圾桶都溢出来了没人收: report('sanitation.garbage_overflow', '垃圾桶满了没人收', null),
  小区卫生几时打扫: other('consult', 0.8, 'sanitation.garbage_overflow'),
  南门井盖何时更换: report('facility.manhole', '南门井盖要更换', at(null, null, '南门')),
  建议给我们楼改暖: other('proposal', 0.9, 'facility.retrofit'),
  改水改电什么时候开始: other('project', 0.8, 'facility.retrofit'),
  'JN-261121-002到哪一步了': other('progressQuery'),
  '火锅呗，那家太火了': other('chatter'),
  上火了不去哈哈: other('chatter'),
  '5栋2单元': { ...other('supplement'), place: at('5', '2') },
  没人受伤: other('chatter'),
  '居住证在哪办呀，带啥': PERMIT,
  居住证在哪办呀: PERMIT,
  居住证在哪办: PERMIT,
  医保今年交到几号: other('consult', 0.95, 'gov.policy'),
  医保今年交到几号啊: other('consult', 0.9, 'gov.policy'),
  建议给咱们小区改暖: other('proposal', 0.9, 'facility.retrofit'),
  改水改电项目什么时候开始: other('project', 0.9),
  井盖何时更换: report('facility.manhole', '井盖要更换', null),
  '5栋1单元门禁坏了': report('facility.door', '5栋1单元门禁坏了', at('5', '1')),
  '改暖、改水、改电': other('proposal', 0.7, 'facility.retrofit'),
  日间照料中心如何运营: other('project', 0.8),
  护照在哪办: other('consult', 0.9, 'gov.certificate'),
  不知道社区居委会是干什么的: other('consult', 0.8),
  外来车能停小区吗: other('consult', 0.9, 'parking.blocked'),
  电动车能停楼道吗: other('consult', 0.85, 'parking.ebike'),
  请问小区月租车位去哪里办: other('consult', 0.9, 'parking.gate_fee'),
  居委会能办啥: other('consult', 0.9),
  连心室在哪: other('consult', 0.9),
  议事规则是什么: other('consult', 0.9),
  '@小助手 老年证怎么办': other('consult', 0.9, 'gov.certificate'),
  '几点在哪里？？': other('chatter'),
  今晚吃啥: other('chatter'),
  '就是，我刚才等了二十分钟': other('chatter'),
  今天天气真好: other('chatter'),
  '晚上吃火锅呗，那家太火了': other('chatter'),
  'JN-261121-002 好了': other('confirmsFixed'),
  '8栋2单元402门口楼道灯不亮，电话〔电话〕': DARK_STAIRS,
  楼顶有人私搭违建: report('illegal.building', '楼顶违规搭建', at(null, null, '楼顶')),
  'JN-261123-001 怎么样了': other('progressQuery'),
}
