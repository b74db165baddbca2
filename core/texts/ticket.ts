import type { WorkingCalendar } from '../calendar/calendar.ts'
import { endOfWorkingDay } from '../calendar/workingTime.ts'
import type { Community } from '../community.ts'
import type { EmergencyKind } from '../emergency/triggers.ts'
import type { Intake } from '../intake.ts'
import { mask } from '../mask.ts'
import { describePlace } from '../reading/place.ts'
import { type CategoryCode, categoryOf, isGrave } from '../taxonomy/categories.ts'
import type { ClockName, RunningClock } from '../ticket/clock.ts'
import type { MoveOrder } from '../ticket/move.ts'
import type { Outcome, TicketStatus } from '../ticket/status.ts'
import { type TermSettings, termsOf } from '../ticket/terms.ts'
import type { Plan, Ticket } from '../ticket/ticket.ts'
import { emergencyInPrivate, emergencyLine, emergencyQuestion } from './emergency.ts'
import { sayIntake } from './intake.ts'
import { sayDesk, sayOutsider, sayParty } from './party.ts'
import { routingTexts } from './routing.ts'
import { sayClock, sayDate, sayDay, sayDayOfMonth, sayWhen } from './time.ts'
import { say } from './wording.ts'

/** What residents hear about a ticket. In a group the line begins with the @ of the person it is for. */
export const ticketTexts = {
  opened(ticket: Ticket, community: Community, now: Date): string {
    const facts = { 编号: ticket.number, 承诺: promise(ticket, community, now) }
    if (ticket.private) return say(community, 'openedPrivately', facts)
    return say(community, 'opened', { ...facts, 事项: summaryWithin(ticket, say(community, 'opened', { ...facts, 事项: '' })) })
  },

  /** What they feel, one fact, what comes next; nobody is blamed. */
  openedToAngry(ticket: Ticket, community: Community, now: Date): string {
    const party = sayParty(ticket.party, ticket.category)
    const { respondBy } = ticket
    const answer = respondBy ? `最迟${sayWhen(respondBy, now, community.timeZone)}前${party}答复您。` : `${party}尽快答复您。`
    return ticketTexts.withFeeling(`已登记${ticket.number}，${answer}`)
  },

  withFeeling: (words: string) => `这事确实闹心。${words}`,

  asksWhere: (community: Community) => say(community, 'asksWhere', {}),

  asksSpot: () => '在什么位置？回“南门口”这样就行，我来登记。',

  asksWhereOfPhoto: (seen: string) => `照片收到，看着像${mask(seen)}。在什么位置？回一句我就登记，不是反映问题请忽略。`,

  /** One answer to a message that tells of several matters. */
  openedTogether(told: readonly Told[], community: Community, now: Date): string {
    const opened = told.filter(({ ticket, isNew }) => isNew && ticket.status !== 'draft')
    const known = told.filter(({ isNew }) => !isNew)
    const unplaced = told.find(({ ticket, isNew }) => isNew && ticket.status === 'draft')
    const due = opened.length > 0 ? `，${promiseForAll(opened, community, now)}回应。` : ''
    const frame = `收到，登记件：${due}${known.length > 0 ? '早前已登记。' : ''}${unplaced ? ticketTexts.asksWhereBesides('') : ''}`
    const list = (some: readonly Told[]) =>
      some.map(({ ticket }) => `${summaryWithin(ticket, frame, told.length)}（${ticket.number}）`).join('、')
    return [
      opened.length > 0 ? `收到，登记${opened.length}件：${list(opened)}${due}` : '收到，',
      known.length > 0 && `${list(known)}早前已登记。`,
      unplaced && ticketTexts.asksWhereBesides(summaryWithin(unplaced.ticket, frame, told.length)),
    ]
      .filter(Boolean)
      .join('')
  },

  asksWhereBesides: (summary: string) => `${summary}是哪栋哪单元？回“6-1”这样就行。`,

  joined: (ticket: Ticket, people: number, community: Community, now: Date) =>
    say(community, 'joined', { 编号: ticket.number, 人数: String(people), 进展: sayProgress(ticket, community, now) }),

  goesPrivate: (category: CategoryCode) => `${PUBLIC_TOPICS[category] ?? ''}收到，我私下和您说。`,

  /** Follows the private words: what their own line in the group shows of others, and the one thing that is still to be known. */
  afterPrivate(personal: readonly string[], when: boolean): string {
    const seen = personal.length > 0 ? `群里那条带了${personal.join('和')}，2分钟内可以撤回。` : ''
    return `${seen}${when ? '一般几点到几点？' : ''}`
  },

  noted: (ticket: Ticket) => `记下了，会一并告诉${sayParty(ticket.party, ticket.category)}（${ticket.number}）。`,

  left: ({ number }: Ticket) => `好的，您的反映已撤回。还有其他居民反映，${number} 继续办理。`,

  /** What broke again more than a week after its ticket was closed. */
  openedAnew: (ticket: Ticket, before: string, community: Community, now: Date) =>
    `${before} 办结已过七天，按新事项登记，编号${ticket.number}，${promise(ticket, community, now)}回应。`,

  befriend: () => '已登记，请加本群小助手为好友私聊，或到连心站。',

  /** Null: nothing may be said in public. */
  emergency(kind: EmergencyKind, ticket: Ticket, { community, dutyPaged }: { community: Community; dutyPaged: boolean }): string | null {
    const line = emergencyLine(kind, { place: ticket.place && mask(describePlace(ticket.place)), hotlines: community.hotlines, dutyPaged })
    return line && `${line}${ticket.place ? '' : emergencyQuestion(kind)}`
  },

  /** What a group hears once an emergency is over: what it was, the staff's own words, who says so and when; that people may go back only if staff have confirmed it. */
  emergencyOver(ticket: Ticket, { note, at, isSafe }: Pick<MoveOrder, 'note' | 'at' | 'isSafe'>, community: Community): string {
    const words = mask(note?.trim() ?? '').replace(/[。.]+$/, '')
    const place = ticket.place ? mask(describePlace(ticket.place)) : ''
    const told = words.startsWith(place) ? words.slice(place.length) : words
    const { spoken } = categoryOf(ticket.category)
    const what = told.includes(spoken.slice(0, 2)) ? '' : `${spoken}的事`
    const back = isSafe && keptPeopleOut(ticket) && !told.includes('出入') ? '，可正常出入' : ''
    return `${place}${what}${told}（${sayParty(ticket.party, ticket.category)}${sayClock(at, community.timeZone)}确认）${back}。`
  },

  emergencyInPrivate,

  /** Null: nobody needs to hear of this move. */
  moved(ticket: Ticket, { action, by, note, at, target, misread, isUnheard, isSafe }: MoveOrder, community: Community): string | null {
    const { number } = ticket
    const words = mask(note?.trim() ?? '')
    const party = sayParty(ticket.party, ticket.category)
    const [desk, today] = [sayDesk(ticket.party), sayDayOfMonth(at, community.timeZone)]
    switch (action) {
      case 'askResident':
        return `${number} ${desk}想请您补充：${closed(words)}直接在这里回一句就行。`
      case 'hold':
        return `${number} ${desk}暂缓办理：${closed(words)}${sayDay(ticket.reviewAt!, at, community.timeZone)}再跟进。`
      case 'resolve':
        if (isPublicEmergency(ticket)) return ticketTexts.emergencyOver(ticket, { note: words, at, isSafe }, community)
        return say(community, 'resolved', { 编号: number, 谁: party, 说明: closed(words) })
      case 'verify':
        if (isPublicEmergency(ticket) && by.kind === 'staff') return null
        if (by.kind === 'resident') return say(community, 'confirmed', { 编号: number })
        return say(community, 'verified', { 编号: number, 核查方: desk, 日期: today })
      case 'reopen':
        return by.kind === 'resident'
          ? say(community, 'reopened', { 编号: number, 承诺: promise(ticket, community, at) })
          : `${number} ${desk}核查没有通过，已重新办理，${promise(ticket, community, at)}再答复您。`
      case 'reject':
        if (misread) return `刚才理解错了，${number} 已撤销。`
        return `${number} ${desk}${today}${turnedDown(ticket)}：${closed(words)}有疑问请联系社区工作人员。`
      case 'withdraw':
        return `好的，${number} 已撤回，${desk}从现在起不再办理。`
      case 'lapse':
        if (isPublicEmergency(ticket)) return null
        return `${number} 三个工作日没有人回话，${desk}${today}办结。还有问题，七天内回“没好”就行。`
      case 'merge':
        return ticketTexts.merged(ticket, target!, community, at)
      case 'refer':
        return `${number} ${desk}${today}转${outsiderOf(ticket)}办理：${closed(words)}${desk}${lastWordDay(ticket, community)}再回您一次，也可以直接问${outsiderOf(ticket)}。`
      case 'raise':
        return routingTexts.raised(ticket, community, at)
      case 'whistle':
        return routingTexts.whistled(ticket, ticket.whistle!, community, at)
      case 'accept':
        return ticketTexts.opened(ticket, community, at)
      case 'split':
        return isUnheard ? null : `${number} 分开单独办理：${sayProgress(ticket, community, at, true)}`
      case 'file':
      case 'assign':
      case 'timeOut':
      case 'bounce':
      case 'takeUp':
      case 'resume':
        return null
    }
  },

  /** Which one it went into, and how that stands; of a private one a group hears only that. The days hold whenever it is said. */
  merged({ number, private: isPrivate, party }: Ticket, target: Ticket, community: Community, at: Date): string {
    if (target.private && !isPrivate)
      return `${number} 和 ${target.number} 是同一件事，${sayDesk(party)}${sayDayOfMonth(at, community.timeZone)}起一起办，进展私下告诉您。`
    return `${number} 和 ${target.number} 是同一件事，一起办：${sayProgress(target, community, at, true)}进展在 ${target.number} 里告诉您。`
  },

  /** The last word on what others have now, unless staff have written what came of it. */
  referralOver(ticket: Ticket, { timeZone }: Community): string {
    const [desk, outsider] = [sayDesk(ticket.party), outsiderOf(ticket)]
    const since = sayDayOfMonth(ticket.endedAt!, timeZone)
    return `${ticket.number} ${since}转${outsider}以后，${desk}的环节已经办完。结果请问${outsider}，没解决就把问题再说一遍，${desk}重新登记。`
  },

  /** What was asked about is part of another matter now. */
  wentInto: ({ number }: Ticket, progress: string) => `${number} 已并入 ${progress}`,

  progress(ticket: Ticket, community: Community, now: Date): string {
    const progress = sayProgress(ticket, community, now)
    const rest = `（${ticket.number}）：${progress}`
    return `${summaryWithin(ticket, rest)}${rest}`
  },

  onlyInPrivate: () => '这件事只能私下回复当事人。',

  notFound: (community: Community) => say(community, 'notFound', {}),

  /** Asked once, the morning after the end, in private; nobody has to answer. */
  satisfaction: (ticket: Ticket, community: Community) =>
    say(community, 'satisfaction', { 编号: ticket.number, 事项: ticket.private ? '' : saySummary(ticket, SHORT_SUMMARY) }),

  rated: (community: Community) => say(community, 'rated', {}),

  /** For the timeline, read by staff. */
  ratingGiven: ({ isSolved, score }: { isSolved: boolean | null; score: number | null }) =>
    [isSolved === null ? null : isSolved ? '解决了' : '没解决', score && `${score}分`].filter(Boolean).join('，'),

  staffAnswer: (ticket: Ticket, text: string) => `${ticket.number}：${text.trim()}`,

  /** For the timeline, read by staff. */
  clockRang: ({ clock, due }: RunningClock, at: Date, { timeZone }: Community) =>
    `${CLOCK_NAMES[clock]}时限：${sayWhen(due, at, timeZone)}`,

  /** For the timeline, read by staff: who wrote it down stands beside it (S31). */
  takenIn: ({ channel, ref }: Intake, alias: string) => `${sayIntake(channel, ref)}，反映人：${alias}`,

  /** For the timeline, read by staff: why it ends without anybody's word (S100). */
  lapsed: () => '办完后72小时（只算工作日）没有人回话',

  /** For the timeline, read by staff. */
  unshown: (reason: string) => `没有完工照片：${reason}`,

  /** For the timeline, read by staff: a reporter's own words, and that they were asked (S100). */
  quoted: (words: string) => `居民原话（本人同意引用）：“${mask(words)}”`,

  /** For the timeline, read by staff. */
  planned(plan: Plan | null): string {
    if (!plan) return '不再要求整改方案'
    const parts = [
      plan.text || '还没写怎么整改',
      plan.owner ? `责任：${plan.owner}` : '责任未定',
      plan.due ? `${plan.due}前完成` : '期限未定',
    ]
    return parts.join('；')
  },

  /** For the timeline, read by staff. */
  edited(before: Ticket, after: Ticket, note: string | null): string {
    const changes = [
      before.summary !== after.summary && `摘要：${before.summary} → ${after.summary}`,
      before.category !== after.category && `分类：${categoryOf(before.category).name} → ${categoryOf(after.category).name}`,
      before.urgency !== after.urgency && `紧急程度：${URGENCY_NAMES[before.urgency]} → ${URGENCY_NAMES[after.urgency]}`,
      before.tier !== after.tier &&
        `层级：${TIER_NAMES[before.tier]} → ${TIER_NAMES[after.tier]}${before.category !== after.category ? '，随分类' : ''}`,
      before.private !== after.private && (after.private ? '改为不公开' : '改为公开'),
      sayPlace(before) !== sayPlace(after) && `位置：${sayPlace(before)} → ${sayPlace(after)}`,
      note?.trim() && `理由：${note.trim()}`,
    ]
    return changes.filter(Boolean).join('；') || '没有改动'
  },
}

