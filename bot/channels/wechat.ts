import { existsSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Contact, Message, Room, Wechaty, WechatyOptions } from 'wechaty'
import type { ChannelStatus } from '../../core/channel.ts'
import { isMentioned } from '../../core/mention.ts'
import type { IncomingMessage, Media } from '../../core/message.ts'
import { texts } from '../../core/texts/texts.ts'
import { type Channel, type ChannelEvents, type Speech, SpeechFailure } from '../channel.ts'
import { contentTypeOf } from './contentType.ts'
import { deliverInOrder, paceLogins, silenceClient, type WebClient } from './wechatClient.ts'
import { failureCodeOf, problemOf } from './wechatFailure.ts'
import { contentOf, isStatusNotice, TEXT, WebMessage } from './wechatText.ts'

type Puppet = Exclude<WechatyOptions['puppet'], string | undefined>

const MEDIA_LIMIT_BYTES = 10 * 1024 * 1024
const MEDIA_TIMEOUT_MS = 8000
const CONTACT_TIMEOUT_MS = 4000
const LOGIN_PAUSE_MS = 5000

/** A personal account over the web protocol. `puppet` stands in for the real one in tests. */
export function wechatChannel({ dataDir, log, puppet }: { dataDir: string; log: Logger; puppet?: Puppet }): Channel {
  let bot: Wechaty | null = null
  let isOnline = false

  return {
    name: 'wechat4u',

    async start(events) {
      events.status({ state: 'starting', qr: null, account: null, problem: null, session: null })
      const { log: ownLog, ScanStatus, types, WechatyBuilder } = await import('wechaty')
      ownLog.level('silent')
      const ears = puppet ?? (await importPuppet())
      bot = WechatyBuilder.build({ name: await openSessionFile(dataDir), puppet: ears })
      watchStatus(bot, events, ScanStatus.Scanned)
      const inOrder = startQueues((error) => log.error({ err: error }, 'message not taken'))
      listen(bot, ears, inOrder, async (message) => {
        const incoming = await receive(message, types.Message[message.type()])
        if (incoming) await events.message(incoming)
      })
      watchTheDoor(bot, ears, inOrder, events.message)
      await bot.start()
    },

    async say(speech) {
      if (!bot || !isOnline) throw new SpeechFailure('offline', 'WeChat is not logged in')
      try {
        await bot.puppet.messageSendText(conversationIdOf(speech), wordsOf(speech))
      } catch (error) {
        throw new SpeechFailure(failureCodeOf(error), String(error))
      }
    },

    async stop() {
      const stopping = bot
      bot = null
      isOnline = false
      await stopping?.stop().catch((error: unknown) => log.warn({ err: error }, 'wechat did not stop cleanly'))
    },
  }

  function watchStatus(given: Wechaty, events: ChannelEvents, scanned: number) {
    const tell = (status: Omit<ChannelStatus, 'session'>) => {
      if (bot !== given) return
      isOnline = status.state === 'online'
      events.status({ ...status, session: isOnline ? given.currentUser.id : null })
    }

    given.on('scan', (qr, status) => {
      tell({ state: 'needsScan', qr, account: null, problem: status === scanned ? texts.channel.scanned() : null })
    })
    given.on('login', (account) => tell({ state: 'online', qr: null, account: account.name(), problem: null }))
    given.on('logout', () => tell({ state: 'loggedOut', qr: null, account: null, problem: texts.channel.loggedOut() }))
    given.on('error', (error) => {
      log.warn({ err: error }, 'wechat reported an error')
      const problem = problemOf(`${error.message} ${error.details ?? ''}`)
      if (!isOnline) tell({ state: 'reconnecting', qr: null, account: null, problem: problem ?? texts.channel.loginTrouble() })
      else if (problem) tell({ state: 'online', qr: null, account: given.currentUser.name(), problem })
    })
  }

  /** The puppet knows the order of arrival; wechaty's own event comes whenever a message and its sender happen to be loaded. */
  function listen(given: Wechaty, ears: Puppet, inOrder: Queues, deliver: (message: Message) => Promise<void>) {
    ears.on('message', ({ messageId }) => {
      inOrder('arrivals', async () => {
        const { roomId, talkerId } = await ears.messagePayload(messageId)
        inOrder(roomId ?? talkerId, async () => {
          const message = bot === given ? await given.Message.find({ id: messageId }) : undefined
          if (message && bot === given) await deliver(message)
        })
      })
    })
  }

  /** Who comes into a group, each as a message of their own; the bot itself is no newcomer. */
  function watchTheDoor(given: Wechaty, ears: Puppet, inOrder: Queues, deliver: (message: IncomingMessage) => Promise<void>) {
    ears.on('room-join', ({ roomId, inviteeIdList, timestamp }) => {
      inOrder(roomId, async () => {
        const room = await given.Room.find({ id: roomId })
        // Whom the puppet could not find by name it lists as nobody.
        for (const id of inviteeIdList.filter(Boolean)) {
          const comer = await given.Contact.find({ id })
          if (room && comer && !comer.self() && bot === given) await deliver(await arrivalOf(room, comer, timestamp))
        }
      })
    })
  }

  async function receive(message: Message, type: string): Promise<IncomingMessage | null> {
    const raw = await rawOf(message)
    if (raw && isStatusNotice(raw)) return null

    const room = message.room()
    const talker = message.talker()
    const content = contentOf(type, message.text(), raw)
    const hasMedia = content.kind === 'image' || content.kind === 'voice'

    return {
      id: message.id,
      room: room ? { id: roomIdOf(room), topic: await room.topic() } : null,
      sender: { id: memberIdOf(talker), ...(await namesOf(talker, room)), role: 'resident', isFriend: talker.friend() ?? false },
      ...content,
      mentionsBot: await mentionsSelf(message, content.text),
      fromBot: message.self(),
      sentAt: message.date(),
      media: hasMedia ? await mediaOf(message, log) : null,
    }
  }
}

