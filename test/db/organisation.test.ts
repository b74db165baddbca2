import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import type { Appointment } from '../../core/organisation/appointment.ts'
import { findFlags } from '../../core/organisation/flags.ts'
import { whoFor } from '../../core/organisation/vacancy.ts'
import { appoint, changeTerm, findAppointment, listAppointments, removeAppointment } from '../../db/appointments.ts'
import type { Db } from '../../db/client.ts'
import { addDuty, listDuty, removeDuty, whoIsOnDuty } from '../../db/dutySlots.ts'
import { drawGrid, findGrid, listGrids, redrawGrid, removeGrid } from '../../db/grids.ts'
import { findHands } from '../../db/hands.ts'
import { readOrganisation } from '../../db/organisation.ts'
import { findAbove, listAllBuildings, placeCommunity, renameBuilding } from '../../db/orgTree.ts'
import { createCommunity, createEstate, listBuildings, removeBuildings, removeEstate } from '../../db/orgUnits.ts'
import { setActive } from '../../db/people.ts'
import { orgUnits } from '../../db/schema/index.ts'
import { addAccount } from '../../db/signIn.ts'
import { changeStation, closeStation, findStation, listStations, openStation } from '../../db/stations.ts'
import { openTestDatabase } from '../database.ts'

const NOT_FOUND = { code: 'not-found' }
const NOBODY = { staffId: null, memberId: null }
const TERM = { from: '2026-01-01', to: null, electedBy: '居民选举' }

let db: Db
let ours: Awaited<ReturnType<typeof settle>>
let theirs: Awaited<ReturnType<typeof settle>>
beforeEach(async () => {
  db = (await openTestDatabase()).db
  ours = await settle('锦宁社区', '和风苑', 'HF')
  theirs = await settle('邻江社区', '江苑', 'JY')
})

/** A community with one estate of three buildings, the first of which lies in a grid, and a hub. */
async function settle(name: string, estateName: string, code: string) {
  const { id: communityId } = await createCommunity(db, name)
  const scope = { communityId }
  const estate = await createEstate(db, scope, { name: estateName, code, buildings: ['1栋', '2栋', '8栋'] })
  const buildings = await listAllBuildings(db, scope)
  const grid = await drawGrid(db, scope, { name: '第一网格', buildingIds: [buildings[0]!.id] })
  const hub = await openStation(db, scope, {
    kind: 'hub',
    name: `${name}连心站`,
    parentId: null,
    estateId: null,
    place: '一楼',
    hours: '每天9-17点',
  })
  return { scope, estate, buildings, grid, hub }
}

const gridOf = async (name: string) => (await listAllBuildings(db, ours.scope)).find((one) => one.name === name)!.gridId

test('S83 a building is in one grid: drawn into another it leaves the first', async () => {
  const { scope, buildings, grid } = ours
  const [first, second] = buildings
  const other = await drawGrid(db, scope, { name: '第二网格', buildingIds: [first!.id, second!.id] })
  expect([await gridOf('1栋'), await gridOf('2栋'), await gridOf('8栋')]).toEqual([other.id, other.id, null])

  await redrawGrid(db, scope, grid.id, { name: '东网格', buildingIds: [second!.id] })
  await redrawGrid(db, scope, other.id, { name: '第二网格', buildingIds: [] })
  expect([await gridOf('1栋'), await gridOf('2栋')]).toEqual([null, grid.id])
  await expect(drawGrid(db, scope, { name: '东网格', buildingIds: [] })).rejects.toMatchObject({ code: 'duplicate' })
})

test('S83 the database itself lets no building into another community’s grid, and nothing else into any', async () => {
  const set = (id: number, gridId: number) => db.execute(sql`update org_units set grid_id = ${gridId} where id = ${id}`)
  await expect(set(ours.buildings[0]!.id, theirs.grid.id)).rejects.toMatchObject({ cause: { code: '23503' } })
  await expect(set(ours.estate.id, ours.grid.id)).rejects.toMatchObject({ cause: { code: '23514' } })
})

