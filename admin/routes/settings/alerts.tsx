import { Hono } from 'hono'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { texts } from '../../../core/texts/texts.ts'
import { listAlerts } from '../../../db/alerts.ts'
import { requireRole } from '../../access.ts'
import { tellBy } from '../../alerts.ts'
import { goTo, isPartial } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { AlertsPage, TestResult } from '../../views/settings/alerts.tsx'

const SHOWN = 10

export const settingsAlertRoutes = new Hono<Console>()
  .get('/settings/alerts', async (c) => {
    const { db, staff, ways, clock } = c.var
    const page = { ways, alerts: await listAlerts(db, staff, SHOWN), clock, mayTest: hasRole(staff, SETTING_ROLES) }
    return drawPage(c, { title: '设置', nav: 'settings' }, <AlertsPage {...page} />)
  })
  .post('/settings/alerts/test', requireRole(...SETTING_ROLES), async (c) => {
    const { ways, publicUrl, now } = c.var
    const { path, ...words } = texts.alert.test()
    const tries = await tellBy(ways, { ...words, event: 'test', url: new URL(path, publicUrl).href, at: now() })
    if (isPartial(c)) return c.html(<TestResult tries={tries} />)
    return goTo(c, '/settings/alerts', tries.map((one) => one.problem ?? '测试已发出。').join(''))
  })
