import { addWorkingHours, workingHoursBetween } from '../calendar/workingTime.ts'
import type { Community } from '../community.ts'
import { Refusal } from '../errors.ts'
import { texts } from '../texts/texts.ts'
import type { Actor, CalledDepartment, Decision, Matter, Ticket, Whistle } from '../ticket/ticket.ts'

/** Who is called, each with the working hours it has to report in; `lead` is one of them. */
export type Called = { departments: readonly { name: string; hours: number }[]; lead: string | null }

const MOST_DEPARTMENTS = 8

/**
 * The street calls departments to a matter, one of them in the lead (S04). Who was called before stays, with its receipt.
 * @throws Refusal `incomplete` without departments, without a lead, or with too many.
 */
export function blowWhistle({ ticket, community }: Matter, { departments, lead }: Called, { by, at }: { by: Actor; at: Date }): Whistle {
  const before = ticket.whistle?.departments ?? []
  const called = departments.filter(({ name }, index) => {
    const isFirst = departments.findIndex((other) => other.name === name) === index
    return isFirst && !before.some((known) => known.name === name)
  })
  const all = [...before, ...called.map(({ name, hours }) => callDepartment(name, addWorkingHours(at, hours, community)))]
  if (all.length === 0 || all.length > MOST_DEPARTMENTS) throw new Refusal('incomplete', { missing: 'departments' })
  if (!lead || !all.some(({ name }) => name === lead)) throw new Refusal('incomplete', { missing: 'lead' })
  return { at: ticket.whistle?.at ?? at.toISOString(), calledBy: by.kind === 'staff' ? by.staff.name : '', lead, departments: all }
}

function callDepartment(name: string, due: Date): CalledDepartment {
  return { name, due: due.toISOString(), reportedInAt: null, reportedInBy: null, late: false }
}

/** How a department stands; `hours` are those it took, or has taken until now, by the working calendar. */
export type Receipt = {
  name: string
  leads: boolean
  state: 'reportedIn' | 'waiting' | 'late'
  hours: number
  due: Date
  by: string | null
}

export function readReceipts(whistle: Whistle, community: Community, now: Date): Receipt[] {
  return whistle.departments.map(({ name, due, reportedInAt, reportedInBy }) => {
    const until = reportedInAt ? new Date(reportedInAt) : now
    return {
      name,
      leads: name === whistle.lead,
      state: reportedInAt ? 'reportedIn' : new Date(due) <= now ? 'late' : 'waiting',
      hours: workingHoursBetween(new Date(whistle.at), until, community),
      due: new Date(due),
      by: reportedInBy,
    }
  })
}

/** A department says that it is there. @throws Refusal `not-found` when it was not called, `illegal-move` the second time. */
export function reportIn({ ticket }: Matter, { department, by, at }: { department: string; by: Actor; at: Date }): Decision {
  const { whistle } = ticket
  const called = whistle?.departments.find(({ name }) => name === department)
  if (!whistle || !called) throw new Refusal('not-found', { department })
  if (by.kind === 'handler' && by.department !== department) throw new Refusal('not-allowed', { action: 'reportIn' })
  if (called.reportedInAt) throw new Refusal('illegal-move', { action: 'reportIn', department })
  const receipt = { ...called, reportedInAt: at.toISOString(), reportedInBy: nameOf(by) }
  return {
    ticket: withDepartment(ticket, receipt),
    event: { action: 'reportIn', by, at, note: department },
    notices: [],
  }
}

/** Who has not reported in when its hours are over stands on the director's list, once. Null: nobody is late, or all has been said. */
export function noteLateReportIn({ ticket }: Matter, at: Date): Decision | null {
  const late = listLate(ticket, at)
  if (late.length === 0) return null
  const marked = late.reduce((whole, one) => withDepartment(whole, { ...one, late: true }), ticket)
  return {
    ticket: { ...marked, escalatedAt: ticket.escalatedAt ?? at },
    event: { action: 'lateReportIn', by: { kind: 'bot' }, at, note: texts.routing.listDepartments(late.map(({ name }) => name)) },
    notices: [],
  }
}

/** Departments that are late, which nobody has been told yet. */
export function listLate({ whistle }: Pick<Ticket, 'whistle'>, at: Date): CalledDepartment[] {
  return (whistle?.departments ?? []).filter((one) => !one.reportedInAt && !one.late && new Date(one.due) <= at)
}

function withDepartment(ticket: Ticket, changed: CalledDepartment): Ticket {
  const departments = ticket.whistle!.departments.map((one) => (one.name === changed.name ? changed : one))
  return { ...ticket, whistle: { ...ticket.whistle!, departments }, version: ticket.version + 1 }
}

function nameOf(by: Actor): string | null {
  if (by.kind === 'staff') return by.staff.name
  return by.kind === 'handler' ? by.name : null
}
