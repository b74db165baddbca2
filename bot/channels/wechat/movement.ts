import type { IncomingMessage } from '../../../core/message.ts'
import { texts } from '../../../core/texts/texts.ts'

type Place = Pick<IncomingMessage, 'room' | 'sender' | 'session'>
type Movement = { kind: 'join' | 'leave'; timestamp: number; isSelf: boolean }

/** Somebody who came or went, as a message of their own. The network gives it no id: room, name and second make one. `timestamp` in seconds. */
export function movementOf({ room, sender, ...login }: Place, { kind, timestamp, isSelf }: Movement): IncomingMessage {
  return {
    ...BARE,
    ...login,
    id: `${kind}:${room?.id}:${sender.nickname}:${timestamp}`,
    room,
    sender,
    kind,
    text: sender.nickname,
    fromBot: isSelf,
    sentAt: new Date(timestamp * 1000),
  }
}

/** That a group has another name, as a line of the network. */
export function renamingOf({ room, sender, ...login }: Place, timestamp: number): IncomingMessage {
  return {
    ...BARE,
    ...login,
    id: `topic:${room?.id}:${timestamp}`,
    room,
    sender,
    kind: 'system',
    text: texts.channel.renamed(room?.topic ?? ''),
    sentAt: new Date(timestamp * 1000),
  }
}

const BARE = { quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
