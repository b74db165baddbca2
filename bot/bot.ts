import type { Logger } from 'pino'
import type { Account } from '../core/account.ts'
import type { ChannelStatus } from '../core/channel.ts'
import type { IncomingMessage } from '../core/message.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'
import { type Limit, nextUrgentAt, URGENT } from '../core/speech/coolDown.ts'
import * as channels from '../db/channels.ts'
import type { Database } from '../db/client.ts'
import * as inbox from '../db/inbox.ts'
import * as outbox from '../db/outbox.ts'
import * as pages from '../db/pages.ts'
import type { Channel } from './channel.ts'
import { deliverNext } from './deliver.ts'
import { createInterpreter } from './interpreter.ts'
import { createListener, type Held } from './listen.ts'
import { type Loop, startLoop } from './loop.ts'
import { createMuster } from './muster.ts'
import type { Reader } from './reader.ts'
import { createRemarks } from './remark.ts'
import type { Spool } from './spool.ts'

/** Everything the bot leans on. `chance` gives numbers from 0 up to 1; `wait` sleeps. */
export type BotDeps = {
  database: Database
  channel: Channel
  /** The operator's name of the account that the channel speaks for. */
  account: string
  reader: Reader
  /** Where messages wait while the database is away; null: in memory. */
  spool: Spool | null
  now: () => Date
  /** Under which address everybody reaches the console; without it nobody is told of its public pages. */
  publicUrl?: string | null
  chance: () => number
  wait: (ms: number) => Promise<void>
  log: Logger
  /** Told of every message that was read, whatever comes of it. */
  onRead?: (record: ReadingRecord) => void
}

export type Bot = {
  /** What an earlier process was saying when it ended is left to a person; what it heard and could not store is stored. Before `open`. */
  recover(): Promise<void>
  /** Opens the channel: what arrives is stored. Nothing is read or said until `run` or `settle`. */
  open(): Promise<void>
  /** Reads and speaks on the real clock until closed. */
  run(): Promise<void>
  /** Reads everything and says what is due now: for a played clock. */
  settle(): Promise<void>
  /** When there is something to read or to say next, on the same clock; null when there is nothing. */
  nextDueAt(): Promise<Date | null>
  /** What was heard and is not in the inbox yet. */
  held(): Held
  close(): Promise<void>
}

const SLOW_POLL_MS = 5000
const CALM_MS = 250
const SAY_TIMEOUT_MS = 60_000
const SYNC_TOLD_EVERY_MS = 10_000
const ALIVE_EVERY_MS = 15_000
const MB = 2 ** 20

