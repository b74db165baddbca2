import type { Child } from 'hono/jsx'
import { PARTIES, type Party } from '../../../core/org.ts'
import type { MatterDraft } from '../../../core/reading/draft.ts'
import type { Staff } from '../../../core/staff.ts'
import { CATEGORIES, isWorks, URGENCIES } from '../../../core/taxonomy/categories.ts'
import { sayOutsider, sayParty } from '../../../core/texts/party.ts'
import { keptPeopleOut, URGENCY_NAMES } from '../../../core/texts/ticket.ts'
import { photoOf } from '../../../core/ticket/closing.ts'
import { moveOf, type TicketAction } from '../../../core/ticket/moves.ts'
import { OUTSIDERS } from '../../../core/ticket/referral.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import type { ListedTicket } from '../../../db/ticketList.ts'
import { Field } from '../fields.tsx'
import { ROLE_NAMES } from '../parts.tsx'
import { ACTION_NAMES } from './facts.tsx'
import { GROUP_NAMES, TicketNumber } from './parts.tsx'
import { TargetField } from './target.tsx'

type SheetProps = { title: Child; action: string; submit: string; hasFiles?: boolean; children: Child }

/** A small form: in a dialog over the ticket, or alone on its page. */
export function Sheet({ title, action, submit, hasFiles = false, children }: SheetProps) {
  const encoding = hasFiles ? { enctype: 'multipart/form-data' as const, 'hx-encoding': 'multipart/form-data' } : {}
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none" {...encoding}>
      <div class="sheet-body">
        <h2>{title}</h2>
        {children}
      </div>
      <div class="sheet-foot">
        <button type="button" class="btn" data-close="">
          取消
        </button>
        <button type="submit" class="btn btn-primary">
          {submit}
        </button>
      </div>
    </form>
  )
}

export type MoveFormProps = {
  ticket: Ticket
  action: TicketAction
  colleagues: Staff[]
  reviewOn: string
  heard: string | null
  proposal: Proposal | null
  /** Which ticket it is likely to go into. */
  target?: string | undefined
  /** What it could go into: unfinished tickets of its estate. */
  joinable?: ListedTicket[]
}

/** Who should have it by the rule, and why. */
export type Proposal = { party: Party; staffId: number | null; why: string }

const NOTE_LABELS: Partial<Record<TicketAction, { label: string; hint: string }>> = {
  verify: { label: '怎么核查的', hint: '黄色、红色的事要写，或引用居民原话，例如：现场看过，灯已亮' },
  askResident: { label: '想请居民补充什么', hint: '例如：方便拍一张照片吗？' },
  hold: { label: '为什么暂缓', hint: '居民会看到，例如：配件要从外地调货' },
  resolve: { label: '怎么处理的', hint: '居民会看到，例如：维保已更换门机皮带' },
  reject: { label: '为什么不受理', hint: '居民会看到，请写明可以找谁' },
  bounce: { label: '为什么退单', hint: '例如：不归物业管，是供电的线路。退两次以后由主任定' },
  refer: { label: '为什么转出去', hint: '居民会看到，例如：线路归供电管，社区办不了' },
}

