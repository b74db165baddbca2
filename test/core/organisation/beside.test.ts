import { expect, test } from 'vitest'
import type { Appointment, OfficeName } from '../../../core/organisation/appointment.ts'
import { whoIsBeside } from '../../../core/organisation/beside.ts'
import type { Hands } from '../../../core/routing/route.ts'

const HOME = { community: 1, estate: 2, building: 30, grid: 40, station: 50 }

function appoint(name: string, role: OfficeName, seatId: number, facts: Partial<Appointment> = {}): Appointment {
  return { id: 0, communityId: 1, staffId: null, memberId: null, name, role, seatId, from: '2026-01-01', to: null, electedBy: '', ...facts }
}

function beside(appointments: Appointment[], onDuty: Hands['onDuty'] = []) {
  const found = whoIsBeside({ home: HOME, appointments, onDuty, on: '2026-11-23' } as unknown as Hands)
  return found.map(({ name, offices, isOnDuty }) => [name, ...offices, ...(isOnDuty ? ['onDuty'] : [])].join(' '))
}

test('the nearer stand first: the house, the grid, the contact point, the estate', () => {
  const appointments = [
    appoint('甲物业', 'propertyManager', 2),
    appoint('乙站长', 'stationLead', 50),
    appoint('丙网格', 'gridWorker', 40),
    appoint('丁楼长', 'buildingCaptain', 30),
  ]
  expect(beside(appointments)).toEqual(['丁楼长 buildingCaptain', '丙网格 gridWorker', '乙站长 stationLead', '甲物业 propertyManager'])
})

test('who holds an office elsewhere, or no longer, is not beside it', () => {
  expect(beside([appoint('丁楼长', 'buildingCaptain', 31), appoint('丙网格', 'gridWorker', 40, { to: '2026-11-22' })])).toEqual([])
})

test('S69, S84: one person with two offices stands once; who is on duty now is named too', () => {
  const appointments = [
    appoint('丁', 'buildingCaptain', 30, { staffId: 7 }),
    appoint('丁', 'partyBranch', 2, { staffId: 7 }),
    appoint('丁', 'ownersCommittee', 2, { staffId: 8 }),
  ]
  const onDuty = [{ staffId: 9, memberId: null, name: '戊' }] as unknown as Hands['onDuty']
  expect(beside(appointments, onDuty)).toEqual(['丁 buildingCaptain partyBranch', '丁 ownersCommittee', '戊 onDuty'])
})
