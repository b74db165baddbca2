import { describePlace, type Place } from '../../../core/reading/place.ts'
import { sayParty } from '../../../core/texts/party.ts'
import { sayWhen } from '../../../core/texts/time.ts'
import { nextDeadline } from '../../../core/ticket/deadline.ts'
import type { Ticket, TicketEventName } from '../../../core/ticket/ticket.ts'
import type { Clock } from '../parts.tsx'

/** What stands before the dot of a category. */
export const GROUP_NAMES: Record<string, string> = {
  facility: '设施维修',
  utility: '水电气暖',
  sanitation: '环境卫生',
  parking: '停车充电',
  noise: '噪音',
  safety: '公共安全',
  property: '物业服务',
  dispute: '邻里纠纷',
  illegal: '违建违规',
  care: '关爱帮扶',
  gov: '政务咨询',
  part: '社区参与',
  emergency: '紧急情况',
}

export const EVENT_NAMES: Record<TicketEventName, string> = {
  open: '登记工单',
  join: '又有人反映',
  detach: '移出一条反映',
  recall: '居民撤回了原话',
  edit: '修改内容',
  answer: '答复居民',
  answerByPhone: '电话或当面答复',
  callOff: '有居民说不用处理了',
  praise: '居民表扬',
  anger: '居民又发火了，请人工接手',
  leave: '一位居民撤回了反映',
  escalate: '交主任处理',
  plan: '整改方案',
  undo: '撤销上一步',
  preWarn: '时限快到了',
  breach: '超时，已报主任',
  supervise: '主任督办',
  route: '按规则派人',
  handOut: '转给没有账号的人',
  revoke: '收回链接',
  progress: '写了进展',
  reportIn: '部门报到',
  lateReportIn: '部门逾期未报到，已报主任',
  mediate: '调解',
  raise: '上报一级',
  whistle: '吹哨',
  timeOut: '没有人接单，退回待派',
  meet: '开专项协商会',
  rate: '居民评价',
  callback: '回访',
  accept: '受理',
  file: '确认立案',
  assign: '派单',
  bounce: '退单',
  takeUp: '开始办理',
  askResident: '请居民补充',
  hold: '暂缓办理',
  resume: '恢复办理',
  resolve: '办完，待核查',
  verify: '核查通过，办结',
  lapse: '三个工作日无人回话，办结',
  reopen: '重新办理',
  reject: '不予受理',
  withdraw: '居民撤回',
  merge: '并入其他工单',
  split: '从合并中拆出',
  refer: '转外部办理',
}

/** The day is quiet, the sequence is what people say to each other: JN-261121-**007**. */
export function TicketNumber({ number }: { number: string }) {
  const cut = number.lastIndexOf('-') + 1
  return (
    <span class="ticket-number">
      {number.slice(0, cut)}
      <b>{number.slice(cut)}</b>
    </span>
  )
}

const DUE = { respond: '前回应', resolve: '前办结', review: '复查' } as const

/** By when something is owed next, in red once the moment has passed. */
export function NextDeadline({ ticket, clock }: { ticket: Ticket; clock: Clock }) {
  const due = nextDeadline(ticket)
  if (!due) return <span class="soft">—</span>
  const isLate = due.at < clock.now
  return (
    <time datetime={due.at.toISOString()} class={`num ${isLate ? 'late' : ''}`}>
      {isLate
        ? `超时${sayLength(clock.now.getTime() - due.at.getTime())}`
        : `${sayWhen(due.at, clock.now, clock.timeZone)}${DUE[due.kind]}`}
    </time>
  )
}

/** Who acts: the party, and the colleague where one is named. */
export function sayWho({ party, category }: Pick<Ticket, 'party' | 'category'>, assignee: string | null | undefined): string {
  return assignee ? `${sayParty(party, category)} · ${assignee}` : sayParty(party, category)
}

export function sayPlaceOf(place: Place | null): string {
  return (place && describePlace(place)) || '位置不详'
}

/** How long ago, in the one unit that matters: 25分钟, 3小时, 2天. */
export function sayLength(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 60) return `${Math.max(1, minutes)}分钟`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)}小时`
  return `${Math.floor(minutes / (24 * 60))}天`
}
