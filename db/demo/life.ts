import { addWorkingHours } from '../../core/calendar/workingTime.ts'
import { mayMediate, mediate } from '../../core/routing/mediation.ts'
import { reportIn } from '../../core/routing/whistle.ts'
import { askingWords, needsCall, whomToAsk } from '../../core/satisfaction/ask.ts'
import { callBack } from '../../core/satisfaction/callback.ts'
import { rateTicket } from '../../core/satisfaction/rate.ts'
import type { Staff } from '../../core/staff.ts'
import { isWorks } from '../../core/taxonomy/categories.ts'
import { lapsesAt } from '../../core/ticket/lapse.ts'
import { type MoveOrder, moveTicket } from '../../core/ticket/move.ts'
import type { Actor, Decision, Matter } from '../../core/ticket/ticket.ts'
import { withdrawReport } from '../../core/ticket/withdraw.ts'
import type { Dice } from './dice.ts'
import type { Ledger } from './ledger.ts'
import type { Quarter, Resident, Town } from './settle.ts'
import * as talk from './talk.ts'
import type { Trouble } from './troubles.ts'

/** A matter that has been opened, and who is in it. `resident` null: staff wrote it down for somebody. */
export type Begun = { matter: Matter; quarter: Quarter; resident: Resident | null; trouble: Trouble; at: Date }
type World = { town: Town; ledger: Ledger; dice: Dice }

/** What the clock has not reached yet has not happened. */
class Unreached extends Error {}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const RECENT_MS = 6 * DAY_MS

/** Lets a matter go its way, as far as the clock allows or until it is left lying. Returns how it stands. */
export function live(world: World, begun: Begun): Matter {
  const walk = openWalk(world, begun)
  try {
    follow(walk, world.dice)
  } catch (error) {
    if (!(error instanceof Unreached)) throw error
  }
  return walk.matter()
}

function openWalk({ town, ledger, dice }: World, { matter: first, quarter, resident, trouble, at: begun }: Begun) {
  let matter = first
  let at = begun
  const clerk = dice.pick(town.clerks)
  const isRecent = ledger.now.getTime() - begun.getTime() < RECENT_MS

  function pass(moment: Date): Date {
    if (moment > ledger.now) throw new Unreached()
    at = moment
    return at
  }
  function keep(decision: Decision): void {
    ledger.keep(decision)
    matter = { ...matter, ticket: decision.ticket }
  }
  function move(order: Omit<MoveOrder, 'at'>): void {
    keep(moveTicket(matter, { ...order, at }))
  }
  const by = (staff: Staff): Actor => ({ kind: 'staff', staff })
  const reporter = (): Extract<Actor, { kind: 'resident' }> => ({ kind: 'resident', memberId: resident!.memberId, alias: resident!.alias })

  return {
    town,
    quarter,
    resident,
    trouble,
    clerk,
    by,
    reporter,
    move,
    keep,
    isRecent,
    matter: () => matter,
    at: () => at,
    /** Working hours go by. */
    work: (low: number, high: number) => pass(addWorkingHours(at, dice.between(low, high), town.community)),
    /** Residents speak when they are awake. */
    rest(low: number, high: number): Date {
      const moment = new Date(at.getTime() + dice.between(low, high) * HOUR_MS)
      const hour = (moment.getUTCHours() + 8) % 24
      return pass(hour >= 7 && hour < 22 ? moment : new Date(moment.getTime() + 9 * HOUR_MS))
    },
    pass,
    /** What its reporter says about it, in the place where they reported it. */
    say(text: string): number {
      const { memberId, alias } = resident!
      return ledger.hear({ memberId, alias, roomId: matter.ticket.private ? null : matter.ticket.roomId, text, at, outcome: 'ticketMoved' })
    },
    show(shows: 'before' | 'after', staff: Staff): number {
      if (!ledger.photo) return 0
      const { id: ticketId, communityId } = matter.ticket
      if (ledger.rows.evidence.some((row) => row.ticketId === ticketId && row.shows === shows)) return 1
      ledger.rows.evidence.push({ communityId, ticketId, mediaHash: ledger.photo.hash, shows, staffId: staff.id, at })
      return 1
    },
    /** Left lying: more often while it is new. */
    stall(): void {
      if (matter.ticket.urgency !== 'emergency' && dice.isLucky(isRecent ? 0.14 : 0.004)) throw new Unreached()
    },
    ledger,
  }
}

type Walk = ReturnType<typeof openWalk>

function follow(walk: Walk, dice: Dice): void {
  walk.work(0.1, 2)
  if (walk.resident && dice.isLucky(0.02)) withdraw(walk, dice)
  else if (!walk.isRecent || dice.isLucky(0.88)) review(walk, dice)
}

