import type { OutboxStatus } from '../../core/notice.ts'
import type { Staff } from '../../core/staff.ts'
import type { OutboxEntry } from '../../db/outboxBoard.ts'
import { Revealing } from './covered.tsx'
import { type Clock, Empty, Pager, Time } from './parts.tsx'
import {
  CopyWords,
  Held,
  isStranded,
  isUndoable,
  NOTICE_NAMES,
  OBSTACLE_ADVICE,
  OutboxTag,
  SaidLine,
  sayRecipient,
  UndoForm,
  WrittenEarlier,
} from './said.tsx'

type Tab = { label: string; statuses: readonly OutboxStatus[]; empty: string }

export const OUTBOX_TABS = {
  waiting: {
    label: '等待发送',
    statuses: ['waiting', 'sending'],
    empty: '该说的都已经说了。答复居民、发通知之后，等待发送的话会出现在这里。',
  },
  needsPerson: {
    label: '需要人工',
    statuses: ['needsPerson'],
    empty: '没有要人代发的话。机器人不能私聊的、不确定发出没有的，会在这里等您。',
  },
  failed: { label: '没发成', statuses: ['failed'], empty: '没有发送失败的消息。' },
  sent: { label: '已发送', statuses: ['sent'], empty: '还没有发送过消息。' },
  withheld: {
    label: '只记录未说',
    statuses: ['withheld'],
    empty: '新绑定的群先只记录不说话，机器人本来会说的话留在这里；看过觉得合适，再到“群与机器人”里打开。',
  },
  ended: { label: '已取消·过期', statuses: ['cancelled', 'expired'], empty: '没有取消或过期的消息。' },
} as const satisfies Record<string, Tab>

export type OutboxTab = keyof typeof OUTBOX_TABS

type OutboxProps = {
  tab: OutboxTab
  counts: Map<OutboxStatus, number>
  rows: OutboxEntry[]
  /** What each row says in one, by the row's id. */
  combined: Map<number, OutboxEntry[]>
  newer: number | null
  older: number | null
  clock: Clock
  /** How many words a person could say in the bot's place, where no banner says so on every page. */
  forHand: number
  mayAct: boolean
  staff: Staff
  /** The tickets of which this colleague sees what is covered. */
  revealed: ReadonlySet<string>
  address: string
}

export function OutboxPage(props: OutboxProps) {
  return (
    <div id="outbox-board" hx-get={props.address} hx-swap="innerMorph" hx-trigger="outbox from:body delay:300ms">
      <OutboxBoard {...props} />
    </div>
  )
}

export function OutboxBoard(props: OutboxProps) {
  const { tab, counts, rows, newer, older, forHand } = props
  return (
    <>
      {forHand > 1 && (
        <p class="banner banner-warn">
          <span>有 {forHand} 句话等人代发，可以按群一起发。</span>
          <a href="/outbox/by-hand">请您代发</a>
        </p>
      )}
      <nav class="chips" aria-label="按状态筛选">
        {(Object.keys(OUTBOX_TABS) as OutboxTab[]).map((key) => (
          <a
            href={outboxAddress(key)}
            class={`chip ${needsHelp(key) && countOf(key, counts) > 0 ? 'chip-warn' : ''}`}
            aria-current={key === tab ? 'true' : undefined}
          >
            {OUTBOX_TABS[key].label}
            <span class="num">{countOf(key, counts)}</span>
          </a>
        ))}
      </nav>
      <div class="card">
        {rows.length === 0 ? (
          <Empty icon="outbox" title={`没有“${OUTBOX_TABS[tab].label}”的消息`}>
            {OUTBOX_TABS[tab].empty}
          </Empty>
        ) : (
          <ul class="rows">
            {rows.map((entry) => (
              <Revealing isRevealed={props.revealed.has(entry.ticketNumber ?? '')}>
                <Row entry={entry} {...props} />
              </Revealing>
            ))}
          </ul>
        )}
        <Pager
          newer={newer === null ? null : outboxAddress(tab, { after: newer })}
          older={older === null ? null : outboxAddress(tab, { before: older })}
        />
      </div>
    </>
  )
}

function isStuck({ status }: OutboxEntry): boolean {
  return status !== 'sent' && status !== 'cancelled' && status !== 'expired'
}

