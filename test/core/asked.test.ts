import { describe, expect, test } from 'vitest'
import { respondToAsked, respondToAskedByPhoto } from '../../core/conversation/asked.ts'
import type { Heard, OpenMatter, Situation } from '../../core/conversation/situation.ts'
import { readOffline } from '../../core/reading/offline.ts'
import type { Ticket } from '../../core/ticket/ticket.ts'
import { COMMUNITY } from '../settings.ts'
import { sampleTicket } from '../ticket.ts'

const ASKED_AT = new Date('2026-11-22T09:00:00+08:00')
const PLACE = { building: '8', entrance: '2', spot: null }
const ASKED = sampleTicket({ id: 1, status: 'awaitingResident', pausedAt: ASKED_AT, place: PLACE, roomId: 7 })

function after(minutes: number): Date {
  return new Date(ASKED_AT.getTime() + minutes * 60_000)
}

type Around = { own?: Ticket[]; told?: number[]; minutes?: number; heardAt?: [number, Date][] }

/** 王 was asked about the light of the day before; `told`: after how many minutes they have told of it. */
function around({ own = [ASKED], told = [], minutes = 5, heardAt = [[1, ASKED_AT]] }: Around = {}): Situation {
  const estate = { id: 2, communityId: 1, name: '和风苑', code: 'JN', managementModel: 'property' as const }
  const telling = (at: number) => ({ words: '8栋2单元楼道灯不亮', alias: '王姐', memberId: 4, roomId: 7, at: after(at) })
  const open: OpenMatter[] = own.map((ticket) => ({ ticket, told: [-24 * 60, ...told].map(telling) }))
  const quiet = {
    outbursts: { hasBefore: false, isHandedOver: false },
    known: null,
    drills: [],
    loose: [],
    lastTold: [],
    hasHelp: false,
    emergencies: [],
  }
  return { community: COMMUNITY, estate, own, named: null, open, heardAt: new Map(heardAt), now: after(minutes), ...quiet }
}

function says(text: string, { roomId = 7 as number | null, mentionsBot = false } = {}): Heard {
  const member = { id: 4, role: 'resident' as const, isFriend: true }
  const rest = { kind: 'text' as const, quote: null, fromBot: false, hasPhoto: false, sentAt: after(5), room: null }
  return { id: 9, communityId: 1, roomId, member, alias: '王姐', text, mentionsBot, ...rest }
}

function respond(text: string, situation: Situation, how: Parameters<typeof says>[1] = {}) {
  return respondToAsked(says(text, how), readOffline({ text }), situation)
}

test.each(['就是进门第一盏', '下午三点以后都在家', '可以', '没有', '8栋2单元的楼道灯不亮，进门第一盏'])('“%s” answers', (text) => {
  expect(respond(text, around())).toMatchObject({ act: 'join', ticketId: 1, tells: true })
})

test.each(['5栋楼道灯不亮', '3栋电梯坏了', '着火了，快来人', '上次那灯咋样了', '刚说的不用了，撤了吧', '谢谢物业师傅，辛苦了'])(
  '“%s” speaks of something else',
  (text) => {
    expect(respond(text, around())).toBeNull()
  },
)

describe('talk in a group', () => {
  const chat = '下午三点以后都在家'

  test('answers while a question waits, and until something has answered it', () => {
    expect(respond(chat, around({ minutes: COMMUNITY.windows.answerMinutes }))).not.toBeNull()
    expect(respond(chat, around({ minutes: COMMUNITY.windows.answerMinutes + 1 }))).toBeNull()
    expect(respond(chat, around({ told: [1] }))).toBeNull()
  })

  test('answers nothing that its speaker has not heard, or was asked in private', () => {
    expect(respond(chat, around({ heardAt: [[1, after(-60)]] }))).toBeNull()
    expect(respond(chat, around({ own: [{ ...ASKED, private: true }] }))).toBeNull()
  })

  test('later on what adds to it, or is said to the bot, still answers', () => {
    const later = around({ told: [1], minutes: 26 * 60 })
    expect(respond('就是进门第一盏', later)).toMatchObject({ act: 'join', tells: false })
    expect(respond(chat, later, { mentionsBot: true })).toMatchObject({ act: 'join', tells: true })
    expect(respond(chat, later, { roomId: null })).toMatchObject({ act: 'join', tells: true })
  })
})

test('of two that wait the one asked about last is answered', () => {
  const other = { ...ASKED, id: 2, pausedAt: after(-30) }
  expect(respond('可以', around({ own: [other, ASKED] }))).toMatchObject({ ticketId: 1 })
})

test('who was told since then that something else is fixed speaks of that', () => {
  const done = sampleTicket({ id: 2, status: 'resolved', resolvedAt: after(-9) })
  const heardOfIt = (minutes: number): [number, Date][] => [
    [1, ASKED_AT],
    [2, after(minutes)],
  ]
  expect(respond('可以', around({ own: [ASKED, done], heardAt: heardOfIt(2) }))).toBeNull()
  expect(respond('可以', around({ own: [ASKED, done], heardAt: heardOfIt(-9) }))).not.toBeNull()
})

test('who has told of something else since then goes on about that', () => {
  const newer: OpenMatter = {
    ticket: sampleTicket({ id: 3, category: 'facility.lift' }),
    told: [{ words: '3栋电梯坏了', alias: '王姐', memberId: 4, roomId: 7, at: after(3) }],
  }
  const situation = around()
  expect(respond('就是进门第一盏', { ...situation, open: [newer, ...situation.open] })).toBeNull()
})

test('a photo may follow for a day, in private as long as it is waited for', () => {
  expect(respondToAskedByPhoto(says(''), around({ minutes: 20 * 60 }))).toMatchObject({ act: 'join', ticketId: 1, tells: false })
  expect(respondToAskedByPhoto(says(''), around({ minutes: 25 * 60 }))).toBeNull()
  expect(respondToAskedByPhoto(says('', { roomId: null }), around({ minutes: 25 * 60 }))).not.toBeNull()
  expect(respondToAskedByPhoto(says(''), around({ own: [] }))).toBeNull()
})
