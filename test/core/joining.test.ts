import { describe, expect, test } from 'vitest'
import { groupFragments } from '../../core/conversation/fragments.ts'
import { respondAtOnce, respondToAll, respondToPhoto } from '../../core/conversation/respond.ts'
import type { Heard, LooseLine, OpenMatter, Response, Situation } from '../../core/conversation/situation.ts'
import { findPlace, type Place } from '../../core/reading/place.ts'
import type { Reading } from '../../core/reading/reading.ts'
import { type CategoryCode, categoryOf } from '../../core/taxonomy/categories.ts'
import type { Ticket } from '../../core/ticket/ticket.ts'
import { COMMUNITY } from '../settings.ts'
import { sampleTicket } from '../ticket.ts'

const NOW = new Date('2026-11-21T10:00:00+08:00')
const WANG = 1
const LI = 2

function minutesAgo(minutes: number): Date {
  return new Date(NOW.getTime() - minutes * 60_000)
}

type Told = { minutes?: number; by?: number; room?: number; ticket?: Partial<Ticket> }

/** A ticket that 王 opened two minutes ago, unless it is told otherwise. */
function matter(words: string, category: CategoryCode, { minutes = 2, by = WANG, room = 7, ticket = {} }: Told = {}): OpenMatter {
  const at = minutesAgo(minutes)
  const facts = { category, place: findPlace(words), private: categoryOf(category).private, tier: categoryOf(category).tier }
  return {
    ticket: sampleTicket({ roomId: room, summary: words, firstSummary: words, openedAt: at, ...facts, ...ticket }),
    told: [{ words, alias: '王姐', memberId: by, roomId: room, at }],
  }
}

function says(text: string, { by = LI, alias = '老李', room = 7 }: { by?: number; alias?: string; room?: number } = {}): Heard {
  return {
    id: 100,
    communityId: 1,
    roomId: room,
    member: { id: by, role: 'resident', isFriend: false },
    alias,
    kind: 'text',
    text,
    quote: null,
    mentionsBot: false,
    fromBot: false,
    hasPhoto: false,
    sentAt: NOW,
    room: { noticeSentAt: NOW, mode: 'governance' },
  }
}

function situation(open: readonly OpenMatter[], loose: readonly LooseLine[] = []): Situation {
  const estate = { id: 2, communityId: 1, name: '和风苑', code: 'JN', managementModel: 'property' as const }
  const quiet = {
    outbursts: { hasBefore: false, isHandedOver: false },
    known: null,
    heardAt: new Map(),
    lastTold: [],
    hasHelp: false,
    drills: [],
  }
  return { community: COMMUNITY, estate, own: [], named: null, emergencies: [], open, loose, now: NOW, ...quiet }
}

function report(category: CategoryCode, place: Place | null = null, confidence = 0.9): Reading {
  return { intent: 'report', category, summary: '有事', place, urgency: 'normal', confidence }
}

function other(intent: Exclude<Reading['intent'], 'report'>): Reading {
  return { intent, category: null, summary: null, place: null, urgency: 'low', confidence: 0.8 }
}

const CHATTER = other('chatter')
const ME_TOO = other('meToo')

function respond(heard: Heard, reading: Reading, around: Situation): Response {
  return respondToAll(heard, reading, [], around)[0]!
}

/** What becomes of a line: the ticket it joins, the category of the one it opens, or the reason of the silence. */
function outcome(heard: Heard, reading: Reading, around: Situation): string {
  const response = respondAtOnce(heard, reading) ?? respond(heard, reading, around)
  if (response.act === 'join') return `joins ${response.ticketId}`
  if (response.act === 'open') return `opens ${response.reading.category}`
  return 'reason' in response ? response.reason : response.act
}

const LIFT = matter('3栋电梯又停了', 'facility.lift')
const DRY = matter('怎么停水了', 'utility.water')
const RUBBISH = matter('东门垃圾堆成山了', 'sanitation.garbage_overflow')

