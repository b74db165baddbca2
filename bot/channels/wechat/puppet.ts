import { PuppetWechat4u } from 'wechaty-puppet-wechat4u'
import { type Contact, forgetLogin, keepSyncKey, type RawMessage, type SyncKey, syncKeyOf, type WebClient } from './client.ts'
import { createCrowds } from './crowds.ts'
import { Line, type LineEvents } from './line.ts'
import { logIn, resume } from './login.ts'
import type { Pace } from './pace.ts'
import { type Queues, startQueues } from './queues.ts'
import { guardRequests } from './request.ts'
import type { SessionFile } from './session.ts'
import { keepSynced } from './sync.ts'
import { isFromRoom, isJoining, isPutOut, isRenaming, isStatusNotice, TEXT, talkerIdOf } from './text.ts'
import { within } from './within.ts'

/** What the puppet keeps to itself, and has to be reached all the same. Its version is pinned. */
interface Hooks {
  wechat4u: WebClient | undefined
  unknownContactId: string[][]
  getContactInterval: NodeJS.Timeout | undefined
  _heartBeatTimer: NodeJS.Timeout | undefined
  initHookEvents(client: WebClient): void
  waitStable(): Promise<void>
  onStart(): Promise<void>
  onStop(): Promise<void>
  contactRawPayload(id: string): ReturnType<PuppetWechat4u['contactRawPayload']>
  contactPayload(id: string): ReturnType<PuppetWechat4u['contactPayload']>
  roomPayload(id: string): ReturnType<PuppetWechat4u['roomPayload']>
  roomMemberRawPayload(roomId: string, id: string): ReturnType<PuppetWechat4u['roomMemberRawPayload']>
  messageRawPayloadParser: PuppetWechat4u['messageRawPayloadParser']
}

const OpenPuppet = PuppetWechat4u as unknown as new () => Omit<PuppetWechat4u, keyof Hooks> & Hooks

const SLOT = 'PUPPET-WECHAT4U'
const MEDIA_LIMIT_BYTES = 10 * 1024 * 1024
/** Answers with messages that may wait to be stored before the next is asked for. */
const MOST_UNKEPT = 20
const MEETINGS = 3
/** A list that lags behind the line that somebody has come is asked for again, after 1, 2, 4 … seconds. */
const LAGGING_LOOKS = 7

type Given = { session: SessionFile; events: LineEvents; pace: Pace }

/**
 * The puppet as a service needs it: it lives through outages, restarts and logouts, loses no message, logs out only when the server says so, and never
 * asks faster than its pace. A place in the stream of news is saved only when all before it is stored.
 */
export class SteadyPuppet extends OpenPuppet {
  readonly #given: Given
  readonly #arrivals: Queues
  readonly #sought = new Set<string>()
  readonly #crowds = createCrowds()
  #line: Line | null = null
  #keptKey: SyncKey | null = null
  #keeping: Promise<void> = Promise.resolve()
  #unkept = 0

  constructor(given: Given) {
    super()
    this.#given = given
    this.#arrivals = startQueues((error) => this.#tell(error))
    // What came before the login is news too: how old a message is, others judge.
    Object.defineProperty(this, 'startTime', { get: () => 0, set: () => undefined })
  }

  override async onStart(): Promise<void> {
    const saved = await this.#given.session.read()
    await (saved ? this.memory.set(SLOT, saved) : this.memory.delete(SLOT))
    await super.onStart()
  }

