import { hashPassword } from 'better-auth/crypto'
import { createApp, type Deps } from '../../admin/app.tsx'
import { createAuth } from '../../admin/auth.ts'
import type { Role } from '../../core/staff.ts'
import type { Database } from '../../db/client.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { addAccount, findAccount } from '../../db/signIn.ts'
import { openSpareDatabase } from '../database.ts'

const PASSWORD = 'lantern-river-7'
/** Costly on purpose, so it is made once. */
const HASH = await hashPassword(PASSWORD)
const PUBLIC_URL = new URL('http://console.test')

/** A console with a real database behind it; only the clock is played. Close it after the test. */
export async function openConsole({
  within,
  ...played
}: Partial<Pick<Deps, 'sandbox' | 'embedded' | 'publicUrl' | 'trustProxy' | 'ways'>> & {
  /** Instead of the second net: what a signed-in person's pages read and change. */
  within?: (database: Database) => Database['within']
} = {}) {
  const opened = await openSpareDatabase()
  const database = within ? { ...opened, within: within(opened) } : opened
  const { db } = database
  const clock = { now: new Date('2026-11-21T09:00:00+08:00') }
  const now = () => clock.now
  const publicUrl = played.publicUrl ?? PUBLIC_URL
  const auth = createAuth({ db, secret: 'a secret of more than thirty-two letters', publicUrl })
  const reported: unknown[] = []
  const report = (error: unknown) => void reported.push(error)
  const app = createApp({ database, now, auth, sandbox: null, embedded: false, report, ...played, publicUrl })

  function send(path: string, init: RequestInit & { cookie?: string } = {}) {
    const headers = new Headers(init.headers)
    if (init.cookie) headers.set('cookie', init.cookie)
    if (init.method && init.method !== 'GET' && !headers.has('origin')) headers.set('origin', publicUrl.origin)
    return Promise.resolve(app.request(new Request(new URL(path, publicUrl), { ...init, headers })))
  }

  return {
    app,
    db,
    clock,
    reported,
    /** Lets minutes go by on the played clock. */
    wait(minutes: number) {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000)
    },
    get: (path: string, cookie?: string, headers: Record<string, string> = {}) => send(path, { headers, ...(cookie ? { cookie } : {}) }),
    post: (path: string, form: Record<string, string>, cookie?: string, headers: Record<string, string> = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers, ...(cookie ? { cookie } : {}) }),
    /** A community without any settings of its own. */
    community: (name = '锦宁社区') => createCommunity(db, name),
    /** Somebody who has already chosen a password. */
    async colleague(communityId: number, name: string, username: string, role: Role) {
      const account = { communityId, name, username: username.toLowerCase(), role, passwordHash: HASH, mustChangePassword: false }
      const member = await addAccount(db, account, now())
      return { staff: member, ...(await findAccount(db, member, member.id)) }
    },
    /** Cookies of a fresh sign-in. */
    async signIn(username: string, password = PASSWORD) {
      const response = await this.post('/sign-in', { username, password })
      return cookiesOf(response)
    },
    async close() {
      await app.stopLive()
      await database.close()
    },
  }
}

export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ')
}
