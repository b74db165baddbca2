import type { Haste, NoticeKind } from '../notice.ts'
import { URGENT } from './coolDown.ts'

/** How often muted words are looked at again; whoever lets the bot speak again does not wait for it. */
export const MUTED_LOOK_MS = 10 * 60_000

/** Answers to talk that nobody remembers are not said after so long. */
export const STALE_AFTER_MS = 12 * 3_600_000
export const GROWS_STALE: readonly NoticeKind[] = ['reply', 'welcome', 'batch']

/** Whether words wait while only what is urgent is said; what a person sends with 现在就说 does not. */
export function isMutable({ kind, haste }: { kind: NoticeKind; haste: Haste }): boolean {
  return haste !== 'atOnce' && kind !== 'privacyNotice' && !URGENT.includes(kind)
}
