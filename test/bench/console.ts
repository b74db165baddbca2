import { addColleague, changePassword } from '../../admin/accounts.ts'
import { createApp } from '../../admin/app.tsx'
import { createAuth } from '../../admin/auth.ts'
import { findAccount } from '../../db/signIn.ts'
import { type Plot, settleStreet } from './ground.ts'

const PUBLIC_URL = new URL('http://127.0.0.1')
const PASSWORD = 'lantern-river-7'

export type Console = {
  app: ReturnType<typeof createApp>
  tickets: number
  cookie: string
  get(path: string): Promise<Response>
  close(): Promise<void>
}

/** A console where somebody is signed in, in front of so many tickets: one in a thousand tells of a manhole, the others of dark stairs. */
export async function openConsole(plot: Plot, tickets: number): Promise<Console> {
  const { db } = plot.database
  const { community, estates } = await settleStreet(plot, 1)
  const now = () => new Date()
  const auth = createAuth({ db, secret: 'a secret of more than thirty-two letters', publicUrl: PUBLIC_URL })
  const app = createApp({ database: plot.database, now, auth, publicUrl: PUBLIC_URL, sandbox: null, embedded: false })
  const person = { name: '周网格', username: 'zhou', role: 'administrator' } as const
  const { staff } = await addColleague(db, { communityId: community.id, id: null, name: '安装' }, person, now())
  await changePassword(db, { staff, token: '' }, { current: null, next: PASSWORD }, now())
  await findAccount(db, staff, staff.id)
  await fill(plot, { communityId: community.id, estateId: estates[0]!.id, tickets })

  const body = new URLSearchParams({ username: 'zhou', password: PASSWORD })
  const signedIn = await app.request(new URL('/sign-in', PUBLIC_URL), { method: 'POST', body, headers: { origin: PUBLIC_URL.origin } })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0]!)
    .join('; ')
  return {
    app,
    tickets,
    cookie,
    get: async (path) => app.request(new URL(path, PUBLIC_URL), { headers: { cookie } }),
    async close() {
      await app.stopLive()
      await plot.close()
    },
  }
}

type Archive = { communityId: number; estateId: number; tickets: number }

/** Nineteen of twenty are closed, as in an office that does its work. */
async function fill({ sql }: Plot, { communityId, estateId, tickets }: Archive): Promise<void> {
  await sql`
    insert into tickets (community_id, estate_id, number, status, category, summary, first_summary, urgency, tier, private, party, reopen_count,
      outcome, counted_from, opened_at, closed_at, version)
    select ${communityId}, ${estateId}, 'BM-260101-' || lpad(n::text, 7, '0'), case when n % 20 = 0 then 'pendingReview' else 'closed' end,
      'facility.lighting', words, words, 'normal', 'green', false, 'property', 0, case when n % 20 = 0 then null else 'confirmed' end,
      opened_at, opened_at, case when n % 20 = 0 then null else now() end, 1
    from generate_series(1, ${tickets}::int) n,
      lateral (select now() - (${tickets}::int - n) * interval '1 minute' as opened_at) opened,
      lateral (select case when n % 1000 = 0 then '南门井盖翘起' else n % 30 || '栋楼道灯不亮' end as words) said`
  await sql`
    insert into ticket_search (ticket_id, community_id, words) select id, community_id, number || E'\\n' || summary from tickets`
  await sql`
    insert into reports (community_id, ticket_id, alias, reported_at) select community_id, id, '王姐', opened_at from tickets`
  await sql`
    insert into events (community_id, ticket_id, action, actor, actor_name, at) select community_id, id, 'open', 'bot', '小助手', opened_at from tickets`
  await sql.unsafe('vacuum analyze')
}
