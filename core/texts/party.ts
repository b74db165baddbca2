import type { Attendee } from '../meeting/quorum.ts'
import { PARTIES, type Party } from '../org.ts'
import { isAboveCommunity } from '../routing/level.ts'
import { type CategoryCode, categoryOf } from '../taxonomy/categories.ts'
import type { Outsider } from '../ticket/referral.ts'

export const PARTY_NAMES: Record<Party, string> = {
  property: '物业',
  selfManagementCommittee: '自管小组',
  ownersCommittee: '业委会',
  buildingCaptain: '楼栋长',
  gridWorker: '网格员',
  community: '社区',
  subdistrict: '街道',
  department: '主管部门',
  volunteers: '志愿者',
  duty: '值班人员',
}

/** Departments that are not called 部门. */
const OWN_NAMES: Record<string, string> = { 运营商: '运营商', 96110: '反诈中心' }

/** Who acts, as residents say it: a role, never a person's name. */
export function sayParty(party: Party, category: CategoryCode): string {
  const { department } = categoryOf(category)
  if (party !== 'department' || !department) return PARTY_NAMES[party]
  const [first] = department.split('/')
  return OWN_NAMES[first!] ?? `${first}部门`
}

const OUTSIDER_NAMES: Record<Outsider, string> = {
  hotline: '12345热线',
  department: PARTY_NAMES.department,
  police: '派出所',
  judicialOffice: '司法所',
  court: '法院',
}

/** Whom a matter was referred to, as residents say it. */
export function sayOutsider(outsider: Outsider, category: CategoryCode): string {
  return outsider === 'department' ? sayParty('department', category) : OUTSIDER_NAMES[outsider]
}

/** Who speaks of a matter: the sub-district of what was raised to it or beyond, else the community. */
export function sayDesk(party: Party): string {
  return PARTY_NAMES[isAboveCommunity(party) ? 'subdistrict' : 'community']
}

const ATTENDEE_NAMES: Record<Attendee, string> = { ...PARTY_NAMES, partyBranch: '小区党组织', residents: '居民' }

/** At a table by what they are, whatever the matter. */
export function sayAttendee(attendee: Attendee): string {
  return ATTENDEE_NAMES[attendee]
}

export function isParty(attendee: Attendee): attendee is Party {
  return (PARTIES as readonly Attendee[]).includes(attendee)
}
