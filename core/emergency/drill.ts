import { Temporal } from 'temporal-polyfill'
import { localTime, momentOf } from '../localTime.ts'
import { NUMERAL, readNumeral } from '../reading/numeral.ts'
import { hourOf, PART_OF_DAY } from '../reading/partOfDay.ts'
import { phrases } from '../reading/phrase.ts'
import { plainWords } from '../reading/words.ts'
import type { CategoryCode } from '../taxonomy/categories.ts'

/** What a room was told of a drill, and when. */
export type DrillTalk = { words: string; at: Date }

/** `rehearses`: the dangers that are played. */
type Drill = { rehearses: readonly CategoryCode[]; from: Date; until: Date }

/** So long before an announced drill what was told of it is looked for. */
export const DRILL_MEMORY_HOURS = 48

/** How a drill is called. */
export const DRILL_WORDS = ['演练', '演习'] as const

/** Whoever is hurt or missing while others rehearse a fire is hurt or missing. */
const REHEARSED = (
  [
    ['emergency.fire', ['消防|火|逃生|疏散|烟|警(报|铃|钟)']],
    ['emergency.gas', ['燃气|煤气|天然气']],
    ['emergency.lift_trapped', ['电梯']],
    ['emergency.collapse_flood', ['防汛|防洪|地震|防震']],
    ['emergency.drowning', ['溺水|落水']],
    ['emergency.violence', ['反恐|防暴']],
  ] as const
).map(([category, named]) => ({ category, named: phrases(named) }))

const OVER = phrases(['(演练|演习)…(结束|取消|改期|改到|推迟|停止)'])
const NOT_HERE_AND_NOW = phrases([
  '(?<!不)(不是|以为|好像|像是)‥(演练|演习)|昨[天日]|前天|上(次|趟|回|周|个?月)|去年|以前|当年|我们?(单位|公司)|(单位|公司|学校|幼儿园)(今天|刚才?|又)|(?<!不[是系]?)真(的|当|系)?(着火|起火|火烛|出事)',
])
const STARTS_NOW = phrases([
  '(演练|演习)…(马上|即刻|即将|现在|正在|分钟|已经?)…(开始|进行)|(演练|演习)开始[了啦](?![吗么没?])|正在…(演练|演习)',
])

const EARLY_MS = 20 * 60_000
const LENGTH_MS = 2 * 3_600_000

/**
 * Whether a room was told of a drill that rehearses such a danger and is on: it rings and smokes, and who has not read the notice asks what burns.
 * `told` in any order; who says that it is over, or put off, ends all that were told of before.
 */
export function isRehearsed(danger: CategoryCode, now: Date, told: readonly DrillTalk[], timeZone: string): boolean {
  const endings = told.filter(({ words }) => OVER.test(plainWords(words))).map(({ at }) => at.getTime())
  const ended = Math.max(Number.NEGATIVE_INFINITY, ...endings)
  const drills = told.flatMap((one) => (one.at.getTime() > ended ? (readDrill(one, timeZone) ?? []) : []))
  return drills.some(({ rehearses, from, until }) => rehearses.includes(danger) && from <= now && now <= until)
}

/** The drill that somebody tells of; null when they tell of none here, or not when it is. */
export function readDrill({ words, at }: DrillTalk, timeZone: string): Drill | null {
  const told = plainWords(words)
  if (!DRILL_WORDS.some((word) => told.includes(word)) || OVER.test(told) || NOT_HERE_AND_NOW.test(told)) return null
  const start = STARTS_NOW.test(told) ? at : startIn(told, at, timeZone)
  if (!start) return null
  const rehearses = REHEARSED.filter(({ named }) => named.test(told)).map(({ category }) => category)
  return { rehearses, from: new Date(start.getTime() - EARLY_MS), until: new Date(start.getTime() + LENGTH_MS) }
}

const TIME = new RegExp(
  `(?<part>${PART_OF_DAY})?[^。!?;]{0,2}?(?:(?<clock>\\d{1,2}):(?<minute>\\d{2})|(?<hour>${NUMERAL})[点时](?<half>半)?)`,
)
const FIRST_HOUR = 7

function startIn(words: string, at: Date, timeZone: string): Date | null {
  const groups = TIME.exec(words)?.groups
  const day = dayIn(words, localTime(at, timeZone).toPlainDate())
  if (!groups || !day) return null
  const { part, clock, hour, half } = groups
  const written = Number(clock ?? readNumeral(hour!))
  const isAfternoon = !part && !clock && written < FIRST_HOUR
  const time = { hour: hourOf(written, isAfternoon ? '下午' : part), minute: half ? 30 : Number(groups['minute'] ?? 0) }
  return time.hour < 24 && time.minute < 60 ? momentOf(day, Temporal.PlainTime.from(time), timeZone) : null
}

const NAMED_DAY =
  /(?<tomorrow>明[天日早晚]|听日)|(?<after>后[天日])|(?:(?<month>\d{1,2})月)?(?<date>\d{1,2})(?:日|号(?=[)上下中早晚周星,，(]))|(?<next>下)?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])/
const WEEKDAYS = '一二三四五六日'

/** The day that is named, today when none is. */
function dayIn(words: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  const groups = NAMED_DAY.exec(words)?.groups
  if (!groups) return today
  const { tomorrow, after, month, date, next, weekday } = groups
  if (tomorrow) return today.add({ days: 1 })
  if (after) return today.add({ days: 2 })
  if (weekday) {
    const ahead = WEEKDAYS.indexOf(weekday.replace('天', '日')) + 1 - today.dayOfWeek
    return today.add({ days: next ? ahead + 7 : (ahead + 7) % 7 })
  }
  if (month && (Number(month) < 1 || Number(month) > 12)) return null
  const first = today.with({ month: Number(month ?? today.month), day: 1 })
  return Number(date) >= 1 && Number(date) <= first.daysInMonth ? first.with({ day: Number(date) }) : null
}
