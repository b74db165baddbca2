import type { Staff } from '../../core/staff.ts'
import type { OutboxEntry } from '../../db/outboxBoard.ts'
import { Revealing } from './covered.tsx'
import { type Clock, Empty, Time } from './parts.tsx'
import { CopyWords, isStranded, NOTICE_NAMES, OBSTACLE_ADVICE, SaidLine, sayRecipient, WrittenEarlier } from './said.tsx'

type ByHandProps = {
  entries: OutboxEntry[]
  /** Marked a moment ago. */
  undoable: OutboxEntry[]
  /** The bot says by itself what nobody has marked. */
  isLimited: boolean
  mayAct: boolean
  staff: Staff
  /** The tickets of which this colleague sees what is covered. */
  revealed: ReadonlySet<string>
  clock: Clock
}

export function ByHandPage(props: ByHandProps) {
  return (
    <div
      id="by-hand"
      class="by-hand"
      hx-get="/outbox/by-hand"
      hx-swap="innerMorph"
      hx-trigger="outbox from:body delay:300ms, channels from:body delay:900ms"
    >
      <ByHandBoard {...props} />
    </div>
  )
}

export function ByHandBoard(props: ByHandProps) {
  const { entries, undoable, isLimited, mayAct, clock } = props
  return (
    <>
      {entries.length === 0 ? (
        <div class="card">
          <Empty icon="outbox" title="没有要代发的话">
            机器人发得出去的时候，这里是空的。
            <a class="nowrap" href="/outbox">
              回到待发消息
            </a>
          </Empty>
        </div>
      ) : (
        <p class="soft">
          点“复制”，到微信里粘贴发出，再点“已代发”。标记过的机器人不会再发
          {isLimited && '；没标记的，等它能说话了会自己发'}。
        </p>
      )}
      {groupByEars(entries).map((group) => (
        <Ears group={group} {...props} />
      ))}
      {undoable.length > 0 && <Undoable entries={undoable} mayAct={mayAct} clock={clock} />}
    </>
  )
}

function groupByEars(entries: readonly OutboxEntry[]): OutboxEntry[][] {
  const groups = new Map<string, OutboxEntry[]>()
  for (const entry of entries) {
    const key = `${entry.roomId} ${entry.memberId}`
    groups.set(key, [...(groups.get(key) ?? []), entry])
  }
  return [...groups.values()]
}

/** Everything for one group or person. */
function Ears({ group, ...props }: ByHandProps & { group: OutboxEntry[] }) {
  return (
    <section class="card" id={`ears-${group[0]!.roomId ?? 0}-${group[0]!.memberId ?? 0}`}>
      <div class="card-body by-hand-head">
        <h2 class="card-title">
          {sayRecipient(group[0]!)} <span class="soft num">{group.length} 句</span>
        </h2>
        {props.mayAct && group.length > 1 && (
          <SaidForm entries={group} label="全部已代发" asks={`这 ${group.length} 句都已经发出去了吗？标记后机器人不会再发。`} />
        )}
      </div>
      <ul class="rows">
        {group.map((entry) => (
          <Revealing isRevealed={props.revealed.has(entry.ticketNumber ?? '')}>
            <Line entry={entry} {...props} />
          </Revealing>
        ))}
      </ul>
    </section>
  )
}

function Line({ entry, mayAct, staff, clock }: ByHandProps & { entry: OutboxEntry }) {
  const { id, kind, obstacle, createdAt } = entry
  return (
    <li class="outbox-row" id={`by-hand-${id}`}>
      <SaidLine entry={entry} id={`by-hand-words-${id}`} />
      <p class="soft by-hand-facts">
        {NOTICE_NAMES[kind]} · <Time at={createdAt} clock={clock} />
      </p>
      {isStranded(entry) && <p class="advice">机器人不在这个群里。没标记的，等它重新进群后会自己发。</p>}
      <WrittenEarlier entry={entry} clock={clock} />
      {obstacle && obstacle !== 'attempts' && <p class="advice">{OBSTACLE_ADVICE[obstacle]}</p>}
      <div class="row-actions by-hand-actions">
        <CopyWords entry={entry} from={`#by-hand-words-${id}`} staff={staff} back="/outbox/by-hand" class="btn btn-primary" />
        {mayAct && <SaidForm entries={[entry]} label="已代发" />}
      </div>
    </li>
  )
}

function SaidForm({ entries, label, asks }: { entries: readonly OutboxEntry[]; label: string; asks?: string }) {
  return (
    <form
      method="post"
      action="/outbox/by-hand/said"
      hx-post="/outbox/by-hand/said"
      {...(asks ? { 'hx-confirm': asks, 'data-confirm-yes': '都发了' } : {})}
    >
      <input type="hidden" name="ids" value={entries.map(({ id }) => id).join(',')} />
      <button type="submit" class="btn">
        {label}
      </button>
    </form>
  )
}

function Undoable({ entries, mayAct, clock }: { entries: OutboxEntry[]; mayAct: boolean; clock: Clock }) {
  return (
    <section class="card">
      <div class="card-body">
        <h2 class="card-title">刚标记的</h2>
        <p class="soft">点错了，10 分钟内可以撤销。</p>
      </div>
      <ul class="rows">
        {entries.map((entry) => (
          <li class="outbox-row by-hand-done" id={`by-hand-done-${entry.id}`}>
            <SaidLine entry={entry} />
            <span class="soft by-hand-facts">
              {sayRecipient(entry)} · <Time at={entry.settledAt!} clock={clock} />
            </span>
            {mayAct && (
              <form method="post" action="/outbox/by-hand/undo" hx-post="/outbox/by-hand/undo">
                <input type="hidden" name="id" value={entry.id} />
                <button type="submit" class="btn btn-sm">
                  撤销
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
