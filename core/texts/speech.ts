import type { Occasion } from '../speech/combine.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { sayParty } from './party.ts'
import { saySummary } from './ticket.ts'
import { sayWhen } from './time.ts'

type Clock = { now: Date; timeZone: string }

const WHEN: Record<Occasion, string> = { night: '昨晚', noon: '中午', busy: '这段时间', digest: '这段时间', together: '' }
const MOST_NAMED = 4
const MOST_NAMED_IN_DIGEST = 8
const SHORT = 12

/** Several words of the bot in one. Nobody is @-ed, so every matter is named by its number. */
export const speechTexts = {
  /** One of them, or two neighbours told of the same. */
  registeredOne(ticket: Ticket, people: number, occasion: Occasion, clock: Clock): string {
    const told = people > 1 ? `，目前${people}人反映` : ''
    return `${WHEN[occasion]}登记了1件：${name(ticket)}${told}，${promise([ticket], clock)}，进展在这里告诉大家。`
  },

  registered: (tickets: readonly Ticket[], occasion: Occasion, clock: Clock) =>
    `${WHEN[occasion]}登记了${tickets.length}件：${nameAll(tickets)}，${promise(tickets, clock)}，进展在这里告诉大家。`,

  together: (ticket: Ticket, people: number, clock: Clock) =>
    `${saySummary(ticket, SHORT)}已登记，编号${ticket.number}，目前${people}人反映，${promise([ticket], clock)}，进展在这里告诉大家。`,

  privately: (count: number) => `另有${count}件私下回复，没收到的请加本群小助手为好友，或到连心站。`,

  asksWhere: (tickets: readonly Ticket[]) =>
    `${tickets.map((ticket) => saySummary(ticket, SHORT)).join('、')}在哪栋哪单元？反映的邻居回一句“6-1”这样就行。`,

  digest: (lines: readonly string[], occasion: Occasion) => `${occasion === 'digest' ? '今日进展' : '进展'}：\n${lines.join('\n')}`,

  standing: (ticket: Ticket, people: number, progress: string) =>
    `${name(ticket)}：${people > 1 ? `目前${people}人反映，` : ''}${progress}`,

  inOneLine: (lines: readonly string[]) => `${lines.map((line) => line.replace(/。$/, '')).join('；')}。`,

  resolved: (tickets: readonly Ticket[]) => `已处理好，请看一眼，没好就回编号加“没好”：${nameAll(tickets, MOST_NAMED_IN_DIGEST)}。`,

  closed: (tickets: readonly Ticket[]) => `已办结：${nameAll(tickets, MOST_NAMED_IN_DIGEST)}。`,

  others: (tickets: readonly Ticket[]) => `其他有进展的：${nameAll(tickets)}，要问哪件回编号就行。`,

  /** Words that belong to no ticket, for the one they answer. */
  aside: (mention: string | null, text: string) => (mention === null ? text : `@${mention} ${text}`),
}

function name(ticket: Ticket): string {
  return `${ticket.number} ${saySummary(ticket, SHORT)}`
}

/** Few are told apart by what they are about, many by their numbers alone. */
function nameAll(tickets: readonly Ticket[], mostNamed = MOST_NAMED): string {
  return tickets.map((ticket) => (tickets.length <= mostNamed ? name(ticket) : ticket.number)).join('、')
}

/** By when the last of them is answered; a promise that is already broken is not made again. */
function promise(tickets: readonly Ticket[], { now, timeZone }: Clock): string {
  const parties = new Set(tickets.map(({ party, category }) => sayParty(party, category)))
  const who = parties.size === 1 ? [...parties][0] : ''
  const [latest] = tickets.map(({ respondBy }) => respondBy?.getTime() ?? 0).toSorted((a, b) => b - a)
  const isOpen = tickets.every(({ respondBy }) => respondBy !== null && respondBy > now)
  if (!isOpen) return `${who}会尽快回应`
  return `${who}${tickets.length > 1 ? '最晚' : ''}${sayWhen(new Date(latest!), now, timeZone)}前回应`
}
