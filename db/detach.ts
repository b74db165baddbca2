import { and, eq, isNull } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import { detachReport } from '../core/ticket/detach.ts'
import type { Db } from './client.ts'
import { keepApart } from './corrections.ts'
import { messages, reports, tickets } from './schema/index.ts'
import { change } from './tickets.ts'

/** Takes a message off a ticket: it waits for a person again. @throws Refusal `not-found`, `illegal-move` for the only one */
export function detach(db: Db, scope: Scope, ticketId: number, reportId: number, { staff, at }: { staff: Staff; at: Date }): Promise<void> {
  return db.transaction(async (tx) => {
    // The ticket first, as everybody does who changes what stands behind it.
    await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, ticketId)).for('update')
    const ofTicket = and(eq(reports.communityId, scope.communityId), eq(reports.ticketId, ticketId), isNull(reports.withdrawnAt))
    const told = await tx
      .select({ id: reports.id, alias: reports.alias, messageId: reports.messageId, words: messages.text })
      .from(reports)
      .innerJoin(messages, eq(messages.id, reports.messageId))
      .where(ofTicket)
    const report = told.find(({ id }) => id === reportId)
    if (!report?.messageId) throw new Refusal('not-found', { report: reportId })
    const isOnly = (await tx.$count(reports, ofTicket)) === 1
    await tx.delete(reports).where(eq(reports.id, reportId))
    const ticket = await change(tx, scope, ticketId, (matter) =>
      detachReport(matter, { ...report, isOnly }, { by: { kind: 'staff', staff }, at }),
    )
    await keepApart(tx, scope, report.messageId, ticket, { staff, at })
    await tx.update(messages).set({ outcome: 'waiting', reason: 'unsure', settledAt: at }).where(eq(messages.id, report.messageId))
  })
}
