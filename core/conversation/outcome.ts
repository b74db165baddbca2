/** What became of a message. */
export const MESSAGE_OUTCOMES = [
  'ticketOpened',
  'ticketJoined',
  'ticketMoved',
  'answered',
  'waiting',
  'ignored',
  'noted',
  'silent',
] as const
export type MessageOutcome = (typeof MESSAGE_OUTCOMES)[number]

/** Why the bot said nothing. */
export const SILENCES = [
  'chatter',
  'ownWords',
  'systemLine',
  'recalled',
  'emptyMessage',
  'photoAlone',
  'spokenByStaff',
  'unboundRoom',
  'claimed',
  'noticeNotPosted',
  'nothingToConfirm',
  'nothingToTell',
  'sameEmergency',
  'photoOfReport',
  'sameMatter',
  'nothingToAddTo',
  'nothingToJoin',
  'nothingToWithdraw',
  'praise',
  'signUp',
  'vote',
  'volunteer',
  'notice',
  'socialRoom',
  'staffRoom',
  'rumour',
  'stillAngry',
  'alreadyAnswered',
  'erased',
] as const
export type Silence = (typeof SILENCES)[number]

/** Why a message waits for a person. */
export const WAITS = [
  'unsure',
  'unreadable',
  'voice',
  'failed',
  'strangerInPrivate',
  'question',
  'suggestion',
  'project',
  'angry',
  'late',
  'duringDrill',
] as const
export type Wait = (typeof WAITS)[number]

/** What was said with these may turn out to belong to a ticket. */
export const LOOSE_REASONS = ['unsure', 'chatter', 'nothingToJoin'] as const satisfies readonly (Silence | Wait)[]
