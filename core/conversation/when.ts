import type { Reading } from '../reading/reading.ts'
import { asksWhen } from '../ticket/handOver.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import { type Heard, isOneOf, type Response, type Situation } from './situation.ts'
import { isWithin } from './windows.ts'

const LONGEST_ANSWER = 30
const TIMES = /[\d零一二两三四五六七八九十]{1,3}\s?(?:点|时|[:：])|半夜|凌晨|晚上|夜里|早上|清早|中午|下午|天亮|通宵/

/** Whether the speaker was asked in private when it happens and answers now. Null: nobody asked. */
export function respondToWhen(heard: Heard, { category, urgency }: Reading, { own, now, community }: Situation): Response | null {
  if (heard.roomId !== null || urgency === 'emergency' || (category && !asksWhen(category))) return null
  if ([...heard.text].length > LONGEST_ANSWER || !TIMES.test(heard.text)) return null
  const asked = own.find(
    (ticket) =>
      ticket.private &&
      asksWhen(ticket.category) &&
      isOneOf(ticket.status, OPEN_STATUSES) &&
      isWithin(community.windows.answerMinutes, ticket.openedAt, now),
  )
  return asked ? { act: 'join', ticketId: asked.id, reason: 'sameMatter', tells: true } : null
}
