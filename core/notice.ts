export const NOTICE_KINDS = [
  'emergency',
  'reply',
  'progress',
  'staffAnswer',
  'announcement',
  'reminder',
  'privacyNotice',
  'welcome',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

export const OUTBOX_STATUSES = ['waiting', 'sending', 'sent', 'failed', 'needsPerson', 'withheld', 'cancelled', 'expired'] as const
export type OutboxStatus = (typeof OUTBOX_STATUSES)[number]

/** Why a notice cannot be sent by the bot itself. */
export const OBSTACLES = ['notFriend', 'interrupted', 'gone', 'attempts', 'roomUnbound'] as const
export type Obstacle = (typeof OBSTACLES)[number]

export const VOICES = ['recordOnly', 'speaking'] as const
/** Whether the bot speaks in a room or only writes down what it would have said. */
export type Voice = (typeof VOICES)[number]

export type Recipient = { roomId: number; memberId?: undefined } | { memberId: number; roomId?: undefined }

/**
 * Something the bot owes a group or a person. Written with the fact that caused it, said not before `notBefore`, and not at all after
 * `expiresAt`; `key` makes writing it twice a no-op. `about` are the inbox ids of the messages it answers, `articleId` what it answers them from.
 */
export type Notice = {
  kind: NoticeKind
  to: Recipient
  mention: string | null
  text: string
  ticketId: number | null
  announcementId: number | null
  articleId?: number
  about: readonly number[]
  obstacle: Obstacle | null
  notBefore: Date
  expiresAt: Date | null
  key: string | null
}

/** The privacy notice is how a room learns that it is listened to: it is said even where the bot does not speak yet. */
export function mayBeSaid(kind: NoticeKind, voice: Voice): boolean {
  return voice === 'speaking' || kind === 'privacyNotice'
}
