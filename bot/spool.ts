import { createReadStream } from 'node:fs'
import { chmod, type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { splitLines } from '../core/lines.ts'
import { syncFolder } from '../db/folder.ts'
import { decodeRecord, encodeRecord, isWhole, type Spooled } from './spoolRecord.ts'

const FILE_LIMIT_BYTES = 256 * 1024 * 1024
const NEWLINE = 10

/** Where a record lies in the file, line feed included. */
export type Place = { start: number; length: number }

/** Messages on the disk that the database could not take yet, oldest first, and those that it refused. */
export type Spool = {
  /** Finds what an earlier process left. What it was writing when it ended was never counted as taken and is passed over. */
  recover(): Promise<{ places: Place[]; refused: number }>
  /** Resolves when all of them are on the disk for good; rejects when none of them counts as written. */
  append(messages: readonly Spooled[]): Promise<Place[]>
  /** The message at a place, or its bytes when nobody can read them any more. */
  read(place: Place): Promise<Spooled | Uint8Array>
  /** Puts a message that the database refuses where a person can look at it. */
  setAside(refused: Spooled | Uint8Array): Promise<void>
  /** All is stored: the file goes. */
  clear(): Promise<void>
  /** The file stays for a later process. */
  close(): Promise<void>
}

/** A folder with `messages.jsonl` and `refused.jsonl`, readable by its owner alone. Nothing is made before there is something to keep. */
export function openSpool({ folder, limitBytes = FILE_LIMIT_BYTES, openFile = open }: SpoolDeps): Spool {
  const file = join(folder, 'messages.jsonl')
  const refusedFile = join(folder, 'refused.jsonl')
  let handle: FileHandle | null = null
  let size = 0
  /** Bytes after `size` are the rest of a write that failed. */
  let isTorn = false
  let last: Promise<unknown> = Promise.resolve()

  /** One thing at a time, in the order asked for. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = last.then(task)
    last = done.catch(() => {})
    return done
  }

  async function create(path: string): Promise<FileHandle> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
    const made = await openFile(path, 'a+', 0o600)
    await made.chmod(0o600)
    for (const place of [folder, dirname(folder)]) await syncFolder(place)
    return made
  }

  async function append(messages: readonly Spooled[]): Promise<Place[]> {
    const records = messages.map(encodeRecord)
    const bytes = Buffer.concat(records)
    if (size + bytes.length > limitBytes) throw new Error(`${file} is full: ${size} bytes`)
    if (!handle) {
      handle = await create(file)
      size = (await handle.stat()).size
    }
    if (isTorn) await handle.truncate(size)
    isTorn = true
    await handle.appendFile(bytes)
    await handle.sync()
    isTorn = false
    return records.map(({ length }) => {
      const place = { start: size, length }
      size += length
      return place
    })
  }

  async function find(): Promise<Place[]> {
    const places: Place[] = []
    const damaged: Uint8Array[] = []
    let at = 0
    let passed: Uint8Array[] = []
    for await (const { bytes, ended } of linesOf(file)) {
      const place = { start: at, length: bytes.length + (ended ? 1 : 0) }
      at += place.length
      if (!ended || !isWhole(bytes)) {
        passed.push(bytes)
        continue
      }
      damaged.push(...passed)
      passed = []
      places.push(place)
      size = at
    }
    isTorn = at > size
    for (const bytes of damaged) await putAside(bytes)
    if (places.length > 0) handle = await create(file)
    else if (at > 0) await rm(file)
    return places
  }

  async function letGo(): Promise<void> {
    await handle?.close()
    handle = null
    size = 0
    isTorn = false
  }

  async function putAside(refused: Spooled | Uint8Array): Promise<void> {
    const aside = await create(refusedFile)
    try {
      const { size: before } = await aside.stat()
      if (before > limitBytes) throw new Error(`${refusedFile} is full: ${before} bytes`)
      const lastByte = await aside.read(Buffer.alloc(1), 0, 1, Math.max(0, before - 1))
      if (before > 0 && lastByte.buffer[0] !== NEWLINE) await aside.appendFile('\n')
      await aside.appendFile(refused instanceof Uint8Array ? Buffer.concat([refused, Buffer.from('\n')]) : encodeRecord(refused))
      await aside.sync()
    } finally {
      await aside.close()
    }
  }

  return {
    recover: () =>
      inTurn(async () => {
        const places = await find()
        let refused = 0
        for await (const { bytes } of linesOf(refusedFile)) if (bytes.length > 0) refused++
        return { places, refused }
      }),

    append: (messages) => inTurn(() => append(messages)),

    read: ({ start, length }) =>
      inTurn(async () => {
        const line = Buffer.alloc(length - 1)
        await handle!.read(line, 0, length - 1, start)
        return decodeRecord(line) ?? line
      }),

    setAside: (refused) => inTurn(() => putAside(refused)),

    clear: () =>
      inTurn(async () => {
        await letGo()
        await rm(file, { force: true })
      }),

    close: () => inTurn(letGo),
  }
}

type SpoolDeps = { folder: string; limitBytes?: number; openFile?: typeof open }

const NO_SUCH_FILE = ['ENOENT', 'ENOTDIR']

/** The lines of a file; none when there is no such file. */
async function* linesOf(file: string): AsyncGenerator<{ bytes: Uint8Array; ended: boolean }> {
  try {
    yield* splitLines(createReadStream(file))
  } catch (error) {
    if (!NO_SUCH_FILE.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
