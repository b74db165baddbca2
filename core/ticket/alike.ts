import type { OpenMatter } from '../conversation/situation.ts'
import { likeness, SAME_MATTER, type Told } from './likeness.ts'
import type { Ticket } from './ticket.ts'

/** An open ticket that may tell of the same; `isLikely`: the bot would have joined the two. */
export type Alike = { ticket: Ticket; isLikely: boolean }

const WORTH_SHOWING = 0.35
const MOST_SHOWN = 5

/** Open tickets that somebody's words may belong to, the likeliest first. */
export function findAlike(told: Told, open: readonly OpenMatter[]): Alike[] {
  if (told.words.trim() === '') return []
  return open
    .map(({ ticket, told: words }) => ({
      ticket,
      chance: Math.max(...words.map((one) => likeness(told, { ...ticket, words: one.words }))),
    }))
    .filter(({ chance }) => chance >= WORTH_SHOWING)
    .toSorted((a, b) => b.chance - a.chance)
    .slice(0, MOST_SHOWN)
    .map(({ ticket, chance }) => ({ ticket, isLikely: chance >= SAME_MATTER }))
}