describe('talk after a report', () => {
  test.each([
    ['就是，我妈腿不好怎么下楼', LIFT],
    ['老人下不来啊', LIFT],
    ['我刚才也等了二十分钟', LIFT],
    ['确实，按了半天没反应', LIFT],
    ['我们也没有，脸洗到一半', DRY],
    ['我哋都系，煮饭煮到一半', DRY],
    ['对的，苍蝇到处飞', RUBBISH],
    ['我路过也闻到了，要吐了', RUBBISH],
  ])('%s counts as one more reporter', (text, open) => {
    expect(outcome(says(text), CHATTER, situation([open]))).toBe('joins 1')
  })

  test.each([
    ['走楼梯当锻炼嘛', LIFT],
    ['你们那栋天天这样', LIFT],
    ['哈哈我住一楼', LIFT],
    ['哪部电梯？', LIFT],
    ['有人拼车去机场吗', LIFT],
    ['我们5栋的好好的', LIFT],
    ['我去看看', LIFT],
    ['我家有水啊', DRY],
    ['多囤点水嘛', DRY],
    ['确实', RUBBISH],
    ['物业费白交', RUBBISH],
    ['今晚吃火锅', RUBBISH],
  ])('%s is only talk', (text, open) => {
    expect(outcome(says(text), CHATTER, situation([open]))).toBe('chatter')
  })

  test('what is private by itself joins the public matter that it answers', () => {
    expect(outcome(says('老人下不来啊'), report('care.elderly'), situation([LIFT]))).toBe('joins 1')
    expect(outcome(says('老人下不来啊'), report('care.elderly'), situation([]))).toBe('opens care.elderly')
  })

  test('what is private by itself joins nothing public by nearness alone', () => {
    const lamp = matter('6栋1单元楼道灯不亮', 'facility.lighting', { minutes: 1 })
    const blows = says('咋回事 昨晚又听见我家隔壁两口子打架 男的下手可狠了 女的哭着喊救命')

    expect(outcome(blows, report('dispute.family'), situation([lamp]))).toBe('opens dispute.family')
    expect(outcome(blows, report('dispute.family', null, 0.45), situation([lamp]))).toBe('unsure')
  })

  test.each(['谁家有多余的葱，借两根', '快递柜押金怎么退啊', '周末能砸墙装修不', '我家空调不制冷，谁有师傅电话'])(
    '%s is asked of others, also by who has just told of something',
    (text) => {
      const pit = matter('16栋门口路面塌了个大坑', 'facility.manhole', { minutes: 1 })

      expect(outcome(says(text, { by: WANG }), CHATTER, situation([pit]))).toBe('chatter')
      expect(outcome(says(text, { by: WANG }), other('supplement'), situation([pit]))).toBe('nothingToAddTo')
    },
  )

  test('of another thing is no addition to what the speaker has just told', () => {
    const lamp = matter('3栋1单元灯不亮', 'facility.lighting', { minutes: 1 })

    expect(outcome(says('老旧电梯更新什么时候轮到我们', { by: WANG }), CHATTER, situation([lamp]))).toBe('chatter')
    expect(outcome(says('我家门口也是，黑得摔跤', { by: WANG }), CHATTER, situation([lamp]))).toBe('joins 1')
  })

  test('that one’s own trouble is back is of that matter, however long ago it was told', () => {
    const lamp = matter('6栋1单元楼道灯不亮', 'facility.lighting', { minutes: 3000 })

    expect(outcome(says('刚才那个灯又灭了，跟以前一样', { by: WANG }), CHATTER, situation([lamp]))).toBe('joins 1')
    expect(outcome(says('刚才那个灯又灭了，跟以前一样'), CHATTER, situation([lamp]))).toBe('chatter')
  })

  test('later, in another group or of something private it is only talk', () => {
    const text = '就是，我妈腿不好怎么下楼'
    const late = matter('3栋电梯又停了', 'facility.lift', { minutes: 40 })
    const hidden = matter('3栋楼上天天半夜吵', 'noise.neighbor')

    expect(outcome(says(text), CHATTER, situation([late]))).toBe('chatter')
    expect(outcome(says(text, { room: 8 }), CHATTER, situation([LIFT]))).toBe('chatter')
    expect(outcome(says(text), CHATTER, situation([hidden]))).toBe('chatter')
  })

  test('an unsure report joins what a neighbour has just told, and waits otherwise', () => {
    const unsure = report('facility.lift', findPlace('3栋'), 0.45)

    expect(outcome(says('3栋电梯是不是还没好'), unsure, situation([LIFT]))).toBe('joins 1')
    expect(outcome(says('3栋电梯是不是还没好'), unsure, situation([]))).toBe('unsure')
  })
})