export function MoveForm({ ticket, action, colleagues, reviewOn, heard, proposal, target, joinable = [] }: MoveFormProps) {
  const { needs } = moveOf(action)
  const needsNote = needs.includes('note')
  const note = NOTE_LABELS[action] ?? { label: '备注', hint: '只有同事看得到，可以不填' }
  return (
    <Sheet
      title={
        <>
          {ACTION_NAMES[action]} <TicketNumber number={ticket.number} />
        </>
      }
      action={`/tickets/${ticket.number}/${action}`}
      submit={ACTION_NAMES[action]}
      hasFiles={photoOf(action) !== null}
    >
      <p>{ticket.summary}</p>
      <input type="hidden" name="seenVersion" value={ticket.version} />
      {needs.includes('party') && <PartyFields ticket={ticket} colleagues={colleagues} proposal={proposal} />}
      {needs.includes('target') && (
        <>
          <TargetField label="并入哪个工单" value={target ?? ''} path={`/tickets/${ticket.number}/merge/choices`} found={joinable} />
          <p class="soft">并入后还能拆分出来。</p>
        </>
      )}
      {needs.includes('outsider') && <OutsiderField ticket={ticket} />}
      <Field name="note" label={note.label}>
        <textarea
          class="form-control"
          id="note"
          name="note"
          rows={3}
          required={needsNote && action !== 'reject'}
          maxlength={200}
          autofocus={needsNote}
          placeholder={note.hint}
        />
      </Field>
      {action === 'verify' && ticket.tier !== 'green' && <QuoteFields />}
      {photoOf(action) === 'before' && <PhotoField label="办理前的照片（可以不传）" />}
      {photoOf(action) === 'after' && <ShownFields isWorks={isWorks(ticket.category)} />}
      {action === 'resolve' && keptPeopleOut(ticket) && (
        <label class="form-check">
          <input class="form-check-input" type="checkbox" name="safe" value="yes" />
          <span class="form-check-label">现场已确认安全，群里会再加一句“可正常出入”。没有确认就不要勾</span>
        </label>
      )}
      {action === 'reject' && (
        <label class="form-check">
          <input class="form-check-input" type="checkbox" name="misread" value="yes" />
          <span class="form-check-label">机器人看错了，本来就不是要办的事。居民只听到“刚才理解错了，{ticket.number} 已撤销。”</span>
        </label>
      )}
      {needs.includes('reviewAt') && <Field name="reviewOn" label="哪天再跟进" type="date" value={reviewOn} required={true} />}
      <p class="heard lines">{heard === null ? '居民不会收到消息。' : `居民会听到：${heard}`}</p>
      {action === 'refer' && <p class="soft">第二句到那天上午才说；之前用“答复居民”说了结果，就不再说。</p>}
    </Sheet>
  )
}

/** An office, never a person. */
function OutsiderField({ ticket }: { ticket: Ticket }) {
  return (
    <Field name="outsider" label="转给哪个单位">
      <select class="form-select" id="outsider" name="outsider" required={true}>
        {OUTSIDERS.map((outsider) => (
          <option value={outsider}>{sayOutsider(outsider, ticket.category)}</option>
        ))}
      </select>
    </Field>
  )
}

/** What a reporter said of it counts as evidence once they have been asked (S100). */
function QuoteFields() {
  return (
    <>
      <Field name="quote" label="居民原话（可以不填）" hint="写进办理过程，当作办结的证据">
        <textarea class="form-control" id="quote" name="quote" rows={2} maxlength={200} placeholder="例如：换了新变压器，三天没再跳闸" />
      </Field>
      <label class="form-check">
        <input class="form-check-input" type="checkbox" name="quoteAgreed" value="yes" />
        <span class="form-check-label">居民同意引用原话：已经问过本人</span>
      </label>
    </>
  )
}

/** A photo of what was done; where there can be none, why. */
function ShownFields({ isWorks: mustBeShown }: { isWorks: boolean }) {
  return (
    <>
      <PhotoField label={mustBeShown ? '完工照片' : '完工照片（可以不传）'} />
      {mustBeShown && <Field name="waiver" label="没有照片的话，说明原因" hint="只有同事看得到" maxlength={200} />}
    </>
  )
}

function PhotoField({ label }: { label: string }) {
  return (
    <Field name="photo" label={label} hint="最多4张，会去掉拍摄地点和手机信息">
      <input class="form-control" id="photo" name="photo" type="file" accept="image/*" multiple={true} />
    </Field>
  )
}

export function PlanForm({ ticket }: { ticket: Ticket }) {
  const { text = '', owner = '', due = null } = ticket.plan ?? {}
  return (
    <Sheet
      title={
        <>
          整改方案 <TicketNumber number={ticket.number} />
        </>
      }
      action={`/tickets/${ticket.number}/plan`}
      submit="保存"
    >
      <p class="soft">要求整改方案的工单，三项都填好才能办结。先存下来，让责任方来补也行。</p>
      <input type="hidden" name="seenVersion" value={ticket.version} />
      <Field name="text" label="怎么整改">
        <textarea class="form-control" id="text" name="text" rows={4} maxlength={500} autofocus={true}>
          {text}
        </textarea>
      </Field>
      <div class="field-row">
        <Field name="owner" label="谁负责" value={owner} maxlength={40} />
        <Field name="due" label="哪天前完成" type="date" value={due ?? ''} />
      </div>
      {ticket.plan && (
        <label class="form-check">
          <input class="form-check-input" type="checkbox" name="dropped" value="yes" />
          <span class="form-check-label">不再要求整改方案</span>
        </label>
      )}
    </Sheet>
  )
}

