import { and, asc, eq, inArray } from 'drizzle-orm'
import { mainAccount } from '../../core/account.ts'
import type { Community, Estate } from '../../core/community.ts'
import type { Role, Staff } from '../../core/staff.ts'
import type { Db } from '../client.ts'
import { addDuty } from '../dutySlots.ts'
import { drawGrid } from '../grids.ts'
import { switchManagement } from '../management.ts'
import { changeCommunity, createEstate, listEstates } from '../orgUnits.ts'
import { setMode } from '../rooms.ts'
import { ensureSample, SAMPLE, seatRoom } from '../sample.ts'
import { appointments, members, orgUnits, rooms } from '../schema/index.ts'
import { addAccount } from '../signIn.ts'
import { openStation } from '../stations.ts'
import { insertAll } from './bulk.ts'
import type { Dice } from './dice.ts'
import { inventAlias, inventColleagues, inventName } from './people.ts'
import { ESTATES, type Shape } from './shape.ts'

export type Resident = { memberId: number; alias: string; name: string; isFriend: boolean; building: string; entrance: string }
/** An estate with its group, who lives there, and the colleague who walks through it. */
export type Quarter = { estate: Estate; roomId: number; buildings: string[]; residents: Resident[]; gridWorker: Staff }
export type Town = { community: Community; quarters: Quarter[]; director: Staff; clerks: Staff[] }

const ACCOUNT = mainAccount('sandbox')
const NO_PASSWORD = '-'
const FEWEST_BUILDINGS = 2

/** The place and everybody in it; `from` is the first day that anything is told of. */
export async function settleTown(db: Db, shape: Shape, dice: Dice, { from, now }: { from: Date; now: Date }): Promise<Town> {
  const { id: communityId } = await ensureSample(db)
  const scope = { communityId }
  const community = await changeCommunity(db, scope, { routing: { ...(await ensureSample(db)).routing, takeUpHours: 8 } })
  const staff = await hire(db, community, shape, from)
  const estates = await buildEstates(db, community, shape, dice)
  const grids = await drawGrids(db, community, estates, staff.gridWorkers)
  const quarters: Quarter[] = []
  for (const [index, estate] of estates.entries())
    quarters.push({
      estate,
      roomId: await openRoom(db, community, estate, from),
      buildings: await listOwnBuildings(db, estate),
      residents: [],
      gridWorker: grids.workerOf(index),
    })
  await moveIn(db, quarters, shape, dice)
  await appoint(db, { community, quarters, staff, grids, dice, from })
  await openStations(db, community, staff, quarters, dice)
  await openStaffRoom(db, community, estates[0]!, from)
  const [, second, third] = estates
  await switchManagement(db, scope, {
    estateId: second!.id,
    to: 'self_managed',
    reason: '物业合同到期，业主大会决定自管',
    by: staff.director,
    at: from,
  })
  await switchManagement(db, scope, {
    estateId: third!.id,
    to: 'none',
    reason: '物业撤场，社区先托底',
    by: staff.director,
    at: new Date(now.getTime() - 40 * 86_400_000),
  })
  const models = new Map((await listEstates(db, scope)).map((estate) => [estate.id, estate]))
  return {
    community,
    quarters: quarters.map((quarter) => ({ ...quarter, estate: models.get(quarter.estate.id)! })),
    director: staff.director,
    clerks: staff.clerks,
  }
}

type Crew = { director: Staff; clerks: Staff[]; gridWorkers: Staff[] }

/** Their accounts have no password: an administrator gives them one. */
async function hire(db: Db, { id: communityId }: Community, shape: Shape, at: Date): Promise<Crew> {
  const names = inventColleagues(6 + shape.gridWorkers)
  const hireOne = (index: number, role: Role) =>
    addAccount(
      db,
      { communityId, name: names[index]!, username: `demo-${index + 1}`, role, passwordHash: NO_PASSWORD, mustChangePassword: true },
      at,
    )
  const director = await hireOne(0, 'director')
  const clerks: Staff[] = []
  for (const index of [1, 2, 3, 4]) clerks.push(await hireOne(index, 'staff'))
  await hireOne(5, 'viewer')
  const gridWorkers: Staff[] = []
  for (let index = 0; index < shape.gridWorkers; index++) gridWorkers.push(await hireOne(6 + index, 'gridWorker'))
  return { director, clerks, gridWorkers }
}

