import type { EmergencyKind } from '../../core/emergency/triggers.ts'
import { type Intake, intakeFrom, type ManualChannel } from '../../core/intake.ts'
import { describePlace, type Place } from '../../core/reading/place.ts'
import { categoryOf } from '../../core/taxonomy/categories.ts'
import { joinTicket } from '../../core/ticket/edit.ts'
import { moveTicket } from '../../core/ticket/move.ts'
import { openTicket } from '../../core/ticket/open.ts'
import type { Actor, Matter, Reporter } from '../../core/ticket/ticket.ts'
import type { Dice } from './dice.ts'
import type { Ledger } from './ledger.ts'
import { type Begun, live } from './life.ts'
import type { Quarter, Resident, Town } from './settle.ts'
import * as talk from './talk.ts'
import { TROUBLES, type Trouble } from './troubles.ts'

type World = { town: Town; ledger: Ledger; dice: Dice }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Who knows where to complain does so more and more: the end of the time is fuller than its beginning. */
const GROWTH = 0.6
/** When people write, by the hour of their clock. */
const HOURS = [7, 8, 8, 9, 9, 10, 10, 11, 12, 13, 15, 16, 17, 18, 18, 19, 19, 19, 20, 20, 20, 21, 21, 22]
const MANUAL: readonly { channel: ManualChannel; ref: string | null }[] = [
  { channel: 'counter', ref: null },
  { channel: 'counter', ref: null },
  { channel: 'phone', ref: null },
  { channel: 'phone', ref: null },
  { channel: 'home_visit', ref: '入户走访' },
  { channel: 'patrol', ref: '网格日巡' },
  { channel: 'meeting', ref: '楼长月例会' },
  { channel: '12345', ref: '转办单' },
]

/** So many matters, the first one first, each followed to where it stands now. Calls back after some. */
export function tellMatters(world: World, { matters, days }: { matters: number; days: number }, onSome: (done: number) => void): void {
  const { ledger, dice } = world
  const moments = Array.from({ length: matters }, () => momentIn(dice, ledger.now, days)).toSorted((a, b) => a.getTime() - b.getTime())
  const before = new Map<number, Matter>()
  for (const [index, at] of moments.entries()) {
    const begun = begin(world, index + 1, at)
    const { id: estateId } = begun.matter.estate
    const target = before.get(estateId)
    const merged = target && dice.isLucky(0.04) && merge(world, begun, target)
    const matter: Matter = merged || live(world, begun)
    if (!merged) before.set(estateId, matter)
    if (index % 500 === 499) onSome(index + 1)
  }
}

function momentIn(dice: Dice, now: Date, days: number): Date {
  const daysAgo = Math.floor(days * dice.next() ** (1 + GROWTH))
  const midnight = Math.floor((now.getTime() + 8 * HOUR_MS) / DAY_MS) * DAY_MS - 8 * HOUR_MS
  const at = midnight - daysAgo * DAY_MS + dice.pick(HOURS) * HOUR_MS + dice.upTo(3600) * 1000
  return new Date(at < now.getTime() ? at : at - DAY_MS)
}

function begin(world: World, id: number, at: Date): Begun {
  const { town, dice } = world
  const quarter = dice.pick(town.quarters)
  const trouble = dice.pick(URN)
  const resident = dice.isLucky(0.8) ? dice.pick(quarter.residents) : null
  const emergency = resident && dice.isLucky(0.008) ? dice.pick(EMERGENCIES) : null
  return emergency ? alarm(world, { id, at, quarter, resident: resident!, emergency }) : open(world, { id, at, quarter, resident, trouble })
}

/** Each as often as its weight says. */
const URN = TROUBLES.flatMap((trouble) => Array.from({ length: trouble.weight }, () => trouble))

type Opening = { id: number; at: Date; quarter: Quarter; resident: Resident | null; trouble: Trouble; emergency?: EmergencyKind }

