import type { DayUsage } from '../../../db/usage.ts'
import { Field } from '../fields.tsx'
import { Empty } from '../parts.tsx'
import { SettingsForm, SettingsFrame } from './page.tsx'

type ModelPageProps = { days: DayUsage[]; hasModel: boolean; certainty: string; error: string | undefined; mayEdit: boolean }

export function ModelPage({ days, hasModel, certainty, error, mayEdit }: ModelPageProps) {
  const hasUsage = hasModel || days.some(({ calls }) => calls > 0)
  return (
    <SettingsFrame section="model" mayEdit={mayEdit}>
      <div class="card">
        {hasUsage ? (
          <Usage days={days} />
        ) : (
          <Empty icon="robot" title="没有接入语言模型">
            机器人按内置规则识别，不产生费用，消息也不离开本机。要接入，请管理员在服务器的环境变量里填写 OPENAI_MODEL 等，再重新启动。
          </Empty>
        )}
      </div>
      <SettingsForm action="/settings/model" mayEdit={mayEdit}>
        <h2 class="card-title">多大把握才登记</h2>
        <p class="soft">识别出来的诉求，把握达到这个数，机器人就直接登记、回编号；不到的进“待人工”，由人来看。</p>
        <div class="fields">
          <Field
            name="certainty"
            label="把握（%）"
            type="number"
            min={40}
            max={95}
            step={1}
            value={certainty}
            error={error}
            hint="一般 60 合适。调高，人看得多、错登少；调低，反过来。"
            required={true}
          />
        </div>
      </SettingsForm>
    </SettingsFrame>
  )
}

function Usage({ days }: { days: DayUsage[] }) {
  const all = sumUp(days)
  const asked = all.messages - all.heldBack
  return (
    <div class="card-body">
      <h2 class="card-title">近 30 天的模型用量</h2>
      <dl class="facts">
        <Fact label="调用">
          {all.calls} 次{all.failures > 0 && `，其中 ${all.failures} 条没答上来，改由内置规则识别`}
        </Fact>
        <Fact label="词元">
          读 {count(all.promptTokens)}，写 {count(all.completionTokens)}
        </Fact>
        <Fact label="费用">{sayCost(all)}</Fact>
        <Fact label="不外送">
          {all.messages === 0 ? '还没有消息' : `${share(all.heldBack, all.messages)}（共看 ${all.messages} 条，${asked} 条需要细看）`}
        </Fact>
      </dl>
      <p class="soft">闲聊在本机就能认出来，不送给模型。送出去的文字先遮住姓名、电话、证件、车牌和门牌。</p>
      {days.length > 0 && <Days days={days} />}
    </div>
  )
}

function Fact({ label, children }: { label: string; children: unknown }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd class="num">{children}</dd>
    </div>
  )
}

function Days({ days }: { days: DayUsage[] }) {
  return (
    <table class="usage num">
      <thead>
        <tr>
          <th>日期</th>
          <th>看过</th>
          <th>不外送</th>
          <th>调用</th>
          <th>没答上</th>
          <th>词元</th>
          <th>费用</th>
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr>
            <th scope="row">{day.day.slice(5)}</th>
            <td>{day.messages}</td>
            <td>{share(day.heldBack, day.messages)}</td>
            <td>{day.calls}</td>
            <td>{day.failures}</td>
            <td>{count(day.promptTokens + day.completionTokens)}</td>
            <td>{day.cost > 0 ? yuan(day.cost) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function sumUp(days: readonly DayUsage[]): Omit<DayUsage, 'day'> {
  const total = { messages: 0, heldBack: 0, calls: 0, failures: 0, promptTokens: 0, completionTokens: 0, cost: 0 }
  for (const day of days) for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += day[key]
  return total
}

function sayCost({ calls, cost }: Pick<DayUsage, 'calls' | 'cost'>): string {
  if (calls > 0 && cost === 0) return '没有填写单价，算不出来'
  return `${yuan(cost)} 元`
}

/** A day of a small estate costs less than a fen. */
function yuan(cost: number): string {
  return cost.toFixed(cost > 0 && cost < 0.1 ? 4 : 2)
}

function share(part: number, whole: number): string {
  return `${Math.round((part / whole) * 100)}%`
}

/** 12,345 is 1.2万. */
function count(tokens: number): string {
  return tokens < 10_000 ? String(tokens) : `${(tokens / 10_000).toFixed(1)}万`
}
