import { createHash, randomBytes, randomInt } from 'node:crypto'
import { symmetricDecrypt, symmetricEncrypt, verifyPassword } from 'better-auth/crypto'
import { Refusal } from '../core/errors.ts'
import { mayResetSecondFactor, type Staff } from '../core/staff.ts'
import type { Db } from '../db/client.ts'
import { findPerson } from '../db/people.ts'
import {
  addSecondStep,
  confirmSecondFactor,
  countRecoveryCodes,
  endSecondStep,
  findSecondFactor,
  findSecondStep,
  removeSecondFactor,
  setUpSecondFactor,
  spendRecoveryCode,
  takeStep,
} from '../db/secondFactors.ts'
import { countTry, findAccount, findPasswordHash, forgetTries, MAX_FAILURES } from '../db/signIn.ts'
import type { Auth } from './auth.ts'
import { addressOfSecret, makeSecret, stepOf } from './totp.ts'

const STEP_MS = 5 * 60_000
const RECOVERY_CODES = 10
const ISSUER = '回音'

type Tools = { db: Db; auth: Auth; now: () => Date }

/** How a password or a code that was typed was taken. Wrong ones in a row lock the second step as they lock the first. */
export type Tried = { kind: 'right' } | { kind: 'wrong'; triesLeft: number } | { kind: 'locked'; until: Date | null }

/** Whoever has shown the password still owes the code; the token is for their browser alone and good for five minutes, once. */
export async function oweSecondStep(db: Db, userId: string, now: Date): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await addSecondStep(db, { tokenHash: hash(token), userId, expiresAt: new Date(now.getTime() + STEP_MS) }, now)
  return token
}

export function findWhoOwes({ db, now }: Tools, token: string): Promise<string | null> {
  return findSecondStep(db, hash(token), now())
}

/** The second step of signing in: a code of the phone, or one that was kept for its loss. Whoever passes may have a session now, once. */
export async function passSecondStep(
  tools: Tools,
  token: string,
  typed: string,
): Promise<Exclude<Tried, { kind: 'right' }> | { kind: 'passed'; userId: string } | { kind: 'expired' }> {
  const userId = await findWhoOwes(tools, token)
  if (!userId) return { kind: 'expired' }
  const tried = await tryOn(tools, userId, () => takeCode(tools, userId, typed))
  if (tried.kind !== 'right') return tried
  return (await endSecondStep(tools.db, hash(token))) ? { kind: 'passed', userId } : { kind: 'expired' }
}

export type SecondFactorState = { kind: 'off' } | { kind: 'on'; codesLeft: number }

export async function readSecondFactor({ db }: Pick<Tools, 'db'>, staff: Staff): Promise<SecondFactorState> {
  const { userId } = await findAccount(db, staff, staff.id)
  const factor = await findSecondFactor(db, userId)
  return factor?.confirmedAt ? { kind: 'on', codesLeft: await countRecoveryCodes(db, userId) } : { kind: 'off' }
}

/** Asks for the password, so that nobody binds their own phone at a desk that was left. */
export async function beginSecondFactor(tools: Tools, staff: Staff, password: string): Promise<Tried> {
  const { userId } = await findAccount(tools.db, staff, staff.id)
  const tried = await tryOn(tools, userId, () => isPassword(tools, userId, password))
  if (tried.kind === 'right') await setUpSecondFactor(tools.db, userId, await seal(tools, makeSecret()), tools.now())
  return tried
}

/** What the phone must be told; null when nothing is being set up. */
export async function readSetup(tools: Tools, staff: Staff): Promise<{ secret: string; address: string } | null> {
  const { userId, username } = await findAccount(tools.db, staff, staff.id)
  const factor = await findSecondFactor(tools.db, userId)
  if (!factor || factor.confirmedAt) return null
  const secret = await unseal(tools, factor.secret)
  return secret === null ? null : { secret, address: addressOfSecret(secret, { issuer: ISSUER, username }) }
}

