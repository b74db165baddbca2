import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { SecureHeadersVariables } from 'hono/secure-headers'
import type { Community } from '../core/community.ts'
import type { IncomingMessage } from '../core/message.ts'
import type { Staff } from '../core/staff.ts'
import type { Database, Db } from '../db/client.ts'
import type { Health } from '../health/health.ts'
import { healthRoutes, timeRequests } from '../health/routes.ts'
import { requireStaff } from './access.ts'
import type { Way } from './alerts.ts'
import { assetRoutes } from './assets.ts'
import type { Auth } from './auth.ts'
import { answerError } from './errors.tsx'
import { createLinkSigner, type LinkSigner } from './links.ts'
import { createLiveTopics, type LiveTopics } from './live.ts'
import { mayOpen } from './rights.ts'
import { accountRoutes } from './routes/account.tsx'
import { announcementFormRoutes } from './routes/announcement/form.tsx'
import { announcementRoutes } from './routes/announcement/list.tsx'
import { articleFormRoutes } from './routes/article/form.tsx'
import { articleRoutes } from './routes/article/list.tsx'
import { botRoutes } from './routes/bot.tsx'
import { byHandRoutes } from './routes/byHand.tsx'
import { callbackRoutes } from './routes/callbacks.tsx'
import { claimRoutes } from './routes/claims.tsx'
import { communityRoutes } from './routes/communities.tsx'
import { echoRoutes } from './routes/echoes.tsx'
import { figureRoutes } from './routes/figures/pages.tsx'
import { createHandlerRoutes } from './routes/handler.tsx'
import { chatIntakeRoutes } from './routes/intake/chat.tsx'
import { intakeRoutes } from './routes/intake/form.tsx'
import { visitRoutes } from './routes/intake/visits.tsx'
import { liveRoutes } from './routes/live.tsx'
import { mediaRoutes } from './routes/media.ts'
import { createNoticeRoutes } from './routes/notice.tsx'
import { appointmentRoutes } from './routes/organisation/appointments.tsx'
import { gridRoutes } from './routes/organisation/grids.tsx'
import { managementRoutes } from './routes/organisation/management.tsx'
import { organisationRoutes } from './routes/organisation/overview.tsx'
import { rosterRoutes } from './routes/organisation/roster.tsx'
import { stationRoutes } from './routes/organisation/stations.tsx'
import { outboxRoutes } from './routes/outbox.tsx'
import { pageRoutes } from './routes/pages.tsx'
import { sandboxRoutes } from './routes/sandbox.tsx'
import { settingsAlertRoutes } from './routes/settings/alerts.tsx'
import { auditRoutes } from './routes/settings/audit.tsx'
import { settingsCalendarRoutes } from './routes/settings/calendar.tsx'
import { correctionRoutes } from './routes/settings/corrections.tsx'
import { settingsDutyRoutes } from './routes/settings/duty.tsx'
import { settingsEstateRoutes } from './routes/settings/estates.tsx'
import { firstRunRoutes, needsFirstRun } from './routes/settings/firstRun.tsx'
import { settingsHoursRoutes } from './routes/settings/hours.tsx'
import { settingsListeningRoutes } from './routes/settings/listening.tsx'
import { settingsMannersRoutes } from './routes/settings/manners.tsx'
import { settingsModelRoutes } from './routes/settings/model.tsx'
import { settingsRoutes } from './routes/settings/page.tsx'
import { peopleRoutes } from './routes/settings/people.tsx'
import { settingsPhoneRoutes } from './routes/settings/phones.tsx'
import { settingsRoutingRoutes } from './routes/settings/routing.tsx'
import { settingsTermRoutes } from './routes/settings/terms.tsx'
import { settingsWordingRoutes } from './routes/settings/wordings.tsx'
import { signalRoutes } from './routes/signals.tsx'
import { createSignInRoutes } from './routes/signIn.tsx'
import { silenceRoutes } from './routes/silences.tsx'
import { ticketActionRoutes } from './routes/ticket/actions.tsx'
import { ticketAnswerRoutes } from './routes/ticket/answers.tsx'
import { bulkRoutes } from './routes/ticket/bulk.tsx'
import { consultationRoutes } from './routes/ticket/consultations.tsx'
import { ticketCoverRoutes } from './routes/ticket/cover.tsx'
import { ticketDeskRoutes } from './routes/ticket/desk.tsx'
import { ticketExportRoutes } from './routes/ticket/export.ts'
import { ticketRoutes } from './routes/ticket/list.tsx'
import { mergeRoutes } from './routes/ticket/merge.tsx'
import { ticketReportRoutes } from './routes/ticket/reports.tsx'
import { ticketRevealRoutes } from './routes/ticket/reveal.tsx'
import { ticketRoutingRoutes } from './routes/ticket/routing.tsx'
import { savedFilterRoutes } from './routes/ticket/saved.ts'
import { todayRoutes } from './routes/today.tsx'
import { waitingRoutes } from './routes/waiting.tsx'
import { waitingAnswerRoutes } from './routes/waitingAnswer.tsx'
import { keepNothing, protect } from './security.ts'
import type { Clock } from './views/parts.tsx'

/** Gives the sandbox's words to the channel; null when the bot runs elsewhere or on another channel. */
export type SandboxDoor = ((message: IncomingMessage) => Promise<void>) | null

