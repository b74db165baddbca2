import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { and, eq, ne } from 'drizzle-orm'
import { type Db, whole } from '../client.ts'
import { firstCommunity } from '../orgUnits.ts'
import { SAMPLE } from '../sample.ts'
import { communities, messages, orgUnits, staff, tickets } from '../schema/index.ts'
import { planAhead, tellTalk } from './beside.ts'
import { rollDice } from './dice.ts'
import { keepPhoto, openLedger } from './ledger.ts'
import { tellMatters } from './matters.ts'
import { settleTown } from './settle.ts'
import type { Shape } from './shape.ts'

const DAY_MS = 86_400_000
const PHOTO = new URL('../../admin/public/manhole.jpg', import.meta.url)

export type Filling = { shape: Shape; seed: number; now: Date; onProgress: (line: string) => void }

/** Why an invented community may not be put here; null: nothing of anybody's is in it, at most the sample community and an administrator. */
export async function whyNotHere(db: Db): Promise<string | null> {
  const community = await firstCommunity(db)
  if (community && community.name !== SAMPLE.community) return `the community ${community.name}`
  if ((await db.$count(communities)) > 1) return 'several communities'
  if ((await db.$count(tickets)) > 0) return 'tickets'
  if ((await db.$count(messages)) > 0) return 'messages'
  if ((await db.$count(staff, ne(staff.role, 'administrator'))) > 0) return 'colleagues'
  if ((await db.$count(orgUnits, and(eq(orgUnits.kind, 'estate'), ne(orgUnits.name, SAMPLE.estate.name)))) > 0) return 'estates'
  return null
}

/** Fills an empty database with an invented community and months of its matters, whole or not at all; the same for the same seed and moment. */
export function fillDemo(db: Db, { shape, seed, now, onProgress }: Filling): Promise<void> {
  const dice = rollDice(seed)
  return whole(db, async (tx) => {
    const town = await settleTown(tx, shape, dice, { from: new Date(now.getTime() - (shape.days + 1) * DAY_MS), now })
    onProgress(`${shape.estates} estates, ${shape.households} households, ${shape.members} residents in the groups`)
    const bytes = new Uint8Array(readFileSync(PHOTO))
    const photo = await keepPhoto(tx, bytes, createHash('sha256').update(bytes).digest('hex'), now)
    const ledger = openLedger(town.community, now, photo)
    tellMatters({ town, ledger, dice }, shape, (done) => onProgress(`${done} of ${shape.matters} matters`))
    tellTalk({ town, ledger, dice })
    await ledger.write(tx, (what, count) => onProgress(`${count} ${what} written`))
    await planAhead(tx, town, dice, now)
  })
}
