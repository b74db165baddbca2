import type { OfficeName } from '../organisation/appointment.ts'
import type { ManagementModel } from '../organisation/management.ts'
import type { Station, StationKind } from '../organisation/station.ts'

const MANAGED_BY: Record<ManagementModel, string> = {
  property: '物业管理',
  self_managed: '居民自管',
  none: '社区托管',
}

export const OFFICE_TITLES: Record<OfficeName, string> = {
  director: '主任',
  socialWorker: '社工',
  gridWorker: '网格员',
  buildingCaptain: '楼栋长',
  stationLead: '室长',
  propertyManager: '物业负责人',
  ownersCommittee: '业委会成员',
  selfManagementCommittee: '自管小组成员',
  partyBranch: '党支部书记',
  partyGroup: '党小组长',
}

export const STATION_KIND_NAMES: Record<StationKind, string> = { hub: '连心站', studio: '连心室', pavilion: '连心阁', point: '连心点' }

export const organisationTexts = {
  managedBy: (model: ManagementModel) => MANAGED_BY[model],

  /** What the history of a ticket says when the estate got another steward. */
  rerouted: (estate: string, model: ManagementModel) => `${estate}改为${MANAGED_BY[model]}，随之转交。`,

  /** Where, when and which office; nobody's name and nobody's own phone (S27). */
  station({ name, place, hours }: Pick<Station, 'name' | 'place' | 'hours'>, hasLead: boolean): string {
    return `${name}在${place}，${hours}，${hasLead ? '室长' : '工作人员'}在这里接待。`
  },
}
