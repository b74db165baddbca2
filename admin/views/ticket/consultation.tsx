import { ATTENDEES, type Attendee, quorumOf } from '../../../core/meeting/quorum.ts'
import { isParty, sayAttendee, sayParty } from '../../../core/texts/party.ts'
import type { Matter } from '../../../core/ticket/ticket.ts'
import { Field } from '../fields.tsx'
import { Sheet } from './forms.tsx'
import { TicketNumber } from './parts.tsx'

type Props = { matter: Pick<Matter, 'ticket' | 'estate'>; suggested: readonly Attendee[]; date: string; place: string }

export function ConsultationForm({ matter: { ticket, estate }, suggested, date, place }: Props) {
  const three = quorumOf(estate.managementModel)
  const others = [...new Set([...three, ...ATTENDEES])].filter((attendee) => !suggested.includes(attendee))
  const nameOf = (attendee: Attendee) => (isParty(attendee) ? sayParty(attendee, ticket.category) : sayAttendee(attendee))
  return (
    <Sheet
      title={
        <>
          开专项协商会 <TicketNumber number={ticket.number} />
        </>
      }
      action={`/consultations/${ticket.number}`}
      submit="记下"
    >
      <p>{ticket.summary}</p>
      <input type="hidden" name="seenVersion" value={ticket.version} />
      <Field name="title" label="议什么" value={`协商${ticket.summary}`.slice(0, 40)} required={true} maxlength={40} />
      <div class="field-row">
        <Field name="date" label="哪天" type="date" value={date} required={true} />
        <Field name="time" label="几点" type="time" value="15:00" required={true} />
      </div>
      <Field name="place" label="在哪里" value={place} required={true} maxlength={40} autofocus={true} placeholder="例如：社区议事厅" />
      <fieldset class="field choice-row">
        <legend class="field-label">请哪几方</legend>
        {[...suggested, ...others].map((party) => (
          <label class="form-check">
            <input class="form-check-input" type="checkbox" name="party" value={party} checked={suggested.includes(party)} />
            <span class="form-check-label">{nameOf(party)}</span>
          </label>
        ))}
      </fieldset>
      <p class="soft" id="quorum">
        三方会议要到齐：{three.map(nameOf).join('、')}。
      </p>
      <p class="heard">居民不会收到消息；写进工单的办理过程。</p>
    </Sheet>
  )
}
