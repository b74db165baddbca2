import type { Context } from 'hono'
import type { Db } from '../db/client.ts'
import { changeSettings, type SettingDeed } from '../db/settings.ts'
import type { Console } from './app.tsx'

/** Changes settings in the name of whoever pressed: `settle(c, 'setHours', (tx) => changeCommunity(tx, staff, { week }))` leaves a line in the log. */
export function settle<T>(c: Context<Console>, action: SettingDeed, work: (tx: Db) => Promise<T>): Promise<T> {
  const { db, staff, now } = c.var
  return changeSettings(db, staff, { action, at: now() }, work)
}
