import type { Logger } from 'pino'
import type { Wechaty, WechatyOptions } from 'wechaty'
import type { ChannelStatus } from '../../core/channel.ts'
import { contentTypeOf } from '../../core/contentType.ts'
import { isMentioned } from '../../core/mention.ts'
import type { IncomingMessage, Media } from '../../core/message.ts'
import { texts } from '../../core/texts/texts.ts'
import { type Channel, type ChannelEvents, type Names, type Speech, SpeechFailure } from '../channel.ts'
import { failureCodeOf, problemOf } from './wechat/failure.ts'
import { createIntroductions } from './wechat/introductions.ts'
import type { LineEvents } from './wechat/line.ts'
import { movementOf, renamingOf } from './wechat/movement.ts'
import { PACE, type Pace } from './wechat/pace.ts'
import { startQueues } from './wechat/queues.ts'
import { openSessionFile, type SessionFile } from './wechat/session.ts'
import { contentOf, isFile, isStatusNotice, WebMessage } from './wechat/text.ts'
import { within } from './wechat/within.ts'

type Puppet = Exclude<WechatyOptions['puppet'], string | undefined>
type MessageType = (type: number) => string
/** A puppet that can be told to ask for nothing more before it is stopped, and that knows whom a line of somebody's coming meant. */
type Ears = Puppet & { rest?(): Promise<void>; findNewcomers?(roomId: string, named: string[], of: { isAll: boolean }): Promise<string[]> }

const MEDIA_LIMIT_BYTES = 10 * 1024 * 1024
const MEDIA_TIMEOUT_MS = 8000

/** `puppet` stands in for the real one in tests. */
type Given = { dataDir: string; log: Logger; puppet?: Puppet; pace?: Partial<Pace> }

