import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Env } from '../core/env.ts'
import type { Database } from '../db/client.ts'
import { hasAdministrator } from '../db/signIn.ts'
import type { Health } from '../health/health.ts'
import { serve } from '../health/serve.ts'
import { createSetupLink, ensureAdministrator } from './accounts.ts'
import { createWatch, type Way } from './alerts.ts'
import { createApp, type SandboxDoor } from './app.tsx'
import { createAuth } from './auth.ts'
import { createBriefingRounds } from './briefing.ts'
import { createClockWatch } from './clocks.ts'
import { createDispatching } from './dispatching.ts'
import { createForgetting } from './forgetting.ts'
import { createLinkSigner } from './links.ts'
import { mailWay } from './mail.ts'
import { createSatisfactionRounds } from './satisfaction.ts'
import { webhookWay } from './webhook.ts'

export type RunningConsole = { url: string; setupUrl: string | null; close(): Promise<void> }

/** Serves the console until closed. `setupUrl` makes the first administrator; null once there is one. */
export async function startConsole(
  env: Env,
  database: Database,
  { sandbox, health, log }: { sandbox: SandboxDoor; health: Health; log: Logger },
): Promise<RunningConsole> {
  const publicUrl = new URL(env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`)
  const auth = createAuth({ db: database.db, secret: env.AUTH_SECRET ?? keptSecret(env.DATA_DIR), publicUrl })
  const ways = waysOf(env)
  const app = createApp({
    database,
    now: () => new Date(),
    auth,
    publicUrl,
    sandbox,
    ways,
    health,
    embedded: database.engine === 'pglite',
    hasModel: Boolean(env.OPENAI_MODEL && (env.OPENAI_API_KEY || env.OPENAI_BASE_URL)),
    report: (error) => log.error({ err: error }, 'A page failed'),
  })
  if (env.ADMIN_PASSWORD) await ensureAdministrator(database.db, env.ADMIN_PASSWORD, new Date())
  const setupUrl = (await hasAdministrator(database.db)) ? null : new URL(await createSetupLink(database.db, new Date()), publicUrl).href

  const watch = createWatch({ db: database.db, ways, publicUrl, now: () => new Date(), log })
  watch.run()
  const clocks = createClockWatch({ db: database.db, now: () => new Date(), log })
  clocks.run()
  const dispatching = createDispatching({
    db: database.db,
    now: () => new Date(),
    links: await createLinkSigner(auth, publicUrl),
    log,
  })
  dispatching.run()
  const asking = createSatisfactionRounds({ db: database.db, now: () => new Date(), log })
  asking.run()
  const briefing = createBriefingRounds({ db: database.db, now: () => new Date(), log })
  briefing.run()
  const forgetting = createForgetting({ db: database.db, now: () => new Date(), log })
  forgetting.run()
  const server = await serve(app.fetch, { host: env.HOST, port: env.PORT })
  return {
    url: publicUrl.origin,
    setupUrl,
    async close() {
      await watch.close()
      await clocks.close()
      await dispatching.close()
      await asking.close()
      await briefing.close()
      await forgetting.close()
      await app.stopLive()
      await server.close()
    },
  }
}

/** The ways that the environment names. */
function waysOf({ SMTP_URL, ALERT_MAIL_FROM, ALERT_MAIL_TO, ALERT_WEBHOOK, ALERT_WEBHOOK_FORMAT }: Env): Way[] {
  const mail = SMTP_URL && ALERT_MAIL_FROM && ALERT_MAIL_TO ? [mailWay({ url: SMTP_URL, from: ALERT_MAIL_FROM, to: ALERT_MAIL_TO })] : []
  return ALERT_WEBHOOK ? [...mail, webhookWay({ url: ALERT_WEBHOOK, format: ALERT_WEBHOOK_FORMAT })] : mail
}

/** Signs sessions; made once and kept, so that a restart signs nobody out. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'auth-secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const secret = randomBytes(32).toString('base64url')
  writeFileSync(file, secret, { mode: 0o600 })
  return secret
}
