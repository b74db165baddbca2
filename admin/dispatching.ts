import type { Logger } from 'pino'
import { timesOutAt } from '../core/routing/assignment.ts'
import { listLate } from '../core/routing/whistle.ts'
import type { Db } from '../db/client.ts'
import * as clocks from '../db/clocks.ts'
import * as dispatches from '../db/dispatches.ts'
import { findCommunity } from '../db/orgUnits.ts'
import type { LinkSigner } from './links.ts'
import { makeRounds, type Rounds } from './rounds.ts'

const LOOK_EVERY_MS = 30_000

type Dispatching = { db: Db; now: () => Date; links: LinkSigner; log: Logger }

/**
 * Gives what is new to whoever should have it, takes back what nobody took up, and tells the director which departments have not reported in. What is not
 * due yet is not locked.
 */
export function createDispatching({ db, now, links, log }: Dispatching): Rounds & { look(): Promise<void> } {
  async function look(): Promise<void> {
    for (const communityId of await clocks.listCommunityIds(db)) await lookAt({ communityId })
  }

  async function lookAt(scope: { communityId: number }): Promise<void> {
    const at = now()
    const community = await findCommunity(db, scope)
    for (const ticket of await dispatches.listUngiven(db, scope, at))
      await dispatches.give(db, scope, ticket, { community, at, addressOf: links.addressOf })
    const untaken = await dispatches.listUntaken(db, scope)
    for (const ticket of untaken) if (isOverdue(timesOutAt(ticket, community), at)) await dispatches.takeBack(db, scope, ticket.id, at)
    const whistled = await dispatches.listWhistled(db, scope)
    for (const ticket of whistled) if (listLate(ticket, at).length > 0) await dispatches.noteLate(db, scope, ticket.id, at)
  }

  return { look, ...makeRounds('Giving out tickets', look, LOOK_EVERY_MS, log) }
}

function isOverdue(due: Date | null, at: Date): boolean {
  return due !== null && due <= at
}
