import { openTicket } from '../core/ticket/open.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import { COMMUNITY } from './settings.ts'

const OPENED = openTicket({
  id: 1,
  number: 'JN-261121-001',
  community: COMMUNITY,
  estate: { id: 2, communityId: 1, name: '和风苑', code: 'JN', managementModel: 'property' },
  reporter: { memberId: 4, alias: '王姐', isFriend: false, roomId: 3 },
  reading: { category: 'facility.lighting', summary: '8栋2单元楼道灯不亮', place: null, urgency: 'normal' },
  emergency: null,
  asksWhere: false,
  about: [],
  by: { kind: 'bot' },
  at: new Date('2026-11-21T10:00:00+08:00'),
}).ticket

/** A ticket of the sample community, for tests that need no database; `facts` is what the test is about. Nothing is promised. */
export function sampleTicket(facts: Partial<Ticket> = {}): Ticket {
  return { ...OPENED, respondBy: null, resolveBy: null, ...facts }
}
