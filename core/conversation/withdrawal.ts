import { withoutMention } from '../mention.ts'
import { phrases } from '../reading/phrase.ts'
import type { Reading } from '../reading/reading.ts'
import { plainWords } from '../reading/words.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { hasJustHeard } from './report.ts'
import { type Heard, isOneOf, isSpokenTo, type OpenMatter, type Response, type Situation, stay } from './situation.ts'
import { isWithin } from './windows.ts'

const LONGEST_RETRACTION = 24
const WITHDRAW_MS = 24 * 3_600_000

/** 不用了，谢谢 may be said to a neighbour who offers a hand; this is about what was reported. */
const TAKES_BACK = phrases(['刚才?[说报发讲]|撤|取消|当我没说|(搞|看|弄|发|听)错|误报|(不用|不必|别)‥(来|管|修|派|处理|登记)'])

/** 别登记 after the bot has spoken: it was no report, or none of this place. */
const RETRACTS = phrases([
  '^(先|都|就|你)*(别|不用|不要|不必|莫|甭|勿)(给我|帮我|再)*登记|不是(这个|那个)意思|(我|俺)?(是|就|跟?你)*(开(个)?玩笑|闹着玩|逗你)(的|呢|啦|玩|哈)',
  '我?(说|讲|指)的?(是|的)(我)?(们)?(老家|乡下|别的小区|别处|(爸|妈|父母|公婆|婆婆|丈母娘|朋友|同事|亲戚|[哥姐弟妹])他?们?(家|那))',
])

/** Whether a short line may take back what the bot has just answered. */
export function mayRetract({ text }: Pick<Heard, 'text'>): boolean {
  const words = plainWords(withoutMention(text))
  return [...words].length <= LONGEST_RETRACTION && RETRACTS.test(words)
}

/** 别登记, 我开玩笑的: the reporter takes back what the bot has just answered. Null: nothing of theirs was answered here just now. */
export function respondToRetraction(heard: Heard, reading: Reading, situation: Situation): Response | null {
  const { own, heardAt, now, community } = situation
  if (reading.urgency === 'emergency' || !mayRetract(heard)) return null
  const at = (ticket: Ticket) => heardAt.get(ticket.id) ?? ticket.openedAt
  const [last] = own
    .filter(({ status, roomId, urgency }) => isOneOf(status, OPEN_STATUSES) && roomId === heard.roomId && urgency !== 'emergency')
    .filter((ticket) => isWithin(community.windows.topicMinutes, at(ticket), now))
    .toSorted((a, b) => at(b).getTime() - at(a).getTime())
  return last ? { act: 'move', ticketId: last.id, action: 'withdraw' } : null
}

/**
 * 刚说的不用了: only their own, and only while nobody has finished it. A danger is called off by people alone, and what may be said to somebody else takes
 * nothing back: that, as what is another's (D14), keeps a note of it.
 */
export function respondToWithdrawal(heard: Heard, reading: Reading, situation: Situation): Response {
  const { own, named, now } = situation
  const recent = own.filter(({ status, openedAt }) => isOneOf(status, OPEN_STATUSES) && now.getTime() - openedAt.getTime() <= WITHDRAW_MS)
  const ticket = named ? recent.find(({ id }) => id === named.id) : recent.find((one) => isMeant(one, heard, reading))
  if (ticket && ticket.urgency !== 'emergency') return { act: 'move', ticketId: ticket.id, action: 'withdraw' }
  const other = ticket ?? findOther(heard, situation)?.ticket
  return other ? { act: 'note', action: 'callOff', ticketId: other.id, reason: 'nothingToWithdraw' } : stay('nothingToWithdraw')
}

/** Without its number: said to the bot, or where it was told, in plain words or about the same kind of thing. */
function isMeant({ roomId, category }: Ticket, heard: Heard, reading: Reading): boolean {
  if (isSpokenTo(heard)) return true
  return roomId === heard.roomId && !heard.text.startsWith('@') && (TAKES_BACK.test(heard.text) || category === reading.category)
}

/** The open matter that is named, else the one that this room has told of last. */
function findOther(heard: Heard, situation: Situation): OpenMatter | null {
  const { open, named } = situation
  const shown = open.filter(({ ticket }) => !ticket.private)
  if (named) return shown.find(({ ticket }) => ticket.id === named.id) ?? null
  const fresh = shown.filter((matter) => hasJustHeard(matter, heard, situation))
  return fresh.toSorted((a, b) => b.told.at(-1)!.at.getTime() - a.told.at(-1)!.at.getTime())[0] ?? null
}
