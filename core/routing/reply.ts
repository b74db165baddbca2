import type { Heard, Response } from '../conversation/situation.ts'
import { mask } from '../mask.ts'
import { readEmergency } from '../reading/offline.ts'
import { findNumbers } from '../ticket/number.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { TicketLink } from './link.ts'

/** What somebody without an account tells of the work they were handed. */
export type Word = 'takeUp' | 'progress' | 'done' | 'bounce'

/** A ticket that is in somebody's hands by a link, newest link first. `saidDone`: they have told that it is done, and a photo is still owed. */
export type Handed = { link: TicketLink; ticket: Ticket; saidDone: boolean }

/** What they were asked last: of which tickets, in this order, and what they had said. */
export type Which = { numbers: readonly string[]; said: string; photo: string | null; at: Date }

/** Words and photo about one ticket, as data: nothing in them is carried out. */
export type HandlerReply = { word: Word; note: string; photo: string | null }

const LONGEST = 200
const WHICH_MS = 24 * 3_600_000

const ASKS = /[？?]|[吗么呢]$|什么|怎么|哪|谁|几[号栋点]|多少/
const NOT_YET =
  /没|未|不|别|才能|还(要|得|差|需)|再|等|明[天早晚]|后天|下(午|周|次)|晚上|今晚|周[一二三四五六日天]|快(要|好)?了?$|要.{0,3}(夜|晨|天|点|时|周|月)|后半夜|凌晨|得(等|有|[一两三四五六七八九十半几\d])|就(要|快)|如果|要是|准备|打算|争取|尽[快量]/
const DONE =
  /(修|换|弄|搞|装|接|通|清|补|焊|处理|解决|办|疏通|维修|更换|清理|安装|固定|加固|关)(好|完|妥|通|掉|净|理好|理完)|(解决|更换|处理|疏通|修复|恢复|清理|清运|维修)了|完工|完成|搞定|已经?(修|换|好|处理|解决|清理|更换|疏通|恢复|维修)(?!中)|^(修|换|弄)了|恢复(正常|供[电水暖气]|使用|运行)|没问题了|能用了|亮了|不漏了/
const BARE_DONE = /^(都?好了|完了|ok了?|妥了|弄完了)[。!！~～ ]*$/i
const ASKS_WHOSE = /是不是|[？?]|[吗吧呢][。!！]*$/
const BOUNCE =
  /(不是|不归|不属于|不该|不由)(我们?|俺们?|咱们?|本(单位|公司|部门|局))?.{0,4}(管|负责|范围|辖区|职责)|管不了|不归我们|不是(我们|咱们)(的(事|活|问题|设备)?)?[。!！，, ]*$|我们不(负责|管)|退(单|回)/
const TAKE_UP = /^(收到|好的?|好嘞|行|可以|接(单|了)|我(来|接了?|去)|知道了|明白|ok|嗯+)[了啦哈呀]?[。!！~～ ]*$/i
const PROGRESS =
  /[明后今]天|上午|下午|中午|晚上|今晚|后半夜|凌晨|周[一二三四五六日天末]|\d+(点|号|日|分钟|小时)|马上|等(会|下|一)|一会|这就|现在(去|来|过)|在?路上|到(了|达)|现场|上门|配件|材料|缺|差|正在|(处理|维修|更换|清理|疏通|抢修|施工|安装)中|审批|报价|签字|在(修|弄|换|处理|查|看|做)|安排|派(了|人|师傅)|检查|看(了|过)|查(了|过|到)|找到|原因|需要|还(要|得)|没(修|弄|换|处理)|修不了|联系|厂家|施工|开工|抢修|停[水电气]/

/** What is told of the work. Null: it is about something else, or is a question, and goes the way of all words. */
export function readWord(text: string): Word | null {
  const words = text.normalize('NFKC').trim()
  if (words === '' || [...words].length > LONGEST || readEmergency({ text: words })) return null
  if (BOUNCE.test(words) && !ASKS_WHOSE.test(words)) return 'bounce'
  if (BARE_DONE.test(words)) return 'done'
  if (TAKE_UP.test(words)) return 'takeUp'
  if (ASKS.test(words)) return null
  if (DONE.test(words) && !NOT_YET.test(words.replace(/没问题|不漏了/g, ''))) return 'done'
  return PROGRESS.test(words) ? 'progress' : null
}

/** 好了 alone may be a resident's word about what they had reported themselves. */
export function isBareWord(text: string): boolean {
  return BARE_DONE.test(text.normalize('NFKC').trim())
}

/**
 * What somebody with work in hand says in private: about the ticket they name, else their only one; of several they are asked once, and their answer is about
 * what they had said. Null: it is about something else.
 */
export function respondToHandler(
  heard: Heard & { mediaHash: string | null },
  handed: readonly Handed[],
  which: Which | null,
  now: Date,
): Response | null {
  if (heard.roomId !== null || heard.fromBot || handed.length === 0) return null
  const isAsked = which !== null && now.getTime() - which.at.getTime() <= WHICH_MS
  const picked = isAsked ? pick(heard.text, which, handed) : null
  if (picked && which) return handle(picked, which.said, which.photo)

  const photo = heard.kind === 'image' ? heard.mediaHash : null
  const words = photo ? '' : withoutNumbers(heard.text)
  if (!photo && (heard.kind !== 'text' || readWord(words) === null)) return null
  const numbers = findNumbers(heard.text)
  const named = handed.find(({ ticket }) => numbers.includes(ticket.number))
  if (numbers.length > 0 && !named) return null
  const only = named ?? (handed.length === 1 ? handed[0] : undefined)
  if (only) return handle(only, words, photo)
  return isAsked ? { act: 'wait', reason: 'unsure' } : { act: 'askWhich', handed }
}

/** By its number, or by its place in what they were asked. */
function pick(text: string, { numbers }: Which, handed: readonly Handed[]): Handed | null {
  const words = text.normalize('NFKC').trim()
  const [number] = findNumbers(words)
  const place = /^第?([1-9])[个件条号。.]?$/.exec(words)?.[1]
  const meant = number && withoutNumbers(words) === '' ? number : place && numbers[Number(place) - 1]
  return handed.find(({ ticket }) => ticket.number === meant) ?? null
}

function withoutNumbers(text: string): string {
  return text.replace(/[A-Za-z]{1,6}-?\d{6}-?\d{1,4}/g, '').replace(/^[\s:：,，、。]+|[\s:：,，、]+$/g, '')
}

/** A photo alone shows how it goes on; after 修好了 it is the one that was missing. */
function handle({ link, saidDone }: Handed, said: string, photo: string | null): Response {
  const word = readWord(said) ?? (saidDone ? 'done' : 'progress')
  return { act: 'handle', link, reply: { word, note: mask(said), photo } }
}