function Row({ entry, combined, clock, tab, mayAct, staff }: OutboxProps & { entry: OutboxEntry }) {
  return (
    <li class="outbox-row" id={`outbox-${entry.id}`}>
      <div class="outbox-head">
        <OutboxTag status={entry.status} />
        <b>{sayRecipient(entry)}</b>
        {isStranded(entry) && <span class="tag tint-red">机器人不在群里，发不出去</span>}
        {entry.memberId !== null && entry.memberIsFriend === false && <span class="tag tint-orange">不是好友</span>}
        <span class="soft">{NOTICE_NAMES[entry.kind]}</span>
        {entry.ticketNumber && <a href={`/tickets/${entry.ticketNumber}`}>{entry.ticketNumber}</a>}
        <When entry={entry} clock={clock} />
      </div>
      <SaidLine entry={entry} id={`outbox-words-${entry.id}`} />
      <Held entry={entry} clock={clock} />
      <Combined entries={combined.get(entry.id) ?? []} />
      {isStuck(entry) && entry.status !== 'waiting' && <WrittenEarlier entry={entry} clock={clock} />}
      {entry.obstacle && isStuck(entry) && <p class="advice">{OBSTACLE_ADVICE[entry.obstacle]}</p>}
      {entry.status === 'withheld' && (
        <p class="advice">这个群目前只记录不说话。想说出来可以点“发送”；以后都要说，请到“群与机器人”里打开。</p>
      )}
      <div class="row-actions">
        {mayAct && <Actions entry={entry} clock={clock} back={outboxAddress(tab)} />}
        {entry.status !== 'sent' && (
          <CopyWords entry={entry} from={`#outbox-words-${entry.id}`} staff={staff} back={outboxAddress(tab)} class="btn btn-sm" />
        )}
      </div>
    </li>
  )
}

/** The words that went into one line. */
function Combined({ entries }: { entries: OutboxEntry[] }) {
  if (entries.length === 0) return null
  return (
    <details class="combined">
      <summary>合并了 {entries.length} 句</summary>
      <ul>
        {entries.map((entry) => (
          <li>
            <span class="soft">{NOTICE_NAMES[entry.kind]}</span>{' '}
            {entry.ticketNumber && <a href={`/tickets/${entry.ticketNumber}`}>{entry.ticketNumber}</a>}
            <SaidLine entry={entry} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function When({ entry, clock }: { entry: OutboxEntry; clock: Clock }) {
  if (entry.status === 'waiting' && entry.notBefore > clock.now) {
    return (
      <span class="soft">
        <Time at={entry.notBefore} clock={clock} /> 发送
      </span>
    )
  }
  return (
    <span class="soft">
      <Time at={entry.settledAt ?? entry.createdAt} clock={clock} />
    </span>
  )
}

function Actions({ entry, clock, back }: { entry: OutboxEntry; clock: Clock; back: string }) {
  const { status } = entry
  if (isUndoable(entry) && entry.notBefore > clock.now) return <UndoForm entry={entry} clock={clock} back={back} />
  return (
    <>
      {status === 'waiting' && entry.hold && <Act entry={entry} act="retry" label="现在就说" asks={SAY_NOW} back={back} />}
      {status === 'failed' && <Act entry={entry} act="retry" label="重试" back={back} primary={true} />}
      {(status === 'needsPerson' || status === 'withheld' || status === 'expired') && (
        <Act entry={entry} act="retry" label="发送" back={back} />
      )}
      {(status === 'needsPerson' || status === 'failed' || status === 'withheld' || status === 'expired') && (
        <Act entry={entry} act="said" label="标记已代发" back={back} />
      )}
      {(status === 'waiting' || status === 'needsPerson' || status === 'failed' || status === 'withheld') && (
        <Act entry={entry} act="cancel" label="不发了" asks={CANCEL} back={back} />
      )}
    </>
  )
}

const CANCEL = { 'hx-confirm': '这一句不会再发出，居民不会听到。确定不发了吗？', 'data-confirm-yes': '不发了' }
const SAY_NOW = { 'hx-confirm': '不等了，现在就单独说这一句？群里马上会收到。', 'data-confirm-yes': '现在就说' }

type ActProps = {
  entry: OutboxEntry
  act: 'retry' | 'cancel' | 'said'
  label: string
  back: string
  primary?: boolean
  asks?: Record<string, string>
}

function Act({ entry, act, label, back, primary = false, asks = {} }: ActProps) {
  const path = `/outbox/${entry.id}/${act}`
  return (
    <form method="post" action={path} hx-post={path} {...asks}>
      <input type="hidden" name="back" value={back} />
      <button type="submit" class={`btn btn-sm ${primary ? 'btn-primary' : ''}`}>
        {label}
      </button>
    </form>
  )
}

export function needsHelp(tab: OutboxTab): boolean {
  return tab === 'needsPerson' || tab === 'failed'
}

export function countOf(tab: OutboxTab, counts: Map<OutboxStatus, number>): number {
  return OUTBOX_TABS[tab].statuses.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0)
}

export function outboxAddress(tab: OutboxTab, page: { before?: number; after?: number } = {}): string {
  const parameters = new URLSearchParams({ tab })
  for (const [name, value] of Object.entries(page)) parameters.set(name, String(value))
  return `/outbox?${parameters}`
}
