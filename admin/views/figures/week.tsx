import type { Station } from '../../../core/organisation/station.ts'
import type { WeekOfTickets, WeekTicket } from '../../../db/figures.ts'
import { Empty } from '../parts.tsx'
import { StatusTag } from '../tags.tsx'
import { sayPlaceOf, TicketNumber } from '../ticket/parts.tsx'
import { FigurePages } from './filters.tsx'
import { Tile, Tiles } from './tiles.tsx'

export type WeekProps = {
  week: WeekOfTickets
  from: string
  to: string
  before: string
  after: string | null
  stations: Station[]
  station: Station | null
}

/** What a contact point's week brought, left and ended; each line leads to the words themselves (S12). */
export function WeekPage({ week, from, to, before, after, stations, station }: WeekProps) {
  const address = (monday: string, id = station?.id) =>
    `/figures/week?${new URLSearchParams({ week: monday, ...(id && { station: String(id) }) })}`
  return (
    <>
      <FigurePages at="/figures/week" />
      {stations.length > 0 && (
        <nav class="chips no-print" aria-label="连心站">
          <a class="chip" href={`/figures/week?week=${from}`} aria-current={station ? undefined : 'true'}>
            全社区
          </a>
          {stations.map(({ id, name }) => (
            <a class="chip" href={address(from, id)} aria-current={id === station?.id ? 'true' : undefined}>
              {name}
            </a>
          ))}
        </nav>
      )}
      <div class="week-head">
        <a class="btn btn-sm no-print" href={address(before)}>
          上一周
        </a>
        <b>
          {station?.name ?? '全社区'} {from} 至 {to}
        </b>
        {after && (
          <a class="btn btn-sm no-print" href={address(after)}>
            下一周
          </a>
        )}
      </div>
      <Tiles label="这一周">
        <Tile name="新登记" value={`${week.opened.length} 件`} />
        <Tile name="到周末还没办结" value={`${week.open.length} 件`} />
        <Tile name="办结" value={`${week.closed.length} 件`} />
      </Tiles>
      <Part title="新登记" tickets={week.opened} nothing="这一周没有新登记的事。" />
      <Part title="还没办结" tickets={week.open} nothing="到周末，事情都办结了。" />
      <Part title="办结" tickets={week.closed} nothing="这一周没有办结的事。" isSolved={true} />
    </>
  )
}

type PartProps = { title: string; tickets: WeekTicket[]; nothing: string; isSolved?: boolean }

function Part({ title, tickets, nothing, isSolved = false }: PartProps) {
  return (
    <section class="card problem-group">
      <h2 class="card-title">
        {title} <span class="soft num">{tickets.length}</span>
      </h2>
      {tickets.length === 0 ? (
        <Empty icon="check" title={nothing}>
          换一周，或换一个站点再看。
        </Empty>
      ) : (
        <ol>
          {tickets.map((ticket) => (
            <li>
              <a href={`/tickets/${ticket.number}#ticket-words`}>{ticket.summary}</a>{' '}
              <span class="soft">
                <TicketNumber number={ticket.number} /> · {ticket.estate} · {sayPlaceOf(ticket.place)}
              </span>{' '}
              <StatusTag status={ticket.status} />
              {isSolved && ticket.solution && <p class="words">{ticket.solution}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
