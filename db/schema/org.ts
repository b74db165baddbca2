import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  serial,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core'
import { DAY_KINDS } from '../../core/calendar/specialDay.ts'
import {
  DEFAULT_CERTAINTY,
  DEFAULT_PACE,
  DEFAULT_PAGING,
  DEFAULT_PATIENCE,
  DEFAULT_REMINDERS,
  DEFAULT_TIME_ZONE,
  type DutyList,
  type Pace,
  type Paging,
  type Patience,
  type ReminderTimes,
} from '../../core/community.ts'
import { DEFAULT_WINDOWS, type TalkWindows } from '../../core/conversation/windows.ts'
import { type Hotlines, NO_HOTLINES } from '../../core/hotlines.ts'
import { DEFAULT_WEEK, type WorkingWeek } from '../../core/hours.ts'
import { ORG_KINDS } from '../../core/org.ts'
import { MANAGEMENT_MODELS } from '../../core/organisation/management.ts'
import { DEFAULT_ROUTING, type RoutingSettings } from '../../core/routing/settings.ts'
import { type BurstRule, DEFAULT_BURST } from '../../core/signal/signal.ts'
import { type Budget, DEFAULT_BUDGET } from '../../core/speech/budget.ts'
import { DEFAULT_QUIET_HOURS, type QuietHours } from '../../core/speech/quiet.ts'
import { ROLES } from '../../core/staff.ts'
import type { Wordings } from '../../core/texts/wording.ts'
import { DEFAULT_TIER_TERMS, type TermsByCategory, type TermsByTier } from '../../core/ticket/terms.ts'
import { authUsers } from './auth.ts'
import { oneOf } from './oneOf.ts'

/** One tree: district, sub-district, community, estate, building. `communityId` is the community a node is or lies in, null above. */
export const orgUnits = pgTable(
  'org_units',
  {
    id: serial().primaryKey(),
    kind: text({ enum: ORG_KINDS }).notNull(),
    parentId: integer('parent_id').references((): AnyPgColumn => orgUnits.id),
    communityId: integer('community_id').references((): AnyPgColumn => orgUnits.id),
    name: text().notNull(),
    /** The letters in front of a ticket number; estates only. */
    code: text(),
    /** Who looks after it; estates only. */
    managementModel: text('management_model', { enum: MANAGEMENT_MODELS }),
    /** The one grid that covers it; buildings only. */
    gridId: integer('grid_id'),
  },
  (table) => [
    oneOf('org_units_kind', table.kind, ORG_KINDS),
    oneOf('org_units_management', table.managementModel, MANAGEMENT_MODELS),
    check('org_units_managed', sql`(${table.kind} = 'estate') = (${table.managementModel} is not null)`),
    check('org_units_grid', sql`${table.gridId} is null or ${table.kind} = 'building'`),
    foreignKey({ name: 'org_units_own_grid', columns: [table.gridId, table.communityId], foreignColumns: [grids.id, grids.communityId] }),
    check('org_units_code', sql`(${table.kind} = 'estate') = (${table.code} is not null)`),
    check('org_units_community', sql`(${table.kind} in ('estate', 'building')) <= (${table.communityId} is not null)`),
    unique('org_units_name').on(table.parentId, table.kind, table.name),
  ],
)

export const communities = pgTable('communities', {
  id: integer()
    .primaryKey()
    .references(() => orgUnits.id),
  timeZone: text('time_zone').notNull().default(DEFAULT_TIME_ZONE),
  contact: text().notNull().default(''),
  week: jsonb().$type<WorkingWeek>().notNull().default(DEFAULT_WEEK),
  tierTerms: jsonb('tier_terms').$type<TermsByTier>().notNull().default(DEFAULT_TIER_TERMS),
  categoryTerms: jsonb('category_terms').$type<TermsByCategory>().notNull().default({}),
  routing: jsonb().$type<RoutingSettings>().notNull().default(DEFAULT_ROUTING),
  hotlines: jsonb().$type<Hotlines>().notNull().default(NO_HOTLINES),
  duty: jsonb().$type<DutyList>().notNull().default([]),
  reminders: jsonb().$type<ReminderTimes>().notNull().default(DEFAULT_REMINDERS),
  pace: jsonb().$type<Pace>().notNull().default(DEFAULT_PACE),
  patience: jsonb().$type<Patience>().notNull().default(DEFAULT_PATIENCE),
  windows: jsonb().$type<TalkWindows>().notNull().default(DEFAULT_WINDOWS),
  burst: jsonb().$type<BurstRule>().notNull().default(DEFAULT_BURST),
  paging: jsonb().$type<Paging>().notNull().default(DEFAULT_PAGING),
  quietHours: jsonb('quiet_hours').$type<QuietHours>().notNull().default(DEFAULT_QUIET_HOURS),
  budget: jsonb().$type<Budget>().notNull().default(DEFAULT_BUDGET),
  certainty: real().notNull().default(DEFAULT_CERTAINTY),
  wordings: jsonb().$type<Wordings>().notNull().default({}),
  mutedAt: timestamp('muted_at', { withTimezone: true }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** Parts of a community, each for a grid worker; a building names the one it lies in. */
export const grids = pgTable(
  'grids',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references((): AnyPgColumn => communities.id),
    name: text().notNull(),
  },
  (table) => [unique('grids_name').on(table.communityId, table.name), unique('grids_own').on(table.id, table.communityId)],
)

/** The days on which a community departs from what is arranged for everybody, and those of a year that the program does not know. */
export const specialDays = pgTable(
  'special_days',
  {
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    day: date({ mode: 'string' }).notNull(),
    kind: text({ enum: DAY_KINDS }).notNull(),
    name: text().notNull(),
    worksAs: integer('works_as'),
  },
  (table) => [
    primaryKey({ columns: [table.communityId, table.day] }),
    oneOf('special_days_kind', table.kind, DAY_KINDS),
    check(
      'special_days_works_as',
      sql`case when ${table.kind} = 'work' then ${table.worksAs} between 1 and 7 else ${table.worksAs} is null end`,
    ),
  ],
)

/** People of a community, or of a node above: of one of the two. */
export const staff = pgTable(
  'staff',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id').references(() => communities.id),
    unitId: integer('unit_id').references(() => orgUnits.id),
    userId: text('user_id')
      .notNull()
      .unique()
      .references(() => authUsers.id),
    name: text().notNull(),
    role: text({ enum: ROLES }).notNull(),
    active: boolean().notNull().default(true),
  },
  (table) => [
    oneOf('staff_role', table.role, ROLES),
    check('staff_of', sql`num_nonnulls(${table.communityId}, ${table.unitId}) = 1`),
    check('staff_above', sql`(${table.unitId} is not null) = (${table.role} = 'overseer')`),
  ],
)
