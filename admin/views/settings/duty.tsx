import type { Community, DutyPerson } from '../../../core/community.ts'
import { shownName } from '../../../core/name.ts'
import type { Staff } from '../../../core/staff.ts'
import type { Member } from '../../../db/members.ts'
import { Covered } from '../covered.tsx'
import { Field, WholeField } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { sayOrder } from '../pages.tsx'
import { ROLE_NAMES } from '../parts.tsx'
import { type Errors, SettingsForm, SettingsFrame } from './page.tsx'

export type DutyTyped = { name: string; post: string; phone: string; staffId: string; memberId: string }
export type MinutesTyped = { ackMinutes: string; headMinutes: string }
export type DutyErrors = Errors<keyof DutyTyped | keyof MinutesTyped>

type DutyProps = {
  community: Community
  typed: DutyTyped
  /** The row that is being changed; null: somebody is added. */
  edited: { index: number; seen: string } | null
  minutes: MinutesTyped
  errors: DutyErrors
  colleagues: Staff[]
  friends: Member[]
  mayEdit: boolean
}

export function DutyPage(props: DutyProps) {
  const { community, mayEdit } = props
  const { duty } = community
  return (
    <SettingsFrame section="duty" mayEdit={mayEdit}>
      <div class="card">
        <div class="card-body">
          <h2 class="card-title">值班名单</h2>
          <p class="soft">{sayOrder(community)}</p>
          {duty.length === 0 && <p>名单空着时，机器人不会对居民说“已通知值班人员”。{mayEdit ? '在下面添加第一位。' : ''}</p>}
          <ol class="duty">
            {duty.map((person, index) => (
              <DutyRow person={person} index={index} {...props} />
            ))}
          </ol>
        </div>
      </div>
      {mayEdit && <PersonForm {...props} />}
      <MinutesForm {...props} />
    </SettingsFrame>
  )
}

function PersonForm({ typed, edited, errors, colleagues, friends }: DutyProps) {
  return (
    <form method="post" action="/settings/duty" class="card" id="duty-person">
      <div class="card-body">
        <h2 class="card-title">{edited ? `修改${typed.name}` : '添加一位'}</h2>
        {edited && <input type="hidden" name="index" value={String(edited.index)} />}
        {edited && <input type="hidden" name="seen" value={edited.seen} />}
        <div class="fields">
          <Field name="name" label="姓名" value={typed.name} error={errors.name?.[0]} required={true} maxlength={20} autocomplete="off" />
          <Field name="post" label="职务" value={typed.post} error={errors.post?.[0]} maxlength={20} placeholder="例如 网格员" />
          <Field
            name="phone"
            label="电话"
            type="tel"
            value={typed.phone}
            error={errors.phone?.[0]}
            required={true}
            maxlength={20}
            autocomplete="off"
          />
          <Field name="staffId" label="控制台账号" hint="选了账号，有紧急情况时，这位同事打开的控制台会响">
            <select class="form-select" id="staffId" name="staffId">
              <option value="">没有账号</option>
              {colleagues.map(({ id, name, role }) => (
                <option value={String(id)} selected={String(id) === typed.staffId}>
                  {name}（{ROLE_NAMES[role]}）
                </option>
              ))}
            </select>
          </Field>
          <Field name="memberId" label="微信好友" hint="选了好友，机器人会私聊通知。请这位同事先加机器人为好友并发一句话，这里才有名字">
            <select class="form-select" id="memberId" name="memberId">
              <option value="">不私聊</option>
              {friends.map(({ id, nickname }) => (
                <option value={String(id)} selected={String(id) === typed.memberId}>
                  <Covered text={nickname} />
                </option>
              ))}
            </select>
          </Field>
        </div>
        <div class="button-row">
          <button type="submit" class="btn btn-primary">
            {edited ? '保存' : '添加到最后'}
          </button>
          {edited && (
            <a class="btn" href="/settings/duty">
              取消
            </a>
          )}
        </div>
      </div>
    </form>
  )
}

function MinutesForm({ minutes, errors, mayEdit }: DutyProps) {
  return (
    <SettingsForm action="/settings/duty/minutes" mayEdit={mayEdit}>
      <h2 class="card-title">等多久</h2>
      <div class="fields">
        <WholeField
          name="ackMinutes"
          label="几分钟没人确认就呼叫下一位"
          least={1}
          most={30}
          value={minutes.ackMinutes}
          error={errors.ackMinutes?.[0]}
        />
        <WholeField
          name="headMinutes"
          label="几分钟没人确认就呼叫社区负责人"
          least={1}
          most={60}
          value={minutes.headMinutes}
          error={errors.headMinutes?.[0]}
        />
      </div>
    </SettingsForm>
  )
}

type RowProps = DutyProps & { person: DutyPerson; index: number }

function DutyRow({ person, index, community, mayEdit, colleagues, friends }: RowProps) {
  const isLast = index === community.duty.length - 1
  return (
    <li class="duty-row">
      <span class="duty-place num">{index + 1}</span>
      <span class="row-main">
        <b>{person.name}</b>
        <span class="soft">
          {person.post && `${person.post} · `}
          <a class="num nowrap" href={`tel:${person.phone}`}>
            {person.phone}
          </a>
        </span>
        <Ways account={colleagues.find(({ id }) => id === person.staffId)} friend={friends.find(({ id }) => id === person.memberId)} />
      </span>
      {mayEdit && <DutyActions person={person} index={index} isLast={isLast} />}
    </li>
  )
}

function DutyActions({ person, index, isLast }: { person: DutyPerson; index: number; isLast: boolean }) {
  const row = (
    <>
      <input type="hidden" name="index" value={String(index)} />
      <input type="hidden" name="seen" value={`${person.name} ${person.phone}`} />
    </>
  )
  return (
    <div class="duty-actions">
      <a class="btn" href={`/settings/duty?edit=${index}#duty-person`} aria-label={`修改${person.name}`}>
        修改
      </a>
      <form method="post" action="/settings/duty/order">
        {row}
        <button type="submit" class="btn btn-icon" name="move" value="up" disabled={index === 0} aria-label={`${person.name}上移`}>
          <Icon name="up" />
        </button>
        <button type="submit" class="btn btn-icon" name="move" value="down" disabled={isLast} aria-label={`${person.name}下移`}>
          <Icon name="down" />
        </button>
      </form>
      <form
        method="post"
        action="/settings/duty/order"
        data-confirm={`把${person.name}移出值班名单？以后有紧急情况不再呼叫这一位，账号和微信好友都不变。`}
        data-confirm-yes="移出名单"
      >
        {row}
        <button type="submit" class="btn btn-icon" name="move" value="out" aria-label={`移除${person.name}`}>
          <Icon name="close" />
        </button>
      </form>
    </div>
  )
}

/** How an alarm reaches the person. */
function Ways({ account, friend }: { account: Staff | undefined; friend: Member | undefined }) {
  if (!account && !friend) return <span class="duty-ways late">机器人呼叫不到，只能打电话：请选账号或微信好友</span>
  const ways = [account && `控制台账号 ${account.name}`, friend && `微信 ${shownName(friend.nickname)}`].filter(Boolean)
  return <span class="duty-ways soft">{ways.join(' · ')}</span>
}