test('a grid that somebody is appointed to stays; an empty one goes, and its buildings stand alone', async () => {
  const { scope, grid } = ours
  const { id } = await appoint(db, scope, { role: 'gridWorker', seatId: grid.id, name: '李网格', ...NOBODY, ...TERM })
  await expect(removeGrid(db, scope, grid.id)).rejects.toMatchObject({ code: 'in-use' })
  expect(await gridOf('1栋')).toBe(grid.id)
  await removeAppointment(db, scope, id)
  await removeGrid(db, scope, grid.id)
  expect([await listGrids(db, scope), await gridOf('1栋')]).toEqual([[], null])
})

test('S84 one person holds several offices, each where it is held', async () => {
  const { scope, estate, buildings, grid, hub } = ours
  const seats: [Appointment['role'], number][] = [
    ['director', scope.communityId],
    ['partyBranch', estate.id],
    ['ownersCommittee', estate.id],
    ['partyGroup', buildings[0]!.id],
    ['buildingCaptain', buildings[0]!.id],
    ['gridWorker', grid.id],
    ['stationLead', hub.id],
  ]
  for (const [role, seatId] of seats) await appoint(db, scope, { role, seatId, name: '陈静', ...NOBODY, ...TERM })
  expect((await listAppointments(db, scope)).map(({ role, seatId }) => [role, seatId])).toEqual(seats)
  expect(await listAppointments(db, theirs.scope)).toEqual([])
})

test.each([
  ['a captain of an estate', 'buildingCaptain', () => ours.estate.id],
  ['a captain of another community’s building', 'buildingCaptain', () => theirs.buildings[0]!.id],
  ['a grid worker of another community’s grid', 'gridWorker', () => theirs.grid.id],
  ['a head of another community’s station', 'stationLead', () => theirs.hub.id],
  ['a director of another community', 'director', () => theirs.scope.communityId],
] as const)('%s cannot be appointed', async (_, role, seat) => {
  await expect(appoint(db, ours.scope, { role, seatId: seat(), name: '陈静', ...NOBODY, ...TERM })).rejects.toMatchObject(NOT_FOUND)
})

test('an office ends on its last day, which is not before its first', async () => {
  const { scope, buildings } = ours
  const { id } = await appoint(db, scope, { role: 'buildingCaptain', seatId: buildings[0]!.id, name: '赵楼长', ...NOBODY, ...TERM })
  await expect(changeTerm(db, scope, id, '2025-12-31')).rejects.toMatchObject({ code: 'incomplete' })
  await changeTerm(db, scope, id, '2026-11-30')
  expect(await findAppointment(db, scope, id)).toMatchObject({ from: '2026-01-01', to: '2026-11-30' })
})

test('a building or an estate with somebody in office stays', async () => {
  const { scope, estate, buildings } = ours
  await appoint(db, scope, { role: 'buildingCaptain', seatId: buildings[0]!.id, name: '赵楼长', ...NOBODY, ...TERM })
  await expect(removeBuildings(db, scope, estate.id, ['1栋', '2栋'])).rejects.toMatchObject({ code: 'in-use' })
  await expect(removeEstate(db, scope, estate.id)).rejects.toMatchObject({ code: 'in-use' })
  await removeBuildings(db, scope, estate.id, ['2栋'])
  await renameBuilding(db, scope, { estateId: estate.id, name: '8栋', newName: '8号楼' })
  expect((await listBuildings(db, scope)).get(estate.id)).toEqual(['1栋', '8号楼'])
  const twin = { estateId: estate.id, name: '8号楼', newName: '1栋' }
  await expect(renameBuilding(db, scope, twin)).rejects.toMatchObject({ code: 'duplicate' })
})

test('S05 communities share the sub-district above them, and leave none behind', async () => {
  await placeCommunity(db, ours.scope, { district: '南江区', subdistrict: '和风街道' })
  await placeCommunity(db, theirs.scope, { district: '南江区', subdistrict: '和风街道' })
  expect(await findAbove(db, ours.scope)).toEqual({ district: '南江区', subdistrict: '和风街道' })
  await placeCommunity(db, theirs.scope, { district: '北江区', subdistrict: '和风街道' })
  await placeCommunity(db, ours.scope, { district: '北江区', subdistrict: '和风街道' })
  const above = await db.select({ kind: orgUnits.kind, name: orgUnits.name }).from(orgUnits).where(sql`kind in ('district', 'subdistrict')`)
  expect(above).toEqual([
    { kind: 'district', name: '北江区' },
    { kind: 'subdistrict', name: '和风街道' },
  ])
})

