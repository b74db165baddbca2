import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { username } from 'better-auth/plugins/username'
import type { Context } from 'hono'
import { generateSignedCookie, getSignedCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import type { Db } from '../db/client.ts'
import { authAccounts, authRateLimits, authSessions, authUsers, authVerifications } from '../db/schema/index.ts'
import { hasSecondFactor } from '../db/secondFactors.ts'
import { countTry, endSession, forgetTries, MAX_FAILURES } from '../db/signIn.ts'
import { oweSecondStep } from './secondFactor.ts'

export type Auth = ReturnType<typeof createAuth>

/** Written by this process only; a visitor's header of this name never gets here. */
const CLIENT_HEADER = 'x-client-address'
const SESSION_SECONDS = 7 * 24 * 3600
/** From one address, of a password and of a code each. */
export const TRIES_PER_MINUTE = 20

export const USERNAME = /^[\p{L}\p{N}_.-]+$/u

export function createAuth({ db, secret, publicUrl }: { db: Db; secret: string; publicUrl: URL }) {
  return betterAuth({
    baseURL: publicUrl.origin,
    secret,
    logger: { disabled: true },
    telemetry: { enabled: false },
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: {
        user: authUsers,
        session: authSessions,
        account: authAccounts,
        verification: authVerifications,
        rateLimit: authRateLimits,
      },
    }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8 },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    rateLimit: {
      enabled: true,
      storage: 'database',
      customRules: { '/sign-in/username': { window: 60, max: TRIES_PER_MINUTE } },
    },
    advanced: {
      cookiePrefix: 'huiyin',
      useSecureCookies: publicUrl.protocol === 'https:',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [CLIENT_HEADER] },
    },
    plugins: [
      username({ minUsernameLength: 2, maxUsernameLength: 30, displayUsername: false, usernameValidator: (name) => USERNAME.test(name) }),
    ],
  })
}

/** The token of this visitor's session, if this console signed the cookie; whether the session still lives, the database knows. */
export async function readSessionToken(c: Context, auth: Auth): Promise<string | null> {
  const { secret, authCookies } = await auth.$context
  return (await getSignedCookie(c, secret, authCookies.sessionToken.name)) || null
}

export type SignIn =
  | { kind: 'signedIn'; token: string; cookies: string[] }
  | { kind: 'secondStep'; stepToken: string }
  | { kind: 'wrong'; triesLeft: number }
  | { kind: 'locked'; until: Date | null }
  | { kind: 'tooMany' }

type Tools = { auth: Auth; db: Db; publicUrl: URL; now: () => Date }

/** A lock belongs to the name that was typed, whether anybody has it or not. */
export async function signIn(tools: Tools, typed: { username: string; password: string }, client: string, agent = ''): Promise<SignIn> {
  const name = typed.username.trim().toLowerCase()
  const { lockedUntil, failures } = await countTry(tools.db, name, tools.now())
  if (lockedUntil) return { kind: 'locked', until: lockedUntil }

  const response = await callAuth(tools, 'sign-in/username', { ...typed, username: name }, { [CLIENT_HEADER]: client, 'user-agent': agent })
  if (response.status === 429) return { kind: 'tooMany' }
  if (response.status >= 500) throw new Error(`Signing in failed with status ${response.status}`)
  if (!response.ok)
    return failures >= MAX_FAILURES ? { kind: 'locked', until: null } : { kind: 'wrong', triesLeft: MAX_FAILURES - failures }

  await forgetTries(tools.db, name, tools.now())
  const { token, user } = (await response.json()) as { token: string; user: { id: string } }
  if (await hasSecondFactor(tools.db, user.id)) {
    await endSession(tools.db, token)
    return { kind: 'secondStep', stepToken: await oweSecondStep(tools.db, user.id, tools.now()) }
  }
  return { kind: 'signedIn', token, cookies: response.headers.getSetCookie() }
}

/** A session for whoever has passed both steps, with the cookie that carries it. */
export async function openSession(
  { auth }: Pick<Tools, 'auth'>,
  userId: string,
  client: { ipAddress: string; userAgent: string },
): Promise<{ token: string; cookies: string[] }> {
  const { internalAdapter, secret, authCookies } = await auth.$context
  const { token } = await internalAdapter.createSession(userId, false, client)
  const { name, attributes } = authCookies.sessionToken
  return { token, cookies: [await generateSignedCookie(name, token, secret, attributes as CookieOptions)] }
}

/** Ends the session behind these cookies; answers the cookies that clear them. */
export async function signOut(tools: Tools, cookie: string): Promise<string[]> {
  const response = await callAuth(tools, 'sign-out', {}, { cookie })
  return response.headers.getSetCookie()
}

function callAuth({ auth, publicUrl }: Tools, path: string, body: object, headers: Record<string, string>): Promise<Response> {
  const { origin } = publicUrl
  const request = new Request(`${origin}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify(body),
  })
  return auth.handler(request)
}