/** What a whole group was warned of: the group is told once that it is over. */
export function isPublicEmergency({ urgency, category, private: isPrivate }: Ticket): boolean {
  return urgency === 'emergency' && !isPrivate && isGrave(category)
}

/** Those who left their homes for it wait to hear whether they may go back (D5). */
export function keptPeopleOut(ticket: Ticket): boolean {
  return isPublicEmergency(ticket) && (ticket.category === 'emergency.gas' || ticket.category === 'emergency.fire')
}

const CLOCK_NAMES: Record<ClockName, string> = { response: '回应', update: '告知进展', resolution: '办结' }
export const URGENCY_NAMES = { low: '不急', normal: '一般', high: '紧急', emergency: '危急' } as const
export const TIER_NAMES = { green: '绿色（社区）', yellow: '黄色（街道）', red: '红色（上级）' } as const

/** What of a private matter a group may hear without learning who it is about. */
const PUBLIC_TOPICS: Partial<Record<CategoryCode, string>> = { 'noise.neighbor': '噪音的事', 'dispute.leak': '漏水的事' }

const LONGEST_LINE = 60
const LEAST_SUMMARY = 8
const SHORT_SUMMARY = 16

/** A ticket that a message opened, or joined. */
export type Told = { ticket: Ticket; isNew: boolean }

