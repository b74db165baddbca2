import type { Estate } from '../community.ts'
import type { Article } from '../knowledge/article.ts'
import type { Voice } from '../notice.ts'
import { type Appointment, OFFICES } from '../organisation/appointment.ts'
import type { DutySlot } from '../organisation/duty.ts'
import type { Organisation } from '../organisation/flags.ts'
import type { Station } from '../organisation/station.ts'
import type { RoomMode } from '../room.ts'
import { ARTICLE_KIND_NAMES } from '../texts/article.ts'
import { OFFICE_TITLES, organisationTexts, STATION_KIND_NAMES } from '../texts/organisation.ts'
import { ROOM_MODE_NAMES } from '../texts/room.ts'
import type { Thing } from './difference.ts'
import { hideAll, hideName } from './personal.ts'

const WEEKDAYS = '一二三四五六日'
const EVERYWHERE = '全社区'

export function pictureEstates({ estates, buildings }: Organisation): Thing[] {
  return estates.map(({ id, name, code, managementModel }) => ({
    id,
    name,
    facts: {
      名称: name,
      代码: code,
      管理方式: organisationTexts.managedBy(managementModel),
      楼栋: buildings.filter(({ estateId }) => estateId === id).map((building) => building.name),
    },
  }))
}

export function pictureGrids({ grids, buildings, estates }: Organisation): Thing[] {
  return grids.map(({ id, name }) => {
    const own = buildings.filter(({ gridId }) => gridId === id)
    return { id, name, facts: { 名称: name, 楼栋: own.map((building) => `${nameIn(estates, building.estateId)}${building.name}`) } }
  })
}

export function pictureStations({ stations, estates }: Organisation): Thing[] {
  return stations.map(({ id, name, kind, parentId, estateId, place, hours }: Station) => ({
    id,
    name,
    facts: {
      名称: name,
      类型: STATION_KIND_NAMES[kind],
      所属: parentId === null ? null : nameIn(stations, parentId),
      小区: nameIn(estates, estateId),
      地点: hideAll(place),
      开放时间: hours,
    },
  }))
}

export function pictureAppointments(organisation: Organisation): Thing[] {
  return organisation.appointments.map((appointment) => {
    const { id, role, from, to, electedBy } = appointment
    const name = `${OFFICE_TITLES[role]}${hideName(appointment)}`
    return { id, name, facts: { 在哪任职: nameSeat(appointment, organisation), 从: from, 到: to, 怎么产生: electedBy } }
  })
}

export function pictureRoster({ roster, stations }: Organisation): Thing[] {
  return roster.map((slot: DutySlot) => {
    const { id, weekday, from, to, post, stationId } = slot
    const name = `${hideName(slot)} 周${WEEKDAYS[weekday - 1]} ${from}–${to}`
    return { id, name, facts: { 岗位: post || '值班', 在哪: nameIn(stations, stationId) } }
  })
}

type BoundRoom = { id: number; topic: string; estateId: number | null; voice: Voice; mode: RoomMode; externalId: string }

/** `externalId` ends a group's mark in the present login: another one after staff have said which group it is. */
export function pictureRooms(rooms: readonly BoundRoom[], estates: readonly Estate[]): Thing[] {
  return rooms.map(({ id, topic, estateId, voice, mode, externalId }) => ({
    id,
    name: topic || '没有名字的群',
    facts: {
      群名: topic,
      小区: nameIn(estates, estateId),
      说话: voice === 'speaking' ? '说话' : '只记录',
      用途: ROOM_MODE_NAMES[mode],
      这次登录的记号: externalId.slice(-6),
    },
  }))
}

export function pictureArticles(articles: readonly Article[], { estates, stations }: Organisation): Thing[] {
  return articles.map(({ id, title, kind, estateId, stationId, questions, answer, source, publishedOn, expiresOn, retiredAt }) => ({
    id,
    name: hideAll(title),
    facts: {
      标题: hideAll(title),
      类型: ARTICLE_KIND_NAMES[kind],
      适用: nameIn(estates, estateId),
      连心站: stationId === null ? null : nameIn(stations, stationId),
      问法: hideAll(questions).split('\n').filter(Boolean),
      回答: hideAll(answer),
      出处: hideAll(source),
      发布日期: publishedOn,
      有效期: expiresOn,
      状态: retiredAt ? '停用' : '在用',
    },
  }))
}

function nameSeat({ role, seatId }: Appointment, { estates, buildings, grids, stations }: Organisation): string {
  const { seat } = OFFICES[role]
  if (seat === 'community') return EVERYWHERE
  const building = buildings.find(({ id }) => id === seatId)
  if (seat === 'building') return building ? `${nameIn(estates, building.estateId)}${building.name}` : ''
  return nameIn({ estate: estates, grid: grids, station: stations }[seat], seatId)
}

function nameIn(places: readonly { id: number; name: string }[], id: number | null): string {
  return id === null ? EVERYWHERE : (places.find((place) => place.id === id)?.name ?? '')
}