async function buildEstates(db: Db, { id: communityId }: Community, shape: Shape, dice: Dice): Promise<Estate[]> {
  const scope = { communityId }
  for (const { name, code } of ESTATES.slice(0, shape.estates - 1)) {
    const count = FEWEST_BUILDINGS + dice.upTo(2 * (shape.buildings - FEWEST_BUILDINGS) + 1)
    await createEstate(db, scope, { name, code, buildings: Array.from({ length: count }, (_, index) => `${index + 1}栋`) })
  }
  return listEstates(db, scope)
}

async function listOwnBuildings(db: Db, { id }: Estate): Promise<string[]> {
  const rows = await db
    .select()
    .from(orgUnits)
    .where(and(eq(orgUnits.parentId, id), eq(orgUnits.kind, 'building')))
    .orderBy(asc(orgUnits.id))
  return rows.map(({ name }) => name.replace('栋', ''))
}

type Grids = { workerOf(estate: number): Staff; ids: { id: number; worker: Staff }[] }

/** Estates go to the grids in turn; the last estate's newest building is not drawn yet. */
async function drawGrids(db: Db, community: Community, estates: Estate[], workers: Staff[]): Promise<Grids> {
  const turnOf = (estate: number) => estate % workers.length
  const ids: Grids['ids'] = []
  for (const [turn, worker] of workers.entries()) {
    const own = estates.filter((_, index) => turnOf(index) === turn).map(({ id }) => id)
    const rows = await db
      .select({ id: orgUnits.id })
      .from(orgUnits)
      .where(and(inArray(orgUnits.parentId, own), eq(orgUnits.kind, 'building')))
      .orderBy(asc(orgUnits.id))
    const covered = turn === workers.length - 1 ? rows.slice(0, -1) : rows
    const grid = await drawGrid(db, { communityId: community.id }, { name: `第${turn + 1}网格`, buildingIds: covered.map(({ id }) => id) })
    ids.push({ id: grid.id, worker })
  }
  return { workerOf: (estate) => workers[turnOf(estate)]!, ids }
}

async function openRoom(db: Db, _: Community, estate: Estate, at: Date): Promise<number> {
  const topic = estate.name === SAMPLE.estate.name ? SAMPLE.room : `${estate.name}居民群`
  return (await seatRoom(db, { ...ACCOUNT, topic, estate }, at)).id
}

async function openStaffRoom(db: Db, community: Community, estate: Estate, at: Date): Promise<void> {
  const { id } = await seatRoom(db, { ...ACCOUNT, topic: '和风社区工作群', estate }, at)
  await setMode(db, { communityId: community.id }, id, 'staff')
  const { id: quiet } = await seatRoom(db, { ...ACCOUNT, topic: '和风团购群', estate }, at)
  await db.update(rooms).set({ mode: 'social', voice: 'recordOnly' }).where(eq(rooms.id, quiet))
}

const ENTRANCES = ['1', '2', '3']

/** One of a household is in the group; a third of them are friends of the account. */
async function moveIn(db: Db, quarters: Quarter[], shape: Shape, dice: Dice): Promise<void> {
  const rows: (typeof members.$inferInsert)[] = []
  const people: Omit<Resident, 'memberId'>[] = []
  for (let index = 0; index < shape.members; index++) {
    const { estate, buildings } = quarters[index % quarters.length]!
    const [building, entrance, room] = [dice.pick(buildings), dice.pick(ENTRANCES), `${1 + dice.upTo(11)}0${1 + dice.upTo(4)}`]
    const name = inventName(dice)
    const alias = inventAlias(dice, name, { building, entrance, room })
    const isFriend = dice.isLucky(0.35)
    people.push({ alias, name, isFriend, building, entrance })
    rows.push({
      ...ACCOUNT,
      externalId: `demo-${index}`,
      nickname: name,
      role: 'resident',
      isFriend,
      communityId: estate.communityId,
      estateId: estate.id,
    })
  }
  await insertAll(db, members, rows)
  const stored = await db.select({ id: members.id, externalId: members.externalId }).from(members)
  const idOf = new Map(stored.map(({ id, externalId }) => [externalId, id]))
  for (const [index, person] of people.entries())
    quarters[index % quarters.length]!.residents.push({ ...person, memberId: idOf.get(`demo-${index}`)! })
}

