import type { IncomingMessage, MessageKind } from './message.ts'
import type { NoticeKind } from './notice.ts'

/** Lines that a network writes itself say nothing of who is there. */
const UNTELLING: readonly MessageKind[] = ['system', 'recall']

/** Whether a message shows that somebody who left is there again. What was said before may arrive after it; a network counts in whole seconds. */
export function showsReturn({ kind, sentAt }: Pick<IncomingMessage, 'kind' | 'sentAt'>, leftAt: Date): boolean {
  if (UNTELLING.includes(kind)) return false
  return kind === 'join' ? sentAt >= leftAt : sentAt > leftAt
}

/** What somebody is told in private about what they said in a group that they have left since: what they ask for themselves, and calls to duty. */
export const TOLD_AFTER_LEAVING: readonly NoticeKind[] = ['reply', 'page']