/** The recovery codes, this once; null: the code is not the phone's. */
export async function finishSetup(tools: Tools, staff: Staff, typed: string): Promise<string[] | null> {
  const { db, now } = tools
  const { userId } = await findAccount(db, staff, staff.id)
  const setup = await readSetup(tools, staff)
  const step = setup && stepOf(setup.secret, tidy(typed), now())
  if (step === null) return null
  const codes = Array.from({ length: RECOVERY_CODES }, makeRecoveryCode)
  const codeHashes = codes.map((code) => hashRecoveryCode(userId, code))
  return (await confirmSecondFactor(db, staff, { userId, step, codeHashes }, now())) ? codes : null
}

/** The password alone will do again. Wants both, and tells not which one was wrong. */
export async function turnOffSecondFactor(tools: Tools, staff: Staff, typed: { password: string; code: string }): Promise<Tried> {
  const { userId } = await findAccount(tools.db, staff, staff.id)
  const tried = await tryOn(
    tools,
    userId,
    async () => (await isPassword(tools, userId, typed.password)) && takeCode(tools, userId, typed.code),
  )
  if (tried.kind !== 'right') return tried
  await removeSecondFactor(tools.db, staff, { userId, action: 'turnOffSecondFactor', subject: staff.name }, tools.now())
  return tried
}

/** For a colleague who has lost the phone and the codes. @throws Refusal `not-allowed`, `not-found` */
export async function resetSecondFactor(db: Db, by: Staff, staffId: number, now: Date): Promise<string> {
  const person = await findPerson(db, by, staffId)
  if (!mayResetSecondFactor(by, person)) throw new Refusal('not-allowed', { role: by.role })
  const { userId } = await findAccount(db, by, staffId)
  await removeSecondFactor(db, by, { userId, action: 'resetSecondFactor', subject: person.name }, now)
  return person.name
}

/** The try is counted before it is looked at, under a name that nobody can type as a user's. */
async function tryOn({ db, now }: Tools, userId: string, isRight: () => Promise<boolean>): Promise<Tried> {
  const counter = `second step ${userId}`
  const { lockedUntil, failures } = await countTry(db, counter, now())
  if (lockedUntil) return { kind: 'locked', until: lockedUntil }
  if (await isRight()) {
    await forgetTries(db, counter, now())
    return { kind: 'right' }
  }
  return failures >= MAX_FAILURES ? { kind: 'locked', until: null } : { kind: 'wrong', triesLeft: MAX_FAILURES - failures }
}

async function isPassword({ db }: Tools, userId: string, password: string): Promise<boolean> {
  return verifyPassword({ hash: (await findPasswordHash(db, userId)) ?? '', password })
}

async function takeCode(tools: Tools, userId: string, typed: string): Promise<boolean> {
  const { db, now } = tools
  const code = tidy(typed)
  if (!/^\d{6}$/.test(code)) return spendRecoveryCode(db, userId, hashRecoveryCode(userId, code), now())
  const factor = await findSecondFactor(db, userId)
  const secret = factor && (await unseal(tools, factor.secret))
  const step = secret ? stepOf(secret, code, now()) : null
  return step !== null && takeStep(db, userId, step)
}

/** As people type it: with spaces, in capitals, in wide digits. */
function tidy(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '')
}

function makeRecoveryCode(): string {
  const characters = 'abcdefhkmnprstwxyz2345678'
  const pick = () => characters[randomInt(characters.length)]!
  return [5, 5, 5].map((length) => Array.from({ length }, pick).join('')).join('-')
}

function hashRecoveryCode(userId: string, code: string): string {
  return hash(`${userId} ${tidy(code)}`)
}

function hash(words: string): string {
  return createHash('sha256').update(words).digest('hex')
}

/** A copy of the database alone makes no codes: the key is the console's secret. */
async function seal(tools: Tools, secret: string): Promise<string> {
  return symmetricEncrypt({ key: await keyOf(tools), data: secret })
}

/** Null: it was sealed under another secret of the console, so no code fits it any more. Recovery codes still do. */
async function unseal(tools: Tools, sealed: string): Promise<string | null> {
  try {
    return await symmetricDecrypt({ key: await keyOf(tools), data: sealed })
  } catch {
    return null
  }
}

async function keyOf({ auth }: Tools): Promise<string> {
  return `second factor ${(await auth.$context).secret}`
}
