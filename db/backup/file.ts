import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline as connect } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { BackupEnd } from '../../core/backup.ts'
import { splitLines } from '../../core/lines.ts'
import { syncFolder } from '../folder.ts'

/** A backup that cannot be made or played back, in words for the operator. Nothing was changed. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused'
}

/**
 * Writes the lines (each with its line feed; several may come in one piece) and their checksum, zipped. The file has its name only when it is whole and on the disk.
 * @throws BackupRefused when it cannot be written there.
 */
export async function writeBackup(file: string, lines: AsyncIterable<string>): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeWhole(await open(unfinished, 'wx', 0o600), lines).catch(async (error: unknown) => {
      await rm(unfinished, { force: true })
      throw error
    })
    await rename(unfinished, file)
    await syncFolder(dirname(file))
  } catch (error) {
    throw isFileError(error) ? new BackupRefused(`The backup cannot be written to ${file}: ${error.message}.`) : error
  }
}

async function writeWhole(handle: FileHandle, lines: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(withChecksum(lines), createGzip(), async (zipped: AsyncIterable<Uint8Array>) => {
      for await (const bytes of zipped) await handle.writeFile(bytes)
    })
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function* withChecksum(lines: AsyncIterable<string>): AsyncGenerator<string> {
  const hash = createHash('sha256')
  for await (const piece of lines) {
    hash.update(piece)
    yield piece
  }
  yield `${JSON.stringify({ sha256: hash.digest('hex') })}\n`
}

/** The lines of a backup but the last, which is the checksum. @throws BackupRefused, at the latest after the last line, when the file is not what was written. */
export async function* readBackup(file: string): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const decoder = new TextDecoder()
  let held: string | null = null
  try {
    for await (const { bytes } of splitLines(unzip(file))) {
      if (held !== null) {
        hash.update(`${held}\n`)
        yield held
      }
      held = decoder.decode(bytes)
    }
  } catch (error) {
    throw isFileError(error) ? unreadable(file, error) : error
  }
  if (endOf(held) !== hash.digest('hex')) throw new BackupRefused(`${file} is damaged or not whole. Nothing was changed.`)
}

/** What goes wrong with the file is thrown where its bytes are read. */
function unzip(file: string): AsyncIterable<Uint8Array> {
  const unzipped = createGunzip()
  connect(createReadStream(file), unzipped, () => {})
  return unzipped
}

function unreadable(file: string, error: NodeJS.ErrnoException): BackupRefused {
  if (error.code?.startsWith('Z_')) return new BackupRefused(`${file} is damaged or not whole. Nothing was changed.`)
  return new BackupRefused(`${file} cannot be read: ${error.message}.`)
}

function endOf(line: string | null): string | null {
  return parseLine(BackupEnd, line ?? '')?.sha256 ?? null
}

/** A line as what it should be, or null. */
export function parseLine<T>(
  shape: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  line: string,
): T | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  const parsed = shape.safeParse(value)
  return parsed.success ? parsed.data : null
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string' && 'errno' in error
}
