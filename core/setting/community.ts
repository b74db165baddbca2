import type { SpecialDay } from '../calendar/specialDay.ts'
import type { Community, DutyPerson } from '../community.ts'
import { CATEGORIES, TIERS } from '../taxonomy/categories.ts'
import { HOTLINE_NAMES } from '../texts/article.ts'
import { PARTY_NAMES } from '../texts/party.ts'
import { DAY_KIND_NAMES } from '../texts/setting.ts'
import { TIER_NAMES } from '../texts/ticket.ts'
import { WORDING_NAMES, WORDING_TITLES } from '../texts/wording.ts'
import type { OwnTerms } from '../ticket/terms.ts'
import type { Facts, Thing } from './difference.ts'
import { hideAll, hideMobiles, hideName, hidePhone } from './personal.ts'

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const
/** Every setting there is, as the log tells it: a new one does not compile before it is named here. */
const FACTS: { [setting in Exclude<keyof Community, 'id'>]: (community: Community) => Facts } = {
  name: ({ name }) => ({ 社区名称: name }),
  contact: ({ contact }) => ({ 联系方式: hideMobiles(contact) }),
  timeZone: ({ timeZone }) => ({ 时区: timeZone }),
  week: ({ week }) => Object.fromEntries(week.map((shifts, day) => [WEEKDAYS[day]!, shifts.map(sayShift).join('、')])),
  specialDays: ({ specialDays }) => ({ 日子: specialDays.map(sayDay) }),
  tierTerms: ({ tierTerms }) =>
    Object.fromEntries(
      TIERS.map((tier) => [TIER_NAMES[tier], `${tierTerms[tier].updateDays} 个工作日说一次进展，${tierTerms[tier].resolveHours} 小时办结`]),
    ),
  categoryTerms: ({ categoryTerms }) =>
    Object.fromEntries(CATEGORIES.map(({ code, name }) => [name, categoryTerms[code] ? sayTerms(categoryTerms[code]) : null])),
  routing: ({ routing }) => ({
    几小时没人接单退回: String(routing.takeUpHours),
    部门几小时内报到: String(routing.reportInHours),
    链接几天有效: String(routing.linkDays),
    调解: routing.mediation.map(({ by, hours }) => `${PARTY_NAMES[by]} ${hours} 小时`).join('、'),
  }),
  hotlines: ({ hotlines }) =>
    Object.fromEntries(Object.entries(HOTLINE_NAMES).map(([kind, name]) => [name, hotlines[kind as keyof typeof HOTLINE_NAMES]])),
  duty: ({ duty }) => Object.fromEntries(duty.map((person, index) => [`第 ${index + 1} 位`, sayDuty(person)])),
  paging: ({ paging }) => ({
    几分钟没人确认呼叫下一位: String(paging.ackMinutes),
    几分钟没人确认呼叫负责人: String(paging.headMinutes),
  }),
  reminders: ({ reminders }) => ({ 前一天提醒: reminders.eveAt, 开始前几小时提醒: String(reminders.hoursBefore) }),
  pace: ({ pace }) => ({ 两句之间: `${pace.minMs / 1000}–${pace.maxMs / 1000} 秒` }),
  patience: ({ patience }) => ({ 说完一句后等: `${patience.textSeconds} 秒`, 只发照片后等: `${patience.photoSeconds} 秒` }),
  windows: ({ windows }) => ({
    接着说: `${windows.topicMinutes} 分钟`,
    等答复: `${windows.answerMinutes} 分钟`,
    我家也是: `${windows.meTooMinutes} 分钟`,
    同一次紧急情况: `${windows.incidentMinutes} 分钟`,
  }),
  burst: ({ burst }) => ({ 苗头: `${burst.hours} 小时 ${burst.people} 人` }),
  quietHours: ({ quietHours }) => ({
    夜里安静: quietHours.night && sayShift(quietHours.night),
    午间安静: quietHours.noon && sayShift(quietHours.noon),
  }),
  budget: ({ budget }) => ({
    每小时: `${budget.perHour} 句`,
    每天: `${budget.perDay} 句`,
    攒几分钟合成一句: String(budget.combineMinutes),
    进展小结: budget.digestAt,
  }),
  certainty: ({ certainty }) => ({ 把握: `${Math.round(certainty * 100)}%` }),
  wordings: ({ wordings }) =>
    Object.fromEntries(WORDING_NAMES.map((name) => [WORDING_TITLES[name], wordings[name] === undefined ? null : hideAll(wordings[name])])),
  mutedAt: ({ mutedAt }) => ({ 说话: mutedAt ? '只说紧急' : '照常' }),
}

export function pictureCommunity(community: Community): Thing {
  const facts = Object.values(FACTS).map((say) => say(community))
  return { id: community.id, name: community.name, facts: Object.assign({}, ...facts) as Facts }
}

function sayShift([from, to]: readonly [string, string]): string {
  return `${from}–${to}`
}

function sayDay({ day, kind, name, worksAs }: SpecialDay): string {
  return [day, name, DAY_KIND_NAMES[kind], worksAs && `按${WEEKDAYS[worksAs - 1]}`].filter(Boolean).join(' ')
}

function sayTerms({ responseHours, resolveHours, party }: OwnTerms): string {
  const within = (hours: number | null, what: string) => (hours === null ? `${what}不限` : `${hours} 小时${what}`)
  return [within(responseHours, '回应'), within(resolveHours, '办结'), PARTY_NAMES[party]].join('，')
}

function sayDuty({ name, post, phone, staffId }: DutyPerson): string {
  return [hideName({ name, staffId }), post, hidePhone(phone)].filter(Boolean).join(' ')
}