function open({ town, ledger, dice }: World, { id, at, quarter, resident, trouble, emergency }: Opening): Begun {
  const { estate, roomId } = quarter
  const place = placeOf(trouble, quarter, resident, dice)
  const text = fill(dice.pick(trouble.said), place, dice)
  const summary = `${describePlace(place)}${trouble.what}`
  const { private: isPrivate, urgency } = categoryOf(trouble.category)
  const isAlone = resident !== null && (isPrivate ? dice.isLucky(0.6) : dice.isLucky(0.1)) && resident.isFriend
  const room = isAlone ? null : roomId
  const messageId = resident && speak(ledger, dice, { resident, quarter, room, text, at })
  const clerk = dice.pick(town.clerks)
  const by: Actor = resident ? { kind: 'resident', memberId: resident.memberId, alias: resident.alias } : { kind: 'staff', staff: clerk }
  const reporter: Reporter = resident
    ? { memberId: resident.memberId, alias: resident.alias, isFriend: resident.isFriend, roomId: room }
    : { memberId: null, alias: dice.pick(CALLERS), isFriend: false, roomId: null }
  const intake: Intake = resident ? intakeFrom(room) : dice.pick(MANUAL)
  const reading = { category: trouble.category, summary, place, urgency }
  const opened = openTicket({
    id,
    number: ledger.takeNumber(estate, at),
    community: town.community,
    estate,
    reporter,
    reading,
    emergency: emergency ?? null,
    dutyPaged: emergency !== undefined,
    asksWhere: false,
    about: messageId ? [messageId] : [],
    by,
    at,
    ...(resident ? {} : { intake }),
  })
  ledger.keep(opened)
  const { communityId } = opened.ticket
  ledger.rows.reports.push({
    communityId,
    ticketId: id,
    messageId,
    memberId: resident?.memberId ?? null,
    alias: reporter.alias,
    reportedAt: at,
    ...(resident ? {} : { words: text, createdById: clerk.id }),
  })
  if (messageId)
    ledger.rows.readings.push({
      ...reading,
      messageId,
      communityId,
      intent: 'report',
      confidence: dice.between(0.7, 0.98),
      reader: 'offline',
      promptTokens: 0,
      completionTokens: 0,
      readAt: at,
    })
  const matter: Matter = { ticket: opened.ticket, reporters: [reporter], community: town.community, estate, afterPhotos: 0 }
  return {
    matter: resident && room !== null && !isPrivate ? addNeighbours({ ledger, dice }, matter, quarter, at) : matter,
    quarter,
    resident,
    trouble,
    at,
  }
}

const CALLERS = ['来电居民', '窗口来访居民', '走访住户', '网格员巡查', '不愿留名的居民']

/** A line or two before and after, as in any group. */
function speak(
  ledger: Ledger,
  dice: Dice,
  { resident, quarter, room, text, at }: { resident: Resident; quarter: Quarter; room: number | null; text: string; at: Date },
): number {
  if (room !== null && dice.isLucky(0.5)) chat(ledger, dice, quarter, new Date(at.getTime() - dice.between(20, 600) * 1000))
  const id = ledger.hear({
    memberId: resident.memberId,
    alias: resident.alias,
    roomId: room,
    text,
    at,
    outcome: 'ticketOpened',
    photo: dice.isLucky(0.08),
  })
  if (room !== null && dice.isLucky(0.5)) chat(ledger, dice, quarter, new Date(at.getTime() + dice.between(20, 600) * 1000))
  return id
}

export function chat(ledger: Ledger, dice: Dice, { residents, roomId }: Quarter, at: Date): void {
  if (at > ledger.now) return
  const { memberId, alias } = dice.pick(residents)
  const text = dice.pick(talk.CHATTER).replace('{x}', dice.pick(residents).name)
  ledger.hear({ memberId, alias, roomId, text, at, outcome: 'silent', reason: 'chatter' })
}

/** What befalls one befalls others. */
function addNeighbours({ ledger, dice }: Pick<World, 'ledger' | 'dice'>, first: Matter, quarter: Quarter, opened: Date): Matter {
  let matter = first
  let at = opened
  while (dice.isLucky(0.18)) {
    at = new Date(at.getTime() + dice.between(1, 40) * 60_000)
    const { memberId, alias, isFriend } = dice.pick(quarter.residents)
    if (at > ledger.now || matter.reporters.some((known) => known.memberId === memberId)) break
    const messageId = ledger.hear({
      memberId,
      alias,
      roomId: quarter.roomId,
      text: dice.pick(talk.MORE_REPORTERS),
      at,
      outcome: 'ticketJoined',
    })
    const reporter = { memberId, alias, isFriend, roomId: quarter.roomId }
    const joined = joinTicket(
      matter,
      { reporter, tells: true, angry: false, about: [messageId], place: null },
      { kind: 'resident', memberId, alias },
      at,
    )
    ledger.keep(joined)
    const { communityId, id: ticketId } = matter.ticket
    ledger.rows.reports.push({ communityId, ticketId, messageId, memberId, alias, reportedAt: at })
    matter = { ...matter, ticket: joined.ticket, reporters: [...matter.reporters, reporter] }
  }
  return matter
}

