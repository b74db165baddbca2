import type { Logger } from 'pino'
import type { Community } from '../core/community.ts'
import { timesOutAt } from '../core/routing/assignment.ts'
import { listLate } from '../core/routing/whistle.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from '../db/client.ts'
import * as dispatches from '../db/dispatches.ts'
import type { LinkSigner } from './links.ts'
import { doEach, makeCommunityRounds, type Watch } from './rounds.ts'

const LOOK_EVERY_MS = 30_000

type Dispatching = { db: Db; now: () => Date; links: LinkSigner; log: Logger }

/**
 * Gives what is new to whoever should have it, takes back what nobody took up, and tells the director which departments have not reported in. What is not
 * due yet is not locked; what fails about one ticket is logged and tried again, and holds up no other.
 */
export function createDispatching({ db, now, links, log }: Dispatching): Watch {
  async function lookAt(community: Community): Promise<void> {
    const at = now()
    const scope = { communityId: community.id }
    const { addressOf } = links
    await each(await dispatches.listUngiven(db, scope, at), (ticket) => dispatches.give(db, scope, ticket, { community, at, addressOf }))
    const overdue = (await dispatches.listUntaken(db, scope)).filter((ticket) => isOverdue(timesOutAt(ticket, community), at))
    await each(overdue, ({ id }) => dispatches.takeBack(db, scope, id, at))
    const late = (await dispatches.listWhistled(db, scope)).filter((ticket) => listLate(ticket, at).length > 0)
    await each(late, ({ id }) => dispatches.noteLate(db, scope, id, at))
  }

  function each(tickets: readonly Ticket[], work: (ticket: Ticket) => Promise<unknown>): Promise<void> {
    return doEach(tickets, work, (err, { id }) => log.error({ err, id }, 'Giving out a ticket failed, trying again'))
  }

  return makeCommunityRounds('Giving out tickets', lookAt, LOOK_EVERY_MS, { db, log })
}

function isOverdue(due: Date | null, at: Date): boolean {
  return due !== null && due <= at
}
