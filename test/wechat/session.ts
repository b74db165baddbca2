import { randomBytes } from 'node:crypto'
import type { Delivery, Person, Room, World } from './world.ts'

type WebRow = Record<string, unknown>
export type Session = ReturnType<typeof openSession>

/** One login: everybody has a new name in it, and what happened since is a list; a SyncKey is a place in it. */
export function openSession(world: World) {
  const sid = randomBytes(8).toString('hex')
  const names = new Map<Person | Room, string>()
  const log: (Delivery | Room)[] = []

  function nameOf(whom: Person | Room): string {
    const known = names.get(whom)
    if (known) return known
    const name = `${whom.kind === 'room' ? '@@' : '@'}${randomBytes(16).toString('hex')}`
    names.set(whom, name)
    return name
  }

  function personRow(person: Person): WebRow {
    return {
      UserName: nameOf(person),
      NickName: person.nickname,
      RemarkName: person.remark,
      ContactFlag: person.isFriend ? 1 : 0,
      MemberList: [],
    }
  }

  function roomRow(room: Room): WebRow {
    const members = room.members.filter((member) => !room.hidden.has(member))
    const rows = members.map((member) => ({
      UserName: nameOf(member),
      NickName: member.nickname,
      DisplayName: room.nicknames.get(member) ?? '',
    }))
    return { ...bareRoomRow(room), MemberCount: rows.length, MemberList: rows }
  }

  function bareRoomRow(room: Room): WebRow {
    return {
      UserName: nameOf(room),
      NickName: room.topic,
      RemarkName: '',
      ContactFlag: room.isSaved ? 2 : 0,
      MemberCount: 0,
      MemberList: [],
    }
  }

  function messageRow({ id, from, to, writing, at }: Delivery): WebRow {
    const isForeign = to.kind === 'room' && from !== null && from !== world.self
    const row = {
      ...EMPTY,
      ...writing,
      MsgId: id,
      NewMsgId: Number(id),
      CreateTime: at,
      FromUserName: nameOf(to.kind === 'room' && from !== world.self ? to : from!),
      ToUserName: nameOf(from === world.self ? to : world.self),
    }
    return isForeign ? { ...row, Content: `${nameOf(from)}:<br/>${writing.Content}` } : row
  }

  function keyAt(place: number): { Count: number; List: { Key: number; Val: number }[] } {
    return { Count: 1, List: [{ Key: 1, Val: 1000 + place }] }
  }

  return {
    sid,
    uin: '10086001',
    nameOf,
    note: (happening: Delivery | Room) => void log.push(happening),
    hasNews: (synckey: string) => placeOf(synckey) < log.length,

    init(): WebRow {
      const recent = [
        ...world.rooms
          .filter((room) => room.isSaved)
          .slice(0, 2)
          .map(bareRoomRow),
      ]
      return {
        User: { ...personRow(world.self), Uin: 10086001 },
        Count: recent.length,
        ContactList: recent,
        SyncKey: keyAt(log.length),
        SKey: '@crypt_a',
      }
    },

    contacts(): WebRow {
      const saved = world.rooms.filter((room) => room.isSaved).map(bareRoomRow)
      const friends = world.people.filter((person) => person.isFriend).map(personRow)
      return { MemberCount: saved.length + friends.length, MemberList: [...friends, ...saved], Seq: 0 }
    },

    lookUp(asked: readonly string[]): WebRow {
      const found = [...names].filter(([, name]) => asked.includes(name))
      const rows = found.flatMap(([whom]) => (whom.kind === 'room' ? [roomRow(whom)] : isListed(world, whom) ? [personRow(whom)] : []))
      return { Count: rows.length, ContactList: rows }
    },

    /** What is new after a SyncKey, a hundred happenings at most. */
    newsAfter(key: { List: { Val: number }[] }): WebRow {
      const from = Math.max(0, (key.List[0]?.Val ?? 1000) - 1000)
      const news = log.slice(from, from + 100)
      const messages = news.flatMap((happening) => ('writing' in happening ? [messageRow(happening)] : []))
      const rooms = new Set(news.flatMap((happening) => ('writing' in happening ? [] : [happening])))
      const changed = [...rooms].map(roomRow)
      const next = keyAt(from + news.length)
      return {
        AddMsgCount: messages.length,
        AddMsgList: messages,
        ModContactCount: changed.length,
        ModContactList: changed,
        SyncKey: next,
        SyncCheckKey: next,
        SKey: '',
      }
    },
  }
}

function placeOf(synckey: string): number {
  return Number(synckey.split('_')[1] ?? 1000) - 1000
}

function isListed({ rooms }: World, person: Person): boolean {
  return !rooms.some((room) => room.hidden.has(person))
}

const EMPTY = {
  Status: 3,
  SubMsgType: 0,
  AppMsgType: 0,
  Content: '',
  OriContent: '',
  Url: '',
  FileName: '',
  FileSize: '',
  MediaId: '',
  VoiceLength: 0,
  PlayLength: 0,
  StatusNotifyCode: 0,
  StatusNotifyUserName: '',
  RecommendInfo: {},
  ForwardFlag: 0,
}
