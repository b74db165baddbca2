import { createHash, randomBytes, randomInt } from 'node:crypto'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { Refusal } from '../core/errors.ts'
import type { Height } from '../core/org.ts'
import type { Role, Staff } from '../core/staff.ts'
import type { Db } from '../db/client.ts'
import { type Doer, record } from '../db/deeds.ts'
import { createCommunity, firstCommunity } from '../db/orgUnits.ts'
import {
  addAccount,
  addOverseer,
  addSetupLink,
  findAccount,
  findPasswordHash,
  hasAdministrator,
  isSetupLinkGood,
  setPassword,
  spendSetupLink,
} from '../db/signIn.ts'

/** The path of a link that makes the first administrator: good once, for 15 minutes. */
export async function createSetupLink(db: Db, now: Date): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await addSetupLink(db, hashToken(token), now)
  return `/setup/${token}`
}

export function isSetupTokenGood(db: Db, token: string, now: Date): Promise<boolean> {
  return isSetupLinkGood(db, hashToken(token), now)
}

/** Refuses with 'not-found' when the link is used or too old, with 'duplicate' when the username is taken. */
export async function setUpAdministrator(
  db: Db,
  token: string,
  person: { name: string; username: string; password: string; community: string },
  now: Date,
): Promise<Staff> {
  const passwordHash = await hashPassword(person.password)
  return db.transaction(async (tx) => {
    await spendSetupLink(tx, hashToken(token), now)
    const account = {
      communityId: await ownCommunity(tx, person.community),
      name: person.name,
      username: normalizeUsername(person.username),
    }
    return addAccount(tx, { ...account, role: 'administrator', passwordHash, mustChangePassword: false }, now)
  })
}

/** For unattended installs: `admin` with the given password, to be changed at the first sign-in. Does nothing once an administrator exists. */
export async function ensureAdministrator(db: Db, password: string, now: Date): Promise<void> {
  if (await hasAdministrator(db)) return
  const passwordHash = await hashPassword(password)
  const account = { communityId: await ownCommunity(db, '我的社区'), name: '管理员', username: 'admin', role: 'administrator' as const }
  await addAccount(db, { ...account, passwordHash, mustChangePassword: true }, now)
}

/** A colleague's account. The temporary password is shown once and must be changed at the first sign-in. */
export async function addColleague(
  db: Db,
  by: Doer,
  colleague: { name: string; username: string; role: Role },
  now: Date,
): Promise<{ staff: Staff; temporaryPassword: string }> {
  const temporaryPassword = makeTemporaryPassword()
  const passwordHash = await hashPassword(temporaryPassword)
  const { communityId } = by
  const account = { ...colleague, communityId, username: normalizeUsername(colleague.username), passwordHash, mustChangePassword: true }
  return db.transaction(async (tx) => {
    const staff = await addAccount(tx, account, now)
    await record(tx, by, { action: 'addColleague', subject: colleague.name, before: '', after: colleague.role }, now)
    return { staff, temporaryPassword }
  })
}

/** An account for somebody of the sub-district or the district; answers the temporary password. @throws Refusal `duplicate` */
export async function addFromAbove(
  db: Db,
  height: Height,
  { name, username }: { name: string; username: string },
  now: Date,
): Promise<string> {
  const temporaryPassword = makeTemporaryPassword()
  const passwordHash = await hashPassword(temporaryPassword)
  await addOverseer(db, height, { name, username: normalizeUsername(username), passwordHash, mustChangePassword: true }, now)
  return temporaryPassword
}

/** An administrator gives a colleague of the same community a new temporary password, signs them out and lifts a lock. */
export async function resetPassword(
  db: Db,
  by: Staff,
  staffId: number,
  now: Date,
): Promise<{ username: string; temporaryPassword: string }> {
  if (by.role !== 'administrator') throw new Refusal('not-allowed', { role: by.role })
  const { userId, username } = await findAccount(db, by, staffId)
  const temporaryPassword = makeTemporaryPassword()
  const passwordHash = await hashPassword(temporaryPassword)
  await db.transaction(async (tx) => {
    await setPassword(tx, userId, { passwordHash, mustChangePassword: true, keepToken: null }, now)
    await record(tx, by, { action: 'resetPassword', subject: username }, now)
  })
  return { username, temporaryPassword }
}

/** The person's own new password; other places they are signed in at are signed out. `current` null: they had to change it. */
export async function changePassword(
  db: Db,
  who: { staff: Staff; token: string },
  passwords: { current: string | null; next: string },
  now: Date,
): Promise<'changed' | 'wrong' | 'same'> {
  const { userId } = await findAccount(db, who.staff, who.staff.id)
  const hash = (await findPasswordHash(db, userId)) ?? ''
  if (passwords.current !== null && !(await verifyPassword({ hash, password: passwords.current }))) return 'wrong'
  if (await verifyPassword({ hash, password: passwords.next })) return 'same'
  const passwordHash = await hashPassword(passwords.next)
  await db.transaction(async (tx) => {
    await setPassword(tx, userId, { passwordHash, mustChangePassword: false, keepToken: who.token }, now)
    await record(tx, who.staff, { action: 'changePassword', subject: who.staff.name }, now)
  })
  return 'changed'
}

/** The community that is there, or a new one of this name. */
async function ownCommunity(db: Db, name: string): Promise<number> {
  const community = (await firstCommunity(db)) ?? (await createCommunity(db, name))
  return community.id
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function normalizeUsername(username: string): string {
  return username.trim().toLowerCase()
}

/** Read aloud over a telephone: no letter that looks or sounds like another. */
function makeTemporaryPassword(): string {
  const characters = 'abcdefhkmnprstwxyz2345678'
  const pick = () => characters[randomInt(characters.length)]!
  return [4, 4, 4].map((length) => Array.from({ length }, pick).join('')).join('-')
}
