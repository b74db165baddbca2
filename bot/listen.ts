import type { Logger } from 'pino'
import type { Account } from '../core/account.ts'
import type { IncomingMessage } from '../core/message.ts'
import type { Db } from '../db/client.ts'
import { isBadStatement } from '../db/conflict.ts'
import * as inbox from '../db/inbox.ts'
import { isOutdated } from '../db/migrated.ts'
import type { Place, Spool } from './spool.ts'
import type { Spooled } from './spoolRecord.ts'

const RETRY_MS = 1000
const DEFAULT_PATIENCE_MS = 1000
const TELL_EVERY_MS = 60_000
const BATCH_MESSAGES = 50
const LIMITS = { messages: 20_000, bytes: 256 * 1024 * 1024 }

/** `refused`: messages that the database would not have, set aside for a person. */
export type Held = { inMemory: number; spooled: number; refused: number }

export type Listener = {
  /** Takes up what an earlier process could not store: it is stored before anything newer. Before the channel opens. */
  recover(): Promise<void>
  /** Resolves when the message cannot be lost any more: it is in the inbox or, while the database is away, on the disk. */
  hear(message: IncomingMessage): Promise<void>
  /** Resolves when nothing that was heard so far is in memory only. */
  settled(): Promise<void>
  held(): Held
  /** What is on the disk waits there for the next start. */
  close(): Promise<void>
}

/** `content` null: it is on the disk, at `place`. */
type Waiting = {
  content: Spooled | null
  place: Place | null
  bytes: number
  isGone: boolean
  safe: Promise<void>
  take: () => void
  refuse: (error: unknown) => void
}

/**
 * Writes what arrives into the inbox, in order, and does nothing else. While the database is away messages wait on the disk; without a spool, or while
 * the disk takes nothing, in memory. The line is always: what is on the disk, oldest first, then what is in memory.
 */
