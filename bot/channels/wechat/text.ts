import * as z from 'zod'
import type { IncomingMessage, MessageKind } from '../../../core/message.ts'
import { splitQuote } from '../../../core/quote.ts'
import { texts } from '../../../core/texts/texts.ts'

/** What the web protocol delivered, as far as it is read here. `Content` has the sender's name before the first `:\n` in a group. */
export const WebMessage = z.object({
  FromUserName: z.string(),
  MsgType: z.number(),
  SubMsgType: z.number().optional(),
  AppMsgType: z.number().optional(),
  Content: z.string(),
  OriginalContent: z.string(),
  FileName: z.string().optional(),
  Url: z.string().optional(),
})
export type WebMessage = z.infer<typeof WebMessage>

export type Content = Pick<IncomingMessage, 'kind' | 'text' | 'quote' | 'recalls'>

/** The protocol's number for a text. */
export const TEXT = 1
const LOCATION = 48
const STATUS_NOTIFY = 51
const SYSTEM = 10000
const FILE = 6

const TALKER = /^(@[a-zA-Z0-9]+|[\w-]+):<br\/>/

const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&#39;': "'", '&amp;': '&' } as const

/** Kinds by the name wechaty gives a message type; its other types cannot be read and become a label. */
const KINDS: Record<string, MessageKind> = { Text: 'text', Image: 'image', Audio: 'voice', Recalled: 'recall' }

/** What was said. `text` is what the puppet made of it, `raw` the protocol's own message where there is one. */
export function contentOf(type: string, text: string, raw: WebMessage | null): Content {
  const kind = KINDS[type] ?? 'system'
  const plain: Content = { kind, text: '', quote: null, recalls: null }
  switch (kind) {
    case 'text':
      return wordsOf(text, raw)
    case 'recall':
      return { ...plain, text: recallNoticeOf(raw?.Content ?? text), recalls: recalledIdOf(raw?.Content ?? text) }
    case 'system':
      return { ...plain, text: labelOf(type, raw) ?? decodeEntities(text) }
    default:
      return plain
  }
}

/** What is no text, as a line that people can read. */
function labelOf(type: string, raw: WebMessage | null): string | undefined {
  const label = texts.channel.labels[type]
  return label && raw?.FileName ? `${label} ${decodeEntities(raw.FileName)}` : label
}

/** A file whose bytes can be fetched. */
export function isFile(raw: WebMessage | null): boolean {
  return raw?.AppMsgType === FILE
}

function wordsOf(text: string, raw: WebMessage | null): Content {
  if (raw?.SubMsgType === LOCATION) return { kind: 'text', text: locationOf(raw), quote: null, recalls: null }
  const whole = raw?.MsgType === TEXT ? wholeTextOf(raw) : decodeEntities(text)
  const quoted = splitQuote(whole)
  if (!quoted) return { kind: 'text', text: whole, quote: null, recalls: null }
  const id = raw && quotedIdOf(raw.Content)
  return { kind: 'quote', text: quoted.text, quote: { ...quoted.quote, id }, recalls: null }
}

/** Words whole, where the puppet cuts them at the first `:\n` a resident wrote. */
function wholeTextOf(raw: WebMessage): string {
  const hasTalker = isFromRoom(raw) && TALKER.test(raw.OriginalContent)
  return decodeEntities(hasTalker ? raw.Content.slice(raw.Content.indexOf(':\n') + 2) : raw.Content)
}

/** The address, and the point on the map behind it. */
function locationOf(raw: WebMessage): string {
  const address = wholeTextOf(raw).replace(/:\n\/cgi-bin\/[\s\S]*$/, '')
  const point = /coord=([-\d.]+,[-\d.]+)/.exec(raw.Url ?? '')?.[1]
  return `${texts.channel.labels['Location']} ${address}${point ? `（${point}）` : ''}`
}

export function isFromRoom({ FromUserName }: { FromUserName: string }): boolean {
  return FromUserName.startsWith('@@')
}

/** Who said it in a group, by the id before the words; null when nobody did, or when the puppet has replaced it already. */
export function talkerIdOf({ Content }: { Content: string }): string | null {
  return TALKER.exec(Content)?.[1] ?? null
}

export function isJoining({ MsgType, Content }: { MsgType: number; Content: string }): boolean {
  return MsgType === SYSTEM && /加入了?群聊|joined|invited/.test(Content)
}

/** The line that tells the account itself. */
export function isPutOut({ MsgType, Content }: { MsgType: number; Content: string }): boolean {
  return MsgType === SYSTEM && /^(你被".+"移出群聊|You were removed from the group chat)/.test(Content)
}

export function isRenaming({ MsgType, Content }: { MsgType: number; Content: string }): boolean {
  return MsgType === SYSTEM && /修改群名为|changed the group name/.test(Content)
}

/** The phone tells the web client which chats are open: not a message. */
export function isStatusNotice({ MsgType }: { MsgType: number }): boolean {
  return MsgType === STATUS_NOTIFY
}

export function decodeEntities(text: string): string {
  return text.replace(/&(?:lt|gt|quot|apos|amp|#39);/g, (entity) => ENTITIES[entity as keyof typeof ENTITIES])
}

function recalledIdOf(xml: string): string | null {
  return /<msgid>(\d+)<\/msgid>/.exec(decodeEntities(xml))?.[1] ?? null
}

function quotedIdOf(xml: string): string | null {
  return /<svrid>(\d+)<\/svrid>/.exec(decodeEntities(xml))?.[1] ?? null
}

/** The sentence members see instead of recalled words. */
function recallNoticeOf(xml: string): string {
  const notice = /<replacemsg>(?:<!\[CDATA\[)?([\s\S]*?)(?:\]\]>)?<\/replacemsg>/.exec(decodeEntities(xml))
  return notice?.[1]?.trim() ?? ''
}