/** `heardBy`: until when residents hear of it again, whatever else is promised. `isDated`: days are named so that they hold whenever it is read. */
type Clock = { now: Date; timeZone: string; heardBy: Date; isDated: boolean }

const PROGRESS: Record<TicketStatus, (ticket: Ticket, party: string, clock: Clock) => string> = {
  draft: (ticket, _party, clock) => `已记录，${due('工作人员', ticket.respondBy, '确认', clock)}`,
  pendingReview: (ticket, party, clock) => `已登记，${due(party, ticket.respondBy ?? ticket.resolveBy, '回应', clock)}`,
  filed: (ticket, party, clock) => `已确认，${due(party, ticket.resolveBy, '处理', clock)}`,
  assigned: (ticket, party, clock) => `已派单，${due(party, ticket.resolveBy, '处理', clock)}`,
  inProgress: (ticket, party, clock) => `正在处理，${due(party, ticket.resolveBy, '有结果', clock)}`,
  awaitingResident: (ticket, party, clock) => `${saySince(ticket.pausedAt, clock)}已请您补充情况，补充后${party}继续办理。`,
  onHold: (ticket, party, clock) => `暂缓办理，${sayReview(ticket, party, clock)}`,
  resolved: (ticket, party, clock) => `${party}${saySince(ticket.resolvedAt, clock)}说已处理好，等您看过。好了回“好了”，没好回“没好”。`,
  closed: (ticket, _party, clock) => `${saySince(ticket.closedAt, clock)}已办结，${ENDINGS[ticket.outcome ?? 'unconfirmed']}。`,
  rejected: (ticket, _party, clock) =>
    `${sayDesk(ticket.party)}${saySince(ticket.endedAt, clock)}${turnedDown(ticket)}，有疑问请联系社区工作人员。`,
  withdrawn: (ticket, _party, clock) => `反映人${saySince(ticket.endedAt, clock)}撤回，${sayDesk(ticket.party)}不再办理。`,
  merged: (ticket, _party, clock) => `${sayDesk(ticket.party)}${saySince(ticket.endedAt, clock)}并入同一件事一起办，进展在那件里说。`,
  referred: (ticket, _party, clock) => sayReferral(ticket, clock),
}

