import type { Decision } from './ticket.ts'

/** Long enough to see what one press has done to many matters, before anybody hears of it. */
const PAUSE_MS = 60_000

/** The same decision, its words kept for a minute; nobody who is in danger waits. */
export function pauseWords(decision: Decision): Decision {
  const { at } = decision.event
  const pause = new Date(at.getTime() + PAUSE_MS)
  const notices = decision.notices.map((notice) =>
    notice.haste === 'atOnce' || notice.notBefore > pause ? notice : { ...notice, notBefore: pause },
  )
  return { ...decision, notices }
}

/** A ticket of a list that somebody has ticked: as it stood on their page. */
export type Chosen = { number: string; seenVersion: number }

/** What stands in a tick box: `JN-261121-001.3`. */
export function writeChosen({ number, version }: { number: string; version: number }): string {
  return `${number}.${version}`
}

/** Null: nobody has written that. */
export function readChosen(value: string): Chosen | null {
  const found = /^([A-Z0-9]+-\d{6}-\d{1,9})\.(\d{1,9})$/.exec(value)
  return found ? { number: found[1]!, seenVersion: Number(found[2]) } : null
}
