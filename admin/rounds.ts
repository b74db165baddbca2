import type { Logger } from 'pino'
import type { Community } from '../core/community.ts'
import type { Db } from '../db/client.ts'
import { listCommunityIds } from '../db/clocks.ts'
import { findCommunity } from '../db/orgUnits.ts'

export type Rounds = { run(): void; close(): Promise<void> }
/** `look` looks once. */
export type Watch = Rounds & { look(): Promise<void> }

/** Rounds through all communities; what fails in one is logged and looked at again, and holds up no other. */
export function makeCommunityRounds(
  name: string,
  lookAt: (community: Community) => Promise<unknown>,
  everyMs: number,
  { db, log }: { db: Db; log: Logger },
): Watch {
  async function look(): Promise<void> {
    await doEach(
      await listCommunityIds(db),
      async (communityId) => lookAt(await findCommunity(db, { communityId })),
      (err, communityId) => log.error({ err, communityId }, `${name} failed in a community, trying again`),
    )
  }
  return { look, ...makeRounds(name, look, everyMs, log) }
}

/** One by one; `onFailure` is told of what fails, and the others are done all the same. */
export async function doEach<One>(
  all: readonly One[],
  work: (one: One) => Promise<unknown>,
  onFailure: (error: unknown, one: One) => void,
): Promise<void> {
  for (const one of all) await work(one).catch((error: unknown) => onFailure(error, one))
}

/** Looks again and again, as many milliseconds after the last look as named; an error is logged and tried again. `name` begins the line. */
export function makeRounds(name: string, look: () => Promise<void>, everyMs: number, log: Logger): Rounds {
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()
  let isClosed = false

  function run(): void {
    if (isClosed) return
    looking = look()
      .catch((error: unknown) => log.error({ err: error }, `${name} failed, trying again`))
      .then(() => {
        if (!isClosed) timer = setTimeout(run, everyMs)
      })
  }

  return {
    run,
    async close() {
      isClosed = true
      clearTimeout(timer)
      await looking
    },
  }
}
