import type { Logger } from 'pino'
import type { Account } from '../core/account.ts'
import { memberInRemark, remarkFor } from '../core/identity.ts'
import type { IncomingMessage } from '../core/message.ts'
import type { Db } from '../db/client.ts'
import { findMember } from '../db/members.ts'
import type { Channel } from './channel.ts'

type RemarkDeps = { db: Db; account: Account; channel: Channel; log: Logger }

/** Gives every friend of the account a remark name that says who they are, once: only so they are the same person at the next login. */
export function createRemarks({ db, account, channel, log }: RemarkDeps): { attend(message: IncomingMessage): Promise<void> } {
  const given = new Set<string>()

  return {
    async attend({ session, sender, fromBot }) {
      if (fromBot || !channel.setRemark || session === undefined || !sender.isFriend || given.has(sender.id)) return
      if (memberInRemark(sender.remark ?? '') !== null) return
      given.add(sender.id)
      try {
        const member = await findMember(db, account, sender.id)
        if (member) await channel.setRemark(sender.id, remarkFor(member.id, sender.remark || sender.nickname))
      } catch (error) {
        given.delete(sender.id)
        log.warn({ err: error }, 'A friend could not be given a remark name; tried again at their next word')
      }
    },
  }
}