describe('a me-too', () => {
  const lamp = matter('北门路灯不亮', 'facility.lighting', { minutes: 1, ticket: { id: 2 } })

  test('binds to the nearest report of the room, unless its words mean another', () => {
    expect(outcome(says('+1'), ME_TOO, situation([LIFT, lamp]))).toBe('joins 2')
    expect(outcome(says('我们的电梯也停了'), ME_TOO, situation([LIFT, lamp]))).toBe('joins 1')
    expect(outcome(says('+1', { room: 8 }), ME_TOO, situation([LIFT, lamp]))).toBe('nothingToJoin')
  })

  test('from another building joins a failed supply, not another building’s lift', () => {
    const dry = matter('3栋停水了', 'utility.water')

    expect(outcome(says('4栋也停了'), ME_TOO, situation([dry]))).toBe('joins 1')
    expect(outcome(says('4栋电梯也停了'), ME_TOO, situation([LIFT]))).toBe('nothingToJoin')
  })

  test('of long after speaks of the same thing or says nothing else', () => {
    const stuck = matter('3栋电梯坏了', 'facility.lift', { minutes: 40 })

    expect(outcome(says('我家也是'), ME_TOO, situation([stuck]))).toBe('joins 1')
    expect(outcome(says('我也等电梯等到现在'), ME_TOO, situation([stuck]))).toBe('joins 1')
    expect(outcome(says('我也想学游泳'), ME_TOO, situation([stuck]))).toBe('nothingToJoin')
  })

  test('goes to a danger only while the room speaks of it', () => {
    const fire = (minutes: number) => matter('着火了，走消防梯，别坐电梯', 'emergency.fire', { minutes, ticket: { urgency: 'emergency' } })

    expect(outcome(says('我也看到黑烟了'), ME_TOO, situation([fire(4)]))).toBe('joins 1')
    expect(outcome(says('我也看到着火冒黑烟了'), ME_TOO, situation([fire(60)]))).toBe('nothingToJoin')
    expect(outcome(says('8楼消防梯转角那盏也是，膝盖都撞青了'), ME_TOO, situation([fire(60)]))).toBe('nothingToJoin')
  })

  test('from another building is a matter of its own, unless it is one trouble for all', () => {
    const at = (text: string): Reading => ({ ...ME_TOO, place: findPlace(text) })
    const heating = matter('3栋暖气冰凉', 'utility.heating')

    expect(respond(says('5栋的也是'), at('5栋'), situation([LIFT]))).toMatchObject({
      act: 'open',
      reading: { category: 'facility.lift', summary: '5栋电梯又停了', place: { building: '5', entrance: null, spot: null } },
    })
    expect(outcome(says('5栋的也是'), at('5栋'), situation([heating]))).toBe('joins 1')
    expect(outcome(says('5栋的也是'), at('5栋'), situation([matter('3栋电梯又停了', 'facility.lift', { minutes: 40 })]))).toBe(
      'nothingToJoin',
    )
  })

  test('from another entrance names the building that was told of', () => {
    const lane = matter('4栋2单元消防通道堵了好多车', 'parking.fire_lane')
    const heard = says('3单元也堵了好多车')

    expect(respond(heard, { ...ME_TOO, place: findPlace(heard.text) }, situation([lane]))).toMatchObject({
      act: 'open',
      reading: { category: 'parking.fire_lane', place: { building: '4', entrance: '3', spot: null } },
    })
  })

  test('is of another building when its speaker says so next', () => {
    const door = matter('7栋门禁刷不开', 'facility.door')
    const agreed = { ...door, told: [...door.told, { ...door.told[0]!, memberId: LI, words: '我们这边也刷不开' }] }
    const place = { ...CHATTER, place: findPlace('2栋') }

    expect(respond(says('2栋'), place, situation([agreed]))).toMatchObject({ act: 'open', reading: { summary: '2栋门禁刷不开' } })
    expect(outcome(says('2栋', { by: WANG }), place, situation([agreed]))).toBe('chatter')
  })

  test('goes to what another has told, and what is smelt to what smells', () => {
    const lamp = matter('6栋1单元楼道灯不亮', 'facility.lighting', { by: LI, minutes: 2, ticket: { id: 2 } })
    const gas = matter('9栋楼道好大一股煤气味', 'emergency.gas', { minutes: 1, ticket: { urgency: 'emergency' } })
    const rubbish = { ...RUBBISH, ticket: { ...RUBBISH.ticket, id: 3 } }
    const home = { alias: '阿明 6-1-301' }

    expect(outcome(says('确实，我也闻到了，在三楼', home), ME_TOO, situation([lamp, gas]))).toBe('joins 1')
    expect(outcome(says('我也闻到了'), ME_TOO, situation([matter('3栋楼道灯不亮', 'facility.lighting', { minutes: 1 })]))).toBe(
      'nothingToJoin',
    )
    expect(outcome(says('我也闻到了'), ME_TOO, situation([rubbish]))).toBe('joins 3')
  })

  test('is none when it says that all is well there', () => {
    expect(outcome(says('我们这边有水'), ME_TOO, situation([DRY]))).toBe('nothingToJoin')
  })
})