test('S27 stations hang on a hub of their own community', async () => {
  const { scope, estate, hub } = ours
  const draft = { kind: 'studio' as const, name: '和风苑连心室', estateId: estate.id, place: '3栋架空层', hours: '每天9-20点' }
  const studio = await openStation(db, scope, { ...draft, parentId: hub.id })
  await expect(openStation(db, scope, { ...draft, parentId: hub.id })).rejects.toMatchObject({ code: 'duplicate' })
  await expect(openStation(db, scope, { ...draft, name: '别的', parentId: studio.id })).rejects.toMatchObject(NOT_FOUND)
  await expect(openStation(db, scope, { ...draft, name: '别的', parentId: theirs.hub.id })).rejects.toMatchObject(NOT_FOUND)
  await expect(openStation(db, scope, { ...draft, name: '别的', parentId: null, estateId: theirs.estate.id })).rejects.toMatchObject(
    NOT_FOUND,
  )
  await expect(closeStation(db, scope, hub.id)).rejects.toMatchObject({ code: 'in-use' })
  await expect(changeStation(db, scope, hub.id, { ...draft, name: '改', parentId: null })).rejects.toMatchObject({ code: 'in-use' })
  await closeStation(db, scope, studio.id)
  expect((await listStations(db, scope)).map(({ name }) => name)).toEqual(['锦宁社区连心站'])
})

test('S29 at 19:00 it is the person of 19:00; in a gap nobody', async () => {
  const { scope, estate } = ours
  const turn = { ...NOBODY, post: '党员先锋岗', stationId: null }
  await addDuty(db, scope, [1, 2], { ...turn, from: '09:00', to: '19:00', name: '早班' })
  await addDuty(db, scope, [1], { ...turn, from: '19:00', to: '22:00', name: '晚班' })
  const at = async (moment: string) => (await whoIsOnDuty(db, scope, estate.id, new Date(moment))).map(({ name }) => name)
  expect(await at('2026-11-23T19:00:00+08:00')).toEqual(['晚班'])
  expect(await at('2026-11-24T18:59:00+08:00')).toEqual(['早班'])
  expect(await at('2026-11-24T19:00:00+08:00')).toEqual([])
  expect(await whoIsOnDuty(db, theirs.scope, theirs.estate.id, new Date('2026-11-23T19:00:00+08:00'))).toEqual([])
})

test('whoever picks an assignee is told the place, the offices and the turn', async () => {
  const { scope, estate, buildings, grid, hub } = ours
  await appoint(db, scope, { role: 'gridWorker', seatId: grid.id, name: '李网格', ...NOBODY, ...TERM })
  await addDuty(db, scope, [1], { ...NOBODY, from: '19:00', to: '22:00', name: '晚班', post: '', stationId: hub.id })
  const hands = await findHands(db, scope, { estateId: estate.id, building: '1' }, new Date('2026-11-23T19:30:00+08:00'))
  expect(hands.home).toEqual({
    community: scope.communityId,
    estate: estate.id,
    building: buildings[0]!.id,
    grid: grid.id,
    station: hub.id,
  })
  const { role, people } = whoFor(hands.home, 'buildingCaptain', hands.appointments, hands.on)
  expect([role, people.map(({ name }) => name), hands.onDuty.map(({ name }) => name), hands.on]).toEqual([
    'gridWorker',
    ['李网格'],
    ['晚班'],
    '2026-11-23',
  ])
  const elsewhere = await findHands(db, scope, { estateId: estate.id, building: '99' }, new Date('2026-11-23T19:30:00+08:00'))
  expect([elsewhere.home.building, elsewhere.home.grid]).toEqual([null, null])
})

