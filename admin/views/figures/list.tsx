import type { Estate } from '../../../core/community.ts'
import { groupsIn } from '../../../core/figures/problems.ts'
import { categoryOf } from '../../../core/taxonomy/categories.ts'
import type { CollectedTicket } from '../../../db/figures.ts'
import { Empty } from '../parts.tsx'
import { StatusTag } from '../tags.tsx'
import { GROUP_NAMES, sayPlaceOf, TicketNumber } from '../ticket/parts.tsx'
import { FigureFilters, FigurePages, type FigureQuery } from './filters.tsx'

type ProblemsProps = { query: FigureQuery; tickets: CollectedTicket[]; hasMore: boolean; estates: Estate[] }

/** What residents are concerned about, by category, each problem once (S11): made to be printed. */
export function ProblemsPage({ query, tickets, hasMore, estates }: ProblemsProps) {
  const groups = groupsIn(tickets)
  return (
    <>
      <FigurePages at="/figures/list" />
      <FigureFilters path="/figures/list" query={query} estates={estates} />
      {groups.length === 0 ? (
        <div class="card">
          <Empty icon="chart" title="这段时间没有收集到问题">
            确认立案的工单会按分类列在这里，可以直接打印。
          </Empty>
        </div>
      ) : (
        <>
          <p class="figure-sum">
            {query.from} 至 {query.to}，共 {groups.length} 类 {tickets.length} 个问题{hasMore && '（只列出前面的，请缩短时间再看）'}。
          </p>
          {groups.map(({ group, tickets: own }) => (
            <section class="card problem-group">
              <h2 class="card-title">
                {GROUP_NAMES[group] ?? group} <span class="soft num">{own.length}</span>
              </h2>
              <ol>
                {own.map((ticket) => (
                  <li>
                    <a href={`/tickets/${ticket.number}`}>{ticket.summary}</a>{' '}
                    <span class="soft">
                      <TicketNumber number={ticket.number} />
                      {` · ${[estates.length > 1 && ticket.estate, sayPlaceOf(ticket.place), categoryOf(ticket.category).name, ticket.reporters > 1 && `${ticket.reporters}人反映`].filter(Boolean).join(' · ')}`}
                    </span>{' '}
                    <StatusTag status={ticket.status} />
                  </li>
                ))}
              </ol>
            </section>
          ))}
        </>
      )}
    </>
  )
}