describe('before anybody is sure', () => {
  const line = (words: string, reading: Reading, by = 3): LooseLine => ({
    messageId: 50,
    member: { id: by, isFriend: false },
    alias: '周阿姨 4-1-201',
    words,
    at: minutesAgo(3),
    reading,
  })

  test('a ticket takes along what was said before it', () => {
    const loose = [line('4栋也停了', ME_TOO), line('今晚吃啥', CHATTER), line('我家有水', ME_TOO)]
    const response = respond(says('停水了？'), report('utility.water'), situation([], loose))

    expect(response).toMatchObject({ act: 'open', along: [{ words: '4栋也停了' }] })
  })

  test('nothing is taken along that its speaker said of something else, or that is private', () => {
    const loose = [
      line('谁家有多余的葱，借两根', CHATTER, LI),
      line('老旧电梯更新什么时候轮到我们', CHATTER, LI),
      line('我家也是，给娃讲题讲到半夜', ME_TOO),
      line('楼上又打老婆，吵得睡不着', report('dispute.family', null, 0.45)),
    ]

    expect(respond(says('停水了？'), report('utility.water'), situation([], loose))).toMatchObject({ act: 'open', along: [] })
  })

  test('what one said unsurely is a report when a second person says so too', () => {
    const loose = [line('自来水跟泥汤一样', report('utility.water', null, 0.45))]

    expect(respond(says('我家也是'), ME_TOO, situation([], loose))).toMatchObject({
      act: 'open',
      reading: { category: 'utility.water', place: { building: '4', entrance: '1', spot: null } },
      along: loose,
    })
    expect(outcome(says('我家也是', { by: 3 }), ME_TOO, situation([], loose))).toBe('nothingToJoin')
  })
})