// Ids of the web protocol live as long as one login. These three functions are the only place that knows.
function roomIdOf(room: Room): string {
  return room.id
}

function memberIdOf(contact: Contact): string {
  return contact.id
}

function conversationIdOf({ to }: Speech): string {
  return 'roomId' in to ? to.roomId : to.memberId
}

function wordsOf({ to, mention, text }: Speech): string {
  return mention !== null && 'roomId' in to ? `@${mention}\u2005${text}` : text
}

/** A newcomer may be known to neither the contacts nor the member list yet. */
async function namesOf(contact: Contact, room: Room | undefined): Promise<{ nickname: string; alias: string | null }> {
  const member = room && (await contact.wechaty.puppet.roomMemberPayload(room.id, contact.id).catch(() => null))
  return { nickname: contact.name() || member?.name || '群友', alias: member?.roomAlias || null }
}

/** The network gives an arrival no id: room, name and second make one. `timestamp` in seconds. */
async function arrivalOf(room: Room, comer: Contact, timestamp: number): Promise<IncomingMessage> {
  const names = await namesOf(comer, room)
  return {
    id: `join:${roomIdOf(room)}:${names.nickname}:${timestamp}`,
    room: { id: roomIdOf(room), topic: await room.topic() },
    sender: { id: memberIdOf(comer), ...names, role: 'resident', isFriend: comer.friend() ?? false },
    kind: 'join',
    text: names.nickname,
    quote: null,
    mentionsBot: false,
    recalls: null,
    fromBot: false,
    sentAt: new Date(timestamp * 1000),
    media: null,
  }
}

async function mentionsSelf(message: Message, text: string): Promise<boolean> {
  if (!text.includes('@') || !message.wechaty.isLoggedIn) return false
  const self = message.wechaty.currentUser
  const { nickname, alias } = await namesOf(self, message.room())
  return isMentioned(text, [nickname, alias])
}

