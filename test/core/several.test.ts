import { expect, test } from 'vitest'
import { readOffline } from '../../core/reading/offline.ts'
import { describePlace } from '../../core/reading/place.ts'
import { readSeveral } from '../../core/reading/several.ts'

function told(text: string) {
  return readSeveral({ text }).map(({ category, place }) => [category, place && describePlace(place)])
}

test.each([
  ['8栋灯不亮，还有南门垃圾三天没收', ['facility.lighting', '8栋'], ['sanitation.garbage_overflow', '南门']],
  ['3栋2单元门禁刷不开，另外西门道闸不抬杆', ['facility.door', '3栋2单元'], ['parking.gate_fee', '西门']],
  ['5栋电梯又停了，7栋楼道灯也不亮', ['facility.lift', '5栋'], ['facility.lighting', '7栋']],
  ['1.东门垃圾桶满了没人收 2.6栋电梯抖得厉害', ['sanitation.garbage_overflow', '东门'], ['facility.lift', '6栋']],
  ['楼道灯不亮，顺便说一下单元门也关不上了，4栋1单元', ['facility.lighting', '4栋1单元'], ['facility.door', '4栋1单元']],
  ['9栋楼道灯坏了，12栋楼道灯也坏了', ['facility.lighting', '9栋'], ['facility.lighting', '12栋']],
  ['2栋下水堵了，另外儿童乐园的秋千断了', ['facility.sewer', '2栋'], ['facility.recreation', '儿童乐园']],
  ['南门井盖翘起来了，还有北门路灯不亮', ['facility.manhole', '南门'], ['facility.lighting', '北门']],
  ['10栋电梯门夹人，还有消防通道被车堵了', ['facility.lift', '10栋'], ['parking.fire_lane', '10栋']],
  ['11栋楼道灯不亮。另外遛狗的不拴绳，吓到孩子', ['facility.lighting', '11栋'], ['safety.dog', '11栋']],
  ['楼上半夜拖椅子，还有电梯又坏了，15栋', ['noise.neighbor', '15栋'], ['facility.lift', '15栋']],
  [
    '5栋楼道灯不亮，还有楼道堆满杂物，还有电梯天天坏',
    ['facility.lighting', '5栋'],
    ['sanitation.corridor_clutter', '5栋'],
    ['facility.lift', '5栋'],
  ],
  ['8座𨋢坏咗，另外B座垃圾冇人收', ['facility.lift', '8栋'], ['sanitation.garbage_overflow', 'B座']],
  ['6栋暖气不热，还有小区路灯不亮', ['utility.heating', '6栋'], ['facility.lighting', '6栋']],
])('%s tells of several', (text, ...problems) => {
  expect(told(text)).toEqual(problems)
})

test.each([
  '8栋2单元4楼楼道灯又不亮了,晚上接孩子黑咕隆咚的',
  '物业死哪去了?!垃圾三天没收,物业费喂狗了啊!!',
  '6栋下水堵了，臭死，污水都流到楼道了',
  '垃圾三天没收，老鼠蟑螂到处爬，味道熏人',
  '3栋停电了，电梯也停了，水也上不来',
  '5栋地库漏水，都流到6栋门口了',
  '1单元没水，2单元也没水',
  '7栋停电，8栋也停电了',
  '电梯坏了，老人下不来，报修没人理',
  '楼道堆满纸箱，电瓶车也停里头，消防通道都堵死了',
  '9栋楼上漏水，我家天花板都泡了，墙也发霉了',
  '道闸坏了，外来车乱停',
  '门禁坏了，陌生人随便进',
  '楼上装修天天砸墙，装修垃圾扔楼道里',
  '楼下烧烤摊占道，油烟熏死人，半夜还吵',
  '路面坑坑洼洼，一下雨全是积水',
  '遛狗不拴绳，狗屎到处都是',
  '树枝挡了路灯，晚上黑得很',
  '5栋着火了，还有南门垃圾没人收',
  '8栋灯不亮，还有多久能修好',
  '电梯坏了，还有没有人管了',
  '楼道灯坏了，还有人摔了一跤',
  '各位业主，明天上午5栋电梯检修，另外南门道闸更换，请谅解',
  '今晚吃火锅，还有谁去',
  '刚接完孩子，6栋电梯又停了',
  '',
])('%s tells of one thing at most', (text) => {
  expect(readSeveral({ text })).toEqual([readOffline({ text })])
})

test('each problem is summed up by itself, none is more urgent than it says', () => {
  expect(readSeveral({ text: '8栋灯不亮，还有南门垃圾三天没收' })).toMatchObject([
    { intent: 'report', summary: '8栋灯不亮', urgency: 'normal', place: { building: '8', entrance: null, spot: null } },
    { intent: 'report', summary: '南门垃圾三天没收', urgency: 'normal', place: { building: null, entrance: null, spot: '南门' } },
  ])
})
