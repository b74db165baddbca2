import { expect, test } from 'vitest'
import { respondToCall, respondToIncident } from '../../core/conversation/incident.ts'
import type { Heard, Situation } from '../../core/conversation/situation.ts'
import { isCryOfStaff } from '../../core/emergency/emergency.ts'
import { readOffline } from '../../core/reading/offline.ts'
import { findPlace } from '../../core/reading/place.ts'
import { openTicket } from '../../core/ticket/open.ts'
import { COMMUNITY as community } from '../settings.ts'

const at = new Date('2026-11-21T09:00:00+08:00')
const now = new Date('2026-11-21T09:05:00+08:00')
const estate = { id: 2, communityId: 1, name: '锦宁苑', code: 'JN', managementModel: 'property' as const }

function heard(text: string, roomId: number | null = 3): Heard {
  const rest = { kind: 'text' as const, quote: null, mentionsBot: false, fromBot: false, hasPhoto: false, sentAt: now, room: null }
  return { id: 2, communityId: 1, roomId, member: { id: 4, role: 'resident', isFriend: true }, alias: '赵叔', text, ...rest }
}

/** Five minutes after the speaker told of a gas smell in room 3. */
function afterGas(): Situation {
  const reporter = { memberId: 4, alias: '赵叔', isFriend: false, roomId: 3 }
  const reading = { category: 'emergency.gas', summary: '煤气味', place: null, urgency: 'emergency' } as const
  const opening = { id: 7, number: 'JN-261121-001', community, estate, reporter, reading, emergency: 'gas', asksWhere: false } as const
  const { ticket } = openTicket({ ...opening, about: [], by: { kind: 'bot' }, at })
  const quiet = { hasBefore: false, isHandedOver: false }
  return {
    community,
    estate,
    own: [ticket],
    named: null,
    emergencies: [ticket],
    outbursts: quiet,
    known: null,
    open: [],
    loose: [],
    heardAt: new Map(),
    lastTold: [],
    hasHelp: false,
    drills: [],
    now,
  }
}

function respondTo(text: string, roomId = 3, situation = afterGas()) {
  return respondToIncident(heard(text, roomId), readOffline({ text }), findPlace(text), situation)
}

test.each(['5栋2单元', '5栋', '在三号楼那边', '没人受伤', '3栋1单元，人没事', '有人受伤了'])(
  '“%s” joins the emergency of a moment ago',
  (text) => {
    expect(respondTo(text)).toMatchObject({ act: 'join', ticketId: 7, tells: false })
  },
)

test.each(['5栋着火了', '5栋停水了', '今晚吃啥', '有老人晕倒了'])('“%s” is another matter', (text) => {
  expect(respondTo(text)).toBeNull()
})

test('what names another building is no part of it, nor of a private one what tells more than where', () => {
  const at9 = { building: '9', entrance: null, spot: null }
  const near9 = { ...afterGas(), own: [{ ...afterGas().own[0]!, place: at9 }] }
  const hidden = { ...afterGas(), own: [{ ...afterGas().own[0]!, private: true }] }
  const dropped = '18栋门口花坛砖掉了'
  expect(respondTo('9栋三楼最里面那家', 3, near9)).toMatchObject({ act: 'join' })
  expect(respondTo(dropped, 3, near9)).toBeNull()
  expect(respondTo(dropped, 3, hidden)).toBeNull()
  expect(respondTo('在5栋2单元', 3, hidden)).toMatchObject({ act: 'join' })
})

test('a second cry of the speaker that names no danger is of the same emergency for as long as the community says', () => {
  const { incidentMinutes, answerMinutes } = community.windows
  const after = (minutes: number) => ({ ...afterGas(), now: new Date(at.getTime() + minutes * 60_000) })
  expect(incidentMinutes).toBeGreaterThan(answerMinutes)
  expect(respondTo('快来人啊救命', 3, after(incidentMinutes))).toMatchObject({ act: 'join', ticketId: 7, tells: false })
  expect(respondTo('快来人啊救命', 3, after(incidentMinutes + 1))).toBeNull()
})

test('what is said in another group does not join', () => {
  expect(respondTo('5栋2单元', 9)).toBeNull()
})

test('only a yes in private answers a call', () => {
  const call = { communityId: 1, incident: 'ticket 7', reason: 'emergency' as const, name: '周网格', takenBy: null }
  expect(respondToCall(heard('收到', null), call)).toEqual({ act: 'takeOn', call })
  expect(respondToCall(heard('收到'), call)).toBeNull()
  expect(respondToCall(heard('怎么了', null), call)).toBeNull()
  expect(respondToCall(heard('收到', null), null)).toBeNull()
})

test.each([
  ['3栋电梯困人了，快来人', true],
  ['5栋好大煤气味，我们正在过去', true],
  ['3栋电梯困人已处理完毕', false],
  ['5栋煤气泄漏已排除', false],
  ['今天下午消防演练，冒烟别怕', false],
  ['收到，马上安排', false],
])('“%s” from the property company calls people: %s', (text, isCry) => {
  expect(isCryOfStaff(text)).toBe(isCry)
})
