import type { ListedTicket } from '../../../db/ticketList.ts'
import { Icon } from '../icon.tsx'
import { type Clock, Time } from '../parts.tsx'
import { StatusTag } from '../tags.tsx'
import { sayPlaceOf } from './parts.tsx'

/** Open emergencies, above whatever else a page shows. */
export function EmergencyStrip({ tickets, clock }: { tickets: ListedTicket[]; clock: Clock }) {
  if (tickets.length === 0) return null
  return (
    <section class="emergency-strip" aria-label="未办结的紧急事项">
      {tickets.map((ticket) => (
        <a href={`/tickets/${ticket.number}`} id={`emergency-${ticket.id}`}>
          <Icon name="alert" />
          <b>{ticket.summary}</b>
          <span>
            {ticket.estate} · {sayPlaceOf(ticket.place)}
          </span>
          <span class="nowrap">
            <Time at={ticket.openedAt} clock={clock} />
          </span>
          <StatusTag status={ticket.status} />
        </a>
      ))}
    </section>
  )
}
