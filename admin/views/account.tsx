import type { Staff } from '../../core/staff.ts'
import type { SessionEntry } from '../../db/sessions.ts'
import type { SecondFactorState } from '../secondFactor.ts'
import { Field } from './fields.tsx'
import { AlonePage } from './layout.tsx'
import { Avatar, type Clock, ROLE_NAMES, Time } from './parts.tsx'
import { SecondFactorCard } from './secondFactor.tsx'

export type PasswordErrors = { current?: string[] | undefined; next?: string[] | undefined; again?: string[] | undefined }

type AccountProps = {
  staff: Staff
  username: string
  errors: PasswordErrors
  sessions: readonly SessionEntry[]
  clock: Clock
  secondFactor: { state: SecondFactorState; problem: string | null }
}

export function AccountPage({ staff, username, errors, sessions, clock, secondFactor }: AccountProps) {
  return (
    <div class="narrow">
      <div class="card mb-3">
        <div class="card-body account-line">
          <Avatar name={staff.name} />
          <div>
            <b>{staff.name}</b>
            <div class="soft">
              {ROLE_NAMES[staff.role]} · 用户名 {username}
            </div>
          </div>
        </div>
      </div>
      <div class="card">
        <form class="card-body" method="post" action="/account/password">
          <h2 class="card-title">修改密码</h2>
          <Field
            name="current"
            label="现在的密码"
            type="password"
            autocomplete="current-password"
            required={true}
            error={errors.current?.[0]}
          />
          <NewPasswordFields errors={errors} />
          <button type="submit" class="btn btn-primary">
            修改密码
          </button>
        </form>
      </div>
      <SecondFactorCard {...secondFactor} />
      <Sessions sessions={sessions} clock={clock} />
      <form method="post" action="/sign-out" class="only-phone mt-3">
        <button type="submit" class="btn">
          退出登录
        </button>
      </form>
    </div>
  )
}

function Sessions({ sessions, clock }: { sessions: readonly SessionEntry[]; clock: Clock }) {
  return (
    <div class="card mt-3">
      <div class="card-body">
        <h2 class="card-title">登录着的设备</h2>
        <ul class="rows">
          {sessions.map((session) => (
            <li class="outbox-row">
              <div class="outbox-head">
                <b>{session.isHere ? '这里' : nameDevice(session.userAgent)}</b>
                {session.ipAddress && <span class="soft">{session.ipAddress}</span>}
                <Time at={session.lastSeenAt ?? session.createdAt} clock={clock} />
              </div>
            </li>
          ))}
        </ul>
        {sessions.length > 1 && (
          <form method="post" action="/account/sessions/others" class="mt-3">
            <button type="submit" class="btn">
              退出其他设备
            </button>
          </form>
        )}
      </div>
    </div>
  )
}

const DEVICES: [RegExp, string][] = [
  [/iPhone|iPad/, '苹果手机或平板'],
  [/Android|HarmonyOS/, '安卓或鸿蒙手机'],
  [/Windows/, 'Windows 电脑'],
  [/Macintosh/, '苹果电脑'],
]

function nameDevice(userAgent: string | null): string {
  return DEVICES.find(([known]) => known.test(userAgent ?? ''))?.[1] ?? '别的设备'
}

export function FirstPasswordPage({ nonce, name, errors }: { nonce: string; name: string; errors: PasswordErrors }) {
  return (
    <AlonePage title="设置密码" nonce={nonce}>
      <div class="alone-card">
        <h1>请先设置自己的密码</h1>
        <p>{name}，您好。现在用的是别人给的密码，换成只有您知道的，才能继续。</p>
        <form method="post" action="/account/first-password">
          <NewPasswordFields errors={errors} />
          <button type="submit" class="btn btn-primary">
            保存并继续
          </button>
        </form>
      </div>
      <form method="post" action="/sign-out" class="alone-foot">
        <button type="submit" class="btn btn-link p-0">
          退出登录
        </button>
      </form>
    </AlonePage>
  )
}

function NewPasswordFields({ errors }: { errors: PasswordErrors }) {
  const rules = { type: 'password', autocomplete: 'new-password', required: true, minlength: 8, maxlength: 100 }
  return (
    <>
      <Field name="next" label="新密码" hint="至少 8 位" error={errors.next?.[0]} {...rules} />
      <Field name="again" label="再输一次" error={errors.again?.[0]} {...rules} />
    </>
  )
}
