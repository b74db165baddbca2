import type { Response } from '../core/conversation/situation.ts'
import { rateTicket } from '../core/satisfaction/rate.ts'
import { respondToQuestioned } from '../core/satisfaction/respond.ts'
import type { Db } from '../db/client.ts'
import type { Unread } from '../db/inbox.ts'
import * as ratings from '../db/ratings.ts'
import * as tickets from '../db/tickets.ts'

/** Somebody who was asked in private how it was answers there. Null: they speak of something else, or nobody asked. */
export async function answerQuestion(db: Db, message: Unread, now: Date): Promise<Response | null> {
  if (message.roomId !== null || message.fromBot) return null
  return respondToQuestioned(message, await ratings.findAsked(db, message.member.id, now))
}

export async function keepRating(tx: Db, message: Unread, { asked, rating }: Extract<Response, { act: 'rate' }>, at: Date): Promise<void> {
  const { member, alias, text, id } = message
  const by = { kind: 'resident' as const, memberId: member.id, alias }
  const given = { by, isFriend: member.isFriend, words: text, about: [id], isFirst: asked.isFirst, at }
  await ratings.keep(tx, asked, rating, at)
  await tickets.change(tx, asked, asked.ticketId, (matter) => rateTicket(matter, rating, given))
}