test('whoever has left has no turn and no office', async () => {
  const { scope, estate, grid } = ours
  const account = { ...scope, name: '李网格', username: 'li', role: 'gridWorker' as const, passwordHash: '-', mustChangePassword: false }
  const monday = new Date('2026-11-23T09:00:00+08:00')
  const { id: staffId } = await addAccount(db, account, monday)
  const chief = await addAccount(db, { ...account, name: '陈静', username: 'chen', role: 'administrator' }, monday)
  const person = { name: '李网格', staffId, memberId: null }
  await appoint(db, scope, { role: 'gridWorker', seatId: grid.id, ...person, ...TERM })
  await addDuty(db, scope, [1], { ...person, from: '08:00', to: '20:00', post: '', stationId: null })
  const hands = async () => {
    const { home, appointments, onDuty, on } = await findHands(db, scope, { estateId: estate.id, building: '1栋' }, monday)
    return [whoFor(home, 'gridWorker', appointments, on).role, onDuty.length]
  }
  const flagged = async () => findFlags(await readOrganisation(db, scope), '2026-11-23', ['20:00', '08:00'])

  expect(await hands()).toEqual(['gridWorker', 1])
  expect((await flagged()).gridsWithoutWorker).toEqual([])
  await setActive(db, chief, staffId, false, new Date('2026-11-21T09:00:00+08:00'))
  expect(await hands()).toEqual(['director', 0])
  const { gridsWithoutWorker, gaps } = await flagged()
  expect([gridsWithoutWorker.map(({ name }) => name), gaps[0]]).toEqual([['第一网格'], { weekday: 1, from: '08:00', to: '20:00' }])
})

test('what is another community’s is not found', async () => {
  const { id } = await appoint(db, theirs.scope, { role: 'gridWorker', seatId: theirs.grid.id, name: '孙网格', ...NOBODY, ...TERM })
  const [turn] = await addDuty(db, theirs.scope, [1], { ...NOBODY, from: '08:00', to: '20:00', name: '值班', post: '', stationId: null })
  const { scope, buildings } = ours
  const draft = { name: '改名', buildingIds: [] }
  const station = { kind: 'hub' as const, name: '改名', parentId: null, estateId: null, place: '一楼', hours: '每天' }
  const stranger = { from: '08:00', to: '20:00', name: '值班', post: '', ...NOBODY }
  const attempts: [string, () => Promise<unknown>][] = [
    ['findGrid', () => findGrid(db, scope, theirs.grid.id)],
    ['redrawGrid', () => redrawGrid(db, scope, theirs.grid.id, draft)],
    ['removeGrid', () => removeGrid(db, scope, theirs.grid.id)],
    ['drawGrid', () => drawGrid(db, scope, { name: '新网格', buildingIds: [buildings[1]!.id, theirs.buildings[1]!.id] })],
    ['findAppointment', () => findAppointment(db, scope, id)],
    ['changeTerm', () => changeTerm(db, scope, id, null)],
    ['removeAppointment', () => removeAppointment(db, scope, id)],
    ['findStation', () => findStation(db, scope, theirs.hub.id)],
    ['changeStation', () => changeStation(db, scope, theirs.hub.id, station)],
    ['closeStation', () => closeStation(db, scope, theirs.hub.id)],
    ['removeDuty', () => removeDuty(db, scope, turn!.id)],
    ['addDuty', () => addDuty(db, scope, [1], { ...stranger, stationId: theirs.hub.id })],
    ['whoIsOnDuty', () => whoIsOnDuty(db, scope, theirs.estate.id, new Date('2026-11-23T19:00:00+08:00'))],
    ['findHands', () => findHands(db, scope, { estateId: theirs.estate.id, building: '1' }, new Date('2026-11-23T19:00:00+08:00'))],
    ['renameBuilding', () => renameBuilding(db, scope, { estateId: theirs.estate.id, name: '1栋', newName: '9栋' })],
  ]
  for (const [name, attempt] of attempts) {
    const said = await attempt().then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )
    expect([name, said]).toEqual([name, 'not-found'])
  }
  expect(await listDuty(db, theirs.scope)).toHaveLength(1)
  expect(await listGrids(db, theirs.scope)).toEqual([theirs.grid])
  expect(await gridOf('2栋')).toBe(null)
})
