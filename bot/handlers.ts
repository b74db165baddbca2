import type { Response } from '../core/conversation/situation.ts'
import { Refusal } from '../core/errors.ts'
import type { Notice } from '../core/notice.ts'
import { whyLinkEnded } from '../core/routing/link.ts'
import { type Handed, isBareWord, respondToHandler } from '../core/routing/reply.ts'
import { workByWord } from '../core/routing/work.ts'
import { texts } from '../core/texts/texts.ts'
import type { Db } from '../db/client.ts'
import { countFreshPhotos, findWhich, keepShown, listHanded, showAsDone } from '../db/handed.ts'
import type { Unread } from '../db/inbox.ts'
import * as outbox from '../db/outbox.ts'
import { changeByLink } from '../db/ticketLinks.ts'
import { isAnswerAwaited } from '../db/tickets.ts'

const AWAITED_MS = 7 * 86_400_000

/** Somebody without an account who was handed work tells of it in private. Null: they speak of something else. */
export async function answerHandler(db: Db, message: Unread, now: Date): Promise<Response | null> {
  if (message.roomId !== null || message.fromBot) return null
  const handed = await listHanded(db, message.member.id, now)
  if (handed.length === 0) return null
  const { communityId, member, text } = message
  const since = new Date(now.getTime() - AWAITED_MS)
  if (communityId !== null && isBareWord(text) && (await isAnswerAwaited(db, { communityId }, member.id, since))) return null
  return respondToHandler(message, handed, handed.length > 1 ? await findWhich(db, member.id) : null, now)
}

/** Carries out what the link allows, and no more: the same decisions as behind its page. */
export async function doWork(tx: Db, message: Unread, { link, reply }: Extract<Response, { act: 'handle' }>, at: Date): Promise<void> {
  const { ticketId, communityId } = link
  if (reply.photo) await keepShown(tx, { communityId, ticketId, mediaHash: reply.photo, at })
  const photos = await countFreshPhotos(tx, { ticketId, at })
  let said = ''
  let isDone = false
  await changeByLink(
    tx,
    link,
    (matter, by) => {
      const worked = workByWord(matter, { word: reply.word, by, at, note: reply.note, photos, isShown: reply.photo !== null })
      said = worked.said
      isDone = worked.decision.ticket.status === 'resolved'
      return worked.decision
    },
    (known, ticket) => {
      if (whyLinkEnded(known, ticket, at)) throw new Refusal('stale', { link: known.id })
    },
  )
  if (isDone) await showAsDone(tx, { ticketId, at })
  await outbox.owe(tx, { communityId }, [privateReply(message, said, { ticketId, at, key: null })], { at })
}

/** Of several they are asked once which they mean. */
export async function askWhich(tx: Db, message: Unread, handed: readonly Handed[], at: Date): Promise<void> {
  const text = texts.routing.whichOne(handed.map(({ ticket }) => ticket))
  const { communityId } = handed[0]!.link
  await outbox.owe(tx, { communityId }, [privateReply(message, text, { ticketId: null, at, key: `which ${message.id}` })], { at })
}

function privateReply(
  message: Unread,
  text: string,
  { ticketId, at, key }: { ticketId: number | null; at: Date; key: string | null },
): Notice {
  return {
    kind: 'dispatch',
    to: { memberId: message.member.id },
    mention: null,
    text,
    ticketId,
    announcementId: null,
    about: [message.id],
    obstacle: message.member.isFriend ? null : 'notFriend',
    notBefore: at,
    expiresAt: null,
    key,
    haste: 'atNight',
  }
}
