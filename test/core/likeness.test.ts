import { expect, test } from 'vitest'
import { findPlace } from '../../core/reading/place.ts'
import type { CategoryCode } from '../../core/taxonomy/categories.ts'
import { likeness, SAME_MATTER, type Told } from '../../core/ticket/likeness.ts'

function told(words: string, category: CategoryCode | null): Told {
  return { words, category, place: findPlace(words) }
}

type Pair = readonly [string, CategoryCode | null, string, CategoryCode | null]

const SAME: readonly Pair[] = [
  ['电梯停了', 'facility.lift', '电梯坏了老人下不来', 'facility.lift'],
  ['电梯停了', 'facility.lift', '3号梯又趴窝', 'facility.lift'],
  ['3栋电梯又停了', 'facility.lift', '三号楼那部𨋢又坏咗', 'facility.lift'],
  ['3栋1单元电梯停运', 'facility.lift', '3栋老人下不来啊，爬十几层要命', 'facility.lift'],
  ['3栋电体坏了', 'facility.lift', '3号楼电梯按了没反应', 'facility.lift'],
  ['8栋2单元4楼楼道灯又不亮了，晚上接孩子黑咕隆咚的', 'facility.lighting', '8-2-402门口那个灯还没人换么', 'facility.lighting'],
  ['6栋1单元楼道乌漆嘛黑的', 'facility.lighting', '6栋一单元的声控灯是留到过年吗', 'facility.lighting'],
  ['南门路灯一闪一闪跟鬼片样', 'facility.lighting', '南大门那盏路灯瞎了', 'facility.lighting'],
  ['5栋没水了', 'utility.water', '5幢怎么停水了', 'utility.water'],
  ['停水了？', 'utility.water', '屋企冇水啊，几时来', 'utility.water'],
  ['我家没电了', 'utility.power', '是不是停电了，莫得电咯', 'utility.power'],
  ['地下车库水帘洞了', 'facility.water_leak', '负一楼车库顶上水管爆了', 'facility.water_leak'],
  ['2栋门口垃圾三天没收，臭死了', 'sanitation.garbage_overflow', '2栋楼下垃圾桶满出来了，馊得很', 'sanitation.garbage_overflow'],
  ['2栋垃圾三天没人收', 'sanitation.garbage_overflow', '2栋楼下垃圾臭死了', 'sanitation.odor'],
  ['东门口那家烧烤油烟熏死人', 'sanitation.odor', '东门夜宵摊的油烟直往屋里灌', 'sanitation.odor'],
  ['广场舞音箱太吵了', 'noise.public', '大妈们跳舞那个喇叭能不能小点声', 'noise.public'],
  ['7栋半夜还在装修，电钻突突突', 'noise.renovation', '七栋哪家装修啊，吵得娃睡不着', 'noise.renovation'],
  ['消防通道又被车堵了', 'safety.fire_hazard', '消防通道停满车，着火了怎么进', 'safety.fire_hazard'],
  ['二单元的门关不拢', 'facility.door', '2单元门禁坏了门锁不上', 'facility.door'],
  ['南门进来左手边井盖翘起来了', 'facility.manhole', '南门那个井盖车一过咣当响', 'facility.manhole'],
  ['一楼厕所返上来了', 'facility.sewer', '下水道堵了，一楼全是粪水', 'facility.sewer'],
  ['4栋电梯停了', 'facility.lift', '4栋电梯坏了没人修', null],
  ['12座部𨋢又唔郁啊，阿婆行唔落楼', 'facility.lift', '12座电梯停咗成朝', 'facility.lift'],
  ['啷个又莫得水了嘛', 'utility.water', '屋头停水了，锅都没得洗', 'utility.water'],
  ['阿拉屋里向停电了', 'utility.power', '又跳闸了伐？整个小区侪没电', 'utility.power'],
  ['俺们9号楼暖气不热啊', 'utility.heating', '9栋暖气片冰凉，咋整', 'utility.heating'],
]

