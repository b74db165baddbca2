import { pino } from 'pino'
import { expect, test } from 'vitest'
import { makeCommunityRounds } from '../../admin/rounds.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { openTestDatabase } from '../database.ts'

test('what fails in one community is logged and holds up no other', async () => {
  const { db } = await openTestDatabase()
  const names = ['甲社区', '乙社区', '丙社区']
  for (const name of names) await createCommunity(db, name)
  const [seen, logged]: [string[], string[]] = [[], []]
  const log = pino({ base: null, timestamp: false }, { write: (line: string) => void logged.push(JSON.parse(line).msg) })

  const rounds = makeCommunityRounds(
    'Looking around',
    async ({ name }) => {
      if (name === '甲社区') throw new Error('no')
      seen.push(name)
    },
    60_000,
    { db, log },
  )
  await rounds.look()

  expect(seen).toEqual(['乙社区', '丙社区'])
  expect(logged).toEqual(['Looking around failed in a community, trying again'])
})
