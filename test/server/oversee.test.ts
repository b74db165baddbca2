import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { verifyPassword } from 'better-auth/crypto'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { findHeight } from '../../db/communitiesBelow.ts'
import { openDatabase } from '../../db/open.ts'
import { placeCommunity } from '../../db/orgTree.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { authUsers, staff } from '../../db/schema/index.ts'
import { findPasswordHash } from '../../db/signIn.ts'
import { createServerDatabase } from '../database.ts'

const run = promisify(execFile)

async function openStreet() {
  const url = await createServerDatabase()
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  onTestFinished(() => database.close())
  const { id } = await createCommunity(database.db, '锦宁社区')
  await placeCommunity(database.db, { communityId: id }, { district: '东区', subdistrict: '府街街道' })
  const env = { PATH: process.env['PATH'], DATABASE_URL: url }
  const oversee = (...given: string[]) =>
    run(process.execPath, ['start.js', 'admin/runOversee.ts', ...given], { env }).then(
      ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ status: code, stdout, stderr }),
    )
  return { db: database.db, oversee }
}

const order = (unit: string, username = 'lizhuren') => ['--unit', unit, '--name', '李主任', '--username', username]

test('whoever runs the machine makes an account of the street, and is told the password that is to be changed at once', async () => {
  const { db, oversee } = await openStreet()
  const made = await oversee(...order('府街街道'))
  expect(made).toEqual({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(/^lizhuren can sign in with \S+, to be changed at once\.\n$/),
  })

  const { unitId } = (await findHeight(db, '府街街道'))!
  const [account] = await db
    .select({
      userId: authUsers.id,
      role: staff.role,
      unitId: staff.unitId,
      communityId: staff.communityId,
      mustChange: authUsers.mustChangePassword,
    })
    .from(staff)
    .innerJoin(authUsers, eq(authUsers.id, staff.userId))
    .where(eq(authUsers.username, 'lizhuren'))
  expect(account).toMatchObject({ role: 'overseer', unitId, communityId: null, mustChange: true })
  const password = made.stdout.split(' ')[5]!.replace(',', '')
  expect(await verifyPassword({ hash: (await findPasswordHash(db, account!.userId))!, password })).toBe(true)
})

test('an order that cannot be carried out says in one sentence what to do, and makes nobody', async () => {
  const { db, oversee } = await openStreet()
  const bad = async (...given: string[]) => {
    const { status, stderr, stdout } = await oversee(...given)
    return [status, stderr, stdout]
  }
  const usage = 'Usage: npm run -s oversee -- --unit 府街街道 --name 李主任 --username lizhuren\n'
  expect(await bad('--unit', '府街街道')).toEqual([2, usage, ''])
  expect(await bad(...order('府街街道'), '--pasword', 'x')).toEqual([2, usage, ''])
  expect(await bad(...order('河东街道'))).toEqual([
    2,
    'No community has said that it belongs to 河东街道: fill in 设置 → 组织 first.\n',
    '',
  ])
  // A community is nothing to look down from.
  expect((await bad(...order('锦宁社区')))[0]).toBe(2)
  expect(await db.$count(staff)).toBe(0)
  await oversee(...order('府街街道'))
  expect(await bad(...order('府街街道'))).toEqual([2, 'Somebody has the username lizhuren already.\n', ''])
  expect(await db.$count(staff)).toBe(1)
})
