import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { tickets } from '../../db/schema/index.ts'
import { addAccount } from '../../db/signIn.ts'
import { fillCommunity } from '../admin/world.ts'
import { createServerDatabase } from '../database.ts'

const run = promisify(execFile)
const LONG_AGO = new Date('2020-01-06T09:00:00+08:00')

test('the command counts what would go and leaves it, then lets it go, once', async () => {
  const databaseUrl = await createServerDatabase()
  const database = await openDatabase({ databaseUrl, dataDir: '' })
  onTestFinished(() => database.close())
  const account = { name: '小李', username: 'xiaoli', role: 'staff', passwordHash: '-', mustChangePassword: false } as const
  const { ids } = await fillCommunity(
    database.db,
    { name: '锦宁社区', words: '楼道灯不亮' },
    async (communityId) => (await addAccount(database.db, { ...account, communityId }, LONG_AGO)).id,
  )
  const env = { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' }
  const command = async (...given: string[]) => (await run(process.execPath, ['start.js', 'db/runRetention.ts', ...given], { env })).stdout
  const summaries = async () => {
    const all = await database.db.select({ number: tickets.number, summary: tickets.summary }).from(tickets).orderBy(tickets.id)
    return all.map(({ summary }) => summary)
  }

  // Four lines follow the report, three of them stay with it.
  expect(await command('--dry')).toBe('would go: the words of 1 messages, 0 photos, the words of 1 tickets\n')
  expect(await summaries()).toEqual(['楼道灯不亮', '楼道灯不亮'])
  expect(await command()).toBe('gone: the words of 1 messages, 0 photos, the words of 1 tickets\n')
  expect(await summaries()).toEqual(['楼道灯不亮', '〔已匿名〕'])
  expect(await command('--dry')).toBe('would go: the words of 0 messages, 0 photos, the words of 0 tickets\n')
  const [open] = await database.db.select().from(tickets).where(eq(tickets.number, ids.ticket))
  expect(open).toMatchObject({ status: 'assigned', summary: '楼道灯不亮' })
  await expect(command('--all')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('npm run -s retention') })
}, 180_000)
