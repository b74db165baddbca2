import { texts } from '../texts/texts.ts'
import { gapBeforeResolving } from '../ticket/closing.ts'
import { actionsFor, moveTicket } from '../ticket/move.ts'
import type { Decision, Handler, Matter } from '../ticket/ticket.ts'
import { noteProgress } from './link.ts'
import type { Word } from './reply.ts'
import { reportIn } from './whistle.ts'

/** What can be done by a link, on its page or in private; each is what the console's own buttons do. */
export const DEEDS = ['takeUp', 'progress', 'done', 'bounce', 'reportIn'] as const
export type Deed = (typeof DEEDS)[number]

type Work = { deed: Deed; by: Handler; at: Date; note: string; photos: number; waiver?: string; seenVersion?: number }

export function workByLink(matter: Matter, { deed, ...order }: Work): Decision {
  switch (deed) {
    case 'takeUp':
    case 'bounce':
      return moveTicket(matter, { ...order, action: deed })
    case 'done':
      return moveTicket(matter, { ...order, action: 'resolve' })
    case 'progress':
      return noteProgress(matter, order)
    case 'reportIn':
      return reportIn(matter, { ...order, department: order.by.department ?? '' })
  }
}

/** `photos` of the last hour; `isShown`: one came with these words. */
type Telling = { word: Word; by: Handler; at: Date; note: string; photos: number; isShown: boolean }

/** The same by their own words in private: what may not be done now is written down as progress, and the answer says so. */
export function workByWord(matter: Matter, { word, isShown, photos, ...told }: Telling): { decision: Decision; said: string } {
  const { by, at, note } = told
  const { number, whistle } = matter.ticket
  const { replied } = texts.routing
  const may = (action: 'takeUp' | 'resolve' | 'bounce') => actionsFor(matter, by, [action], at).length > 0
  const goOn = (said: string) => {
    const deed = note !== '' && may('takeUp') ? 'takeUp' : 'progress'
    return { decision: workByLink(matter, { ...told, deed, photos: isShown ? 1 : 0 }), said }
  }
  if (word === 'takeUp') return goOn(replied.takeUp(number))
  if (word === 'progress') return goOn(replied.progress(number))
  if (word === 'bounce') {
    if (!may('bounce')) return goOn(replied.notNow(number))
    const decision = workByLink(matter, { ...told, deed: 'bounce', photos })
    return { decision, said: decision.ticket.status === 'filed' ? replied.bounce(number) : replied.kept(number) }
  }
  if (!by.leads) return goOn(replied.leadOwed(number, whistle?.lead ?? ''))
  if (!may('resolve')) return goOn(replied.notNow(number))
  const gap = gapBeforeResolving(matter, { photos })
  if (gap) return goOn(gap === 'plan' ? replied.planOwed(number) : replied.photoOwed(number))
  const words = note || texts.routing.doneByPhoto
  return { decision: workByLink(matter, { ...told, deed: 'done', note: words, photos }), said: replied.done(number) }
}