  /** Asks for nothing more; what has come is handed over and the place saved, if that does not take too long. */
  async rest(): Promise<void> {
    const line = this.#line
    if (!line || line.isOver) return
    line.end()
    await within(
      this.#given.pace.restMs,
      this.#arrivals.settled().then(() => this.#keeping),
    ).catch((error) => this.#tell(error))
    line.isClosed = true
  }

  override async onStop(): Promise<void> {
    await this.rest()
    clearInterval(this.getContactInterval)
    clearTimeout(this._heartBeatTimer)
    this.getContactInterval = undefined
    this._heartBeatTimer = undefined
    const client = this.wechat4u
    this.wechat4u = undefined
    client?.removeAllListeners()
    // An answer still on its way must not find an emitter without a listener for errors: that throws.
    client?.on('error', () => undefined)
  }

  override initHookEvents(client: WebClient): void {
    const line = new Line(this.#given.events, this.#given.pace)
    this.#line = line
    guardRequests(client, line, MEDIA_LIMIT_BYTES)
    keepSyncKey(client)
    super.initHookEvents(client)

    client.on('uuid', () => line.noteCode())
    client.removeAllListeners('logout')
    client.on('logout', () => this.#inBackground(this.#startAnew(client)))
    client.on('login', () => this.#keep(client, syncKeyOf(client)))
    client.removeAllListeners('contacts-updated')
    client.on('contacts-updated', (contacts: readonly Contact[]) => {
      knowMembers(client, contacts)
      for (const { UserName } of contacts) if (isFromRoom({ FromUserName: UserName })) this.#noteCrowd(client.contacts[UserName]!)
    })

    client.start = () => logIn(client, line)
    client.restart = () => resume(client, line)
    client.syncPolling = () =>
      this.#inBackground(keepSynced(client, line, { hasRoom: () => this.#unkept < MOST_UNKEPT, taken: () => this.#keepLater(client) }))
    client.handleMsg = (messages) => this.#take(client, messages)
    client.checkPolling = () => undefined
    const getContact = client.getContact.bind(client)
    client.getContact = (seq) => this.#insist(() => getContact(seq))
  }

  override async waitStable(): Promise<void> {
    this.emit('ready', { data: 'stable' })
  }

  override contactRawPayload(id: string): ReturnType<PuppetWechat4u['contactRawPayload']> {
    return within(this.#given.pace.contactTimeoutMs, super.contactRawPayload(id))
  }

  // The client knows of every change at once; a copy of its knowledge would grow old.
  override async contactPayload(id: string): ReturnType<PuppetWechat4u['contactPayload']> {
    return this.contactRawPayloadParser(await this.contactRawPayload(id))
  }

  override async roomPayload(id: string): ReturnType<PuppetWechat4u['roomPayload']> {
    return this.roomRawPayloadParser(await this.roomRawPayload(id))
  }

  /** Who has just left is still called what they were called. */
  override async roomMemberRawPayload(roomId: string, id: string): ReturnType<PuppetWechat4u['roomMemberRawPayload']> {
    const member = await super.roomMemberRawPayload(roomId, id).catch(() => this.#crowds.findGone(roomId, id))
    if (!member) throw new Error('not found')
    return member as Awaited<ReturnType<PuppetWechat4u['roomMemberRawPayload']>>
  }

  /** Whom a line of somebody's coming means beside those it has `named`: where the list does not know them yet, once it does. */
  async findNewcomers(roomId: string, named: readonly string[], { isAll }: { isAll: boolean }): Promise<string[]> {
    this.#crowds.greet(roomId, [this.currentUserId, ...named])
    for (let look = 0; look < LAGGING_LOOKS && !isAll; look++) {
      const found = this.#crowds.takeNewcomers(roomId)
      if (found.length > 0 || !this.wechat4u || this.#line?.isOver) return found
      await this.#line?.pause(this.#given.pace.firstPauseMs * 2 ** look)
      if (this.wechat4u) await this.#lookUp(this.wechat4u, [roomId])
    }
    return isAll ? [] : this.#crowds.takeNewcomers(roomId)
  }

  // To find out whom an @ means the puppet searches every member; whether it means the bot is told from the words.
  override messageRawPayloadParser: PuppetWechat4u['messageRawPayloadParser'] = (raw) =>
    PuppetWechat4u.prototype.messageRawPayloadParser.call(
      this,
      raw.MsgType === TEXT ? { ...raw, Content: raw.Content.replaceAll('@', '') } : raw,
    )

  #take(client: WebClient, messages: readonly RawMessage[]): void {
    for (const message of messages) this.#arrivals.run(message.FromUserName, () => this.#arrive(client, message))
  }

  /** One message after the other: the puppet takes longer over some, and one it cannot read must not end the process. */
  async #arrive(client: WebClient, message: RawMessage): Promise<void> {
    await this.#meet(client, message)
    const words = client.Message.extend(message)
    for (const deliver of client.listeners('message')) await deliver.call(client, words)
    if (isPutOut(words)) this.#strikeOut(client, words.FromUserName)
    if (isStatusNotice(words))
      await this.#lookUp(client, words.StatusNotifyUserName?.split(',').filter((id) => id && !(id in client.contacts)) ?? [])
  }

  /** Who speaks, and where, is asked for once before the words are read: without a list of members they could not be. */
  async #meet(client: WebClient, message: RawMessage): Promise<void> {
    const { FromUserName: place } = message
    for (let attempt = 1; !client.contacts[place] && attempt <= MEETINGS; attempt++) {
      await this.#lookUp(client, [place])
      if (!client.contacts[place]) await this.#line?.pause(this.#given.pace.firstPauseMs * attempt)
    }
    client.contacts[place] ??= client.Contact.extend({ UserName: place, NickName: '', MemberCount: 0, MemberList: [] })
    if (isFromRoom(message) && this.#isIncomplete(client.contacts[place], message)) await this.#lookUp(client, [place])
  }

  /** The list tells of those who left without a line, and of the account where the line is one that the puppet does not know. */
  #noteCrowd(room: Contact): void {
    const { arrived, missing } = this.#crowds.note(room)
    const what = { roomId: room.UserName, timestamp: Math.floor(Date.now() / 1000) }
    const self = this.isLoggedIn ? this.currentUserId : ''
    if (missing.length === 0 && !arrived.includes(self)) return
    this.#arrivals.run(room.UserName, async () => {
      if (missing.length > 0) this.emit('room-leave', { ...what, removeeIdList: missing, removerId: '' })
      if (arrived.includes(self)) this.emit('room-join', { ...what, inviteeIdList: [self], inviterId: '' })
    })
  }

  /** The account is in a group no more; nobody may ask the server for a list of it then. */
  #strikeOut(client: WebClient, roomId: string): void {
    const room = client.contacts[roomId]
    if (!room) return
    room.MemberList = (room.MemberList ?? []).filter(({ UserName }) => UserName !== this.currentUserId)
    room.MemberCount = room.MemberList.length
    this.#crowds.note(room)
  }

  #isIncomplete({ MemberList = [], UserName }: Contact, message: RawMessage): boolean {
    if (MemberList.length === 0 || isJoining(message) || isRenaming(message)) return true
    const talker = talkerIdOf(message)
    if (talker === null || MemberList.some((member) => member.UserName === talker)) return false
    const isNew = !this.#sought.has(`${UserName} ${talker}`)
    this.#sought.add(`${UserName} ${talker}`)
    return isNew
  }

