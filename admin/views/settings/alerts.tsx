import type { AlertWay, Try } from '../../../core/alert/tell.ts'
import { texts } from '../../../core/texts/texts.ts'
import type { AlertRow } from '../../../db/alerts.ts'
import type { Way } from '../../alerts.ts'
import { type Clock, Empty, Time } from '../parts.tsx'
import { Tag } from '../tags.tsx'
import { SettingsFrame } from './page.tsx'

const WAY_NAMES: Record<AlertWay, string> = { mail: '邮件', webhook: '群机器人或程序' }

type AlertsPageProps = { ways: readonly Way[]; alerts: AlertRow[]; clock: Clock; mayTest: boolean }

export function AlertsPage({ ways, alerts, clock, mayTest }: AlertsPageProps) {
  return (
    <SettingsFrame section="alerts" mayEdit={mayTest}>
      <div class="card">
        <div class="card-body">
          <h2 class="card-title">微信不通的时候，提醒发到哪里</h2>
          <p class="soft">
            机器人要扫码、断了线、程序停了，紧急情况没人接手，或者微信限制发言、有话要人代发：这些不走微信，另外通知到人。一件事说一次，断线的每
            30 分钟再提醒一次，好了也会说一声。
          </p>
          {ways.length === 0 ? <NoWays /> : <Ways ways={ways} mayTest={mayTest} />}
        </div>
      </div>
      <div class="card">
        <div class="card-body">
          <h2 class="card-title mb-0">最近的提醒</h2>
          {alerts.length === 0 && <p class="soft mt-2 mb-0">还没有出过需要提醒的事。</p>}
        </div>
        {alerts.length > 0 && (
          <ul class="rows">
            {alerts.map((alert) => (
              <AlertLine alert={alert} hasWays={ways.length > 0} clock={clock} />
            ))}
          </ul>
        )}
      </div>
    </SettingsFrame>
  )
}

function NoWays() {
  return (
    <Empty icon="bell" title="还没有设置收提醒的地方">
      现在出了问题，只有打开控制台的人看得到。请管理员在服务器的环境变量里填写邮箱（SMTP_URL、ALERT_MAIL_FROM、ALERT_MAIL_TO）或群机器人的地址（ALERT_WEBHOOK），再重新启动。
    </Empty>
  )
}

function Ways({ ways, mayTest }: { ways: readonly Way[]; mayTest: boolean }) {
  return (
    <>
      <dl class="pairs">
        {ways.map(({ name, shown }) => (
          <>
            <dt>{WAY_NAMES[name]}</dt>
            <dd>{shown}</dd>
          </>
        ))}
      </dl>
      {mayTest && (
        <form method="post" action="/settings/alerts/test" hx-post="/settings/alerts/test" hx-target="#test-result" hx-swap="innerHTML">
          <button type="submit" class="btn btn-primary">
            发一条测试
          </button>
        </form>
      )}
      <div id="test-result" role="status" aria-live="polite" />
    </>
  )
}

/** What became of the test, way by way. */
export function TestResult({ tries }: { tries: readonly Try[] }) {
  return (
    <ul class="test-result">
      {tries.map(({ way, problem }) => (
        <li>
          {problem ? <Tag tint="red">没发出去</Tag> : <Tag tint="green">已发出</Tag>} {WAY_NAMES[way]}
          {problem ? `：${problem}` : '，请到那边看一眼收到没有。'}
        </li>
      ))}
    </ul>
  )
}

function AlertLine({ alert, hasWays, clock }: { alert: AlertRow; hasWays: boolean; clock: Clock }) {
  return (
    <li class="alert-line">
      <div class="outbox-head">
        {alert.endedAt ? <Tag tint="green">已恢复</Tag> : <Tag tint="red">还没好</Tag>}
        <b>{texts.alert.say(alert.kind, alert.about, 'raised').title}</b>
        {alert.about && <span>{alert.about}</span>}
        <span class="soft">
          <Time at={alert.raisedAt} clock={clock} />
          {alert.endedAt && (
            <>
              {' 至 '}
              <Time at={alert.endedAt} clock={clock} />
            </>
          )}
        </span>
      </div>
      <p class={alert.lastError ? 'field-error' : 'soft'}>{sayTold(alert, hasWays)}</p>
    </li>
  )
}

function sayTold({ toldAt, attempts, lastError, endedAt }: AlertRow, hasWays: boolean): string {
  if (lastError) return `${lastError}${attempts > 0 ? `试了 ${attempts} 次，会继续试。` : ''}`
  if (toldAt) return '已通知。'
  if (!hasWays) return '没有设置收提醒的地方，谁也没有通知到。'
  return endedAt ? '还没来得及通知就好了。' : '正在通知。'
}