function placeOf({ where }: Trouble, { buildings }: Quarter, resident: Resident | null, dice: Dice): Place {
  const building = resident?.building ?? dice.pick(buildings)
  const entrance = resident?.entrance ?? '1'
  if (where === 'estate') return { building: null, entrance: null, spot: dice.pick(SPOTS) }
  return { building, entrance: where === 'entrance' ? entrance : null, spot: null }
}

const SPOTS = ['南门', '北门', '中心花园', '地下车库', '垃圾房旁', '东侧小路', '健身角', '岗亭']

function fill(words: string, { building, entrance }: Place, dice: Dice): string {
  return words
    .replaceAll('{b}', building ?? '1')
    .replaceAll('{e}', entrance ?? '1')
    .replaceAll('{f}', String(2 + dice.upTo(10)))
}

/** What is told twice is one matter. Null: the other went its own way already. */
function merge({ ledger, dice, town }: World, begun: Begun, { ticket: target }: Matter): Matter | null {
  const at = new Date(begun.at.getTime() + dice.between(5, 90) * 60_000)
  if (at > ledger.now || !['filed', 'assigned', 'inProgress', 'resolved'].includes(target.status)) return null
  const merged = moveTicket(begun.matter, { action: 'merge', by: { kind: 'staff', staff: dice.pick(town.clerks) }, at, target })
  ledger.keep(merged)
  return { ...begun.matter, ticket: merged.ticket }
}

const EMERGENCIES: readonly EmergencyKind[] = ['gas', 'lift_trapped', 'fire']
const ALARMS: Partial<Record<EmergencyKind, Trouble>> = {
  gas: {
    category: 'emergency.gas',
    weight: 0,
    where: 'building',
    what: '有煤气味',
    said: ['{b}栋楼道里有股煤气味', '{b}栋好大煤气味，谁家灶没关'],
    did: ['燃气公司到场，软管脱落，已换并检测', '总阀关后通风，检测无泄漏'],
  },
  lift_trapped: {
    category: 'emergency.lift_trapped',
    weight: 0,
    where: 'building',
    what: '电梯困人',
    said: ['{b}栋电梯里困住人了，在拍门', '救命，{b}栋电梯停在中间出不来'],
    did: ['二十分钟救出，人没事，电梯停用检修'],
  },
  fire: {
    category: 'emergency.fire',
    weight: 0,
    where: 'building',
    what: '冒烟',
    said: ['{b}栋楼上窗户冒烟了', '{b}栋车棚着火了快来人'],
    did: ['明火扑灭，没有人受伤，线路已查'],
  },
}

const DUTY = { name: '周网格', phone: '0757-00000003' }

/** Somebody on duty was called, and came. */
function alarm(
  world: World,
  { id, at, quarter, resident, emergency }: Omit<Opening, 'trouble'> & { emergency: EmergencyKind; resident: Resident },
): Begun {
  const begun = open(world, { id, at, quarter, resident, trouble: ALARMS[emergency]!, emergency })
  const ackedAt = new Date(Math.min(at.getTime() + world.dice.between(20, 110) * 1000, world.ledger.now.getTime()))
  const { ticket } = begun.matter
  world.ledger.rows.pages.push({
    communityId: ticket.communityId,
    incident: `ticket ${id}`,
    reason: 'emergency',
    headline: ticket.summary,
    ticketId: id,
    raisedAt: at,
    position: 1,
    rank: 'duty',
    ...DUTY,
    status: 'acked',
    pagedAt: at,
    dueAt: null,
    ackedAt,
    ackedByName: DUTY.name,
  })
  return begun
}