/** A personal account over the web protocol. */
export function wechatChannel({ dataDir, log, puppet, pace }: Given): Channel {
  const queues = startQueues((error) => log.error({ err: error }, 'message not taken'))
  const storing = new Set<Promise<void>>()
  const introduce = createIntroductions((roomId) => listNames(loggedIn().puppet, roomId))
  let bot: Wechaty | null = null
  let ears: Ears | null = null
  let nickname: string | null = null
  let isOnline = false
  let isTroubled = false

  return {
    name: 'wechat4u',

    async start(events) {
      events.status({ state: 'starting', qr: null, nickname: null, problem: null, session: null })
      const { log: ownLog, ScanStatus, types, WechatyBuilder } = await import('wechaty')
      ownLog.level('silent')
      const session = await openSessionFile(dataDir)
      const tell = (status: Omit<ChannelStatus, 'session'>) => tellStatus(events, status)
      const given = puppet ?? (await importPuppet({ session, events: lineEvents(events, tell), pace: { ...PACE, ...pace } }))
      const net = WechatyBuilder.build({ puppet: given })
      bot = net
      ears = given
      watchStatus(net, tell, ScanStatus.Scanned)
      await stopWechatyListening(net, given)
      listen(given, events.message, (type) => types.Message[type] ?? 'Unknown')
      await net.start()
    },

    async say(speech) {
      if (!ears || !isOnline) throw new SpeechFailure('offline', 'WeChat is not logged in')
      try {
        await ears.messageSendText(conversationIdOf(speech), wordsOf(speech))
      } catch (error) {
        throw new SpeechFailure(failureCodeOf(error), String(error))
      }
    },

    async memberNames(roomId) {
      return listNames(loggedIn().puppet, roomId)
    },

    async setRemark(memberId, remark) {
      await loggedIn().puppet.contactAlias(memberId, remark)
    },

    async topics() {
      const { puppet: net } = loggedIn()
      const rooms = await Promise.all((await net.roomList()).map((id) => net.roomPayload(id)))
      const isOurs = ({ memberIdList }: { memberIdList: string[] }) => memberIdList.length === 0 || memberIdList.includes(net.currentUserId)
      return rooms.filter((room) => isOurs(room) && room.topic !== '').map(({ id, topic }) => ({ id, topic }))
    },

    async stop() {
      const stopping = bot
      bot = null
      isOnline = false
      await ears?.rest?.()
      ears = null
      await stopping?.stop().catch((error: unknown) => log.warn({ err: error }, 'wechat did not stop cleanly'))
    },
  }

  function loggedIn(): { puppet: Puppet } {
    if (!ears || !isOnline) throw new SpeechFailure('offline', 'WeChat is not logged in')
    return { puppet: ears }
  }

  function tellStatus(events: ChannelEvents, status: Omit<ChannelStatus, 'session'>): void {
    if (!bot) return
    isOnline = status.state === 'online'
    isTroubled = status.problem !== null
    const isKnown = isOnline || status.state === 'reconnecting'
    events.status({ ...status, session: isKnown && ears?.isLoggedIn ? ears.currentUserId : null })
  }

  function lineEvents(events: ChannelEvents, tell: (status: Omit<ChannelStatus, 'session'>) => void): LineEvents {
    return {
      synced() {
        if (isOnline && isTroubled) tell({ state: 'online', qr: null, nickname, problem: null })
        events.synced()
      },
      lost(error) {
        log.warn({ err: error }, 'wechat cannot be reached')
        tell({ state: 'reconnecting', qr: null, nickname, problem: nickname ? texts.channel.unstable() : texts.channel.loginTrouble() })
      },
      found: () => tell({ state: 'online', qr: null, nickname, problem: null }),
      refused(reason) {
        log.warn({ reason }, 'wechat refuses the account')
        tell({ state: 'refused', qr: null, nickname: null, problem: texts.channel.refused(reason) })
      },
      async stored() {
        // What has arrived waits in two queues, one after the other.
        await queues.settled()
        await queues.settled()
        await Promise.allSettled(storing)
      },
    }
  }

  function watchStatus(net: Wechaty, tell: (status: Omit<ChannelStatus, 'session'>) => void, scanned: number): void {
    net.on('scan', (qr, status) => {
      tell({ state: 'needsScan', qr, nickname: null, problem: status === scanned ? texts.channel.scanned() : null })
    })
    net.on('login', (contact) => {
      nickname = contact.name()
      tell({ state: 'online', qr: null, nickname, problem: null })
    })
    net.on('logout', () => {
      nickname = null
      tell({ state: 'loggedOut', qr: null, nickname: null, problem: texts.channel.loggedOut() })
    })
    net.on('error', (error) => {
      log.warn({ err: error }, 'wechat reported an error')
      const problem = problemOf(`${error.message} ${error.details ?? ''}`)
      if (isOnline && problem) tell({ state: 'online', qr: null, nickname, problem })
    })
  }

  /** The puppet knows the order of arrival; wechaty's own event comes whenever a message and its sender happen to be loaded. */
  function listen(net: Ears, hear: ChannelEvents['message'], typeName: MessageType): void {
    const take = (message: IncomingMessage) => {
      const stored = hear(message).catch((error: unknown) => log.error({ err: error, id: message.id }, 'message not stored'))
      storing.add(stored)
      void stored.finally(() => storing.delete(stored))
    }

    net.on('message', ({ messageId }) => {
      queues.run('arrivals', async () => {
        const { roomId, talkerId } = await net.messagePayload(messageId)
        queues.run(roomId ?? talkerId, async () => {
          const message = ears === net ? await receive(net, messageId, typeName) : null
          if (message && ears === net) take(message)
        })
      })
    })

    const move = (kind: 'join' | 'leave', roomId: string, ids: readonly string[], timestamp: number) =>
      queues.run('arrivals', async () => {
        queues.run(roomId, async () => {
          for (const id of ids) {
            const isSelf = id === net.currentUserId
            const place = kind === 'join' ? await placeIn(net, roomId, id) : await formerPlace(net, roomId, id)
            if (ears === net) take(movementOf(place, { kind, timestamp, isSelf }))
          }
        })
      })

    // Whom the puppet could not find by name it lists as nobody.
    net.on('room-join', ({ roomId, inviteeIdList, timestamp }) => {
      const named = inviteeIdList.filter(Boolean)
      move('join', roomId, named, timestamp)
      const unnamed = net.findNewcomers?.(roomId, named, { isAll: named.length === inviteeIdList.length })
      unnamed
        ?.then((ids) => move('join', roomId, ids, timestamp))
        .catch((error: unknown) => log.warn({ err: error }, 'somebody came into a group and could not be found'))
    })

    net.on('room-leave', ({ roomId, removeeIdList, timestamp }) => move('leave', roomId, removeeIdList.filter(Boolean), timestamp))

    net.on('room-topic', ({ roomId, changerId, timestamp }) => {
      queues.run('arrivals', async () => {
        queues.run(roomId, async () => {
          const place = await placeIn(net, roomId, changerId || roomId)
          if (ears === net) take(renamingOf(place, timestamp))
        })
      })
    })
  }

  /** Nobody can be known again without the login that their ids hold for. */
  async function placeIn(net: Puppet, roomId: string | undefined, talkerId: string) {
    const place = await placeOf(net, roomId, talkerId)
    return net.isLoggedIn ? introduce(place, net.currentUserId) : place
  }

  async function receive(net: Puppet, id: string, typeName: MessageType): Promise<IncomingMessage | null> {
    const raw = await rawOf(net, id)
    if (raw && isStatusNotice(raw)) return null

    const { roomId, talkerId, text = '', timestamp, type } = await net.messagePayload(id)
    const content = contentOf(typeName(type), text, raw)
    const hasMedia = content.kind === 'image' || content.kind === 'voice' || isFile(raw)
    return {
      id,
      ...(await placeIn(net, roomId, talkerId)),
      ...content,
      mentionsBot: await mentionsSelf(net, content.text, roomId),
      fromBot: net.isLoggedIn && talkerId === net.currentUserId,
      sentAt: new Date(timestamp * 1000),
      media: hasMedia ? await mediaOf(net, id, log) : null,
    }
  }
}