const ENDINGS: Record<Outcome, string> = { confirmed: '反映人看过', verified: '工作人员核查过', unconfirmed: '没有人再回话' }

function saySince(at: Date | null, { now, timeZone, isDated }: Clock): string {
  if (!at) return ''
  return isDated ? sayDayOfMonth(at, timeZone) : sayDay(at, now, timeZone)
}

/** What was a case already is looked into first. */
function turnedDown({ filedAt }: Pick<Ticket, 'filedAt'>): string {
  return filedAt ? '核实后决定不办' : '决定不受理'
}

/** Until the last word residents hear when it comes, then that the community's part is over. */
function sayReferral(ticket: Ticket, clock: Clock): string {
  const [desk, since] = [sayDesk(ticket.party), saySince(ticket.endedAt, clock)]
  if (!ticket.referral) return `${desk}${since}转出办理，结果请联系社区工作人员。`
  const lastWordAt = new Date(ticket.referral.lastWordAt)
  const outsider = outsiderOf(ticket)
  const next = clock.now < lastWordAt ? `${desk}${saySince(lastWordAt, clock)}再回您一次` : `${desk}的环节已经办完，结果请问${outsider}`
  return `${desk}${since}转${outsider}办理，${next}。`
}

function outsiderOf({ referral, category }: Ticket): string {
  return referral ? sayOutsider(referral.to, category) : '外部'
}

