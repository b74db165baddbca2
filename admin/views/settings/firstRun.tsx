import type { Child } from 'hono/jsx'
import { Field } from '../fields.tsx'
import { BuildingsField, type EstateErrors, EstateFields } from './estates.tsx'
import { SpanField } from './hours.tsx'
import type { Errors } from './page.tsx'

export type FirstRunTyped = {
  community: string
  contact: string
  name: string
  code: string
  buildings: string
  gas: string
  weekdayFrom: string
  weekdayTo: string
  weekendFrom: string
  weekendTo: string
}
export type FirstRunErrors = Errors<keyof FirstRunTyped>

/** The few things without which nothing works, in the order a person knows them. */
export function FirstRunPage({ typed, errors }: { typed: FirstRunTyped; errors: FirstRunErrors }) {
  return (
    <form method="post" action="/first-run" class="first-run" id="first-run">
      <Step number={1} title="社区">
        <Field name="community" label="社区名称" value={typed.community} error={errors.community?.[0]} required={true} maxlength={30} />
        <Field
          name="contact"
          label="联系方式"
          value={typed.contact}
          error={errors.contact?.[0]}
          hint="写在发到群里的告知末尾，居民要查、改、删自己的信息时找这里"
          placeholder="例如 锦宁社区服务中心，0757-00000000"
          maxlength={60}
        />
      </Step>
      <Step number={2} title="第一个小区">
        <EstateFields typed={typed} errors={errors as EstateErrors} />
        <BuildingsField typed={typed.buildings} error={errors.buildings?.[0]} />
      </Step>
      <Step number={3} title="燃气抢修电话">
        <Field
          name="gas"
          label="本地燃气公司的 24 小时抢修电话"
          type="tel"
          value={typed.gas}
          error={errors.gas?.[0]}
          maxlength={20}
          placeholder="例如 96777"
          hint="有人说闻到煤气味，机器人马上给出这个号码。不填也能继续，但机器人只记录、不说话。"
        />
      </Step>
      <Step number={4} title="工作时间">
        <p class="soft">机器人按工作时间答应居民几点前回应。午休、三班倒等以后在设置里细调。</p>
        <SpanField label="周一至周五" name="weekday" from={typed.weekdayFrom} to={typed.weekdayTo} error={errors.weekdayTo?.[0]} />
        <SpanField
          label="周六、周日（休息就清空）"
          name="weekend"
          from={typed.weekendFrom}
          to={typed.weekendTo}
          error={errors.weekendTo?.[0]}
        />
      </Step>
      <div class="button-row">
        <button type="submit" class="btn btn-primary">
          保存，开始使用
        </button>
        <a class="btn" href="/tickets">
          以后再填
        </a>
      </div>
    </form>
  )
}

function Step({ number, title, children }: { number: number; title: string; children: Child }) {
  return (
    <section class="card" aria-labelledby={`step-${number}`}>
      <div class="card-body">
        <h2 class="card-title step-title" id={`step-${number}`}>
          <span class="step-number num" aria-hidden="true">
            {number}
          </span>
          {title}
        </h2>
        {children}
      </div>
    </section>
  )
}
