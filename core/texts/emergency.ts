import { EMERGENCY_KINDS, type EmergencyKind } from '../emergency/triggers.ts'
import type { Hotlines } from '../hotlines.ts'
import type { CategoryCode, Urgency } from '../taxonomy/categories.ts'

type Facts = { place: string | null; hotlines: Pick<Hotlines, 'gas' | 'lift'>; dutyPaged: boolean }

/** What to do first. Null: nothing is said in a group, people are sent for instead. */
const FIRST_STEPS: Record<EmergencyKind, ((facts: Facts) => string) | null> = {
  gas: ({ hotlines }) => `能关阀就关阀、开窗，别动任何开关和电器；马上到室外，再打${hotlines.gas ? `燃气抢修${hotlines.gas}或` : ''}119。`,
  fire: () => '请立即拨119，报小区名和几栋几层；走楼梯低姿撤离，别乘电梯。',
  lift_trapped: ({ hotlines }) =>
    `请按轿厢警铃，或拨梯内标牌电话${hotlines.lift ? `、${hotlines.lift}` : ''}、119，报电梯编号；别扒门、别跳。`,
  electric_shock: () => '别碰伤者，也别碰水，先断总闸或远离；请拨120、95598。',
  drowning: () => '别手拉手下水，递竿、抛绳；请拨110、119、120。',
  falling_object_injury: () => '请拨120、110，保护现场，远离楼下。',
  medical: () => '请立即拨120，派人到门口接车；附近会急救的邻居请帮忙。',
  self_harm: null,
  domestic_violence: null,
  violence: () => '请拨110，先保护自己，不要围观、拍摄。',
  missing_person: () => '请先拨110，不必等24小时；转发时别带证件号和住址。',
  dog_bite: () => '先用肥皂水冲洗伤口15分钟，尽快就医；伤重拨120，犬只还在伤人拨110。',
  fraud_in_progress: () => '请马上停止转账，拨110或96110。',
  poisoning: () => '请撤到空气流通处，开门窗通风，马上拨120，气味不明再拨119。',
  collapse_flood: () => '请撤到安全处，拨119、110；不要返回取物。',
}

/** What the person who told of it hears instead, alone; it fits a neighbour as well as the one in need. */
const IN_PRIVATE: Partial<Record<EmergencyKind, (taken: string) => string>> = {
  self_harm: (taken) => `⚠️眼前有危险请马上拨110、120。心里难受可以打12356，全天有人接听。${taken}和您联系。本消息由AI小助手发出。`,
  domestic_violence: (taken) => `⚠️请先保护自己，马上拨110；妇女维权可打12338。${taken}私下和您联系，不会说是谁反映的。`,
}

/** Nobody is promised soon who has not been called. */
export function emergencyInPrivate(kind: EmergencyKind, { dutyPaged }: Pick<Facts, 'dutyPaged'>): string | null {
  return IN_PRIVATE[kind]?.(dutyPaged ? '您说的已交给工作人员，会尽快' : '您说的已记下，工作人员看到后会') ?? null
}

/** Whether a group may at least hear where it goes on in private; of self-harm it hears nothing at all. */
export function isPointedTo(kind: EmergencyKind): boolean {
  return kind !== 'self_harm'
}

/** The one line said to a group, or null when the group must not hear of it. It never claims that anyone has called the police. */
export function emergencyLine(kind: EmergencyKind | null, facts: Facts): string | null {
  const firstStep = kind && FIRST_STEPS[kind]
  if (!firstStep) return null
  const duty = facts.dutyPaged ? '已通知值班人员，' : ''
  return `⚠️${facts.place ? `${facts.place}：` : ''}${firstStep(facts)}${duty}群消息不能代替报警电话。`
}

/** What is asked once where nobody said where it is. Null: the words alone are enough to act on. */
const QUESTIONS: Record<EmergencyKind, string | null> = {
  gas: '在几栋几单元？有没有人受伤？',
  fire: '在几栋几单元？有没有人受伤？',
  lift_trapped: '在几栋几单元？有没有人受伤？',
  electric_shock: '在什么位置？有没有人受伤？',
  drowning: '在什么位置？',
  falling_object_injury: '在几栋几单元？',
  medical: '在几栋几单元？',
  self_harm: null,
  domestic_violence: null,
  violence: '在什么位置？有没有人受伤？',
  missing_person: '最后在什么位置看到的？',
  dog_bite: '在什么位置？',
  fraud_in_progress: null,
  poisoning: '在几栋几单元？有没有人受伤？',
  collapse_flood: '在什么位置？有没有人受伤？',
}

export function emergencyQuestion(kind: EmergencyKind): string {
  return QUESTIONS[kind] ?? ''
}

/** The kind of emergency a category stands for, null for an everyday one. */
export function emergencyKindOf(category: CategoryCode): EmergencyKind | null {
  return EMERGENCY_KINDS.find((kind) => category === `emergency.${kind}`) ?? null
}

/** Whether people are called: for a cry, for a grave category, and for what a reader holds to be urgent beyond all. */
export function callsPeople(emergency: EmergencyKind | null, { urgency }: { urgency: Urgency }): boolean {
  return emergency !== null || urgency === 'emergency'
}
