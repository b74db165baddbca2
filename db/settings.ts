import { sql } from 'drizzle-orm'
import type { DeedAction } from '../core/deed.ts'
import type { Scope } from '../core/org.ts'
import { pictureCommunity } from '../core/setting/community.ts'
import { differenceOf, type Thing } from '../core/setting/difference.ts'
import {
  pictureAppointments,
  pictureArticles,
  pictureEstates,
  pictureGrids,
  pictureRooms,
  pictureRoster,
  pictureStations,
} from '../core/setting/organisation.ts'
import { listEvery } from './articles.ts'
import { type Db, whole } from './client.ts'
import { type Doer, record } from './deeds.ts'
import { readOrganisation } from './organisation.ts'
import { findAbove } from './orgTree.ts'
import { findCommunity, listEstates } from './orgUnits.ts'
import { listRooms } from './rooms.ts'

type Picture = (tx: Db, scope: Scope) => Promise<Thing[]>

const ofCommunity: Picture = async (tx, scope) => [pictureCommunity(await findCommunity(tx, scope))]
const ofOrganisation =
  (picture: (organisation: Awaited<ReturnType<typeof readOrganisation>>) => Thing[]): Picture =>
  async (tx, scope) =>
    picture(await readOrganisation(tx, scope))

/** What each deed may have changed. */
const PICTURES = {
  setCommunity: ofCommunity,
  setHours: ofCommunity,
  setCalendar: ofCommunity,
  setTerms: ofCommunity,
  setRouting: ofCommunity,
  setHotlines: ofCommunity,
  setDuty: ofCommunity,
  setPace: ofCommunity,
  setListening: ofCommunity,
  setManners: ofCommunity,
  setWordings: ofCommunity,
  setModel: ofCommunity,
  setMute: ofCommunity,
  setEstates: ofOrganisation(pictureEstates),
  setGrids: ofOrganisation(pictureGrids),
  setStations: ofOrganisation(pictureStations),
  setAppointments: ofOrganisation(pictureAppointments),
  setRoster: ofOrganisation(pictureRoster),
  setOrganisation: async (tx, scope) => {
    const { district, subdistrict } = await findAbove(tx, scope)
    const { name } = await findCommunity(tx, scope)
    return [{ id: scope.communityId, name, facts: { 区: district, 街道: subdistrict } }]
  },
  setRooms: async (tx, scope) => pictureRooms(await listRooms(tx, scope), await listEstates(tx, scope)),
  setArticles: async (tx, scope) => pictureArticles(await listEvery(tx, scope), await readOrganisation(tx, scope)),
} satisfies { [action in DeedAction]?: Picture }

export type SettingDeed = keyof typeof PICTURES

/**
 * Changes what a community has set and writes down who changed what from what to what, in one transaction; a press that changes nothing leaves no line.
 * One change after the other, so that each line tells of its own.
 */
export function changeSettings<T>(
  db: Db,
  by: Scope & Doer,
  { action, at }: { action: SettingDeed; at: Date },
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return whole(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('settings'), ${by.communityId})`)
    const before = await PICTURES[action](tx, by)
    const done = await work(tx)
    const difference = differenceOf(before, await PICTURES[action](tx, by))
    if (difference) await record(tx, by, { action, ...difference }, at)
    return done
  })
}
