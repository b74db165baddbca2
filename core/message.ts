export const CHANNELS = ['sandbox', 'script', 'wechat4u'] as const
export type ChannelName = (typeof CHANNELS)[number]

/** `join`: somebody came into the room, `leave`: somebody is in it no more; the text is their name. From the bot itself where it is the bot. */
export const MESSAGE_KINDS = ['text', 'image', 'voice', 'recall', 'quote', 'system', 'join', 'leave'] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** Nobody's words: no piece of what somebody says. */
export const COMINGS_AND_GOINGS: readonly MessageKind[] = ['join', 'leave']

export const MEMBER_ROLES = ['resident', 'staff', 'property'] as const
export type MemberRole = (typeof MEMBER_ROLES)[number]

export type Quote = { sender: string; text: string; id: string | null }

/** A photo, voice or file as it came; `contentType` is judged from the bytes, never from a name. */
export type Media = { contentType: string; bytes: Uint8Array }

/**
 * Somebody as a network shows them. Where ids die with a login: `hasNamesake` when another person in the room bears the same two names, `remark` the
 * name that the bot's account has given a friend.
 */
export type Sender = {
  id: string
  nickname: string
  alias: string | null
  role: MemberRole
  isFriend: boolean
  hasNamesake?: boolean
  remark?: string
}

/**
 * One message as the chat network delivered it. `id` is the network's: a redelivery repeats it. `room` null: private chat with the bot; `present` the names
 * of those in it, told once in a login. `session` names the login for which the ids of rooms and people hold; absent where they never change.
 */
export type IncomingMessage = {
  id: string
  session?: string
  room: { id: string; topic: string; present?: readonly string[] } | null
  sender: Sender
  kind: MessageKind
  text: string
  quote: Quote | null
  mentionsBot: boolean
  recalls: string | null
  fromBot: boolean
  sentAt: Date
  media: Media | null
}

/** A message as it can be stored: whatever a network or a stranger puts into a field, the database takes it. */
export function cleanMessage(message: IncomingMessage): IncomingMessage {
  const { room, sender, quote, recalls } = message
  return {
    ...message,
    id: cleanText(message.id),
    room: room && { ...room, id: cleanText(room.id), topic: cleanText(room.topic) },
    sender: { ...sender, id: cleanText(sender.id), nickname: cleanText(sender.nickname), alias: sender.alias && cleanText(sender.alias) },
    text: cleanText(message.text),
    quote: quote && { sender: cleanText(quote.sender), text: cleanText(quote.text), id: quote.id && cleanText(quote.id) },
    recalls: recalls && cleanText(recalls),
  }
}

/** No NUL and no other control characters than line breaks and tabs, no half surrogates. */
function cleanText(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
}