describe('a speaker who goes on', () => {
  const own = { by: WANG, alias: '王姐' }
  const sewer = matter('厕所往上冒水', 'facility.sewer', { ticket: { place: { building: '2', entrance: null, spot: null } } })

  test('adds to their own report and completes its place', () => {
    const more = respond(says('1单元的，地板要泡了', own), report('utility.power', findPlace('1单元')), situation([sewer]))

    expect(more).toMatchObject({ act: 'join', ticketId: 1, tells: false, place: { building: '2', entrance: '1', spot: null } })
  })

  test('tells of a second thing, or of another building, in a report of its own', () => {
    expect(outcome(says('另外有陌生人挨家敲门', own), report('safety.security'), situation([LIFT]))).toBe('opens safety.security')
    expect(outcome(says('5栋电梯也停了', own), report('facility.lift', findPlace('5栋')), situation([LIFT]))).toBe('opens facility.lift')
  })

  test('adds to what is private to them, which takes nobody else in', () => {
    const quarrel = matter('楼上天天半夜拖凳子', 'noise.neighbor')

    expect(outcome(says('昨晚又拖到两点', own), report('noise.neighbor'), situation([quarrel]))).toBe('joins 1')
    expect(outcome(says('楼上昨晚又拖到两点'), report('noise.neighbor'), situation([quarrel]))).toBe('opens noise.neighbor')
  })

  test('goes on about an emergency that they told', () => {
    const gas = matter('5栋楼道好大煤气味', 'emergency.gas', { ticket: { urgency: 'emergency' } })
    const more = report('facility.lighting', null)

    expect(outcome(says('三楼最重，我没敢开灯', own), more, situation([gas]))).toBe('joins 1')
    expect(outcome(says('三楼楼道灯坏了'), more, situation([gas]))).toBe('opens facility.lighting')
  })

  test('of others belongs to the emergency that the room speaks of, in silence', () => {
    const bite = (told: Told = {}) =>
      matter('大狗咬住小孩胳膊不放', 'emergency.dog_bite', { ...told, ticket: { urgency: 'emergency', ...told.ticket } })
    const seen = says('我看到了，黑的大狗，没绳子')

    expect(respond(seen, report('safety.dog'), situation([bite()]))).toMatchObject({ act: 'join', ticketId: 1, tells: false })
    expect(outcome(seen, report('safety.dog'), situation([bite({ minutes: 30 })]))).toBe('opens safety.dog')
    expect(outcome(seen, report('safety.dog'), situation([bite({ ticket: { private: true } })]))).toBe('opens safety.dog')
    expect(outcome(seen, { ...report('emergency.medical'), urgency: 'emergency' }, situation([bite()]))).toBe('opens emergency.medical')
  })

  test('a wall that holds the house does not disappear in a noise', () => {
    const noise = matter('楼上又在砸墙', 'noise.renovation')

    expect(outcome(says('砸墙砸到承重墙了', own), report('illegal.load_wall'), situation([noise]))).toBe('opens illegal.load_wall')
  })

  test('a photo belongs to what its sender told, by when it was sent', () => {
    const photo = { ...says('', own), hasPhoto: true, sentAt: minutesAgo(1) }
    const earlier = matter('3栋电梯又停了', 'facility.lift', { minutes: 3 })

    expect(respondToPhoto(photo, situation([earlier]))).toMatchObject({ act: 'join', ticketId: 1 })
    expect(respondToPhoto({ ...photo, member: { ...photo.member, id: LI } }, situation([earlier]))).toEqual({
      act: 'stay',
      reason: 'photoAlone',
    })
  })
})

