import { eq, sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { mainAccount } from '../../core/account.ts'
import type { Staff } from '../../core/staff.ts'
import { moveTicket } from '../../core/ticket/move.ts'
import { openTicket } from '../../core/ticket/open.ts'
import type { Ticket } from '../../core/ticket/ticket.ts'
import type { Db } from '../../db/client.ts'
import { meetMember } from '../../db/members.ts'
import { openDatabase } from '../../db/open.ts'
import { openUnderNextNumber } from '../../db/openTicket.ts'
import { createCommunity, createEstate } from '../../db/orgUnits.ts'
import { outbox, tickets as rows } from '../../db/schema/index.ts'
import { addAccount } from '../../db/signIn.ts'
import * as tickets from '../../db/tickets.ts'
import { undo } from '../../db/undo.ts'
import { createServerDatabase } from '../database.ts'

const at = new Date('2026-11-21T09:00:00+08:00')
const PAIRS = 10

async function openOffice(url: string): Promise<Db> {
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  onTestFinished(() => database.close())
  return database.db
}

/** Two consoles on one database, and a colleague at each. */
async function openOffices() {
  const url = await createServerDatabase()
  const [left, right] = [await openOffice(url), await openOffice(url)]
  const community = await createCommunity(left, '锦宁社区')
  const scope = { communityId: community.id }
  const estate = await createEstate(left, scope, { name: '锦宁苑', code: 'JN' })
  const colleague = (name: string, username: string) =>
    addAccount(left, { ...scope, name, username, role: 'staff', passwordHash: '-', mustChangePassword: false }, at)
  const wang = { id: 'wang', nickname: '王姐', alias: null, role: 'resident' as const, isFriend: true }
  const { id: memberId } = await meetMember(left, mainAccount('sandbox'), wang, null)
  const reporter = { memberId, alias: '王姐', isFriend: true, roomId: null }
  const reading = { category: 'facility.lighting', summary: '楼道灯不亮', place: null, urgency: 'normal' } as const
  const open = () =>
    openUnderNextNumber(left, { community, estate, isEmergency: false, at }, [{ reporter, messageId: null, at }], (id, number) =>
      openTicket({
        ...{ id, number, community, estate, reporter, reading, at },
        ...{ emergency: null, asksWhere: false, about: [], by: { kind: 'bot' } as const },
      }),
    )
  return { left, right, scope, chen: await colleague('陈静', 'chen'), li: await colleague('李主任', 'li'), open }
}

test('of two merges that cross, one is done: nothing goes into what has gone into it', async () => {
  const { left, right, scope, chen, li, open } = await openOffices()
  const merge = (db: Db, staff: Staff, ticket: Ticket, { id }: Ticket) =>
    db.transaction(async (tx) => {
      const target = await tickets.lockTarget(tx, scope, ticket.id, id)
      return tickets.change(tx, scope, ticket.id, (matter) =>
        moveTicket(matter, { action: 'merge', by: { kind: 'staff', staff }, at, target }),
      )
    })
  const pairs = []
  for (let index = 0; index < PAIRS; index++) pairs.push([await open(), await open()] as const)
  const crossing = pairs.flatMap(([one, other]) => [merge(left, chen, one, other), merge(right, li, other, one)])
  const ends = await Promise.allSettled(crossing)

  expect(ends.flatMap((end) => (end.status === 'rejected' ? (end.reason as { code?: string }).code : []))).toEqual(
    Array(PAIRS).fill('ended'),
  )
  expect(await left.$count(rows, eq(rows.status, 'merged'))).toBe(PAIRS)
})

test('words that begin to be said while a step is taken back are said, and the step stays', async () => {
  const { left, right, scope, chen, open } = await openOffices()
  const { id } = await open()
  const by = { kind: 'staff', staff: chen } as const
  await tickets.change(left, scope, id, (matter) => moveTicket(matter, { action: 'reject', by, at, note: '树是邻小区的' }))
  const undone = await left.transaction(async (tx) => {
    await tx.update(outbox).set({ status: 'sending' }).where(eq(outbox.ticketId, id))
    const undoing = Promise.allSettled([undo(right, scope, id, { staff: chen, at })])
    await expect.poll(() => waits(left)).toBe(true)
    return () => undoing
  })

  expect(await undone()).toMatchObject([{ status: 'rejected', reason: { code: 'not-allowed' } }])
  const [ticket] = await left.select().from(rows)
  expect(ticket).toMatchObject({ status: 'rejected' })
})

/** Whether one connection waits for another. */
async function waits(db: Db): Promise<boolean> {
  const waiting = sql`(select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')`
  const [row] = await db.select({ waits: sql<boolean>`exists ${waiting}` }).from(sql`(select 1) one`)
  return row!.waits
}
