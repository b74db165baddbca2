import type { ListedTicket } from '../../../db/ticketList.ts'
import { Field } from '../fields.tsx'
import { StatusTag } from '../tags.tsx'
import { sayPlaceOf, TicketNumber } from './parts.tsx'

type TargetFieldProps = { label: string; value: string; path: string; found: ListedTicket[] }

/** Into which ticket: by its number, or picked from the unfinished ones of the estate that hold the words; `path` finds them. */
export function TargetField({ label, value, path, found }: TargetFieldProps) {
  return (
    <>
      <Field name="target" label={label} hint="填编号，或输入几个字在下面的未办结工单里找。">
        <input
          class="form-control"
          id="target"
          name="target"
          value={value}
          autocomplete="off"
          maxlength={60}
          autofocus={true}
          hx-get={path}
          hx-trigger="input changed delay:250ms"
          hx-target="#join-choices"
          hx-swap="innerHTML"
        />
      </Field>
      <div id="join-choices">
        <TargetChoices found={found} />
      </div>
    </>
  )
}

export function TargetChoices({ found }: { found: ListedTicket[] }) {
  if (found.length === 0) return <p class="soft">这个小区没有对得上的未办结工单。</p>
  return (
    <fieldset class="choices">
      <legend class="visually-hidden">未办结的工单</legend>
      {found.map((ticket) => (
        <label class="form-check">
          <input class="form-check-input" type="radio" name="chosen" value={ticket.number} checked={found.length === 1} />
          <span>
            <TicketNumber number={ticket.number} /> {ticket.summary} <span class="soft">{sayPlaceOf(ticket.place)}</span>{' '}
            <StatusTag status={ticket.status} />
          </span>
        </label>
      ))}
    </fieldset>
  )
}