type Appointing = { community: Community; quarters: Quarter[]; staff: Crew; grids: Grids; dice: Dice; from: Date }

async function appoint(db: Db, { community, quarters, staff, grids, dice, from }: Appointing): Promise<void> {
  const communityId = community.id
  const day = (at: Date) => at.toISOString().slice(0, 10)
  const [first, until] = [day(from), day(new Date(from.getTime() + 3 * 365 * 86_400_000))]
  const soon = day(new Date(from.getTime() + 165 * 86_400_000))
  const rows: (typeof appointments.$inferInsert)[] = [
    {
      communityId,
      role: 'director',
      staffId: staff.director.id,
      name: staff.director.name,
      unitId: communityId,
      from: first,
      to: until,
      electedBy: '社区换届',
    },
    ...staff.clerks.map(({ id, name }) => ({
      communityId,
      role: 'socialWorker' as const,
      staffId: id,
      name,
      unitId: communityId,
      from: first,
      electedBy: '街道选派',
    })),
    ...grids.ids.map(({ id, worker }) => ({
      communityId,
      role: 'gridWorker' as const,
      staffId: worker.id,
      name: worker.name,
      gridId: id,
      from: first,
      to: soon,
      electedBy: '',
    })),
  ]
  const buildings = await db
    .select()
    .from(orgUnits)
    .where(and(eq(orgUnits.communityId, communityId), eq(orgUnits.kind, 'building')))
    .orderBy(asc(orgUnits.id))
  for (const { estate, residents } of quarters) {
    const neighbour = () => dice.pick(residents)
    const seat = { communityId, from: first, to: until }
    for (const building of buildings.filter(({ parentId }) => parentId === estate.id)) {
      const captain = neighbour()
      if (dice.isLucky(0.85))
        rows.push({
          ...seat,
          role: 'buildingCaptain',
          memberId: captain.memberId,
          name: captain.name,
          unitId: building.id,
          electedBy: '楼栋推选',
        })
    }
    rows.push({ ...seat, role: 'propertyManager', name: inventName(dice), unitId: estate.id, electedBy: '物业公司' })
    for (const role of ['ownersCommittee', 'selfManagementCommittee', 'partyBranch'] as const) {
      const holder = neighbour()
      rows.push({ ...seat, role, memberId: holder.memberId, name: holder.name, unitId: estate.id, electedBy: '业主大会' })
    }
  }
  await insertAll(db, appointments, rows)
}

const WEEKDAYS = [1, 2, 3, 4, 5]
const WEEK = [...WEEKDAYS, 6, 7]

async function openStations(db: Db, community: Community, { clerks }: Crew, quarters: Quarter[], dice: Dice): Promise<void> {
  const scope = { communityId: community.id }
  const hub = await openStation(db, scope, {
    kind: 'hub',
    name: '和风连心站',
    parentId: null,
    estateId: null,
    place: '和风路1号一楼',
    hours: '每天8:30-21:00',
  })
  for (const { estate, residents } of quarters.slice(0, 6)) {
    const draft = {
      kind: 'studio' as const,
      name: `${estate.name}连心室`,
      parentId: hub.id,
      estateId: estate.id,
      place: `${estate.name}1栋架空层`,
      hours: '工作日14:00-20:00',
    }
    const { id } = await openStation(db, scope, draft)
    const { memberId, name } = dice.pick(residents)
    await addDuty(db, scope, WEEKDAYS, { staffId: null, memberId, name, from: '14:00', to: '20:00', post: '楼长值班', stationId: id })
  }
  for (const [index, { id, name }] of clerks.entries()) {
    const [from, to] = (
      [
        ['08:30', '12:00'],
        ['12:00', '18:00'],
        ['18:00', '21:00'],
        ['21:00', '08:30'],
      ] as const
    )[index]!
    await addDuty(db, scope, index < 3 ? WEEK : WEEKDAYS, {
      staffId: id,
      memberId: null,
      name,
      from,
      to,
      post: '社区值班',
      stationId: index === 3 ? null : hub.id,
    })
  }
}
