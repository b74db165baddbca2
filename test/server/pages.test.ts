import { asc, eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { mainAccount } from '../../core/account.ts'
import { moveTicket } from '../../core/ticket/move.ts'
import { openTicket } from '../../core/ticket/open.ts'
import { meetMember } from '../../db/members.ts'
import { openDatabase } from '../../db/open.ts'
import { openUnderNextNumber } from '../../db/openTicket.ts'
import { changeCommunity, createCommunity, createEstate } from '../../db/orgUnits.ts'
import { acknowledge } from '../../db/pageAnswers.ts'
import { escalate } from '../../db/pages.ts'
import { outbox, pages } from '../../db/schema/index.ts'
import { addAccount } from '../../db/signIn.ts'
import * as tickets from '../../db/tickets.ts'
import { createServerDatabase } from '../database.ts'

const at = new Date('2026-11-21T03:00:00+08:00')
const later = new Date(at.getTime() + 2 * 60_000)
const EMERGENCIES = 10

async function openOffice(url: string) {
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  onTestFinished(() => database.close())
  return database
}

/** Two processes on one database, and ten emergencies that ring at the first of two people on duty. */
async function openEmergencies() {
  const url = await createServerDatabase()
  const [left, right] = [await openOffice(url), await openOffice(url)]
  const { id: communityId } = await createCommunity(left.db, '锦宁社区')
  const estate = await createEstate(left.db, { communityId }, { name: '锦宁苑', code: 'JN' })
  const friends = []
  for (const id of ['甲', '乙']) {
    const sender = { id, nickname: id, alias: null, role: 'staff' as const, isFriend: true }
    friends.push(await meetMember(left.db, mainAccount('sandbox'), sender, null))
  }
  const duty = friends.map(({ id, nickname }) => ({ name: nickname, phone: '', post: '', memberId: id }))
  const community = await changeCommunity(left.db, { communityId }, { duty })
  for (let index = 0; index < EMERGENCIES; index++) {
    const reporter = { memberId: null, alias: '王姐', isFriend: false, roomId: null }
    const reading = { category: 'emergency.gas', summary: '煤气味', place: null, urgency: 'emergency' } as const
    await openUnderNextNumber(left.db, { community, estate, isEmergency: true, at }, [{ reporter, messageId: null, at }], (id, number) =>
      openTicket({
        id,
        number,
        community,
        estate,
        reporter,
        reading,
        emergency: 'gas',
        asksWhere: false,
        about: [],
        by: { kind: 'bot' },
        at,
      }),
    )
  }
  return { left: left.db, right: right.db, scope: { communityId }, ringing: await left.db.select().from(pages).orderBy(asc(pages.id)) }
}

test('two processes that wake for the same alarms call each next person once', async () => {
  const { left, right } = await openEmergencies()

  const tries = Array.from({ length: 4 * EMERGENCIES }, (_, index) => escalate(index % 2 ? left : right, later))
  const called = (await Promise.all(tries)).filter(Boolean)

  expect(called).toHaveLength(EMERGENCIES)
  const rows = await left.select().from(pages).orderBy(asc(pages.ticketId), asc(pages.position))
  const expected = Array.from({ length: EMERGENCIES }, (_, index) => [`${index + 1} 甲 passed`, `${index + 1} 乙 calling`]).flat()
  expect(rows.map(({ ticketId, name, status }) => `${ticketId} ${name} ${status}`)).toEqual(expected)
  expect(await left.$count(outbox)).toBe(2 * EMERGENCIES)
})

test('an answer that comes in the moment when the next person is called holds, whether by the button or by working on the ticket', async () => {
  const { left, right, scope, ringing } = await openEmergencies()
  const account = { ...scope, name: '陈静', username: 'chen', role: 'staff' as const, passwordHash: '-', mustChangePassword: false }
  const chen = await addAccount(left, account, later)

  const answers = ringing.map(({ id, ticketId }, index) =>
    index % 2
      ? acknowledge(left, scope, id, chen, later)
      : tickets.change(left, scope, ticketId!, (matter) =>
          moveTicket(matter, { action: 'file', by: { kind: 'staff', staff: chen }, at: later }),
        ),
  )
  const tries = Array.from({ length: 3 * EMERGENCIES }, () => escalate(right, later))
  await Promise.all([...answers, ...tries])

  expect(await left.$count(pages, eq(pages.status, 'acked'))).toBe(EMERGENCIES)
  expect(await left.$count(pages, eq(pages.status, 'calling'))).toBe(0)
})