  async #lookUp(client: WebClient, names: readonly string[]): Promise<void> {
    for (let at = 0; at < names.length; at += 50) {
      const wanted = names.slice(at, at + 50).map((UserName) => ({ UserName }))
      const found = await client.batchGetContact(wanted).catch((error) => this.#tell(error))
      if (found) client.updateContacts(found)
    }
  }

  async #insist<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        if (attempt === MEETINGS || this.#line?.isOver) throw error
        await this.#line?.pause(this.#given.pace.firstPauseMs * attempt)
      }
    }
  }

  /** Logged out by the server: a new code is shown, and nobody is known any more. */
  async #startAnew(client: WebClient): Promise<void> {
    forgetLogin(client)
    this.unknownContactId.length = 0
    this.#sought.clear()
    this.#crowds.forget()
    await this.#given.session.remove()
    if (this.isLoggedIn) await this.logout()
    await client.start()
  }

  #keepLater(client: WebClient): void {
    const key = syncKeyOf(client)
    this.#unkept++
    const stored = this.#arrivals.settled().then(() => this.#given.events.stored())
    this.#keep(client, key, stored)
    this.#inBackground(this.#keeping.then(() => void this.#unkept--))
  }

  /** The newest place whose messages are all stored is what a later process goes on from. */
  #keep(client: WebClient, key: SyncKey, stored: Promise<void> = Promise.resolve()): void {
    const { sid } = client.PROP
    const line = this.#line
    this.#keeping = this.#keeping
      .then(() => stored)
      .then(async () => {
        if (client.PROP.sid !== sid || line?.isClosed) return
        this.#keptKey = key
        const { PROP, CONF, COOKIE, user } = client
        await this.#given.session.write({ PROP: { ...PROP, ...this.#keptKey }, CONF, COOKIE, user })
      })
      .catch((error) => this.#tell(error))
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error) => this.#tell(error))
  }

  #tell(error: unknown): void {
    this.emit('error', { data: String(error) })
  }
}

/** Members of a group are people the client knows; the puppet would ask the server for each of them once more. */
function knowMembers(client: WebClient, contacts: readonly Contact[]): void {
  for (const { UserName, MemberList } of contacts) {
    if (UserName.startsWith('@@'))
      client.updateContacts((MemberList ?? []).map((member) => ({ ...member, EncryChatRoomId: UserName }) as unknown as Contact))
  }
}
