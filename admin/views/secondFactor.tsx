import { raw } from 'hono/html'
import type { SecondFactorState, Tried } from '../secondFactor.ts'
import { Field } from './fields.tsx'
import { Icon } from './icon.tsx'
import { AlonePage } from './layout.tsx'

const MINUTE_MS = 60_000

/** `by`: what is asked for, the phone's code or one that was kept for its loss. Either is taken in either place. */
type SecondStepProps = { nonce: string; to: string; by: 'phone' | 'recovery'; problem: string | null }

/** After the password. */
export function SecondStepPage({ nonce, to, by, problem }: SecondStepProps) {
  const isByPhone = by === 'phone'
  const title = isByPhone ? '输入验证码' : '输入恢复码'
  return (
    <AlonePage title={title} nonce={nonce}>
      <div class="alone-card">
        <h1>{title}</h1>
        <p>
          {isByPhone
            ? '密码正确。请打开手机上的验证器，输入“回音”下面的 6 位数字。'
            : '密码正确。请输入开启时收好的恢复码中的一个，每个只能用一次。'}
        </p>
        {problem && (
          <div class="banner banner-stop" role="alert">
            <Icon name="alert" />
            <span>{problem}</span>
          </div>
        )}
        <form method="post" action="/sign-in/code">
          <input type="hidden" name="to" value={to} />
          <input type="hidden" name="by" value={by} />
          {isByPhone ? <CodeField autofocus={true} /> : <CodeField label="恢复码" inputmode="text" autocomplete="off" autofocus={true} />}
          <button type="submit" class="btn btn-primary">
            登录
          </button>
        </form>
        <a class="d-block mt-3" href={`/sign-in/code?${new URLSearchParams({ to, by: isByPhone ? 'recovery' : 'phone' })}`}>
          {isByPhone ? '手机不在身边，用恢复码登录' : '用手机上的验证码登录'}
        </a>
      </div>
      <p class="alone-foot">手机和恢复码都没有了，请找主任或管理员在“设置 · 人员”里重置两步登录。</p>
    </AlonePage>
  )
}

export function sayTried(tried: Exclude<Tried, { kind: 'right' }>, now: Date, what = '验证码'): string {
  if (tried.kind === 'wrong') return `${what}不正确，还可以再试 ${tried.triesLeft} 次。`
  const minutes = tried.until ? Math.ceil((tried.until.getTime() - now.getTime()) / MINUTE_MS) : 15
  return `连续输错次数太多，已暂时锁定，请 ${minutes} 分钟后再试。`
}

type CardProps = { state: SecondFactorState; problem: string | null }

/** On the page of the own account. */
export function SecondFactorCard({ state, problem }: CardProps) {
  return (
    <div class="card mt-3" id="second-factor">
      {state.kind === 'off' ? <TurnOn problem={problem} /> : <TurnOff codesLeft={state.codesLeft} problem={problem} />}
    </div>
  )
}

function TurnOn({ problem }: { problem: string | null }) {
  return (
    <form class="card-body" method="post" action="/account/second-factor">
      <h2 class="card-title">两步登录</h2>
      <p class="soft">还没有开启。开启后，登录时除了密码，还要输入手机验证器上的 6 位数字，别人知道了密码也进不来。</p>
      <OwnPassword problem={problem} />
      <button type="submit" class="btn">
        开启两步登录
      </button>
    </form>
  )
}

function TurnOff({ codesLeft, problem }: { codesLeft: number; problem: string | null }) {
  return (
    <form
      class="card-body"
      method="post"
      action="/account/second-factor/removal"
      data-confirm="关闭两步登录？以后只凭密码就能登录。"
      data-confirm-yes="关闭"
    >
      <h2 class="card-title">两步登录</h2>
      <p class="soft">
        已开启。还剩 {codesLeft} 个恢复码{codesLeft <= 3 && '，不多了：关闭后重新开启，就有新的十个'}。
      </p>
      <OwnPassword problem={problem} />
      <CodeField label="验证码或恢复码" inputmode="text" />
      <button type="submit" class="btn">
        关闭两步登录
      </button>
    </form>
  )
}

function OwnPassword({ problem }: { problem: string | null }) {
  return (
    <Field
      name="secondFactorPassword"
      label="现在的密码"
      type="password"
      autocomplete="current-password"
      required={true}
      error={problem ?? undefined}
    />
  )
}

type SetupProps = { secret: string; address: string; qrSvg: string; problem: string | null }

export function SecondFactorSetup({ secret, address, qrSvg, problem }: SetupProps) {
  return (
    <div class="narrow">
      <div class="card">
        <div class="card-body">
          <h2 class="card-title">第一步：用手机扫码</h2>
          <p class="soft">
            在手机上装一个验证器（微信里搜“腾讯身份验证器”，或用 Microsoft Authenticator、Google 身份验证器），点“添加”，扫下面的码。
          </p>
          <div class="scan-code" role="img" aria-label="两步登录的二维码">
            {raw(qrSvg)}
          </div>
          <p class="only-phone">
            <a href={address}>验证器就在这部手机上，点这里添加</a>
          </p>
          <Field name="secret" label="扫不了码，就手动输入这串密钥">
            <input class="form-control" id="secret" value={inFours(secret)} readonly={true} />
          </Field>
        </div>
      </div>
      <form class="card mt-3" method="post" action="/account/second-factor/confirmation">
        <div class="card-body">
          <h2 class="card-title">第二步：输入验证器上的 6 位数字</h2>
          <CodeField problem={problem} autofocus={problem !== null} />
          <div class="button-row">
            <button type="submit" class="btn btn-primary">
              确认开启
            </button>
            <a class="btn" href="/account">
              先不开启
            </a>
          </div>
        </div>
      </form>
    </div>
  )
}

export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div class="narrow">
      <div class="card given" role="status">
        <div class="card-body">
          <h2 class="card-title">两步登录已开启，请收好这十个恢复码</h2>
          <p>手机丢了或换了，用其中一个代替验证码登录，每个只能用一次。只显示这一次，请抄下来或打印，不要和手机放在一起。</p>
          <ol class="recovery-codes">
            {codes.map((code) => (
              <li>
                <code>{code}</code>
              </li>
            ))}
          </ol>
          <div class="button-row">
            <button type="button" class="btn" data-copy={codes.join('\n')}>
              复制恢复码
            </button>
            <a class="btn btn-primary" href="/account">
              我收好了
            </a>
          </div>
        </div>
      </div>
    </div>
  )
}

function CodeField({ problem = null, ...input }: { problem?: string | null } & Record<string, unknown>) {
  return (
    <Field
      name="code"
      label="验证码"
      autocomplete="one-time-code"
      autocapitalize="none"
      inputmode="numeric"
      maxlength={30}
      required={true}
      error={problem ?? undefined}
      {...input}
    />
  )
}

/** As it is read aloud and typed. */
function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}
