import { existsSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Contact, Message, Room, Wechaty, WechatyOptions } from 'wechaty'
import { isMentioned } from '../../core/mention.ts'
import type { IncomingMessage, Media } from '../../core/message.ts'
import { type Channel, type ChannelEvents, type Speech, SpeechFailure } from '../channel.ts'
import { contentTypeOf } from './contentType.ts'
import { paceLogins, silenceClient, type WebClient } from './wechatClient.ts'
import { failureCodeOf, problemOf } from './wechatFailure.ts'
import { contentOf, isStatusNotice, WebMessage } from './wechatText.ts'

type Puppet = Exclude<WechatyOptions['puppet'], string | undefined>

const MEDIA_LIMIT_BYTES = 10 * 1024 * 1024
const MEDIA_TIMEOUT_MS = 8000
const LOGIN_PAUSE_MS = 5000

/** A personal account over the web protocol. `puppet` stands in for the real one in tests. */
export function wechatChannel({ dataDir, log, puppet }: { dataDir: string; log: Logger; puppet?: Puppet }): Channel {
  let bot: Wechaty | null = null
  let isOnline = false

  return {
    name: 'wechat4u',

    async start(events) {
      events.status({ state: 'starting', qr: null, account: null, problem: null })
      const { log: ownLog, ScanStatus, types, WechatyBuilder } = await import('wechaty')
      ownLog.level('silent')
      bot = WechatyBuilder.build({ name: await openSessionFile(dataDir), puppet: puppet ?? (await importPuppet()) })
      watchStatus(bot, events, ScanStatus.Scanned)
      listen(bot, events, (message) => types.Message[message.type()])
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
    const tell: ChannelEvents['status'] = (status) => {
      if (bot !== given) return
      isOnline = status.state === 'online'
      events.status(status)
    }

    given.on('scan', (qr, status) => {
      tell({ state: 'needsScan', qr, account: null, problem: status === scanned ? '已扫码，请在手机上点“登录”。' : null })
    })
    given.on('login', (account) => tell({ state: 'online', qr: null, account: account.name(), problem: null }))
    given.on('logout', () => tell({ state: 'offline', qr: null, account: null, problem: '微信已退出登录，请等新的二维码出现后重新扫码。' }))
    given.on('error', (error) => {
      log.warn({ err: error }, 'wechat reported an error')
      const problem = problemOf(`${error.message} ${error.details ?? ''}`)
      if (!isOnline) tell({ state: 'offline', qr: null, account: null, problem: problem ?? '微信登录出错，正在重试。' })
      else if (problem) tell({ state: 'online', qr: null, account: given.currentUser.name(), problem })
    })
  }

  function listen(given: Wechaty, events: ChannelEvents, typeOf: (message: Message) => string) {
    const inOrder = queueByConversation()
    given.on('message', (message) => {
      inOrder(message.room()?.id ?? message.talker().id, async () => {
        try {
          const incoming = await receive(given, message, typeOf(message))
          if (incoming) await events.message(incoming)
        } catch (error) {
          log.error({ err: error, id: message.id }, 'message not taken')
        }
      })
    })
  }

  async function receive(given: Wechaty, message: Message, type: string): Promise<IncomingMessage | null> {
    const raw = await rawOf(given, message)
    if (raw && isStatusNotice(raw)) return null

    const room = message.room()
    const talker = message.talker()
    const content = contentOf(type, message.text(), raw)
    const hasMedia = content.kind === 'image' || content.kind === 'voice'

    return {
      id: message.id,
      room: room ? { id: roomIdOf(room), topic: await room.topic() } : null,
      sender: {
        id: memberIdOf(talker),
        nickname: talker.name(),
        alias: room ? await aliasIn(room, talker) : null,
        role: 'resident',
        isFriend: talker.friend() ?? false,
      },
      ...content,
      mentionsBot: await mentionsSelf(given, room, content.text),
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

/** The group nickname; null while the member list does not know the contact yet. */
async function aliasIn(room: Room, contact: Contact): Promise<string | null> {
  return room.alias(contact).then(
    (alias) => alias ?? null,
    () => null,
  )
}

async function mentionsSelf(bot: Wechaty, room: Room | undefined, text: string): Promise<boolean> {
  if (!text.includes('@') || !bot.isLoggedIn) return false
  const self = bot.currentUser
  return isMentioned(text, [self.name(), room ? await aliasIn(room, self) : null])
}

/** The protocol's own message, while the puppet still remembers it. */
async function rawOf(bot: Wechaty, message: Message): Promise<WebMessage | null> {
  const puppet = bot.puppet as unknown as { messageRawPayload(id: string): Promise<unknown> }
  const raw = await puppet.messageRawPayload(message.id).catch(() => null)
  return WebMessage.safeParse(raw).data ?? null
}

/** A message whose photo cannot be had is still a message. */
async function mediaOf(message: Message, log: Logger): Promise<Media | null> {
  const clock = new AbortController()
  try {
    const bytes = await Promise.race([bytesOf(message), wait(MEDIA_TIMEOUT_MS, null, { signal: clock.signal })])
    if (bytes && bytes.length > 0 && bytes.length <= MEDIA_LIMIT_BYTES) return { contentType: contentTypeOf(bytes), bytes }
    log.warn({ id: message.id, bytes: bytes?.length ?? null }, 'media left out: too slow, empty or too large')
  } catch (error) {
    log.warn({ err: error, id: message.id }, 'media left out')
  } finally {
    clock.abort()
  }
  return null
}

async function bytesOf(message: Message): Promise<Uint8Array> {
  const file = await message.toFileBox()
  return new Uint8Array(await file.toBuffer())
}

/** Keeps a conversation in its order although a photo takes longer than words. */
function queueByConversation(): (conversation: string, task: () => Promise<void>) => void {
  const tails = new Map<string, Promise<void>>()
  return (conversation, task) => {
    const tail = (tails.get(conversation) ?? Promise.resolve()).then(task).then(() => {
      if (tails.get(conversation) === tail) tails.delete(conversation)
    })
    tails.set(conversation, tail)
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

/** The real puppet, without its habits of swallowing bugs, logging out at every stop and hammering the login. */
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
  }
  puppet.onStop = async () => {
    clearInterval(puppet['getContactInterval'])
    clearTimeout(puppet['_heartBeatTimer'])
    if (puppet['wechat4u']) silenceClient(puppet['wechat4u'])
    puppet['wechat4u'] = undefined
  }
  return puppet
}
