import { Hono } from 'hono'
import type { Console } from '../app.tsx'
import { liveEvents } from '../live.ts'
import { readAlarms, readShell } from '../shell.ts'
import { AlarmBar } from '../views/alarm.tsx'
import { Banners, CountPartials } from '../views/layout.tsx'

export const liveRoutes = new Hono<Console>()
  .get('/live', (c) => liveEvents(c, c.var.live))
  .get('/live/counts', async (c) => c.html(<CountPartials shell={await readShell(c)} />))
  .get('/live/alarms', async (c) => c.html(<AlarmBar alarms={await readAlarms(c)} clock={c.var.clock} />))
  .get('/live/banners', async (c) => c.html(<Banners shell={await readShell(c)} />))
