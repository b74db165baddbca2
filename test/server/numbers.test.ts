import { expect, onTestFinished, test } from 'vitest'
import { openTicket } from '../../core/ticket/open.ts'
import type { Reporter } from '../../core/ticket/ticket.ts'
import type { Database } from '../../db/client.ts'
import { openDatabase } from '../../db/open.ts'
import { openUnderNextNumber } from '../../db/openTicket.ts'
import { createCommunity, createEstate } from '../../db/orgUnits.ts'
import { createServerDatabase } from '../database.ts'

const at = new Date('2026-11-21T09:00:00+08:00')
const reporter: Reporter = { memberId: null, alias: '王姐', isFriend: false, roomId: null }
const reading = { category: 'facility.lighting', summary: '楼道灯不亮', place: null, urgency: 'normal' } as const

async function openOffice(url: string): Promise<Database> {
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  onTestFinished(() => database.close())
  return database
}

test('two writers at once give out every number once and leave none out, even when openings fail', async () => {
  const url = await createServerDatabase()
  const [left, right] = [await openOffice(url), await openOffice(url)]
  const community = await createCommunity(left.db, '锦宁社区')
  const estate = await createEstate(left.db, { communityId: community.id }, { name: '锦宁苑', code: 'JN' })

  function open({ db }: Database, failing: boolean) {
    return openUnderNextNumber(db, { community, estate, isEmergency: false, at }, [{ reporter, messageId: null, at }], (id, number) => {
      if (failing) throw new Error('The writer dies here')
      return openTicket({
        id,
        number,
        community,
        estate,
        reporter,
        reading,
        emergency: null,
        asksWhere: false,
        about: [],
        by: { kind: 'bot' },
        at,
      })
    })
  }
  const openings = Array.from({ length: 60 }, (_, index) => open(index % 2 ? left : right, index % 6 === 0))
  const settled = await Promise.allSettled(openings)

  const numbers = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value.number : [])).toSorted()
  expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => `JN-261121-${String(index + 1).padStart(3, '0')}`))
})