/** Wechaty itself would load everybody and every group of every message, for listeners that are not there, and keep them for ever. */
async function stopWechatyListening(net: Wechaty, given: Puppet): Promise<void> {
  await (net as Wechaty & { init(): Promise<void> }).init()
  for (const event of ['message', 'room-join', 'room-leave', 'room-topic'] as const) given.removeAllListeners(event)
}

function conversationIdOf({ to }: Speech): string {
  return 'roomId' in to ? to.roomId : to.memberId
}

function wordsOf({ to, mention, text }: Speech): string {
  return mention !== null && 'roomId' in to ? `@${mention}\u2005${text}` : text
}

/** Where it was said, and by whom; both ids live as long as one login. */
async function placeOf(net: Puppet, roomId: string | undefined, id: string): Promise<Pick<IncomingMessage, 'room' | 'sender'>> {
  const room = roomId ? { id: roomId, topic: (await net.roomPayload(roomId)).topic } : null
  const contact = await net.contactPayload(id).catch(() => null)
  const { friend: isFriend = false, alias: remark = '' } = contact ?? {}
  return { room, sender: { id, ...(await namesOf(net, id, roomId)), role: 'resident', isFriend, ...(isFriend && { remark }) } }
}

/** Who has left is known again like anybody else, unless somebody of the same names is still there. */
async function formerPlace(net: Puppet, roomId: string, id: string): Promise<Pick<IncomingMessage, 'room' | 'sender' | 'session'>> {
  const place = await placeOf(net, roomId, id)
  if (!net.isLoggedIn) return place
  const { nickname, alias } = place.sender
  const others = await listNames(net, roomId, id)
  const hasNamesake = others.some((other) => other.nickname === nickname && other.alias === alias)
  return { ...place, session: net.currentUserId, sender: { ...place.sender, hasNamesake } }
}

async function listNames(net: Puppet, roomId: string, except?: string): Promise<Names[]> {
  const ids = await net.roomMemberList(roomId)
  return Promise.all(ids.filter((id) => id !== except).map((id) => namesOf(net, id, roomId)))
}

/** A newcomer may be known to neither the contacts nor the member list yet. */
async function namesOf(net: Puppet, id: string, roomId: string | undefined): Promise<Names> {
  const member = roomId ? await net.roomMemberPayload(roomId, id).catch(() => null) : null
  const nickname = member?.name || (await net.contactPayload(id).catch(() => null))?.name
  return { nickname: nickname || '群友', alias: member?.roomAlias || null }
}

async function mentionsSelf(net: Puppet, text: string, roomId: string | undefined): Promise<boolean> {
  if (!text.includes('@') || !net.isLoggedIn) return false
  const { nickname, alias } = await namesOf(net, net.currentUserId, roomId)
  return isMentioned(text, [nickname, alias])
}

/** The protocol's own message, while the puppet still remembers it. */
async function rawOf(net: Puppet, id: string): Promise<WebMessage | null> {
  const raw = await (net as unknown as { messageRawPayload(id: string): Promise<unknown> }).messageRawPayload(id).catch(() => null)
  return WebMessage.safeParse(raw).data ?? null
}

/** A message whose photo cannot be had is still a message. */
async function mediaOf(net: Puppet, id: string, log: Logger): Promise<Media | null> {
  try {
    const bytes = await within(MEDIA_TIMEOUT_MS, bytesOf(net, id))
    if (bytes.length > 0 && bytes.length <= MEDIA_LIMIT_BYTES) return { contentType: contentTypeOf(bytes), bytes }
    log.warn({ id, bytes: bytes.length }, 'media left out: empty or too large')
  } catch (error) {
    log.warn({ err: error, id }, 'media left out')
  }
  return null
}

async function bytesOf(net: Puppet, id: string): Promise<Uint8Array> {
  const file = await net.messageFile(id)
  return new Uint8Array(await file.toBuffer())
}

/** The real puppet, without the listener for bugs that its import adds to the process and that would swallow them all. */
async function importPuppet(given: { session: SessionFile; events: LineEvents; pace: Pace }): Promise<Ears> {
  const known = process.listeners('uncaughtException')
  const { SteadyPuppet } = await import('./wechat/puppet.ts')
  const added = process.listeners('uncaughtException').filter((listener) => !known.includes(listener))
  for (const listener of added) process.off('uncaughtException', listener)
  return new SteadyPuppet(given) as unknown as Ears
}
