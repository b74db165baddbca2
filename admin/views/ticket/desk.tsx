import type { Child } from 'hono/jsx'
import { shownName } from '../../../core/name.ts'
import type { Neighbour } from '../../../core/organisation/beside.ts'
import { OFFICE_TITLES } from '../../../core/texts/organisation.ts'
import type { Beside } from '../../../core/ticket/beside.ts'
import type { Matter } from '../../../core/ticket/ticket.ts'
import type { OtherMatter, TicketDesk } from '../../../db/ticketDesk.ts'
import type { TicketNote } from '../../../db/ticketNotes.ts'
import { Covered } from '../covered.tsx'
import { Icon } from '../icon.tsx'
import { Avatar, type Clock, Time } from '../parts.tsx'
import { StatusTag, Tag } from '../tags.tsx'
import { ActionLink } from './facts.tsx'
import { TicketNumber } from './parts.tsx'

export const NOTE_LONGEST = 500

/** Says every twenty seconds that somebody looks here, and whether they write; shows who else does. */
export function BesideWatch({ number }: { number: string }) {
  return (
    <>
      <input type="hidden" id="beside-editing" name="editing" value="" />
      <div
        class="beside"
        id="beside"
        role="status"
        hx-get={`/tickets/${number}/beside`}
        hx-include="#beside-editing"
        hx-swap="innerMorph"
        hx-trigger="load, every 20s, typing, ticket_views from:body delay:200ms"
      />
    </>
  )
}

export function BesideNames({ others }: { others: readonly Beside[] }) {
  const writing = others.filter(({ editing }) => editing).map(({ name }) => name)
  const looking = others.filter(({ editing }) => !editing).map(({ name }) => name)
  return (
    <>
      {writing.length > 0 && (
        <p class="beside-who beside-editing">
          <Icon name="alert" />
          {writing.join('、')}正在办这张工单，先问一声再动手。
        </p>
      )}
      {looking.length > 0 && (
        <p class="beside-who">
          <Icon name="person" />
          {looking.join('、')}也在看这张工单。
        </p>
      )}
    </>
  )
}

export function NoteForm({ number }: { number: string }) {
  const path = `/tickets/${number}/notes`
  return (
    <form class="note-form" method="post" action={path} hx-post={path} hx-target="#note-form" hx-swap="outerHTML" id="note-form">
      <textarea
        class="form-control"
        name="words"
        rows={2}
        required={true}
        maxlength={NOTE_LONGEST}
        aria-label="内部备注"
        placeholder="例如：业主下午四点后才在家，先打电话再上门。"
      />
      <button type="submit" class="btn">
        记下
      </button>
    </form>
  )
}

/** The list alone changes by itself; what somebody is writing below stays. */
export function Notes({ notes, clock }: { notes: readonly TicketNote[]; clock: Clock }) {
  if (notes.length === 0) return <p class="soft mb-0">只有同事看得到，不会发给居民，也不会给办事的外单位。</p>
  return (
    <ul class="plain-rows">
      {notes.map(({ id, words, at, by }) => (
        <li id={`note-${id}`}>
          <div class="report-head">
            <b>{by}</b>
            <Time at={at} clock={clock} />
          </div>
          <p class="words">
            <Covered text={words} />
          </p>
        </li>
      ))}
    </ul>
  )
}

export function AlikeTickets({ desk, number, mayMerge }: { desk: TicketDesk; number: string; mayMerge: boolean }) {
  return (
    <div class="card-body">
      <h2 class="card-title">相似的工单</h2>
      {desk.alike.length === 0 ? (
        <p class="soft mb-0">同一个小区近30天没有相似的、还没办完的工单。</p>
      ) : (
        <ul class="plain-rows">
          {desk.alike.map(({ ticket, isLikely }) => (
            <li class="alike-row">
              <a href={`/tickets/${ticket.number}`}>{ticket.summary}</a>
              <span class="soft">
                <TicketNumber number={ticket.number} /> <StatusTag status={ticket.status} />{' '}
                {isLikely && <Tag tint="orange">多半是同一件</Tag>}
              </span>
              {mayMerge && (
                <ActionLink href={`/tickets/${number}/merge?target=${ticket.number}`} primary={false}>
                  并入它
                </ActionLink>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

type PeopleProps = { matter: Matter; others: readonly OtherMatter[]; neighbours: readonly Neighbour[]; maySeeReporters: boolean }

/** Who reported it and what else they wait for; who answers for the place. */
export function PeopleBeside({ matter, others, neighbours, maySeeReporters }: PeopleProps) {
  const reporters = [...new Map(matter.reporters.map((one) => [one.memberId ?? one.alias, one])).values()]
  const isNobody = reporters.length === 0 && neighbours.length === 0
  return (
    <div class="card-body">
      <h2 class="card-title">相关的人</h2>
      {isNobody && <p class="soft mb-0">反映人都已撤回，这里也还没有登记楼栋长、网格员或物业。</p>}
      <ul class="plain-rows">
        {reporters.map(({ memberId, alias, isFriend }) => (
          <Person name={shownName(alias)} role={isFriend ? '反映人，可以私聊' : '反映人'}>
            {maySeeReporters && <OtherMatters others={others.filter((one) => one.memberId === memberId)} />}
          </Person>
        ))}
        {neighbours.map(({ name, offices, isOnDuty, staffId }) => (
          <Person name={name} role={[...offices.map((office) => OFFICE_TITLES[office]), isOnDuty && '正在值班'].filter(Boolean).join('、')}>
            {staffId === null && <Tag tint="grey">没有账号</Tag>}
          </Person>
        ))}
      </ul>
    </div>
  )
}

function Person({ name, role, children }: { name: string; role: string; children: Child }) {
  return (
    <li class="people-row">
      <Avatar name={name} />
      <span>
        <b>{name}</b>
        <span class="soft">{role}</span>
      </span>
      {children}
    </li>
  )
}

function OtherMatters({ others }: { others: readonly OtherMatter[] }) {
  const [first] = others
  if (!first) return null
  return (
    <details>
      <summary>另有{others.length}件没办完</summary>
      {others.map(({ number, summary }) => (
        <a class="d-block" href={`/tickets/${number}`}>
          {summary}
        </a>
      ))}
    </details>
  )
}
