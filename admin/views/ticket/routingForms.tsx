import type { Community } from '../../../core/community.ts'
import { type Level, leaderOf, levelsAbove, tierOn } from '../../../core/routing/level.ts'
import { nextStep } from '../../../core/routing/mediation.ts'
import { CATEGORIES, TIERS } from '../../../core/taxonomy/categories.ts'
import { sayParty } from '../../../core/texts/party.ts'
import { MEDIATOR_NAMES } from '../../../core/texts/routing.ts'
import { texts } from '../../../core/texts/texts.ts'
import { TIER_NAMES } from '../../../core/texts/ticket.ts'
import { sayStamp } from '../../../core/texts/time.ts'
import type { CalledDepartment, Ticket } from '../../../core/ticket/ticket.ts'
import { Field } from '../fields.tsx'
import { Sheet } from './forms.tsx'
import { TicketNumber } from './parts.tsx'

/** As many departments as one form takes; a second whistle calls more. */
export const WHISTLE_ROWS = ['1', '2', '3', '4'] as const

const LEVEL_NAMES: Record<Level, string> = {
  building: '楼栋',
  estate: '小区、网格',
  community: '社区',
  subdistrict: '街道',
  district: '区里、主管部门',
}

/** Every department that some category names, apart. */
const DEPARTMENTS = [
  ...new Set(
    CATEGORIES.flatMap(({ owners, department }) => (owners.some((owner) => owner === 'department') ? (department?.split('/') ?? []) : [])),
  ),
].filter((name) => /\p{Script=Han}/u.test(name))

export function RaiseForm({ ticket }: { ticket: Ticket }) {
  const levels = levelsAbove(ticket.party)
  return (
    <Sheet title={<Title name="上报一级" ticket={ticket} />} action={`/tickets/${ticket.number}/raise`} submit="上报">
      <Seen ticket={ticket} />
      <p class="soft">现在由{sayParty(ticket.party, ticket.category)}办。平常只往上报一级，也可以另选。</p>
      <Field name="level" label="报到哪一级" hint="报到街道是黄色，再往上是红色，时限跟着换">
        <select class="form-select" id="level" name="level">
          {levels.map((level, index) => (
            <option value={level} selected={index === 0}>
              {LEVEL_NAMES[level]}（{sayParty(leaderOf(level), ticket.category)}）
            </option>
          ))}
        </select>
      </Field>
      <Note label="为什么上报" placeholder="例如：两次上门没谈成，需要社区出面" />
      <p class="heard">报到街道和以上，居民会听到“已提请……协调”；社区以内不说。</p>
    </Sheet>
  )
}

export function TierForm({ ticket }: { ticket: Ticket }) {
  return (
    <Sheet title={<Title name="改处置层级" ticket={ticket} />} action={`/tickets/${ticket.number}/tier`} submit="改层级">
      <Seen ticket={ticket} />
      <p class="soft">颜色说的是归谁管，不是急不急。改了以后，负责方、跟进的人和时限都重新定；给出去的链接同时失效。</p>
      <fieldset class="field choice-row">
        <legend class="field-label">层级</legend>
        {TIERS.map((tier) => (
          <label class="form-check">
            <input class="form-check-input" type="radio" name="tier" value={tier} checked={tier === ticket.tier} />
            <span class="form-check-label">{TIER_NAMES[tier]}</span>
          </label>
        ))}
      </fieldset>
      <Note label="理由" placeholder="例如：牵涉两个部门，要街道协调" />
      <p class="heard">居民会听到现在归谁办，听不到颜色和理由。</p>
    </Sheet>
  )
}

/** What is still to be written on the form. */
const GAP: CalledDepartment = { name: '……', due: '', reportedInAt: null, reportedInBy: null, late: false }