export function createBot(deps: BotDeps): Bot {
  const { database, channel, reader, spool, now, log } = deps
  const { db } = database
  const account: Account = { channel: channel.name, account: deps.account }
  const listener = createListener({ db, account, now, log, wait: deps.wait, spool, onStored: () => watching?.wake() })
  const interpreter = createInterpreter({
    db,
    account,
    reader,
    now,
    publicUrl: deps.publicUrl ?? null,
    log,
    onRead: deps.onRead ?? (() => {}),
    onActed: () => speaking?.wake(),
  })
  const muster = createMuster({ db, account, channel, log, wait: deps.wait })
  const remarks = createRemarks({ db, account, channel, log })
  const loops: Loop[] = []
  let watching: Loop | null = null
  let speaking: Loop | null = null
  let stopListening = async () => {}
  let pause = { from: new Date(0), ms: 0 }
  let wasInterrupted = false
  let syncToldAt = new Date(0)
  let untold: ChannelStatus | null = null

  async function readAll(): Promise<void> {
    while (await interpreter.attendEmergencies());
    while ((await interpreter.readNext()) !== null);
  }

  async function readOne(): Promise<number> {
    if ((await interpreter.readNext()) !== null) return 0
    return pauseUntil(await inbox.nextReadyAt(db, account))
  }

  /** The first to look at what was just heard; everything else is read after it. */
  async function watch(): Promise<number> {
    return (await interpreter.attendEmergencies()) ? 0 : SLOW_POLL_MS
  }

  /** Calls whoever is to be called now for an emergency. Returns whether anybody was. */
  async function callPeople(): Promise<boolean> {
    await pages.settleGone(db)
    let hasCalled = false
    while (await pages.raiseUnsaid(db, now())) hasCalled = true
    while (await pages.escalate(db, now())) hasCalled = true
    return hasCalled
  }

  /** Whoever is called first is called by the transaction that opens the ticket; what comes after it does not press, and lets words pass. */
  async function callInTurn(): Promise<number> {
    await deps.wait(CALM_MS)
    await callPeople()
    return pauseUntil(await pages.nextDueAt(db))
  }

  async function speak(): Promise<void> {
    const speaker = { db, account, channel, now, chance: deps.chance, sayTimeoutMs: SAY_TIMEOUT_MS }
    for (;;) {
      const said = await deliverNext(speaker, now() < pausedUntil() ? 'emergency' : undefined)
      if (!said) return
      pause = { from: now(), ms: said.pauseMs }
    }
  }

  /** A clock that is put back lengthens no pause. */
  function pausedUntil(): Date {
    return now() < pause.from ? now() : new Date(pause.from.getTime() + pause.ms)
  }

  /** The account pauses between two words, and longer while it is limited, but not before an emergency. */
  async function nextWordAt(): Promise<Date | null> {
    const due = await outbox.nextDueAt(db, account)
    const limit = await channels.findLimit(db, account)
    if (limit && limit.until > now()) return nextInLimit(due, limit)
    const until = pausedUntil()
    if (!due || due >= until) return due
    const alarm = await outbox.nextDueAt(db, account, ['emergency'])
    return alarm && alarm < until ? alarm : until
  }

  async function nextInLimit(due: Date | null, limit: Limit): Promise<Date | null> {
    const urgent = await outbox.nextDueAt(db, account, URGENT)
    const tries = [due && latest(due, limit.until, pausedUntil()), urgent && latest(urgent, nextUrgentAt(limit) ?? urgent)].filter(
      (at) => at !== null,
    )
    return tries.length === 0 ? null : new Date(Math.min(...tries.map((at) => at.getTime())))
  }

  /** What was being said when something broke is set aside first, also when the database comes back only later. */
  async function speakUntilQuiet(): Promise<number> {
    if (wasInterrupted) await outbox.setAsideInterrupted(db, account, now())
    wasInterrupted = true
    await speak()
    wasInterrupted = false
    return pauseUntil(await nextWordAt())
  }

  function pauseUntil(due: Date | null): number {
    return due ? Math.min(due.getTime() - now().getTime(), SLOW_POLL_MS) : SLOW_POLL_MS
  }

  async function hear(message: IncomingMessage): Promise<void> {
    await listener.hear(message)
    void remarks.attend(message)
  }

  function tellStatus(status: ChannelStatus): void {
    muster.attend(status)
    log.info({ state: status.state }, 'The channel changed')
    untold = status
    storeStatus().catch((error: unknown) => log.error({ err: error }, 'The channel status could not be stored'))
  }

  async function storeStatus(): Promise<void> {
    const status = untold
    if (!status) return
    await channels.recordStatus(db, account, status, now())
    if (untold === status) untold = null
  }

  /** The network answers every half minute when nothing is new: now and then is enough for staff. */
  function tellSynced(): void {
    if (now().getTime() - syncToldAt.getTime() < SYNC_TOLD_EVERY_MS) return
    syncToldAt = now()
    channels.recordSync(db, account, now()).catch((error: unknown) => log.error({ err: error }, 'The last sync could not be stored'))
  }

  /** A status that the database did not take is told with it: under the login of before nobody could be spoken to. */
  async function tellAlive(startedAt: Date): Promise<number> {
    await storeStatus()
    await channels.recordAlive(db, account, { aliveAt: now(), startedAt, memoryMb: Math.round(process.memoryUsage.rss() / MB) })
    return ALIVE_EVERY_MS
  }

  return {
    async recover() {
      await outbox.setAsideInterrupted(db, account, now())
      await listener.recover()
    },

    open: () => channel.start({ message: hear, status: tellStatus, synced: tellSynced }),

    async run() {
      const reading = startLoop('Reading', readOne, log)
      speaking = startLoop('Speaking', speakUntilQuiet, log)
      const calling = startLoop('Calling people', callInTurn, log)
      watching = startLoop('Watching for emergencies', () => watch().finally(reading.wake), log)
      const startedAt = now()
      const living = startLoop('Telling that the bot runs', () => tellAlive(startedAt), log)
      loops.push(reading, watching, speaking, calling, living)
      stopListening = await database.listen((table) => {
        if (table === 'outbox' || table === 'rooms') speaking?.wake()
        calling.wake()
      })
    },

    async settle() {
      await readAll()
      await callPeople()
      await speak()
      while (await callPeople()) await speak()
    },

    async nextDueAt() {
      const due = [await inbox.nextReadyAt(db, account), await nextWordAt(), await pages.nextDueAt(db)].filter((at) => at !== null)
      return due.length === 0 ? null : new Date(Math.min(...due.map((at) => at.getTime())))
    },

    held: listener.held,

    async close() {
      await channel.stop()
      await listener.close()
      await Promise.all(loops.map((loop) => loop.stop()))
      await stopListening()
    },
  }
}

function latest(...moments: Date[]): Date {
  return new Date(Math.max(...moments.map((at) => at.getTime())))
}
