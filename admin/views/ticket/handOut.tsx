import { raw } from 'hono/html'
import { PARTIES } from '../../../core/org.ts'
import type { Person } from '../../../core/organisation/appointment.ts'
import { whyLinkEnded } from '../../../core/routing/link.ts'
import { sayParty } from '../../../core/texts/party.ts'
import { texts } from '../../../core/texts/texts.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import type { TicketLinkRow } from '../../../db/ticketLinks.ts'
import { Field } from '../fields.tsx'
import { type Clock, Time } from '../parts.tsx'
import { Sheet } from './forms.tsx'
import { TicketNumber } from './parts.tsx'

export const LINK_ENDS = { revoked: '已收回', expired: '已过期', over: '已不归此人办' } as const

type HandOutProps = { ticket: Ticket; person: Person | null; days: number }

/** For an electrician, a department: somebody who does not sign in. */
export function HandOutForm({ ticket, person, days }: HandOutProps) {
  const isStranger = person !== null && person.staffId === null
  return (
    <Sheet
      title={
        <>
          转给没有账号的人 <TicketNumber number={ticket.number} />
        </>
      }
      action={`/tickets/${ticket.number}/hand-out`}
      submit="生成链接"
    >
      <input type="hidden" name="seenVersion" value={ticket.version} />
      <input type="hidden" name="memberId" value={isStranger ? (person.memberId ?? '') : ''} />
      <p class="soft">
        生成一个只看得到这一件的链接：可以接单、写进展、传照片、报办完，看不到居民是谁。{days}
        天有效，改派、退单或办结后自动失效，也可以随时收回。
      </p>
      <Field
        name="name"
        label="给谁"
        hint="写进办理过程，例如：物业电工钱师傅"
        value={isStranger ? person.name : ''}
        required={true}
        maxlength={20}
        autofocus={true}
        autocomplete="off"
      />
      <Field name="to" label="代表哪一方">
        <select class="form-select" id="to" name="to">
          {ticket.whistle?.departments.map(({ name }) => (
            <option value={`department ${name}`}>{name}（吹哨叫来的）</option>
          ))}
          {PARTIES.map((party) => (
            <option value={party} selected={!ticket.whistle && party === ticket.party}>
              {sayParty(party, ticket.category)}
            </option>
          ))}
        </select>
      </Field>
      <p class="heard">
        {isStranger && person.memberId !== null
          ? `${person.name}是小助手的好友，机器人会私聊发过去。`
          : '生成后请您自己转发链接或让对方扫码。'}
        居民不会收到消息。
      </p>
    </Sheet>
  )
}

type LinkProps = { ticket: Ticket; link: TicketLinkRow; address: string; qrSvg: string; clock: Clock }

/** A link to send on, as words and as a code. */
export function LinkSheet({ ticket, link, address, qrSvg, clock }: LinkProps) {
  const end = whyLinkEnded(link, ticket, clock.now)
  return (
    <div class="sheet-body">
      <h2>
        给{link.name}的链接 <TicketNumber number={ticket.number} />
      </h2>
      {end ? (
        <p class="banner banner-warn">{LINK_ENDS[end]}，打开只会看到“已失效”。</p>
      ) : (
        <>
          <p class="soft">
            只给{link.name}本人，谁拿到都能办这一件。
            <Time at={link.expiresAt} clock={clock} />
            前有效。
          </p>
          <Field name="words" label="转发这段话">
            <textarea class="form-control" id="words" rows={6} readonly={true}>
              {texts.routing.privateLine(ticket, address)}
            </textarea>
          </Field>
          <div class="scan-code" role="img" aria-label="工单链接的二维码">
            {raw(qrSvg)}
          </div>
          <form
            method="post"
            action={`/tickets/${ticket.number}/links/${link.id}/revocation`}
            data-confirm={`收回给${link.name}的链接？`}
            data-confirm-yes="收回"
          >
            <button type="submit" class="btn">
              收回链接
            </button>
          </form>
        </>
      )}
    </div>
  )
}
