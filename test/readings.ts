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
const DARK_STAIRS = report('facility.lighting', '8栋2单元楼道灯不亮', at('8', '2'))
const MANHOLE = report('facility.manhole', '南门井盖翘起', at(null, null, '南门'))
const NOISE_ABOVE = report('noise.neighbor', '楼上半夜噪音', null)

/** How the model reads each sentence residents say in the stories; it never sees an emergency. */
export const readings: Record<string, Reading> = {
  '3栋电梯坏了': BROKEN_LIFT,
  '3栋电梯又停了，老人下不来': report('facility.lift', '3栋电梯停运', at('3'), 'high'),
  '5栋电梯坏了': report('facility.lift', '5栋电梯坏了', at('5'), 'high'),
  楼道那个灯又闪了烦死: report('facility.lighting', '楼道灯一直闪', null),
  '6-1': { ...other('supplement'), place: at('6', '1') },
  '门口那个井盖，翘起来了，南门这边': MANHOLE,
  '翘起来了，南门这边': MANHOLE,
  门口那个井盖: other('chatter'),
  '+1': other('meToo'),
  '刚说的不用了，已经好了': other('withdraw'),
  '刚说的不用了，挪走了': other('withdraw'),
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
  jn261121001到哪一步了: other('progressQuery'),
  'JN-261121-001到哪一步了': other('progressQuery'),
  'JN-261121-001 好了': other('confirmsFixed'),
  'JN-261121-001 没好': other('deniesFixed'),
  好了: other('confirmsFixed', 0.8),
  好的: other('confirmsFixed', 0.5),
  今晚吃啥: other('chatter'),
  '就是，我刚才等了二十分钟': other('chatter'),
  今天天气真好: other('chatter'),
  '晚上吃火锅呗，那家太火了': other('chatter'),
}
