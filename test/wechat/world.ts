import { writeApp, writeMedia, writeRecall, writeText } from './writing.ts'

/** Somebody with a WeChat account. `remark` is the name that the bot's account gave a friend. */
export type Person = { kind: 'person'; nickname: string; remark: string; isFriend: boolean }

/** `nicknames`: how members call themselves in this group. `isSaved`: in the address book. `hidden`: in the group, but in no list that is asked for. */
export type Room = {
  kind: 'room'
  topic: string
  members: Person[]
  nicknames: Map<Person, string>
  hidden: Set<Person>
  isSaved: boolean
}

/** What the protocol says of one message beside who sent it where. */
export type Writing = Partial<{
  MsgType: number
  SubMsgType: number
  AppMsgType: number
  Content: string
  OriContent: string
  Url: string
  FileName: string
  MediaId: string
  VoiceLength: number
}>

/** `from` null: nobody, a line of the system. */
export type Delivery = { id: string; from: Person | null; to: Person | Room; writing: Writing; at: number; media: Buffer | null }

export type World = ReturnType<typeof createWorld>

type Place = Person | Room

/** People and groups around one account, `self`. What happens is told to `onMessage` and `onChange`. */
export function createWorld() {
  let lastId = 8_261_590_123_456_700_000n
  const self: Person = { kind: 'person', nickname: '小回音', remark: '', isFriend: true }
  const people: Person[] = [self]
  const rooms: Room[] = []
  const past = new Map<string, Delivery>()
  const clock = { behindS: 0 }
  const ears = { onMessage: (_: Delivery) => {}, onChange: (_: Room) => {} }

  function deliver(from: Person | null, to: Place, writing: Writing, media: Buffer | null = null): string {
    const id = String(++lastId)
    const delivery = { id, from, to, writing: { MsgType: 1, ...writing }, at: Math.floor(Date.now() / 1000) - clock.behindS, media }
    past.set(id, delivery)
    ears.onMessage(delivery)
    return id
  }

  const system = (room: Room, line: string) => deliver(null, room, { MsgType: 10000, Content: writeText(line) })

  return {
    self,
    people,
    rooms,
    past,
    ears,
    /** What is said seems to have been said earlier. */
    clock,

    person(nickname: string, given: Partial<Person> = {}): Person {
      const person: Person = { kind: 'person', nickname, remark: '', isFriend: false, ...given }
      people.push(person)
      return person
    },

    /** A group with the account in it. */
    room(topic: string, members: readonly Person[], { isSaved = true } = {}): Room {
      const room: Room = { kind: 'room', topic, members: [self, ...members], nicknames: new Map(), hidden: new Set(), isSaved }
      rooms.push(room)
      return room
    },

    say: (from: Person, to: Place, text: string) => deliver(from, to, { Content: writeText(text) }),
    sendImage: (from: Person, to: Place, bytes: Buffer) => deliver(from, to, { MsgType: 3, Content: writeMedia('img') }, bytes),
    voice: (from: Person, to: Place, bytes: Buffer) =>
      deliver(from, to, { MsgType: 34, Content: writeMedia('voicemsg'), VoiceLength: 2300 }, bytes),
    sendVideo: (from: Person, to: Place, bytes: Buffer) => deliver(from, to, { MsgType: 43, Content: writeMedia('videomsg') }, bytes),
    sticker: (from: Person, to: Place) => deliver(from, to, { MsgType: 47, Content: writeMedia('emoji') }),
    pat: (from: Person, room: Room, whom: Person) => system(room, `"${from.nickname}" 拍了拍 "${whom.nickname}"`),

    sendFile(from: Person, to: Place, name: string, bytes: Buffer): string {
      const writing = { MsgType: 49, AppMsgType: 6, FileName: name, MediaId: `@file${lastId}`, Content: writeApp(6, name) }
      return deliver(from, to, writing, bytes)
    },

    link: (from: Person, to: Place, title: string) => deliver(from, to, { MsgType: 49, AppMsgType: 5, Content: writeApp(5, title) }),

    locate(from: Person, to: Place, address: string, { latitude, longitude }: { latitude: number; longitude: number }): string {
      return deliver(from, to, {
        SubMsgType: 48,
        Content: `${writeText(address)}:<br/>/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&msgid=1&pictype=location`,
        Url: `http://apis.map.qq.com/uri/v1/geocoder?coord=${latitude},${longitude}`,
        OriContent: `<?xml version="1.0"?><msg><location x="${latitude}" y="${longitude}" label="${address}" /></msg>`,
      })
    },

    quote(from: Person, to: Place, quotedId: string, text: string): string {
      const { from: author, writing } = past.get(quotedId)!
      const quoted = `<refermsg><type>1</type><svrid>${quotedId}</svrid><displayname>${author!.nickname}</displayname><content>${writing.Content}</content></refermsg>`
      return deliver(from, to, { MsgType: 49, AppMsgType: 57, Content: writeApp(57, text, quoted) })
    },

    recall(id: string): string {
      const { from, to } = past.get(id)!
      return deliver(from, to, { MsgType: 10002, Content: writeRecall(id, from!.nickname) })
    },

    /** Invited by a member; the list of members is told with it, unless `isListed` says that it comes later. */
    join(room: Room, comer: Person, inviter: Person, { isListed = true } = {}): string {
      room.members.push(comer)
      if (!isListed) room.hidden.add(comer)
      ears.onChange(room)
      return system(room, `"${inviter.nickname}"邀请"${comer.nickname}"加入了群聊`)
    },

    /** Several at once, by one line. */
    joinTogether(room: Room, comers: readonly Person[], inviter: Person): string {
      room.members.push(...comers)
      ears.onChange(room)
      return system(room, `"${inviter.nickname}"邀请"${comers.map(({ nickname }) => nickname).join('、')}"加入了群聊`)
    },

    /** By their own will: nobody but the owner is told, the list is shorter. */
    leave(room: Room, leaver: Person): void {
      room.members.splice(room.members.indexOf(leaver), 1)
      ears.onChange(room)
    },

    /** By the account itself, typed on the phone; the list may still name them. */
    putOut(room: Room, whom: Person, { isListed = false } = {}): string {
      if (!isListed) this.leave(room, whom)
      return system(room, `你将"${whom.nickname}"移出了群聊`)
    },

    /** The account itself is put out of the group. */
    expel(room: Room, by: Person): string {
      room.members.splice(room.members.indexOf(self), 1)
      return system(room, `你被"${by.nickname}"移出群聊`)
    },

    /** The account itself comes into a group, for the first time or again. */
    invite(room: Room, by: Person): string {
      if (!room.members.includes(self)) room.members.push(self)
      ears.onChange(room)
      const others = room.members.filter((member) => member !== self && member !== by)
      return system(room, `"${by.nickname}"邀请你加入了群聊，群聊参与人还有：${others.map(({ nickname }) => nickname).join('、')}`)
    },

    /** A member gives themselves another name in the group; whoever holds its list is told. */
    setNickname(room: Room, member: Person, name: string): void {
      room.nicknames.set(member, name)
      ears.onChange(room)
    },

    rename(room: Room, by: Person, topic: string): string {
      room.topic = topic
      ears.onChange(room)
      return system(room, `"${by.nickname}"修改群名为“${topic}”`)
    },

    /** The network sends what it has sent before. */
    redeliver: (id: string) => ears.onMessage(past.get(id)!),
  }
}
