import { SILENCES, type Silence, WAITS, type Wait } from '../../core/conversation/outcome.ts'
import { shownName } from '../../core/name.ts'
import { categoryOf } from '../../core/taxonomy/categories.ts'
import type { Room } from '../../db/rooms.ts'
import type { SilentMessage } from '../../db/silences.ts'
import { Covered } from './covered.tsx'
import { Choice } from './fields.tsx'
import { Avatar, type Clock, Empty, Pager, Time } from './parts.tsx'
import { INTENT_NAMES, READER_NAMES } from './reading.ts'
import { SILENCE_NAMES, WAIT_NAMES } from './reasons.ts'
import { sayPlaceOf, TicketNumber } from './ticket/parts.tsx'
import { Words } from './ticket/words.tsx'

/** The filters as they stand in the address of the page. */
export type SilenceQuery = { room: string; reason: Silence | Wait | '' }

export type SilencesProps = {
  query: SilenceQuery
  rows: SilentMessage[]
  newer: number | null
  older: number | null
  rooms: readonly Pick<Room, 'id' | 'topic'>[]
  clock: Clock
  mayAct: boolean
  address: string
}

const REASON_NAMES: Record<Silence | Wait, string> = { ...SILENCE_NAMES, ...WAIT_NAMES }

export function SilencesPage(props: SilencesProps) {
  return (
    <>
      <Filters {...props} />
      <div id="silences" hx-get={props.address} hx-swap="innerMorph" hx-trigger="messages from:body delay:1000ms">
        <SilencesBoard {...props} />
      </div>
    </>
  )
}

export function SilencesBoard(props: SilencesProps) {
  const { rows, query, newer, older } = props
  return (
    <>
      <div class="card">{rows.length === 0 ? <Nothing query={query} /> : rows.map((row) => <Silent row={row} {...props} />)}</div>
      <Pager
        newer={newer === null ? null : silencesAddress(query, { after: newer })}
        older={older === null ? null : silencesAddress(query, { before: older })}
      />
    </>
  )
}

function Filters({ query, rooms }: SilencesProps) {
  const reasons = [...SILENCES, ...WAITS].filter((reason) => reason !== 'unboundRoom')
  return (
    <form class="filters silence-filters" method="get" action="/silences">
      <div class="filter-choices">
        <Choice
          name="room"
          label="群"
          all="全部的群"
          value={query.room}
          options={rooms.map(({ id, topic }) => [String(id), topic || '没有名字的群'])}
        />
        <Choice
          name="reason"
          label="为什么没回"
          all="全部原因"
          value={query.reason}
          options={reasons.map((reason) => [reason, REASON_NAMES[reason]])}
        />
      </div>
      <noscript>
        <button type="submit" class="btn">
          查询
        </button>
      </noscript>
    </form>
  )
}

function Nothing({ query }: { query: SilenceQuery }) {
  const isFiltered = query.room !== '' || query.reason !== ''
  return (
    <Empty icon="quiet" title={isFiltered ? '没有符合的消息' : '还没有没回的消息'}>
      {isFiltered ? '换一个群或原因再看看。' : '机器人听到但没有回的每一句都在这里，连同它为什么没回。它判断错了，可以从这里建工单。'}
    </Empty>
  )
}

function Silent({ row, clock, mayAct }: SilencesProps & { row: SilentMessage }) {
  const { message, roomTopic, number } = row
  return (
    <article class="waiting-row silent-row" id={`silent-${message.id}`}>
      <div>
        <div class="report-head">
          <Avatar name={shownName(message.alias)} />
          <b>
            <Covered text={message.alias} />
          </b>
          <span class="soft">{roomTopic ?? '私聊'}</span>
          <Time at={message.sentAt} clock={clock} />
        </div>
        {message.reason === 'recalled' ? <p class="words soft">〔已撤回，不显示〕</p> : <Words message={message} />}
        <p class={message.outcome === 'waiting' ? 'advice' : 'reason'}>{sayWhy(row)}</p>
        <Understood row={row} />
      </div>
      <div class="actions">
        {number && (
          <a href={`/tickets/${number}`}>
            <TicketNumber number={number} />
          </a>
        )}
        {message.outcome === 'waiting' && (
          <a class="btn" href="/waiting">
            去待人工
          </a>
        )}
        {mayAct && mayBecomeTicket(row) && (
          <form method="post" action={`/silences/${message.id}/ticket`}>
            <button type="submit" class="btn">
              建工单
            </button>
          </form>
        )}
      </div>
    </article>
  )
}

function Understood({ row: { reading } }: { row: SilentMessage }) {
  if (!reading) return <p class="guess soft">按规则就不用回，没有再识别。</p>
  const { intent, category, place, confidence, reader } = reading
  const parts = [INTENT_NAMES[intent], category && categoryOf(category).name, place && sayPlaceOf(place)]
  return (
    <p class="guess">
      <span class="soft">{READER_NAMES[reader]}觉得：</span>
      {[...new Set(parts)].filter(Boolean).join(' · ')}
      {confidence > 0 && <span class="soft">（把握{Math.round(confidence * 100)}%）</span>}
    </p>
  )
}

function sayWhy({ message: { outcome, reason } }: SilentMessage): string {
  const why = REASON_NAMES[reason!]
  switch (outcome) {
    case 'ticketJoined':
      return `没有另外回复：${why}。`
    case 'waiting':
      return `没有回复：${why}。在“待人工”里等人判断。`
    case 'ignored':
      return `没有回复：${why}。同事看过，忽略了。`
    case 'noted':
      return `没有回复：${why}。同事已记为需求。`
    default:
      return `没有回复：${why}。`
  }
}

/** Words of a resident that nobody has made anything of. */
function mayBecomeTicket({ message: { outcome, reason, fromBot, kind } }: SilentMessage): boolean {
  const isOpen = outcome === 'silent' || outcome === 'ignored' || outcome === 'noted'
  return isOpen && !fromBot && kind !== 'system' && kind !== 'recall' && reason !== 'recalled'
}

export function silencesAddress(query: SilenceQuery, page: { before?: number; after?: number } = {}): string {
  const fields = Object.entries({ ...query, ...page }).flatMap(([name, value]) => (value ? [[name, String(value)]] : []))
  const parameters = new URLSearchParams(fields)
  return parameters.size > 0 ? `/silences?${parameters}` : '/silences'
}
