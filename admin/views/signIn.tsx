import { Field } from './fields.tsx'
import { Icon } from './icon.tsx'
import { AlonePage } from './layout.tsx'

type SignInProps = { nonce: string; username: string; to: string; problem: string | null; tone: 'warn' | 'stop'; isNew: boolean }

export function SignInPage({ nonce, username, to, problem, tone, isNew }: SignInProps) {
  return (
    <AlonePage title="登录" nonce={nonce}>
      <div class="alone-card">
        <h1>登录控制台</h1>
        <p>居民在群里说的事，在这里受理、办理、回复。</p>
        {problem && (
          <div class={`banner banner-${tone}`} role="alert">
            <Icon name="alert" />
            <span>{problem}</span>
          </div>
        )}
        <form method="post" action="/sign-in">
          <input type="hidden" name="to" value={to} />
          <Field
            name="username"
            label="用户名"
            value={username}
            autocomplete="username"
            autocapitalize="none"
            required={true}
            autofocus={!username}
          />
          <Field
            name="password"
            label="密码"
            type="password"
            autocomplete="current-password"
            required={true}
            autofocus={Boolean(username)}
          />
          <button type="submit" class="btn btn-primary">
            登录
          </button>
        </form>
      </div>
      <p class="alone-foot">
        {isNew
          ? '还没有管理员账号：请打开服务器终端里显示的一次性链接，15 分钟内有效；过期后重新启动会显示新的链接。'
          : '忘记密码，请找管理员在“设置 · 人员”里重置。'}
      </p>
    </AlonePage>
  )
}

export type SetupTyped = { community: string; name: string; username: string }
export type SetupErrors = { [field in keyof SetupTyped | 'password']?: string[] | undefined }

type SetupProps = { nonce: string; typed: SetupTyped; errors: SetupErrors; asksCommunity: boolean }

export function SetupPage({ nonce, typed, errors, asksCommunity }: SetupProps) {
  return (
    <AlonePage title="创建管理员" nonce={nonce}>
      <div class="alone-card">
        <h1>创建第一个管理员</h1>
        <p>创建后直接进入控制台，再由您为同事添加账号。</p>
        <form method="post">
          {asksCommunity && (
            <Field
              name="community"
              label="社区名称"
              value={typed.community}
              error={errors.community?.[0]}
              hint="例如：锦宁社区"
              required={true}
              maxlength={30}
              autofocus={true}
            />
          )}
          <Field
            name="name"
            label="姓名"
            value={typed.name}
            error={errors.name?.[0]}
            hint="同事在工单记录里看到的名字"
            required={true}
            maxlength={20}
            autofocus={!asksCommunity}
          />
          <Field
            name="username"
            label="用户名"
            value={typed.username}
            error={errors.username?.[0]}
            hint="登录时填写，不分大小写"
            autocomplete="username"
            autocapitalize="none"
            required={true}
            minlength={2}
            maxlength={30}
          />
          <Field
            name="password"
            label="密码"
            type="password"
            error={errors.password?.[0]}
            hint="至少 8 位"
            autocomplete="new-password"
            required={true}
            minlength={8}
            maxlength={100}
          />
          <button type="submit" class="btn btn-primary">
            创建并登录
          </button>
        </form>
      </div>
    </AlonePage>
  )
}

export function DeadLinkPage({ nonce }: { nonce: string }) {
  return (
    <AlonePage title="链接已失效" nonce={nonce}>
      <div class="alone-card">
        <h1>链接已失效</h1>
        <p>这个链接只能用一次，15 分钟内有效。请在服务器上重新启动，终端会显示新的链接。</p>
        <a class="btn btn-primary" href="/sign-in">
          已有账号，去登录
        </a>
      </div>
    </AlonePage>
  )
}
