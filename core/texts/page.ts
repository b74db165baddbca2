import type { AlarmReason } from '../emergency/page.ts'
import { mask } from '../mask.ts'
import { describePlace } from '../reading/place.ts'
import { categoryOf } from '../taxonomy/categories.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { sayClock } from './time.ts'

/** What somebody must know who is called: who said it, where and when; no phone, and no place closer than an entrance. */
export type Alarm = { reason: AlarmReason; headline: string; who: string | null; where: string | null; at: Date; number: string | null }

/** What those hear in private who are called in an emergency. */
export const pageTexts = {
  call(alarm: Alarm, timeZone: string): string {
    return `⚠️${CALLS[alarm.reason](alarm, sayClock(alarm.at, timeZone))}回“收到”确认。${alarm.number ? `（${alarm.number}）` : ''}`
  },

  /** Called when nobody else can be. */
  whoeverIsAtTheConsole: () => '控制台前的同事',

  taken(reason: AlarmReason): string {
    if (reason === 'stranger' || reason === 'duringDrill') return '已记下由您处理。请到控制台“待人工”核实：是真的就建工单，不是就点“忽略”。'
    return '已记下由您处理。办好后请在控制台写一句结果，群里会听到。'
  },

  takenBefore: (name: string) => `${name}已经接手，谢谢您。`,
}

const CALLS: Record<AlarmReason, (alarm: Alarm, time: string) => string> = {
  emergency: ({ headline, who, where }, time) => `${headline}，${who ?? '居民'}${time}在${where ?? '私聊里'}说。请马上处理，`,
  unsaid: ({ headline, where }) => `${headline}：提醒没有发出去，请马上到${where ?? '私聊里'}人工提醒，`,
  stranger: ({ headline }, time) => `${time}有陌生人私聊小助手，像是${headline}，不知在哪个小区。请马上到控制台“待人工”查看，`,
  duringDrill: ({ headline, who, where }, time) =>
    `演练时${who ?? '居民'}${time}在${where ?? '群里'}喊，像是${headline}，拿不准是不是演练。请马上到控制台“待人工”查看，`,
  drill: ({ headline }) => `${headline}，`,
}

/** What happened and where, in the fewest words: 5栋燃气泄漏. */
export function sayIncident({ place, category }: Pick<Ticket, 'place' | 'category'>): string {
  return `${place ? mask(describePlace(place)) : ''}${categoryOf(category).spoken}`
}