function review(walk: Walk, dice: Dice): void {
  const by = walk.by(walk.clerk)
  if (dice.isLucky(0.03)) {
    walk.move({ action: 'reject', by, note: dice.pick(talk.REJECTIONS) })
    return
  }
  walk.move({ action: 'file', by, note: dice.pick(talk.NOTES) || null })
  walk.stall()
  if (dice.isLucky(0.02)) {
    walk.work(1, 8)
    walk.move({ action: 'refer', by, ...dice.pick(talk.REFERRALS) })
    return
  }
  give(walk, dice)
  settle(walk, dice)
  end(walk, dice)
}

function withdraw(walk: Walk, dice: Dice): void {
  const note = dice.pick(talk.WITHDRAWALS)
  const about = [walk.say(note)]
  walk.keep(withdrawReport(walk.matter(), { by: walk.reporter(), at: walk.at(), note, about }))
  const { ticket } = walk.matter()
  const own = walk.ledger.rows.reports.filter(({ ticketId, memberId }) => ticketId === ticket.id && memberId === walk.reporter().memberId)
  for (const report of own) report.withdrawnAt = walk.at()
}

/** Into the hands of whoever does it. */
function give(walk: Walk, dice: Dice): void {
  const { quarter, clerk, by } = walk
  const { party, tier } = walk.matter().ticket
  const assigneeId = (party === 'gridWorker' || party === 'buildingCaptain' ? quarter.gridWorker : clerk).id
  walk.work(0.1, 3)
  walk.move({ action: 'assign', by: by(clerk), party, assigneeId })
  if (dice.isLucky(0.06)) {
    walk.work(0.5, 4)
    walk.move({ action: 'bounce', by: by(quarter.gridWorker), note: dice.pick(talk.BOUNCES) })
    walk.work(0.5, 4)
    walk.move({ action: 'assign', by: by(clerk), party: 'community', assigneeId: clerk.id })
  }
  walk.stall()
  if (tier !== 'green' && dice.isLucky(0.25)) whistle(walk, dice)
  else if (dice.isLucky(0.03) && party !== 'department')
    walk.move({ action: 'raise', by: by(quarter.gridWorker), note: dice.pick(talk.RAISES) })
  walk.work(0.2, 4)
  walk.move({ action: 'takeUp', by: by(assigneeId === clerk.id ? clerk : quarter.gridWorker) })
}

function whistle(walk: Walk, dice: Dice): void {
  const [lead, other] = dice.pick([
    ['城管', '消防'],
    ['住建', '供水'],
    ['市场监管', '环保'],
  ] as const)
  const departments = [
    { name: lead, hours: 4 },
    { name: other, hours: 4 },
  ]
  walk.move({ action: 'whistle', by: walk.by(walk.clerk), note: dice.pick(talk.WHISTLES), departments: { departments, lead } })
  for (const { name } of departments) {
    walk.work(0.3, 2.5)
    walk.keep(reportIn(walk.matter(), { department: name, by: walk.by(walk.clerk), at: walk.at() }))
  }
}

/** Up to the moment at which it is done. */
function settle(walk: Walk, dice: Dice): void {
  const { quarter, clerk, by } = walk
  if (mayMediate(walk.matter().ticket) && dice.isLucky(0.5)) makePeace(walk, dice)
  if (walk.resident && dice.isLucky(0.06)) {
    walk.move({ action: 'askResident', by: by(clerk), note: dice.pick(talk.ASKS) })
    walk.stall()
    walk.rest(1, 20)
    walk.move({ action: 'resume', by: by(clerk), note: dice.pick(talk.RESUMES) })
  } else if (dice.isLucky(0.07)) {
    const reviewAt = new Date(walk.at().getTime() + dice.between(2, 12) * DAY_MS)
    walk.move({ action: 'hold', by: by(clerk), note: dice.pick(talk.HOLD_REASONS), reviewAt })
    if (dice.isLucky(0.5)) walk.stall()
    walk.work(6, 40)
    walk.move({ action: 'resume', by: by(clerk), note: dice.pick(talk.RESUMES) })
  }
  walk.stall()
  const { tier, assigneeId } = walk.matter().ticket
  if (tier === 'green') walk.work(0.5, 14)
  else walk.work(4, 60)
  finish(walk, dice, assigneeId === quarter.gridWorker.id ? quarter.gridWorker : clerk)
}