function lastWordDay({ referral }: Ticket, { timeZone }: Community): string {
  return sayDayOfMonth(new Date(referral!.lastWordAt), timeZone)
}

/** Where it stands, as a sentence: who, what and when. */
export function sayProgress(ticket: Ticket, settings: WorkingCalendar & TermSettings, now: Date, isDated = false): string {
  const heardBy = endOfWorkingDay(now, termsOf(ticket, settings).updateDays, settings)
  return PROGRESS[ticket.status](ticket, sayParty(ticket.party, ticket.category), { now, timeZone: settings.timeZone, heardBy, isDated })
}

/** A promise that was broken is not repeated as if it still held. */
function due(party: string, at: Date | null, what: string, clock: Clock): string {
  const { now, timeZone, heardBy, isDated } = clock
  const when = (moment: Date) => (isDated ? sayDate(moment, timeZone) : sayWhen(moment, now, timeZone))
  if (!at) return `${party}尽快${what}，${when(heardBy)}前告诉您进展。`
  const promised = `${when(at)}前${what}`
  return at >= now ? `${party}${promised}。` : `${party}原定${promised}，已超时，${when(heardBy)}前告诉您进展。`
}

function sayReview({ reviewAt }: Ticket, party: string, clock: Clock): string {
  const { now, timeZone, heardBy, isDated } = clock
  if (!reviewAt || reviewAt >= now) return `${party}${saySince(reviewAt, clock)}再跟进。`
  const next = isDated ? sayDate(heardBy, timeZone) : sayWhen(heardBy, now, timeZone)
  return `${party}原定${saySince(reviewAt, clock)}再跟进，已超时，${next}前告诉您进展。`
}

/** Numbers and letters are read at a glance; a line's length is that of its words. */
function countChinese(words: string): number {
  return words.match(/\p{Script=Han}/gu)?.length ?? 0
}

/** A summary may be a model's or a colleague's: what is left of a short line for it, without doors and phones. */
function summaryWithin(ticket: Ticket, rest: string, sharers = 1): string {
  return saySummary(ticket, Math.max(Math.floor((LONGEST_LINE - countChinese(rest)) / sharers), LEAST_SUMMARY))
}

export function saySummary({ summary }: Pick<Ticket, 'summary'>, longest: number): string {
  const characters = [...mask(summary)]
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`
}

function promise(ticket: Ticket, community: Community, now: Date): string {
  return `${sayParty(ticket.party, ticket.category)}${by(ticket.respondBy, (at) => sayWhen(at, now, community.timeZone))}`
}

/** Who answers by when, where several do: the last of them, and a name only where all share it. */
function promiseForAll(told: readonly Told[], community: Community, now: Date): string {
  const parties = new Set(told.map(({ ticket }) => sayParty(ticket.party, ticket.category)))
  const times = told.map(({ ticket }) => ticket.respondBy)
  const last = times.includes(null) ? null : times.reduce((one, other) => (one! > other! ? one : other))
  const [party] = parties
  return `${parties.size === 1 ? party : last ? '最迟' : ''}${by(last ?? null, (at) => sayWhen(at, now, community.timeZone))}`
}

function by(at: Date | null, when: (at: Date) => string): string {
  return at ? `${when(at)}前` : '尽快'
}

function closed(words: string): string {
  return /[。！？!?.…]$/.test(words) ? words : `${words}。`
}

function sayPlace(ticket: Ticket): string {
  return ticket.place ? describePlace(ticket.place) : '未知'
}