export type Deps = {
  database: Database
  now: () => Date
  auth: Auth
  publicUrl: URL
  sandbox: SandboxDoor
  /** Null: nobody watches this console. */
  health?: Health | null
  embedded: boolean
  /** Whether the environment names a language model. */
  hasModel?: boolean
  /** How staff are told when WeChat does not work. */
  ways?: readonly Way[]
  /** Whether the last address in X-Forwarded-For is the visitor's, written by our own proxy. */
  trustProxy?: boolean
  report?: (error: unknown) => void
}

/** What a route finds in `c.var`. `clock` is now and the community's time zone, for views. */
export type Console = {
  Variables: SecureHeadersVariables & {
    db: Db
    /** What a signed-in person's pages read and change. */
    within: Database['within']
    above: Database['above']
    now: () => Date
    staff: Staff
    community: Community
    clock: Clock
    sandbox: SandboxDoor
    embedded: boolean
    hasModel: boolean
    auth: Auth
    publicUrl: URL
    trustProxy: boolean
    ways: readonly Way[]
    live: LiveTopics
    links: LinkSigner
    sessionToken: string
    mustChangePassword: boolean
  }
}

export function createApp(deps: Deps) {
  const app = new Hono<Console>()
  const live = createLiveTopics(deps.database)
  const links = createLinkSigner(deps.auth, deps.publicUrl)

  app.onError((error, c) => answerError(error, c, deps.report ?? console.error))
  app.notFound((c) => answerError(new HTTPException(404), c, () => {}))

  if (deps.health) app.use(timeRequests(deps.health.metrics))
  for (const guard of protect(deps.publicUrl)) app.use(guard)
  app.use(async (c, next) => {
    c.set('db', deps.database.db)
    c.set('within', deps.database.within)
    c.set('above', deps.database.above)
    c.set('now', deps.now)
    c.set('auth', deps.auth)
    c.set('publicUrl', deps.publicUrl)
    c.set('sandbox', deps.sandbox)
    c.set('embedded', deps.embedded)
    c.set('hasModel', deps.hasModel ?? false)
    c.set('ways', deps.ways ?? [])
    c.set('trustProxy', deps.trustProxy ?? false)
    c.set('live', live)
    c.set('links', await links)
    await next()
  })

  if (deps.health) app.route('/', healthRoutes(deps.health))
  app.route('/', assetRoutes)
  app.route('/', createSignInRoutes())
  app.route('/', createHandlerRoutes())
  app.route('/', createNoticeRoutes())

  app.use(keepNothing)
  app.use(requireStaff)
  app.get('/', async (c) =>
    c.redirect(mayOpen(c.var.staff, '/communities') ? '/communities' : (await needsFirstRun(c)) ? '/first-run' : '/today'),
  )
  app.route('/', communityRoutes)
  app.route('/', accountRoutes)
  app.route('/', liveRoutes)
  app.route('/', sandboxRoutes)
  app.route('/', todayRoutes)
  app.route('/', bulkRoutes)
  app.route('/', savedFilterRoutes)
  app.route('/', ticketDeskRoutes)
  app.route('/', ticketExportRoutes)
  app.route('/', ticketRoutes)
  app.route('/', ticketRevealRoutes)
  app.route('/', ticketCoverRoutes)
  app.route('/', ticketAnswerRoutes)
  app.route('/', ticketRoutingRoutes)
  app.route('/', mergeRoutes)
  app.route('/', ticketReportRoutes)
  app.route('/', ticketActionRoutes)
  app.route('/', consultationRoutes)
  app.route('/', intakeRoutes)
  app.route('/', chatIntakeRoutes)
  app.route('/', visitRoutes)
  app.route('/', waitingRoutes)
  app.route('/', waitingAnswerRoutes)
  app.route('/', signalRoutes)
  app.route('/', echoRoutes)
  app.route('/', callbackRoutes)
  app.route('/', figureRoutes)
  app.route('/', silenceRoutes)
  app.route('/', outboxRoutes)
  app.route('/', byHandRoutes)
  app.route('/', pageRoutes)
  app.route('/', mediaRoutes)
  app.route('/', announcementRoutes)
  app.route('/', announcementFormRoutes)
  app.route('/', articleRoutes)
  app.route('/', articleFormRoutes)
  app.route('/', botRoutes)
  app.route('/', claimRoutes)
  app.route('/', firstRunRoutes)
  app.route('/', settingsRoutes)
  app.route('/', settingsEstateRoutes)
  app.route('/', organisationRoutes)
  app.route('/', managementRoutes)
  app.route('/', gridRoutes)
  app.route('/', appointmentRoutes)
  app.route('/', stationRoutes)
  app.route('/', rosterRoutes)
  app.route('/', settingsHoursRoutes)
  app.route('/', settingsCalendarRoutes)
  app.route('/', settingsTermRoutes)
  app.route('/', settingsRoutingRoutes)
  app.route('/', settingsListeningRoutes)
  app.route('/', settingsMannersRoutes)
  app.route('/', settingsWordingRoutes)
  app.route('/', settingsModelRoutes)
  app.route('/', settingsPhoneRoutes)
  app.route('/', settingsDutyRoutes)
  app.route('/', settingsAlertRoutes)
  app.route('/', peopleRoutes)
  app.route('/', correctionRoutes)
  app.route('/', auditRoutes)

  return Object.assign(app, { stopLive: live.stop })
}
