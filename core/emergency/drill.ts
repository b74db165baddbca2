import { Temporal } from 'temporal-polyfill'
import { localTime, momentOf } from '../localTime.ts'
import { NUMERAL, readNumeral } from '../reading/numeral.ts'
import { phrases } from '../reading/phrase.ts'
import { plainWords } from '../reading/words.ts'

/** What a room was told, and when. */
export type Told = { words: string; at: Date }

type Hours = { from: Date; until: Date }

/** So long before an announced drill what was told of it is looked for. */
export const DRILL_MEMORY_HOURS = 48

/** How a drill is called. */
export const DRILL_WORDS = ['演练', '演习'] as const
const NOT_HERE_AND_NOW = phrases([
  '(?<!不)(不是|唔系|以为|好像|像是)‥(演练|演习)|(演练|演习)…(结束|取消|改期|改到|推迟)|昨[天日]|前天|上(次|趟|回|周|个?月)|去年|以前|当年|我们?(单位|公司)|(单位|公司|学校|幼儿园)(今天|刚才?|又)|(?<!不[是系]?)真(的|当|系)?(着火|起火|火烛|出事)',
])
const STARTS_NOW = phrases([
  '(演练|演习)…(马上|即刻|即将|现在|正在|分钟|已经?)…(开始|进行)|(演练|演习)开始[了啦](?![吗么没?])|正在…(演练|演习)',
])

const EARLY_MS = 20 * 60_000
const LENGTH_MS = 2 * 3_600_000

/** Whether a drill that a room was told of is on: it rings and smokes, and who has not read the notice asks what burns. */
export function isDrillOn(now: Date, told: readonly Told[], timeZone: string): boolean {
  return told.some((one) => {
    const hours = hoursOfDrill(one, timeZone)
    return hours !== null && hours.from <= now && now <= hours.until
  })
}

/** When the drill that somebody tells of is on; null when they tell of none, or not when. */
export function hoursOfDrill({ words, at }: Told, timeZone: string): Hours | null {
  const told = plainWords(words)
  if (!DRILL_WORDS.some((word) => told.includes(word)) || NOT_HERE_AND_NOW.test(told)) return null
  const start = STARTS_NOW.test(told) ? at : startIn(told, at, timeZone)
  return start && { from: new Date(start.getTime() - EARLY_MS), until: new Date(start.getTime() + LENGTH_MS) }
}

const PART = '(?<part>凌晨|早上|早晨|上午|上昼|中午|下午|下昼|傍晚|晚上)?'
const TIME = new RegExp(`${PART}[^。!?;]{0,2}?(?:(?<clock>\\d{1,2}):(?<minute>\\d{2})|(?<hour>${NUMERAL})[点时](?<half>半)?)`)
const LATE_PARTS = ['下午', '下昼', '傍晚', '晚上']
const FIRST_HOUR = 7

function startIn(words: string, at: Date, timeZone: string): Date | null {
  const groups = TIME.exec(words)?.groups
  const day = dayIn(words, localTime(at, timeZone).toPlainDate())
  if (!groups || !day) return null
  const { part, clock, hour, half } = groups
  const written = Number(clock ?? readNumeral(hour!))
  const isLate = LATE_PARTS.includes(part!) || (!part && !clock && written < FIRST_HOUR)
  const time = { hour: written < 12 && isLate ? written + 12 : written, minute: half ? 30 : Number(groups['minute'] ?? 0) }
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
  const day = today.with({ month: Number(month ?? today.month), day: 1 })
  return Number(date) >= 1 && Number(date) <= day.daysInMonth ? day.with({ day: Number(date) }) : null
}
