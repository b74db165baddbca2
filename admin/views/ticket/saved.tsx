import { hasRole, SETTING_ROLES, type Staff } from '../../../core/staff.ts'
import type { SavedFilter } from '../../../db/savedFilters.ts'
import { addressOf, type TicketQuery } from './filters.tsx'

export const NAME_LONGEST = 16

export type NamedView = SavedFilter & { address: string }
type SavedProps = { saved: readonly NamedView[]; query: TicketQuery; staff: Staff }

/** Ways of looking that somebody has named, and a name for this one. */
export function SavedFilters({ saved, query, staff }: SavedProps) {
  const here = addressOf(query)
  const current = saved.find(({ address }) => address === here)
  const isPlain = here === '/tickets' || current !== undefined
  if (saved.length === 0 && isPlain) return null
  return (
    <div class="saved-views">
      {saved.map((one) => (
        <a href={one.address} class="chip" aria-current={one === current ? 'true' : undefined}>
          {one.name}
          {one.staffId !== staff.id && <span class="soft">{one.owner}</span>}
          {one.staffId === staff.id && one.shared && <span class="soft">已共享</span>}
        </a>
      ))}
      {!isPlain && <NameForm query={query} mayShare={staff.role !== 'viewer'} />}
      {current && mayRemove(current, staff) && (
        <form method="post" action={`/tickets/filters/${current.id}/removal`} data-confirm={`不再保留“${current.name}”？`}>
          <button type="submit" class="btn btn-sm">
            删除“{current.name}”
          </button>
        </form>
      )}
    </div>
  )
}

function NameForm({ query, mayShare }: { query: TicketQuery; mayShare: boolean }) {
  return (
    <details class="saved-new">
      <summary class="btn btn-sm">保存这个筛选</summary>
      <form method="post" action="/tickets/filters" hx-post="/tickets/filters" hx-swap="none">
        <input type="hidden" name="query" value={addressOf(query).split('?')[1] ?? ''} />
        <input class="form-control" name="name" aria-label="筛选的名字" placeholder="起个名字" required={true} maxlength={NAME_LONGEST} />
        {mayShare && (
          <label class="form-check">
            <input class="form-check-input" type="checkbox" name="shared" value="yes" /> 同事也能用
          </label>
        )}
        <button type="submit" class="btn btn-primary">
          保存
        </button>
      </form>
    </details>
  )
}

function mayRemove({ staffId, shared }: SavedFilter, staff: Staff): boolean {
  return staffId === staff.id || (shared && hasRole(staff, SETTING_ROLES))
}
