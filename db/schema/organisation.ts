import { sql } from 'drizzle-orm'
import { check, date, foreignKey, index, integer, pgTable, serial, text, timestamp, unique } from 'drizzle-orm/pg-core'
import { OFFICE_NAMES } from '../../core/organisation/appointment.ts'
import { MANAGEMENT_MODELS } from '../../core/organisation/management.ts'
import { STATION_KINDS } from '../../core/organisation/station.ts'
import { members } from './chat.ts'
import { oneOf } from './oneOf.ts'
import { communities, grids, orgUnits, staff } from './org.ts'

const community = () =>
  integer('community_id')
    .notNull()
    .references(() => communities.id)

/** An account, a resident of the groups, or somebody known by name alone. */
const person = () => ({
  staffId: integer('staff_id').references(() => staff.id),
  memberId: integer('member_id').references(() => members.id),
  name: text().notNull(),
})

/** Places where residents find somebody: a hub, and what hangs on it. */
export const stations = pgTable(
  'stations',
  {
    id: serial().primaryKey(),
    communityId: community(),
    kind: text({ enum: STATION_KINDS }).notNull(),
    name: text().notNull(),
    parentId: integer('parent_id'),
    estateId: integer('estate_id').references(() => orgUnits.id),
    place: text().notNull(),
    hours: text().notNull(),
  },
  (table) => [
    unique('stations_name').on(table.communityId, table.name),
    unique('stations_own').on(table.id, table.communityId),
    foreignKey({
      name: 'stations_own_parent',
      columns: [table.parentId, table.communityId],
      foreignColumns: [table.id, table.communityId],
    }),
    oneOf('stations_kind', table.kind, STATION_KINDS),
    check('stations_hub', sql`(${table.kind} = 'hub') <= (${table.parentId} is null)`),
  ],
)

/** Who holds which office where, from which day to which. Only staff end or remove one; what it says of the past stays. */
export const appointments = pgTable(
  'appointments',
  {
    id: serial().primaryKey(),
    communityId: community(),
    role: text({ enum: OFFICE_NAMES }).notNull(),
    ...person(),
    unitId: integer('unit_id').references(() => orgUnits.id),
    gridId: integer('grid_id'),
    stationId: integer('station_id'),
    from: date('from_day', { mode: 'string' }).notNull(),
    to: date('to_day', { mode: 'string' }),
    electedBy: text('elected_by').notNull(),
  },
  (table) => [
    oneOf('appointments_role', table.role, OFFICE_NAMES),
    check('appointments_person', sql`num_nonnulls(${table.staffId}, ${table.memberId}) <= 1 and ${table.name} <> ''`),
    check('appointments_seat', sql`num_nonnulls(${table.unitId}, ${table.gridId}, ${table.stationId}) = 1`),
    check('appointments_grid', sql`(${table.role} = 'gridWorker') = (${table.gridId} is not null)`),
    check('appointments_station', sql`(${table.role} = 'stationLead') = (${table.stationId} is not null)`),
    check('appointments_term', sql`${table.to} >= ${table.from}`),
    foreignKey({
      name: 'appointments_own_grid',
      columns: [table.gridId, table.communityId],
      foreignColumns: [grids.id, grids.communityId],
    }),
    foreignKey({
      name: 'appointments_own_station',
      columns: [table.stationId, table.communityId],
      foreignColumns: [stations.id, stations.communityId],
    }),
    index('appointments_community').on(table.communityId),
  ],
)

/** Turns of the week, by the community's clock. */
export const dutySlots = pgTable(
  'duty_slots',
  {
    id: serial().primaryKey(),
    communityId: community(),
    weekday: integer().notNull(),
    from: text('from_time').notNull(),
    to: text('to_time').notNull(),
    ...person(),
    post: text().notNull(),
    stationId: integer('station_id'),
  },
  (table) => [
    check('duty_slots_weekday', sql`${table.weekday} between 1 and 7`),
    check('duty_slots_person', sql`num_nonnulls(${table.staffId}, ${table.memberId}) <= 1 and ${table.name} <> ''`),
    check('duty_slots_length', sql`${table.from} <> ${table.to}`),
    foreignKey({
      name: 'duty_slots_own_station',
      columns: [table.stationId, table.communityId],
      foreignColumns: [stations.id, stations.communityId],
    }),
    index('duty_slots_community').on(table.communityId),
  ],
)

/** Every change of who looks after an estate. Only ever added to. */
export const managementChanges = pgTable(
  'management_changes',
  {
    id: serial().primaryKey(),
    communityId: community(),
    estateId: integer('estate_id')
      .notNull()
      .references(() => orgUnits.id),
    before: text({ enum: MANAGEMENT_MODELS }).notNull(),
    model: text({ enum: MANAGEMENT_MODELS }).notNull(),
    reason: text().notNull(),
    rerouted: integer().notNull(),
    changedById: integer('changed_by_id')
      .notNull()
      .references(() => staff.id),
    changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    oneOf('management_changes_before', table.before, MANAGEMENT_MODELS),
    oneOf('management_changes_model', table.model, MANAGEMENT_MODELS),
    check('management_changes_changes', sql`${table.before} <> ${table.model}`),
    check('management_changes_reason', sql`${table.reason} <> ''`),
    index('management_changes_estate').on(table.estateId, table.id),
  ],
)