/** The protocol's own message, while the puppet still remembers it. */
async function rawOf(message: Message): Promise<WebMessage | null> {
  const puppet = message.wechaty.puppet as unknown as { messageRawPayload(id: string): Promise<unknown> }
  const raw = await puppet.messageRawPayload(message.id).catch(() => null)
  return WebMessage.safeParse(raw).data ?? null
}

/** A message whose photo cannot be had is still a message. */
async function mediaOf(message: Message, log: Logger): Promise<Media | null> {
  try {
    const bytes = await within(MEDIA_TIMEOUT_MS, bytesOf(message))
    if (bytes.length > 0 && bytes.length <= MEDIA_LIMIT_BYTES) return { contentType: contentTypeOf(bytes), bytes }
    log.warn({ id: message.id, bytes: bytes.length }, 'media left out: empty or too large')
  } catch (error) {
    log.warn({ err: error, id: message.id }, 'media left out')
  }
  return null
}

async function bytesOf(message: Message): Promise<Uint8Array> {
  const file = await message.toFileBox()
  return new Uint8Array(await file.toBuffer())
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const clock = new AbortController()
  const late = wait(timeoutMs, null, { signal: clock.signal }).then(() => {
    throw new Error(`No answer within ${timeoutMs} ms`)
  })
  return Promise.race([work, late]).finally(() => clock.abort())
}

type Queues = (name: string, task: () => Promise<void>) => void

/** Runs the tasks of one name one after the other: words wait for the photo before them, other groups do not. */
function startQueues(onError: (error: unknown) => void): Queues {
  const tails = new Map<string, Promise<void>>()
  return (name, task) => {
    const tail = (tails.get(name) ?? Promise.resolve())
      .then(task)
      .catch(onError)
      .then(() => {
        if (tails.get(name) === tail) tails.delete(name)
      })
    tails.set(name, tail)
  }
}

/** The session file is the account: nobody else on the machine may read it. Returns its path without the ending the memory card adds. */
async function openSessionFile(dataDir: string): Promise<string> {
  const folder = resolve(dataDir, 'wechat')
  const name = join(folder, 'session')
  const file = `${name}.memory-card.json`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  if (!existsSync(file)) await writeFile(file, '{}', { mode: 0o600 })
  await chmod(file, 0o600)
  return name
}

/** The real puppet, without its habits of swallowing bugs, mixing up messages, hammering the login and logging out at every stop. */
export async function importPuppet(): Promise<Puppet> {
  const known = process.listeners('uncaughtException')
  const { PuppetWechat4u } = await import('wechaty-puppet-wechat4u')
  const added = process.listeners('uncaughtException').filter((listener) => !known.includes(listener))
  for (const listener of added) process.off('uncaughtException', listener)

  const puppet = new PuppetWechat4u()
  const hookEvents = puppet['initHookEvents'].bind(puppet)
  puppet['initHookEvents'] = (client: WebClient) => {
    paceLogins(client, LOGIN_PAUSE_MS)
    hookEvents(client)
    deliverInOrder(client)
  }
  const fetchContact = puppet.contactRawPayload.bind(puppet)
  puppet.contactRawPayload = (id: string) => within(CONTACT_TIMEOUT_MS, fetchContact(id))
  // To find out whom an @ means the puppet searches every member; whether it means the bot is told from the words.
  const parseMessage = puppet.messageRawPayloadParser.bind(puppet)
  puppet.messageRawPayloadParser = (raw) => parseMessage(raw.MsgType === TEXT ? { ...raw, Content: raw.Content.replaceAll('@', '') } : raw)
  puppet.onStop = async () => {
    clearInterval(puppet['getContactInterval'])
    clearTimeout(puppet['_heartBeatTimer'])
    if (puppet['wechat4u']) silenceClient(puppet['wechat4u'])
    puppet['wechat4u'] = undefined
  }
  return puppet
}
