import type { Ticket } from '../core/ticket/ticket.ts'

const OPENED_AT = new Date('2026-11-21T10:00:00+08:00')

/** A ticket of the sample community, for tests that need no database; `facts` is what the test is about. */
export function sampleTicket(facts: Partial<Ticket> = {}): Ticket {
  return {
    id: 1,
    communityId: 1,
    estateId: 2,
    roomId: 3,
    number: 'JN-261121-001',
    status: 'pendingReview',
    category: 'facility.lighting',
    summary: '8栋2单元楼道灯不亮',
    firstSummary: '8栋2单元楼道灯不亮',
    place: null,
    urgency: 'normal',
    tier: 'green',
    private: false,
    party: 'property',
    assigneeId: null,
    resolvedById: null,
    outcome: null,
    reopenCount: 0,
    mergedIntoId: null,
    reviewAt: null,
    respondBy: null,
    resolveBy: null,
    openedAt: OPENED_AT,
    filedAt: null,
    resolvedAt: null,
    closedAt: null,
    version: 1,
    ...facts,
  }
}
