import { mayResetSecondFactor, OWN_ROLES, type Staff } from '../../../core/staff.ts'
import type { Person } from '../../../db/people.ts'
import { Field } from '../fields.tsx'
import { Avatar, type Clock, ROLE_NAMES, Time } from '../parts.tsx'
import { Tag } from '../tags.tsx'
import { type Errors, SettingsFrame } from './page.tsx'

const ROLE_HINT = '查看者只看；网格员接单、办理、核查；社区工作人员另可受理、派单、发通知；主任另可改设置；管理员另可管理人员。'

export type PersonTyped = { name: string; username: string; role: string }
/** A password that is shown this once. */
export type Given = { name: string; username: string; temporaryPassword: string; isNew: boolean }

type PeoplePageProps = {
  people: readonly Person[]
  me: Staff
  clock: Clock
  typed: PersonTyped
  errors: Errors<keyof PersonTyped>
  given: Given | null
}

export function PeoplePage({ people, me, clock, typed, errors, given }: PeoplePageProps) {
  const mayEdit = me.role === 'administrator'
  return (
    <SettingsFrame section="people" mayEdit={mayEdit}>
      {given && <GivenPassword given={given} />}
      <div class="card">
        {people.map((person) => (
          <PersonRow person={person} me={me} mayEdit={mayEdit} clock={clock} />
        ))}
      </div>
      {mayEdit && <NewPerson typed={typed} errors={errors} isAlone={people.length === 1} />}
    </SettingsFrame>
  )
}

function GivenPassword({ given }: { given: Given }) {
  return (
    <div class="card given" role="status">
      <div class="card-body">
        <h2 class="card-title">{given.isNew ? `已添加${given.name}` : `已重置${given.name}的密码`}</h2>
        <p>请把用户名和临时密码告诉本人。密码只显示这一次，首次登录后必须改成自己的。</p>
        <dl class="given-facts">
          <dt>用户名</dt>
          <dd id="given-username">{given.username}</dd>
          <dt>临时密码</dt>
          <dd>
            <code id="given-password">{given.temporaryPassword}</code>
          </dd>
        </dl>
        <button type="button" class="btn" data-copy={`用户名 ${given.username}，临时密码 ${given.temporaryPassword}`}>
          复制用户名和密码
        </button>
      </div>
    </div>
  )
}

function PersonRow({ person, me, mayEdit, clock }: { person: Person; me: Staff; mayEdit: boolean; clock: Clock }) {
  const isMe = person.id === me.id
  const action = `/settings/people/${person.id}`
  return (
    <div class={`person ${person.active ? '' : 'is-off'}`}>
      <Avatar name={person.name} />
      <div class="row-main">
        <b>
          {person.name}
          {isMe && <span class="soft">（您自己）</span>}
          {!person.active && <Tag tint="grey">已停用</Tag>}
          {person.active && person.mustChangePassword && <Tag tint="orange">待改密码</Tag>}
          {person.hasSecondFactor && <Tag tint="green">两步登录</Tag>}
        </b>
        <span class="soft">
          {person.username} · {person.lastSeenAt ? <>上次使用 {<Time at={person.lastSeenAt} clock={clock} />}</> : '还没有登录过'}
        </span>
      </div>
      {!mayEdit && <Tag tint="blue">{ROLE_NAMES[person.role]}</Tag>}
      {!mayEdit && mayResetSecondFactor(me, person) && <SecondFactorForm person={person} action={action} />}
      {mayEdit && (
        <div class="person-actions">
          <form method="post" action={`${action}/role`} class="inline-form">
            <select class="form-select" name="role" aria-label={`${person.name}的角色`}>
              {OWN_ROLES.map((role) => (
                <option value={role} selected={role === person.role}>
                  {ROLE_NAMES[role]}
                </option>
              ))}
            </select>
            <button type="submit" class="btn" aria-label={`改角色，${person.name}`}>
              改角色
            </button>
          </form>
          <form
            method="post"
            action={`${action}/password`}
            data-confirm={`给${person.name}一个新的临时密码？原来的密码马上失效，正在登录的设备会退出。`}
            data-confirm-yes="重置"
          >
            <button type="submit" class="btn">
              重置密码
            </button>
          </form>
          {mayResetSecondFactor(me, person) && <SecondFactorForm person={person} action={action} />}
          <ActiveForm person={person} action={action} isMe={isMe} />
        </div>
      )}
    </div>
  )
}

function SecondFactorForm({ person, action }: { person: Person; action: string }) {
  if (!person.hasSecondFactor) return null
  return (
    <form
      method="post"
      action={`${action}/second-factor/removal`}
      data-confirm={`重置${person.name}的两步登录？请先确认是本人手机丢了。之后只凭密码就能登录，正在登录的设备会退出。`}
      data-confirm-yes="重置"
    >
      <button type="submit" class="btn">
        重置两步登录
      </button>
    </form>
  )
}

function ActiveForm({ person, action, isMe }: { person: Person; action: string; isMe: boolean }) {
  if (!person.active) {
    return (
      <form method="post" action={`${action}/service`}>
        <button type="submit" class="btn">
          恢复
        </button>
      </form>
    )
  }
  const question = isMe
    ? '停用您自己的账号？您会马上退出，只能由别的管理员恢复。'
    : `停用${person.name}的账号？之后不能登录，办过的事仍留着名字。`
  return (
    <form method="post" action={`${action}/leave`} data-confirm={question} data-confirm-yes="停用">
      <button type="submit" class="btn btn-quiet-danger">
        停用
      </button>
    </form>
  )
}

function NewPerson({ typed, errors, isAlone }: { typed: PersonTyped; errors: Errors<keyof PersonTyped>; isAlone: boolean }) {
  return (
    <form method="post" action="/settings/people" class="card">
      <div class="card-body">
        <h2 class="card-title">添加同事</h2>
        {isAlone && <p class="soft">现在只有您一个人。添加一位网格员或社区工作人员，诉求就能派给他。</p>}
        <div class="fields">
          <Field name="name" label="姓名" value={typed.name} error={errors.name?.[0]} required={true} maxlength={20} autocomplete="off" />
          <Field
            name="username"
            label="用户名"
            value={typed.username}
            error={errors.username?.[0]}
            hint="登录时填写，不分大小写"
            required={true}
            minlength={2}
            maxlength={30}
            autocapitalize="none"
            autocomplete="off"
          />
          <Field name="role" label="角色" error={errors.role?.[0]}>
            <select class="form-select" id="role" name="role">
              {OWN_ROLES.map((role) => (
                <option value={role} selected={role === typed.role}>
                  {ROLE_NAMES[role]}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <p class="soft">{ROLE_HINT}</p>
        <button type="submit" class="btn btn-primary">
          添加并生成临时密码
        </button>
      </div>
    </form>
  )
}