function PartyFields({ ticket, colleagues, proposal }: { ticket: Ticket; colleagues: Staff[]; proposal: Proposal | null }) {
  const { party: owner, staffId } = proposal ?? { party: ticket.party, staffId: ticket.assigneeId }
  return (
    <>
      {proposal && <p class="soft">{proposal.why}</p>}
      <Field name="party" label="由谁负责">
        <select class="form-select" id="party" name="party" autofocus={true}>
          {PARTIES.map((party) => (
            <option value={party} selected={party === owner}>
              {sayParty(party, ticket.category)}
            </option>
          ))}
        </select>
      </Field>
      <Field name="assigneeId" label="跟进的同事" hint="办理人不能自己核查自己办的事">
        <select class="form-select" id="assigneeId" name="assigneeId">
          <option value="">先不指定</option>
          {colleagues.map(({ id, name, role }) => (
            <option value={id} selected={id === staffId}>
              {name}（{ROLE_NAMES[role]}）
            </option>
          ))}
        </select>
      </Field>
    </>
  )
}

/** What a director decides about a ticket that ran out of time; only colleagues read it. */
export function SuperviseForm({ ticket }: { ticket: Ticket }) {
  return (
    <Sheet
      title={
        <>
          督办 <TicketNumber number={ticket.number} />
        </>
      }
      action={`/echoes/${ticket.number}/supervise`}
      submit="督办"
    >
      <p>{ticket.summary}</p>
      <Field name="note" label="怎么办" hint="写进办理过程，只有同事看得到">
        <textarea
          class="form-control"
          id="note"
          name="note"
          rows={3}
          required={true}
          maxlength={200}
          autofocus={true}
          placeholder="例如：请小李今天下午带物业上门，下班前回居民一句"
        />
      </Field>
      <p class="heard">居民不会收到消息。</p>
    </Sheet>
  )
}

export function EditForm({ ticket }: { ticket: Ticket }) {
  return (
    <Sheet
      title={
        <>
          修改内容 <TicketNumber number={ticket.number} />
        </>
      }
      action={`/tickets/${ticket.number}/edit`}
      submit="保存"
    >
      <p class="soft">居民的原话和最初的摘要（{ticket.firstSummary}）都会保留。换分类，负责方和时限也跟着换。</p>
      <input type="hidden" name="seenVersion" value={ticket.version} />
      <MatterFields summary={ticket.summary} category={ticket.category} place={ticket.place} urgency={ticket.urgency} />
      <Field name="note" label="理由" hint="可以不填" maxlength={200} />
      {ticket.mediation === null ? (
        <label class="form-check">
          <input class="form-check-input" type="checkbox" name="private" value="yes" checked={ticket.private} /> 不公开，只私聊反映人
        </label>
      ) : (
        <p class="soft">正在调解，只能不公开。</p>
      )}
    </Sheet>
  )
}

/** What a reader understands of a matter, for a person to correct or to fill in. */
export function MatterFields({ summary, category, place, urgency }: MatterDraft) {
  return (
    <>
      <Field name="summary" label="摘要" value={summary} required={true} maxlength={40} hint="居民会听到，不写电话、证件和门牌号" />
      <div class="field-row field-row-wide">
        <Field name="category" label="分类">
          <select class="form-select" id="category" name="category" required={true}>
            {category === null && <option value="">请选择</option>}
            {Object.entries(GROUP_NAMES).map(([group, name]) => (
              <optgroup label={name}>
                {CATEGORIES.filter(({ code }) => code.startsWith(`${group}.`)).map(({ code, name }) => (
                  <option value={code} selected={code === category}>
                    {name}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </Field>
        <Field name="urgency" label="紧急程度">
          <select class="form-select" id="urgency" name="urgency">
            {URGENCIES.map((level) => (
              <option value={level} selected={level === urgency}>
                {URGENCY_NAMES[level]}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <div class="field-row">
        <Field name="building" label="栋" value={place?.building ?? ''} maxlength={12} />
        <Field name="entrance" label="单元" value={place?.entrance ?? ''} maxlength={12} />
        <Field name="spot" label="具体位置" value={place?.spot ?? ''} maxlength={24} />
      </div>
    </>
  )
}