describe('a report', () => {
  test('is of the same matter by any of the words told of it', () => {
    const told = matter('5栋怎么回事啊', 'facility.lift', { minutes: 90 })
    const twice = { ...told, told: [...told.told, { ...told.told[0]!, memberId: 3, words: '电梯停在4楼不动，门也打不开' }] }
    const heard = says('5栋那部停在4楼不动的，门打不开')

    expect(outcome(heard, report('facility.lift', findPlace('5栋')), situation([twice]))).toBe('joins 1')
  })

  test('joins what the room speaks of now when it could be about the same, in whatever words and category', () => {
    const flood = matter('负二楼又成河了，我那轱辘已经见水', 'facility.water_leak')

    expect(outcome(says('入口那个坎子也挡不住，水哗哗往里灌'), report('safety.weather'), situation([flood]))).toBe('joins 1')
    expect(outcome(says('保安又在岗亭里打牌'), report('property.security_guard'), situation([flood]))).toBe('opens property.security_guard')
  })

  test('in other words is of what the room told of last, not of what it told of before', () => {
    const flood = matter('负二楼又成河了，我那轱辘已经见水', 'facility.water_leak')
    const since = { ...matter('东门垃圾堆成山了', 'sanitation.garbage_overflow', { minutes: 1 }), ticket: sampleTicket({ id: 2 }) }
    const heard = says('入口那个坎子也挡不住，水哗哗往里灌')

    expect(outcome(heard, report('safety.weather'), situation([flood, since]))).toBe('opens safety.weather')
  })

  test('of another thing at another place is near to nothing, whoever has agreed meanwhile', () => {
    const dripping = matter('西门岗亭的空调滴水，滴得地上一滩', 'facility.water_leak', { minutes: 1 })
    const agreed = { ...dripping, told: [...dripping.told, { ...dripping.told[0]!, memberId: 3, words: '+1' }] }
    const gate = matter('西门道闸抬不起来', 'parking.gate_fee', { minutes: 1 })
    const tank = '13栋2单元顶楼水箱盖子没了，水都是脏的'

    expect(outcome(says('4栋2单元电梯不动了'), report('facility.lift', findPlace('4栋2单元')), situation([agreed]))).toBe(
      'opens facility.lift',
    )
    expect(outcome(says(tank, { by: WANG }), report('utility.water', findPlace(tank)), situation([gate]))).toBe('opens utility.water')
  })

  test('after a repair that it tells of is a new matter', () => {
    const old = matter('3栋电梯又停了', 'facility.lift', { minutes: 3000 })

    expect(outcome(says('3栋电梯停了'), report('facility.lift', findPlace('3栋')), situation([old]))).toBe('joins 1')
    expect(outcome(says('3栋电梯昨天刚修好又停了'), report('facility.lift', findPlace('3栋')), situation([old]))).toBe(
      'opens facility.lift',
    )
  })

  test('from two homes tells of one failed supply, but of two lamps', () => {
    const at = (building: string) => ({ ticket: { place: { building, entrance: '1', spot: null } } })
    const neighbour = { alias: '老李 5-1-302' }

    expect(outcome(says('停水了', neighbour), report('utility.water'), situation([matter('没水了', 'utility.water', at('3'))]))).toBe(
      'joins 1',
    )
    expect(
      outcome(says('楼道灯不亮', neighbour), report('facility.lighting'), situation([matter('楼道灯不亮', 'facility.lighting', at('3'))])),
    ).toBe('opens facility.lighting')
  })

  test('from two buildings at once tells of one failed heating and one dog, but of two lamps, and of two failures an hour later', () => {
    const at = (minutes: number) => ({ minutes, ticket: { place: { building: '3', entrance: null, spot: null } } })
    const heard = (text: string, category: CategoryCode, open: OpenMatter) =>
      outcome(says(text), report(category, findPlace(text)), situation([open]))

    expect(heard('5栋暖气也冰凉', 'utility.heating', matter('暖气冰凉', 'utility.heating', at(2)))).toBe('joins 1')
    expect(heard('5栋那人养的，从来不牵绳', 'safety.dog', matter('大黄狗没牵绳追孩子', 'safety.dog', at(2)))).toBe('joins 1')
    expect(heard('5栋楼道灯也不亮', 'facility.lighting', matter('楼道灯不亮', 'facility.lighting', at(2)))).toBe('opens facility.lighting')
    expect(heard('5栋暖气也冰凉', 'utility.heating', matter('暖气冰凉', 'utility.heating', at(60)))).toBe('opens utility.heating')
  })

  test.each([
    ['二单元的门关不拢', 'facility.door', { building: '7', entrance: '2', spot: null }],
    ['右边那部电梯不动', 'facility.lift', { building: '7', entrance: '1', spot: '右侧电梯' }],
    ['整栋楼一股怪味', 'sanitation.odor', { building: '7', entrance: '1', spot: null }],
    ['南门路灯不亮', 'facility.lighting', { building: null, entrance: null, spot: '南门' }],
    ['遛狗的不牵绳', 'safety.dog', null],
  ] as const)('%s by one who lives in 7栋1单元', (text, category, place) => {
    const response = respond(says(text, { alias: '老李 7-1-302' }), report(category, findPlace(text)), situation([]))

    expect(response).toMatchObject({ act: 'open', reading: { place } })
  })
})