export function WhistleForm({ ticket, community, at }: { ticket: Ticket; community: Community; at: Date }) {
  const called = ticket.whistle?.departments.map(({ name }) => name) ?? []
  const raised = { ...ticket, tier: tierOn('subdistrict', ticket.tier) }
  const unwritten = { lead: '……', departments: [...(ticket.whistle?.departments ?? []), GAP] }
  return (
    <Sheet title={<Title name="吹哨" ticket={ticket} />} action={`/tickets/${ticket.number}/whistle`} submit="吹哨">
      <Seen ticket={ticket} />
      <p class="soft">
        {called.length > 0 ? `已经叫了${called.join('、')}，这里再加。` : '请几个部门一起来办，其中一个牵头；到了各自报到。'}
      </p>
      <datalist id="departments">
        {DEPARTMENTS.map((name) => (
          <option value={name} />
        ))}
      </datalist>
      <div class="whistle-rows">
        {WHISTLE_ROWS.map((row, index) => (
          <div class="whistle-row">
            <input
              class="form-control"
              name={`department${row}`}
              list="departments"
              maxlength={12}
              autocomplete="off"
              aria-label={`第${row}个部门`}
              placeholder={index === 0 ? '部门，例如：住建' : '再加一个部门'}
            />
            <span class="whistle-hours">
              <input
                class="form-control"
                type="number"
                name={`hours${row}`}
                value={community.routing.reportInHours}
                min={0.5}
                max={200}
                step="any"
                aria-label={`第${row}个部门几小时内报到`}
              />
              小时
            </span>
            <label class="form-check">
              <input class="form-check-input" type="radio" name="lead" value={row} checked={index === 0 && called.length === 0} />
              <span class="form-check-label">牵头</span>
            </label>
          </div>
        ))}
        {called.map((name) => (
          <label class="form-check">
            <input class="form-check-input" type="radio" name="lead" value={name} checked={name === ticket.whistle?.lead} />
            <span class="form-check-label">仍由{name}牵头</span>
          </label>
        ))}
      </div>
      <Note label="为什么吹哨" placeholder="例如：消防通道和违建连在一起，一家办不了" />
      <p class="heard">居民会听到：{texts.routing.whistled(raised, unwritten, community, at)}</p>
    </Sheet>
  )
}

export function MediationForm({ ticket, community, at }: { ticket: Ticket; community: Community; at: Date }) {
  const { mediation } = ticket
  const next = nextStep(ticket, community, at)
  if (!next) {
    return (
      <div class="sheet-body">
        <h2>
          <Title name="调解记录" ticket={ticket} />
        </h2>
        <p>已经是最后一步。谈成了请按“已办完”，谈不成请“转外部办理”（司法所、法院）。</p>
      </div>
    )
  }
  return (
    <Sheet
      title={<Title name="调解记录" ticket={ticket} />}
      action={`/tickets/${ticket.number}/mediation`}
      submit={mediation ? `记下，转${MEDIATOR_NAMES[next.by]}` : '开始调解'}
    >
      <Seen ticket={ticket} />
      <ol class="mediation-steps">
        {community.routing.mediation.map(({ by, hours }, index) => (
          <li aria-current={index + 1 === next.step ? 'step' : undefined} class={mediation && index < mediation.step ? 'soft' : undefined}>
            {MEDIATOR_NAMES[by]} <span class="soft">{hours}个工作小时</span>
          </li>
        ))}
      </ol>
      <p>
        下一步由<b>{MEDIATOR_NAMES[next.by]}</b>调解，{sayStamp(new Date(next.due), community.timeZone)}前要有结果。
      </p>
      <Field name="outcome" label={mediation ? `${MEDIATOR_NAMES[mediation.by]}谈的结果` : '情况说明（可以不填）'}>
        <textarea
          class="form-control"
          id="outcome"
          name="outcome"
          rows={3}
          maxlength={200}
          required={mediation !== null}
          autofocus={true}
          placeholder="例如：上门两次，楼上愿意晚十点后不拖凳子，楼下还要赔偿"
        />
      </Field>
      <p class="heard">只有同事看得到。调解的事一律不公开，开始以后不能再改成公开。</p>
    </Sheet>
  )
}

function Title({ name, ticket }: { name: string; ticket: Ticket }) {
  return (
    <>
      {name} <TicketNumber number={ticket.number} />
    </>
  )
}

function Seen({ ticket }: { ticket: Ticket }) {
  return <input type="hidden" name="seenVersion" value={ticket.version} />
}

function Note({ label, placeholder }: { label: string; placeholder: string }) {
  return (
    <Field name="note" label={label} hint="写进办理过程，只有同事看得到">
      <textarea class="form-control" id="note" name="note" rows={2} required={true} maxlength={200} placeholder={placeholder} />
    </Field>
  )
}
