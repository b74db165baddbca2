import { localTime } from '../localTime.ts'

/** JN-261121-007: estate code, day on the community's calendar, sequence of that day. Short enough to read aloud. */
export function formatNumber(code: string, openedAt: Date, timeZone: string, sequence: number): string {
  const day = localTime(openedAt, timeZone).toPlainDate().toString().slice(2).replaceAll('-', '')
  return `${code}-${day}-${String(sequence).padStart(3, '0')}`
}

const NUMBER = /(?<![A-Za-z0-9])([A-Za-z]{1,4})[-－—–\s]?(\d{6})[-－—–\s]?(\d{3,5})(?!\d)/g

/** Ticket numbers in a sentence, however they were typed: jn261121007 is JN-261121-007. */
export function findNumbers(text: string): string[] {
  const halfWidth = text.normalize('NFKC')
  return [...halfWidth.matchAll(NUMBER)].map(([, code, day, sequence]) => `${code!.toUpperCase()}-${day}-${sequence}`)
}