describe('a report in pieces that were read one by one', () => {
  const piece = (words: string, minutes = 1, by = LI): LooseLine => ({
    messageId: 50,
    member: { id: by, isFriend: false },
    alias: '老李 8-2-402',
    words,
    at: minutesAgo(minutes),
    reading: CHATTER,
  })
  const broken = says('坏了', { alias: '老李 8-2-402' })

  test('is opened by the piece that makes it one', () => {
    const loose = [piece('今晚吃啥', 5), piece('路灯')]

    expect(respondAtOnce(broken, CHATTER)).toBeNull()
    expect(respond(broken, CHATTER, situation([], loose))).toMatchObject({
      act: 'open',
      reading: { category: 'facility.lighting', place: { building: '8', entrance: '2', spot: null } },
      along: [loose[1]!],
    })
  })

  test('is none with what others said, or said long before', () => {
    expect(outcome(broken, CHATTER, situation([], [piece('路灯', 1, WANG)]))).toBe('chatter')
    expect(outcome(broken, CHATTER, situation([], [piece('路灯', 4)]))).toBe('chatter')
  })
})

describe('a question after a matter', () => {
  const asks: Reading = { ...other('progressQuery') }
  const lamp = matter('8栋2单元楼道灯不亮', 'facility.lighting', { by: LI })
  const tiles = matter('楼上天天半夜搓麻将', 'noise.neighbor', { ticket: { id: 2 } })
  const lid = matter('5栋门口井盖翘起来了', 'facility.manhole', { ticket: { id: 3, number: 'JN-261120-009' } })
  const around = { ...situation([lamp, tiles, lid]), own: [lamp.ticket] }
  const heardBack = (text: string, reading: Reading, now = around, words = {}) => {
    const response = respond({ ...says(text), ...words }, { ...reading, place: findPlace(text) } as Reading, now)
    return response.act === 'answer' ? response.notice.text : 'reason' in response ? response.reason : response.act
  }

  test('that is another’s is never answered with one’s own', () => {
    expect(heardBack('那谁家搓麻将的事有人管了没', asks)).toBe('这件事只能私下回复当事人。')
    expect(heardBack('那个道闸有人管了没', asks)).toBe('nothingToTell')
    expect(heardBack('那个灯有人管了没', asks)).toContain('8栋2单元楼道灯不亮')
  })

  test('of another’s that is named by thing and place is answered in public', () => {
    expect(heardBack('5栋那个井盖修好了没有', asks)).toContain('JN-261120-009')
    expect(heardBack('6栋那个井盖修好了没有', asks)).toBe('nothingToTell')
    expect(heardBack('@小助手 5栋井盖', CHATTER, around, { mentionsBot: true })).toContain('JN-261120-009')
  })
})

test.each([
  [['厕所下水道堵了', '脏水都冒到客厅了没人管'], [['厕所下水道堵了', '脏水都冒到客厅了没人管']]],
  [
    ['3栋电梯坏了', '北门路灯也不亮'],
    [['3栋电梯坏了'], ['北门路灯也不亮']],
  ],
  [
    ['3栋电梯坏了', '5栋电梯也坏了'],
    [['3栋电梯坏了'], ['5栋电梯也坏了']],
  ],
  [
    ['3栋1单元灯不亮', '快递柜的押金怎么退', '周末能砸墙装修不'],
    [['3栋1单元灯不亮'], ['快递柜的押金怎么退'], ['周末能砸墙装修不']],
  ],
])('%j is told in the reports %j', (pieces, groups) => {
  expect(groupFragments(pieces.map((text) => ({ text }))).map((group) => group.map(({ text }) => text))).toEqual(groups)
})