function makePeace(walk: Walk, dice: Dice): void {
  const steps = 1 + dice.upTo(2)
  for (let step = 0; step < steps; step++) {
    walk.work(2, 16)
    const by = walk.by(walk.quarter.gridWorker)
    walk.keep(
      mediate(walk.matter(), { by, at: walk.at(), outcome: dice.pick(talk.MEDIATED), assigneeIdOf: () => walk.quarter.gridWorker.id }),
    )
  }
}

function finish(walk: Walk, dice: Dice, staff: Staff): void {
  const { trouble } = walk
  const isShown = dice.isLucky(0.8)
  const photos = isShown && (isWorks(trouble.category) || dice.isLucky(0.3)) ? walk.show('after', staff) : 0
  const waiver = photos === 0 && isWorks(trouble.category) ? { waiver: '师傅走得急，没有拍' } : {}
  walk.move({ action: 'resolve', by: walk.by(staff), note: dice.pick(trouble.did), photos, ...waiver })
}

/** Said to be done by whoever reported it, found done by a colleague who did not handle it, or nobody says a word. */
function end(walk: Walk, dice: Dice): void {
  const { resident, clerk, town, by } = walk
  walk.stall()
  if (resident && dice.isLucky(0.08)) deny(walk, dice)
  const share = dice.next()
  if (resident && share < 0.58) {
    walk.rest(0.3, 30)
    const note = dice.pick(talk.CONFIRMS)
    walk.move({ action: 'verify', by: walk.reporter(), note, about: [walk.say(note)] })
    rate(walk, dice)
  } else if (share < 0.82) {
    walk.work(2, 18)
    const other = dice.pick([...town.clerks, town.director].filter(({ id }) => id !== clerk.id))
    walk.move({ action: 'verify', by: by(other), note: dice.pick(talk.CHECKS) })
    rate(walk, dice)
  } else {
    walk.pass(lapsesAt(walk.at(), town.community))
    walk.move({ action: 'lapse', by: { kind: 'bot' } })
  }
}

/** Not done after all, sometimes more than once. */
function deny(walk: Walk, dice: Dice): void {
  for (let denials = 0; denials < 2 && (denials === 0 || dice.isLucky(0.25)); denials++) {
    walk.rest(0.5, 20)
    const note = dice.pick(talk.DENIALS)
    const about = [walk.say(note)]
    walk.move({ action: 'reopen', by: walk.reporter(), note, about })
    walk.stall()
    walk.work(1, 12)
    finish(walk, dice, walk.clerk)
  }
}

/** The next morning, once, whoever was not asked before. */
function rate(walk: Walk, dice: Dice): void {
  const { resident, ledger } = walk
  if (!resident || !whomToAsk(walk.matter()).some(({ memberId }) => memberId === resident.memberId)) return
  if (ledger.rows.ratings.some(({ memberId }) => memberId === resident.memberId)) return
  const askedAt = walk.pass(nextMorning(walk.at()))
  const { id: ticketId, communityId } = walk.matter().ticket
  ledger.owe(askingWords(walk.matter(), resident.memberId, askedAt), askedAt)
  const row: Rated = { communityId, ticketId, memberId: resident.memberId, askedAt }
  ledger.rows.ratings.push(row)
  if (dice.isLucky(0.5)) answer(walk, dice, row, resident)
}

type Rated = Ledger['rows']['ratings'][number]

/** Whoever is not content is called by somebody who did not handle it. */
function answer(walk: Walk, dice: Dice, row: Rated, { memberId, alias }: Resident): void {
  const { ledger, town } = walk
  const at = walk.pass(new Date(walk.at().getTime() + dice.between(0.05, 4) * HOUR_MS))
  const score = dice.isLucky(0.12) ? 1 + dice.upTo(2) : 3 + dice.upTo(3)
  const rating = { isSolved: true, score }
  const words = `1 ${score}`
  const about = [ledger.hear({ memberId, alias, roomId: null, text: words, at, outcome: 'answered' })]
  walk.keep(rateTicket(walk.matter(), rating, { by: walk.reporter(), isFriend: true, words, about, isFirst: true, at }))
  Object.assign(row, { answeredAt: at, ...rating })
  if (!needsCall(rating)) return
  row.callAt = at
  if (walk.isRecent) return
  const calledAt = walk.work(1, 30)
  const callNote = dice.pick(talk.CALL_NOTES)
  walk.keep(callBack(walk.matter(), { by: walk.by(town.director), at: calledAt, note: callNote }))
  Object.assign(row, { calledAt, calledById: town.director.id, callNote })
}

const TEN_IN_CHINA_MS = 2 * HOUR_MS

function nextMorning(at: Date): Date {
  const today = Math.floor((at.getTime() + 8 * HOUR_MS) / DAY_MS) * DAY_MS
  return new Date(today + DAY_MS + TEN_IN_CHINA_MS)
}
