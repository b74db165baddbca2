import { and, asc, desc, eq, gt, inArray, max, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../core/account.ts'
import type { ChannelStatus } from '../core/channel.ts'
import type { NoticeKind } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import { coolDownMs, type Limit, URGENT } from '../core/speech/coolDown.ts'
import type { Db } from './client.ts'
import { prepared } from './prepared.ts'
import { channels, messages, outbox, rooms } from './schema/index.ts'

export type ChannelRow = typeof channels.$inferSelect

/** The bot's process tells how its channel is; the console's reads it. */
export async function recordStatus(db: Db, { channel, account }: Account, status: ChannelStatus, at: Date): Promise<void> {
  const row = { ...status, changedAt: at }
  await db
    .insert(channels)
    .values({ name: channel, account, ...row })
    .onConflictDoUpdate({ target: [channels.name, channels.account], set: row })
}

/** The network has answered. */
export async function recordSync(db: Db, account: Account, at: Date): Promise<void> {
  await db.update(channels).set({ syncedAt: at }).where(isOf(account))
}

/** The bot's process runs. */
export async function recordAlive(db: Db, account: Account, alive: { aliveAt: Date; startedAt: Date; memoryMb: number }): Promise<void> {
  await db.update(channels).set(alive).where(isOf(account))
}

/** What holds the account back; it stays, past its time too, until the network has taken a word. */
export async function findLimit(db: Db, account: Account): Promise<Limit | null> {
  const row = await findChannel(db, account)
  return row?.limitedUntil ? { until: row.limitedUntil, urgentRefusedAt: row.urgentRefusedAt } : null
}

/** The network turned words of a kind away: a pause that already runs is not made longer by what is tried in it. */
export function coolDown(db: Db, account: Account, { kind, now, chance }: { kind: NoticeKind; now: Date; chance: number }): Promise<void> {
  return db.transaction(async (tx) => {
    await tx
      .insert(channels)
      .values({ name: account.channel, account: account.account, state: 'online', changedAt: now })
      .onConflictDoNothing()
    const [row] = await tx.select().from(channels).where(isOf(account)).for('update')
    const { limitedUntil, limitedTimes } = row!
    const pause =
      limitedUntil && limitedUntil > now
        ? {}
        : { limitedUntil: new Date(now.getTime() + coolDownMs(limitedTimes, chance)), limitedTimes: limitedTimes + 1 }
    await tx
      .update(channels)
      .set({ ...pause, ...(URGENT.includes(kind) ? { urgentRefusedAt: now } : {}) })
      .where(isOf(account))
  })
}

/** The network takes words again. */
export async function warmUp(db: Db, account: Account): Promise<void> {
  await db
    .update(channels)
    .set({ limitedUntil: null, limitedTimes: 0, urgentRefusedAt: null })
    .where(and(isOf(account), gt(channels.limitedTimes, 0)))
}

/** Null before a bot of the account was ever started. */
export async function findChannel(db: Db, { channel, account }: Account): Promise<ChannelRow | null> {
  const [row] = await oneAccount(db).execute({ channel, account })
  return row ?? null
}

const oneAccount = prepared((db) =>
  db
    .select()
    .from(channels)
    .where(and(eq(channels.name, sql.placeholder('channel')), eq(channels.account, sql.placeholder('account'))))
    .prepare('one_account'),
)

/**
 * How every account is, on the channel that last told of itself. One whose process has been silent for thirty days while another's was not has been given
 * up. Empty before a bot was ever started.
 */
export function listAccounts(db: Db): Promise<ChannelRow[]> {
  return accountsKept(db).execute()
}

const accountsKept = prepared((db) => {
  const last = db.select({ name: channels.name }).from(channels).orderBy(desc(channels.changedAt)).limit(1)
  const isKept = sql`coalesce(${channels.aliveAt}, ${channels.changedAt}) >
    (select max(coalesce(other.alive_at, other.changed_at)) from channels other where other.name = ${channels.name}) - interval '30 days'`
  return db
    .select()
    .from(channels)
    .where(and(inArray(channels.name, last), isKept))
    .orderBy(asc(channels.account))
    .prepare('accountsKept')
})

function isOf({ channel, account }: Account): SQL | undefined {
  return and(eq(channels.name, channel), eq(channels.account, account))
}

/** When an account last brought a message of anybody's, and when it last took one of ours to a group of the community. */
export async function findLastWords(
  db: Db,
  { communityId }: Scope,
  { channel, account }: Account,
): Promise<{ heardAt: Date | null; saidAt: Date | null }> {
  const [heard] = await db
    .select({ at: messages.receivedAt })
    .from(messages)
    .where(and(eq(messages.channel, channel), eq(messages.account, account)))
    .orderBy(desc(messages.id))
    .limit(1)
  const own = db
    .select({ id: rooms.id })
    .from(rooms)
    .where(and(eq(rooms.channel, channel), eq(rooms.account, account)))
  const [said] = await db
    .select({ at: max(outbox.settledAt) })
    .from(outbox)
    .where(and(eq(outbox.communityId, communityId), eq(outbox.status, 'sent'), inArray(outbox.roomId, own)))
  return { heardAt: heard?.at ?? null, saidAt: said?.at ?? null }
}