const OTHER: readonly Pair[] = [
  ['3栋电梯停了', 'facility.lift', '5栋电梯停了', 'facility.lift'],
  ['3栋1单元电梯停了', 'facility.lift', '3栋2单元电梯停了', 'facility.lift'],
  ['2号梯坏了', 'facility.lift', '3号梯坏了', 'facility.lift'],
  ['八栋二单元灯不亮', 'facility.lighting', '8栋3单元灯不亮', 'facility.lighting'],
  ['东门路灯坏了', 'facility.lighting', '西门路灯坏了', 'facility.lighting'],
  ['B1车库漏水', 'facility.water_leak', 'B2车库漏水', 'facility.water_leak'],
  ['3栋电梯停了', 'facility.lift', '3栋楼道灯不亮', 'facility.lighting'],
  ['3栋电梯停了', 'facility.lift', '3栋电梯里有垃圾没人扫', 'sanitation.bulky_waste'],
  ['8栋2单元没水', 'utility.water', '8栋2单元没电', 'utility.power'],
  ['8栋没水了', 'utility.water', '8栋漏水了', 'facility.water_leak'],
  ['8栋4楼灯不亮', 'facility.lighting', '8栋9楼灯不亮', 'facility.lighting'],
  ['2栋门口垃圾没收', 'sanitation.garbage_overflow', '2栋门口狗屎没人管', 'sanitation.pet_waste'],
  ['7栋半夜装修', 'noise.renovation', '广场舞音箱太吵了', 'noise.public'],
  ['消防通道又被车堵了', 'safety.fire_hazard', '下水道堵了', 'facility.sewer'],
  ['南门路灯坏了', 'facility.lighting', '南门道闸杆子不抬', 'parking.gate_fee'],
  ['物业费凭啥涨', 'property.fee', '物业电话没人接', 'property.service'],
  ['东门口烧烤油烟熏死人', 'sanitation.odor', '东门口垃圾桶臭死了', 'sanitation.garbage_overflow'],
  ['停水了？', 'utility.water', '停电了？', 'utility.power'],
  ['8栋2单元楼上的狗叫了一夜', 'noise.neighbor', '8栋2单元有人半夜唱歌', 'noise.neighbor'],
  ['3栋电梯停了', 'facility.lift', '3栋电梯里那些广告一年收多少钱', 'property.fund'],
  ['3栋电梯停了', 'facility.lift', '3栋的电梯广告钱去哪了', 'property.fund'],
  ['桂花里小区二次供水水质差', 'utility.water', '玉兰苑小区水质差', 'utility.water'],
  ['5栋电梯停了', 'facility.lift', '东门电梯停了', 'facility.lift'],
  ['楼道那个灯又闪了烦死', 'facility.lighting', '8栋2单元4楼灯不亮', 'facility.lighting'],
  ['三栋楼道灯坏咗', 'facility.lighting', '东单元没灯，黑咕隆咚的', null],
  ['5栋一楼门禁又抽风了', 'facility.door', '6栋门禁刷不开', 'facility.door'],
  ['12座右边部𨋢又唔郁', 'facility.lift', '11座部𨋢坏咗', 'facility.lift'],
]

const AT_LENGTH = {
  mixer:
    '反映桂花里小区旁搅拌站夜间生产。尊敬的领导，我们是桂花里小区的业主，小区北侧的混凝土搅拌站每天晚上十一点以后还在生产，罐车进出轰鸣，粉尘落满阳台，多次反映没有结果，请有关部门尽快处理。',
  mixerAgain:
    '桂花里旁边的搅拌站什么时候搬走。住在桂花里小区已经两年，窗户从来不敢开，北边那个混凝土搅拌站粉尘大得很，半夜罐车一辆接一辆，老人孩子根本没法睡，希望领导来现场看看。',
  mixerElsewhere:
    '反映玉兰苑小区旁搅拌站夜间生产。尊敬的领导，我们是玉兰苑小区的业主，小区东侧的搅拌站每天晚上还在生产，车辆进出轰鸣，灰尘落满阳台，多次反映没有结果，请有关部门尽快处理。',
  school:
    '咨询桂花里小区配套小学的学区划分。桂花里小区交房三年，配套小学一直没有开工，今年有六十多个孩子要入学，请问教育局今年的学区怎么划，孩子该去哪所学校报名，希望给业主一个答复。',
}

function atLength(text: string): Told {
  return { words: text, category: null, place: null }
}

test('the same problem of an estate told twice at length', () => {
  expect(likeness(atLength(AT_LENGTH.mixer), atLength(AT_LENGTH.mixerAgain))).toBeGreaterThanOrEqual(SAME_MATTER)
})

test.each([AT_LENGTH.mixerElsewhere, AT_LENGTH.school])(
  'neither the same words of another estate nor another problem of the same one',
  (text) => {
    expect(likeness(atLength(AT_LENGTH.mixer), atLength(text))).toBeLessThan(SAME_MATTER)
  },
)

test.each(SAME)('%s (%s) is the same as %s (%s)', (a, category, b, other) => {
  expect(likeness(told(a, category), told(b, other))).toBeGreaterThanOrEqual(SAME_MATTER)
})

test.each(OTHER)('%s (%s) is not %s (%s)', (a, category, b, other) => {
  expect(likeness(told(a, category), told(b, other))).toBeLessThan(SAME_MATTER)
})

test.each([...SAME, ...OTHER])('%s (%s) and %s (%s) are as like either way round', (a, category, b, other) => {
  expect(likeness(told(b, other), told(a, category))).toBeCloseTo(likeness(told(a, category), told(b, other)), 12)
})

test('a nickname’s building keeps the same words apart', () => {
  const at = (building: string): Told => ({
    words: '楼道灯坏了',
    category: 'facility.lighting',
    place: { building, entrance: null, spot: null },
  })

  expect(likeness(at('3'), at('3'))).toBeGreaterThan(0.9)
  expect(likeness(at('3'), at('5'))).toBeLessThan(0.1)
})
