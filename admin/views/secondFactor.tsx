import { raw } from 'hono/html'
import type { SecondFactorState, Tried } from '../secondFactor.ts'
import { Field } from './fields.tsx'
import { Icon } from './icon.tsx'
import { AlonePage } from './layout.tsx'

const MINUTE_MS = 60_000

/** After the password: the code from the phone. */
export function SecondStepPage({ nonce, to, problem }: { nonce: string; to: string; problem: string | null }) {
  return (
    <AlonePage title="输入验证码" nonce={nonce}>
      <div class="alone-card">
        <h1>输入验证码</h1>
        <p>密码正确。请打开手机上的验证器，输入“回音”下面的 6 位数字。</p>
        {problem && (
          <div class="banner banner-stop" role="alert">
            <Icon name="alert" />
            <span>{problem}</span>
          </div>
        )}
        <form method="post" action="/sign-in/code">
          <input type="hidden" name="to" value={to} />
          <CodeField autofocus={true} />
          <button type="submit" class="btn btn-primary">
            登录
          </button>
        </form>
      </div>
      <p class="alone-foot">
        手机不在身边，可以填一个恢复码，每个只能用一次。恢复码也没有，请找主任或管理员在“设置 · 人员”里重置两步登录。
      </p>
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
      <Field
        name="secondFactorPassword"
        label="现在的密码"
        type="password"
        autocomplete="current-password"
        required={true}
        error={problem ?? undefined}
      />
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
      <Field
        name="secondFactorPassword"
        label="现在的密码"
        type="password"
        autocomplete="current-password"
        required={true}
        error={problem ?? undefined}
      />
      <CodeField />
      <button type="submit" class="btn">
        关闭两步登录
      </button>
    </form>
  )
}

type SetupProps = { secret: string; qrSvg: string; problem: string | null }

export function SecondFactorSetup({ secret, qrSvg, problem }: SetupProps) {
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

function CodeField({ problem = null, autofocus = false }: { problem?: string | null; autofocus?: boolean }) {
  return (
    <Field
      name="code"
      label="验证码"
      autocomplete="one-time-code"
      autocapitalize="none"
      inputmode="text"
      maxlength={30}
      required={true}
      autofocus={autofocus}
      error={problem ?? undefined}
    />
  )
}

/** As it is read aloud and typed. */
function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}
