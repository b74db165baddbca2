export const NOTICE_KINDS = [
  'emergency',
  'page',
  'dispatch',
  'reply',
  'progress',
  'staffAnswer',
  'announcement',
  'reminder',
  'privacyNotice',
  'batch',
  'digest',
  'welcome',
  'satisfaction',
  'briefing',
] as const
/** `dispatch`: to somebody without an account who is given a ticket; no resident hears it. `batch` and `digest` say several waiting words in one line. */
export type NoticeKind = (typeof NOTICE_KINDS)[number]

export const OUTBOX_STATUSES = [
  'waiting',
  'sending',
  'sent',
  'combined',
  'failed',
  'needsPerson',
  'withheld',
  'cancelled',
  'expired',
] as const
/** `combined`: another row said it. */
export type OutboxStatus = (typeof OUTBOX_STATUSES)[number]

/** Why a notice cannot be sent by the bot itself. */
export const OBSTACLES = ['notFriend', 'interrupted', 'gone', 'attempts', 'roomUnbound', 'late', 'left', 'restored'] as const
export type Obstacle = (typeof OBSTACLES)[number]

export const HASTES = ['measured', 'atNight', 'atOnce'] as const
/** `atNight`: quiet hours do not hold it. `atOnce`: a person wants it said now, whatever the hour and the budget. */
export type Haste = (typeof HASTES)[number]

export const HOLDS = ['quiet', 'budget', 'digest', 'muted'] as const
/** Why words that were due wait: for the end of quiet hours, for the next combined line, for the evening, or until staff let the bot speak again. */
export type Hold = (typeof HOLDS)[number]

export const VOICES = ['recordOnly', 'speaking'] as const
/** Whether the bot speaks in a room or only writes down what it would have said. */
export type Voice = (typeof VOICES)[number]

export type Recipient = { roomId: number; memberId?: undefined } | { memberId: number; roomId?: undefined }

/**
 * Something the bot owes a group or a person. Written with the fact that caused it, said not before `notBefore`, and not at all after
 * `expiresAt`; `key` makes writing it twice a no-op. `about` are the inbox ids of the messages it answers, `articleId` what it answers them from.
 * Without `haste` it is measured.
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
  haste?: Haste
}

/** The privacy notice is how a room learns that it is listened to: it is said even where the bot does not speak yet. */
export function mayBeSaid(kind: NoticeKind, voice: Voice): boolean {
  return voice === 'speaking' || kind === 'privacyNotice'
}

/** What a person at the console has written, and what cannot wait, is heard at any hour; so is a line marked so. */
const ANY_HOUR: readonly NoticeKind[] = ['emergency', 'page', 'staffAnswer', 'privacyNotice']

export function speaksAtNight({ kind, haste = 'measured' }: Pick<Notice, 'kind' | 'haste'>): boolean {
  return haste !== 'measured' || ANY_HOUR.includes(kind)
}
