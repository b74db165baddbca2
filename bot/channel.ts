import type { ChannelStatus } from '../core/channel.ts'
import type { ChannelName, IncomingMessage } from '../core/message.ts'

/** Words to say. `mention` is the name shown after the @; the ids are the channel's own. */
export type Speech = { to: { roomId: string } | { memberId: string }; mention: string | null; text: string }

export type ChannelEvents = {
  message: (message: IncomingMessage) => Promise<void>
  status: (status: ChannelStatus) => void
  /** The network has answered that there is nothing new, or has brought something: the line is alive. */
  synced: () => void
}

/** How somebody is called in a room: by the whole network, and in this room alone. */
export type Names = { nickname: string; alias: string | null }

/** A way into the chat network. `say` resolves when the network took the words and rejects with a `SpeechFailure` when it did not. */
export type Channel = {
  name: ChannelName
  start(events: ChannelEvents): Promise<void>
  say(speech: Speech): Promise<void>
  stop(): Promise<void>
  /** Everybody who is in a room now. */
  memberNames?(roomId: string): Promise<Names[]>
  /** The name that the account itself gives a friend; nobody else sees it. */
  setRemark?(memberId: string, remark: string): Promise<void>
  /** The rooms known right now: others become known with their first message. */
  topics?(): Promise<{ id: string; topic: string }[]>
}

/**
 * The network did not take the words. `gone`: the target no longer exists, trying again is useless. `unsure`: the line broke meanwhile, they may have been
 * heard all the same.
 */
export class SpeechFailure extends Error {
  readonly code: 'gone' | 'limited' | 'offline' | 'unsure' | 'unknown'

  constructor(code: SpeechFailure['code'], message: string) {
    super(message)
    this.name = 'SpeechFailure'
    this.code = code
  }
}
