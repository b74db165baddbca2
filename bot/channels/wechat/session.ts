import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'

export type SessionFile = {
  /** What was written last; null when there is no login to go on with. */
  read(): Promise<object | null>
  write(session: object): Promise<void>
  remove(): Promise<void>
}

/** The session file is the account: nobody else on the machine may read it, and a process that ends while writing leaves the one before. */
export async function openSessionFile(dataDir: string): Promise<SessionFile> {
  const folder = resolve(dataDir, 'wechat')
  const file = join(folder, 'session.memory-card.json')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)

  return {
    async read() {
      try {
        const session: unknown = JSON.parse(await readFile(file, 'utf8'))
        return typeof session === 'object' && session !== null && 'PROP' in session ? session : null
      } catch (error) {
        if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },

    async write(session) {
      const draft = await open(`${file}.new`, 'w', 0o600)
      try {
        await draft.writeFile(JSON.stringify(session))
        await draft.sync()
      } finally {
        await draft.close()
      }
      await rename(`${file}.new`, file)
    },

    remove: () => rm(file, { force: true }),
  }
}
