import type { RefusalCode } from '../../../core/errors.ts'
import { PARTIES } from '../../../core/org.ts'
import { hasRole, type Staff } from '../../../core/staff.ts'
import { sayParty } from '../../../core/texts/party.ts'
import { refusalTexts } from '../../../core/texts/refusal.ts'
import { writeChosen } from '../../../core/ticket/bulk.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import type { BulkResult } from '../../../db/bulk.ts'
import { Field } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { ROLE_NAMES } from '../parts.tsx'
import { StatusTag } from '../tags.tsx'
import { TicketNumber } from './parts.tsx'

export const BULK_ACTIONS = { file: '确认立案', assign: '派单', hold: '暂缓', merge: '合并' } as const
export type BulkAction = keyof typeof BULK_ACTIONS
export const BULK_ROLES = ['staff', 'director', 'administrator'] as const

export function mayBulk(staff: Staff): boolean {
  return hasRole(staff, BULK_ROLES)
}

export function Pick({ ticket }: { ticket: Ticket }) {
  return (
    <input
      class="form-check-input pick"
      type="checkbox"
      name="chosen"
      form="bulk"
      value={writeChosen(ticket)}
      aria-label={`选中 ${ticket.number}`}
    />
  )
}

export function PickAll() {
  return <input class="form-check-input" type="checkbox" data-pick-all="" aria-label="选中这一页的全部工单" />
}

/** Stands below the list as soon as something is ticked; how many is counted by the style sheet. */
export function BulkBar() {
  return (
    <form id="bulk" class="bulk-bar" method="get" action="/tickets/bulk/form">
      <span class="bulk-count">已选</span>
      {Object.entries(BULK_ACTIONS).map(([action, name]) => (
        <button type="submit" class="btn" name="action" value={action}>
          {name}
        </button>
      ))}
      <button type="reset" class="btn btn-plain">
        取消
      </button>
    </form>
  )
}

type BulkFormProps = { action: BulkAction; tickets: Ticket[]; gone: number; colleagues: Staff[]; reviewOn: string; back: string }

export function BulkForm({ action, tickets, gone, colleagues, reviewOn, back }: BulkFormProps) {
  const isMerge = action === 'merge'
  return (
    <form class="card narrow bulk-form" method="post" action="/tickets/bulk">
      <div class="card-body">
        <input type="hidden" name="action" value={action} />
        {isMerge && <p>选一张留下，别的并进去；反映人都跟着过去，之后还能拆分出来。</p>}
        <ul class="bulk-rows">
          {tickets.map((ticket, index) => (
            <li>
              <input type="hidden" name="chosen" value={writeChosen(ticket)} />
              {isMerge && (
                <input
                  class="form-check-input"
                  type="radio"
                  name="target"
                  value={ticket.number}
                  checked={index === tickets.length - 1}
                  aria-label={`留下 ${ticket.number}`}
                />
              )}
              <span>
                <TicketNumber number={ticket.number} /> {ticket.summary}
              </span>
              <StatusTag status={ticket.status} />
            </li>
          ))}
        </ul>
        {gone > 0 && <p class="soft">另有 {gone} 张没有找到，不在其中。</p>}
        {action === 'assign' && <AssignFields colleagues={colleagues} />}
        {action === 'hold' && <Field name="reviewOn" label="哪天再跟进" type="date" value={reviewOn} required={true} />}
        <Field name="note" label={action === 'hold' ? '为什么暂缓' : '备注'}>
          <textarea
            class="form-control"
            id="note"
            name="note"
            rows={3}
            maxlength={200}
            required={action === 'hold'}
            placeholder={action === 'hold' ? '居民会看到，例如：配件要从外地调货' : '只有同事看得到，可以不填'}
          />
        </Field>
        <p class="heard">{HEARD[action]}</p>
        <div class="actions">
          <button type="submit" class="btn btn-primary">
            {BULK_ACTIONS[action]}这 {tickets.length} 张
          </button>
          <a class="btn" href={back}>
            取消
          </a>
        </div>
      </div>
    </form>
  )
}

const HEARD: Record<BulkAction, string> = {
  file: '居民不会收到消息；立案后按规则派给负责的人。',
  assign: '居民不会收到消息。',
  hold: '居民会听到原因和哪天再跟进，一分钟后才说出去，这之前可以整批撤销。',
  merge: '居民会听到并到了哪一张，一分钟后才说出去，这之前可以整批撤销。',
}

function AssignFields({ colleagues }: { colleagues: Staff[] }) {
  return (
    <div class="field-row">
      <Field name="party" label="派给哪一方">
        <select class="form-select" id="party" name="party">
          <option value="">按规则</option>
          {PARTIES.map((party) => (
            <option value={party}>{sayParty(party, 'dispute.other')}</option>
          ))}
        </select>
      </Field>
      <Field name="assigneeId" label="谁来跟">
        <select class="form-select" id="assigneeId" name="assigneeId">
          <option value="">按规则</option>
          {colleagues.map(({ id, name, role }) => (
            <option value={id}>
              {name}（{ROLE_NAMES[role]}）
            </option>
          ))}
        </select>
      </Field>
    </div>
  )
}

/** `target` stays as it was: what the others went into. */
export type BulkOutcome = { action: BulkAction | 'undo'; results: BulkResult[]; mayUndo: boolean; back: string }

export function BulkDone({ action, results, mayUndo, back }: BulkOutcome) {
  const done = results.filter(({ refused }) => refused === null)
  const refused = results.filter((one) => one.refused !== null)
  const name = action === 'undo' ? '撤销' : BULK_ACTIONS[action]
  return (
    <div class="card narrow bulk-form">
      <div class="card-body">
        <p class="bulk-sum">
          {done.length > 0 ? `${name}了 ${done.length} 张。` : `一张也没有${name}。`}
          {refused.length > 0 && `有 ${refused.length} 张没有办成，原因写在下面。`}
        </p>
        <ul class="bulk-rows">
          {[...refused, ...done].map((one) => (
            <Result result={one} name={name} />
          ))}
        </ul>
        <div class="actions">
          {mayUndo && done.length > 0 && (
            <form method="post" action="/tickets/bulk/undo">
              {done.map(({ number }) => (
                <input type="hidden" name="number" value={number} />
              ))}
              <button type="submit" class="btn">
                撤销这 {done.length} 张
              </button>
            </form>
          )}
          <a class="btn btn-primary" href={back}>
            回到列表
          </a>
        </div>
      </div>
    </div>
  )
}

/** Beside one ticket of many the general sentence is too long, or asks for something else. */
const WHY: Partial<Record<RefusalCode, string>> = {
  stale: '同事刚改过它，请打开看过再办。',
  'illegal-move': '它现在的状态不能这样办。',
  'not-found': '没有找到这张工单。',
  'not-allowed': '您不能这样办，或已经过了可以撤销的时候：居民已听到，或之后又有了新的办理。',
}

function Result({ result, name }: { result: BulkResult; name: string }) {
  const { number, summary, status, refused } = result
  return (
    <li class={refused ? 'bulk-refused' : undefined}>
      <Icon name={refused ? 'alert' : 'check'} />
      <span>
        <a href={`/tickets/${number}`}>{number}</a> {summary}
        <span class="soft d-block">{refused ? (WHY[refused] ?? refusalTexts[refused]) : `已${name}`}</span>
      </span>
      {refused && status && <StatusTag status={status} />}
    </li>
  )
}