export function createListener({
  db,
  account,
  now,
  log,
  wait,
  limits = LIMITS,
  patienceMs = DEFAULT_PATIENCE_MS,
  onStored,
  ...deps
}: ListenerDeps): Listener {
  let { spool } = deps
  const line: Waiting[] = []
  let bytes = 0
  let spooled = 0
  let refused = 0
  let isAway = false
  let isKeeping = false
  let hasFile = false
  let isClosing = false
  let storing: Promise<void> | null = null
  const [tellAway, tellFull, tellDisk] = [nowAndThen(now), nowAndThen(now), nowAndThen(now)]

  function held(): Held {
    return { inMemory: line.length - spooled, spooled, refused }
  }

  async function storeAll(): Promise<void> {
    for (let first = line[0]; first; first = line[0]) {
      if (isClosing && spooled === line.length) break
      if (!(await store([first, ...line.slice(1, BATCH_MESSAGES)]))) await wait(RETRY_MS)
    }
    storing = null
  }

  /** Whether the line may move on: the first of these is stored, and what came with it, or never will be. */
  async function store(waiting: readonly [Waiting, ...Waiting[]]): Promise<boolean> {
    const patience = spool && setTimeout(() => goAway(new Error('The database does not answer')), patienceMs)
    const [first] = waiting
    let content: Spooled | Uint8Array | null = null
    try {
      content = await contentOf(first)
      if (!content || content instanceof Uint8Array) throw new Unreadable('It cannot be read any more')
      const stored = await inbox.receiveFirst(db, [content, ...(await readableOf(waiting.slice(1)))])
      for (const one of waiting.slice(0, stored)) {
        leave(one)
        one.take()
      }
      onStored()
      comeBack()
      return true
    } catch (error) {
      if (!(error instanceof Unreadable) && !(await isRefused(db, error))) return goAway(error)
      // One of several is to blame: each is tried by itself.
      if (waiting.length > 1) return store([first])
      await setAside(content, error)
      leave(first)
      first.refuse(error)
      return true
    } finally {
      if (patience) clearTimeout(patience)
    }
  }

  async function contentOf({ content, place }: Waiting): Promise<Spooled | Uint8Array | null> {
    return content ?? readBack(place!)
  }

  /** What can be read, up to the first that cannot. */
  async function readableOf(waiting: readonly Waiting[]): Promise<Spooled[]> {
    const contents: Spooled[] = []
    for (const one of waiting) {
      const content = await contentOf(one)
      if (!content || content instanceof Uint8Array) return contents
      contents.push(content)
    }
    return contents
  }

  async function readBack(place: Place): Promise<Spooled | Uint8Array | null> {
    return spool!.read(place).catch((error: unknown) => {
      log.error({ err: error, ...place }, 'The spool cannot be read')
      return null
    })
  }

  function leave(waiting: Waiting): void {
    line.shift()
    waiting.isGone = true
    bytes -= waiting.bytes
    if (waiting.place) spooled--
    tidyUp()
  }

  function goAway(error: unknown): false {
    isAway = true
    tellAway(() => log.warn({ err: error, ...held() }, 'The database is away; messages wait'))
    void keepSafe()
    return false
  }

  function comeBack(): void {
    if (isAway) log.info(held(), 'The database is back')
    isAway = false
  }

  /** Moves what is in memory to the disk as long as the line cannot move, and behind what is there already. */
  async function keepSafe(): Promise<void> {
    if (!spool || isKeeping) return
    isKeeping = true
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) {
      try {
        const places = await spool.append(batch.map(({ content }) => content!))
        hasFile = true
        for (const [index, waiting] of batch.entries()) lay(waiting, places[index]!)
      } catch (error) {
        tellDisk(() =>
          log.error({ err: error, ...held() }, 'The disk does not take messages; they wait in memory and are lost if the process ends'),
        )
        await wait(RETRY_MS)
      }
    }
    isKeeping = false
    tidyUp()
  }

  function nextBatch(): Waiting[] {
    return isAway || spooled > 0 ? line.slice(spooled, spooled + BATCH_MESSAGES) : []
  }

  /** It may have been stored while it was being written. */
  function lay(waiting: Waiting, place: Place): void {
    if (waiting.isGone) return
    waiting.place = place
    waiting.content = null
    spooled++
    waiting.take()
  }

  function tidyUp(): void {
    if (!spool || !hasFile || isKeeping || spooled > 0) return
    hasFile = false
    spool.clear().catch((error: unknown) => log.error({ err: error }, 'The spool could not be removed; its messages are stored'))
  }

  async function setAside(content: Spooled | Uint8Array | null, reason: unknown): Promise<void> {
    refused++
    const messageId = content && 'message' in content ? content.message.id : null
    log.error({ err: reason, messageId, refused }, 'A message could not be stored; it is set aside')
    if (content)
      await spool?.setAside(content).catch((error: unknown) => log.error({ err: error, messageId }, 'A message could not be set aside'))
  }

  function join(content: Spooled | null, place: Place | null, size: number): Promise<void> {
    let take = () => {}
    let refuse: Waiting['refuse'] = () => {}
    const safe = new Promise<void>((resolve, reject) => {
      take = resolve
      refuse = reject
    })
    line.push({ content, place, bytes: size, isGone: false, safe, take, refuse })
    bytes += size
    return safe
  }

  return {
    async recover() {
      const found = await spool?.recover().catch((error: unknown) => {
        log.error(
          { err: error },
          'What an earlier process left on the disk cannot be read; until the next start messages wait in memory only',
        )
        spool = null
        return null
      })
      if (!found) return
      refused = found.refused
      if (found.places.length === 0) return
      for (const place of found.places) join(null, place, place.length).catch(() => {})
      spooled = found.places.length
      hasFile = true
      log.warn(held(), 'Messages from before the last end are stored first')
      storing ??= storeAll()
    },

    hear(message) {
      const size = sizeOf(message)
      if (line.length >= limits.messages || bytes + size > limits.bytes) {
        tellFull(() => log.error({ ...held(), bytes }, 'Too much waits for the database; new messages are refused'))
        return Promise.reject(new Error(`${line.length} messages wait for the database; this one is refused: ${message.id}`))
      }
      const safe = join({ ...account, receivedAt: now(), message }, null, size)
      void keepSafe()
      storing ??= storeAll()
      return safe
    },

    async settled() {
      await Promise.allSettled(line.slice(spooled).map(({ safe }) => safe))
    },

    held,

    async close() {
      isClosing = true
      await this.settled()
      if (!isAway) await storing
      await spool?.close()
    },
  }
}

/** Whether the database would not have the message; one that a newer program has migrated refuses this program, whose successor stores it. */
async function isRefused(db: Db, error: unknown): Promise<boolean> {
  return isBadStatement(error) && !(await isOutdated(db).catch(() => true))
}

/** What was written cannot be read any more. */
class Unreadable extends Error {}

/** About what a message takes on the disk. */
function sizeOf({ text, media }: IncomingMessage): number {
  return 1000 + text.length * 3 + Math.ceil(((media?.bytes.length ?? 0) * 4) / 3)
}

/** Lets a word pass once a minute. */
function nowAndThen(now: () => Date): (tell: () => void) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return (tell) => {
    if (now().getTime() - toldAt < TELL_EVERY_MS) return
    toldAt = now().getTime()
    tell()
  }
}

type ListenerDeps = {
  db: Db
  account: Account
  now: () => Date
  log: Logger
  wait: (ms: number) => Promise<void>
  /** null: what cannot be stored waits in memory only. */
  spool: Spool | null
  limits?: { messages: number; bytes: number }
  /** A database that does not answer for so long counts as away. */
  patienceMs?: number
  /** A message is in the inbox. */
  onStored: () => void
}
