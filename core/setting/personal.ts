import { mask } from '../mask.ts'
import type { Person } from '../organisation/appointment.ts'

/** The log is never emptied, so what is personal goes into it half hidden: enough to see that it changed. */
export function hidePhone(phone: string): string {
  return phone.length < 7 ? phone : `${phone.slice(0, 3)}****${phone.slice(-2)}`
}

/** A colleague signs with their name; of anybody else the first letter is enough. */
export function hideName({ staffId, name }: Pick<Person, 'name'> & { staffId?: number | null | undefined }): string {
  return staffId ? name : `${[...name].slice(0, 1).join('')}某`
}

/** Mobile numbers are somebody's own; a desk's number is everybody's. */
export function hideMobiles(text: string): string {
  return text.replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, hidePhone)
}

export function hideAll(text: string): string {
  return mask(text)
}
