import type { Wait } from '../conversation/outcome.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { sayParty } from './party.ts'
import { saySummary } from './ticket.ts'
import { sayWhen } from './time.ts'

type Clock = { now: Date; timeZone: string }

const SHORT = 16

/** What a group of staff hears: numbers, places and roles; nobody's name, door, phone or words. */
export const briefingTexts = {
  /** Of a private matter only that there is one. */
  opened(ticket: Ticket, estate: string, { now, timeZone }: Clock): string {
    const party = sayParty(ticket.party, ticket.category)
    const what = ticket.private ? '不公开事项' : saySummary(ticket, SHORT)
    const due = ticket.respondBy && ticket.respondBy > now ? `，${party}${sayWhen(ticket.respondBy, now, timeZone)}前回应` : `，${party}`
    return `${ticket.urgency === 'emergency' ? '⚠️' : ''}新登记 ${ticket.number} ${estate} ${what}${due}`
  },

  waiting: (estate: string | null, reason: Wait | null, count: number) =>
    `待人工 ${count}条 ${estate ?? '私聊'}：${reason ? WAITS[reason] : '要人看'}`,

  more: (tickets: number, waiting: number) =>
    `另有${[tickets > 0 && `新登记${tickets}件`, waiting > 0 && `待人工${waiting}条`].filter(Boolean).join('、')}，请到控制台看。`,

  /** The day in one word, said once in the evening. */
  summary({ opened, closed, open, late, waiting }: DayFigures): string {
    return [
      `今日小结：新登记${opened}件，办结${closed}件，还没办结${open}件。`,
      late > 0 && `超时督办${late}件。`,
      waiting > 0 && `待人工${waiting}条。`,
    ]
      .filter(Boolean)
      .join('')
  },
}

export type DayFigures = { opened: number; closed: number; open: number; late: number; waiting: number }

const WAITS: Record<Wait, string> = {
  unsure: '像是反映问题，拿不准',
  unreadable: '识别结果看不懂',
  voice: '语音，机器人听不了',
  failed: '没有处理成',
  strangerInPrivate: '陌生人私聊',
  question: '咨询，要人答',
  suggestion: '建议',
  project: '问工程',
  angry: '有人发火',
  late: '晚到的消息',
  duringDrill: '演练时有人喊出事',
}
