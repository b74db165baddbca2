import { Temporal } from 'temporal-polyfill'
import type { Run } from '../../../core/calendar/calendar.ts'
import type { DayKind, SpecialDay } from '../../../core/calendar/specialDay.ts'
import { DAY_KIND_NAMES } from '../../../core/texts/setting.ts'
import { Field, PickOne } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { Empty } from '../parts.tsx'
import { Tag } from '../tags.tsx'
import { type Errors, SettingsForm, SettingsFrame } from './page.tsx'

export type DaysTyped = { from: string; to: string; kind: DayKind; worksAs: string; name: string }
export type DaysErrors = Errors<keyof DaysTyped | 'notice'>
type Span = { from: string; to: string }

const KIND_TINTS = { off: 'green', work: 'orange', usual: 'grey' } as const
const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const

type CalendarProps = {
  year: number
  years: readonly number[]
  missing: readonly number[]
  runs: readonly Run[]
  /** What the last change replaced, for taking it back. */
  before: (Span & { days: SpecialDay[] }) | null
  typed: DaysTyped
  notice: string
  errors: DaysErrors
  today: string
  mayEdit: boolean
}

export function CalendarPage(props: CalendarProps) {
  const { year, years, missing, before, mayEdit } = props
  return (
    <SettingsFrame section="calendar" mayEdit={mayEdit}>
      {missing.length > 0 && !mayEdit && (
        <p class="banner banner-warn" role="alert">
          <Icon name="alert" />
          <span>{sayMissing(missing)}</span>
        </p>
      )}
      {before && mayEdit && <Undo before={before} />}
      <div>
        <nav class="chips" aria-label="年份">
          {years.map((one) => (
            <a class="chip" href={`/settings/calendar?year=${one}`} aria-current={one === year ? 'true' : undefined}>
              {one}年
            </a>
          ))}
        </nav>
        <div class="card">
          <Days {...props} />
        </div>
      </div>
      {mayEdit && <NoticeForm {...props} />}
      {mayEdit && <DaysForm {...props} />}
    </SettingsFrame>
  )
}

/** Said in a banner over every page to those who can mend it, and here to the others. */
export function sayMissing(years: readonly number[]): string {
  return `还没有${years.map((year) => `${year}年`).join('、')}的节假日安排，这期间答应居民的时间会把放假当作上班。请按国务院办公厅的通知填写。`
}

function Undo({ before }: { before: NonNullable<CalendarProps['before']> }) {
  return (
    <form method="post" action="/settings/calendar/undo" class="banner undo">
      <Icon name="check" />
      <span>刚改了{saySpan(before)}。</span>
      <input type="hidden" name="before" value={JSON.stringify(before)} />
      <button type="submit" class="btn">
        撤销
      </button>
    </form>
  )
}

function Days({ year, runs, mayEdit, today }: CalendarProps) {
  if (runs.length === 0) {
    return (
      <Empty icon="info" title={`${year}年还没有节假日安排`}>
        通知一般在前一年的十月到十二月公布。公布后把原文粘贴在下面，或一段一段填写。
      </Empty>
    )
  }
  const past = runs.filter(({ to }) => to < today)
  const ahead = runs.filter(({ to }) => to >= today)
  return (
    <>
      {ahead.length === 0 && <p class="card-body soft mb-0">今年后面没有和平常不一样的日子。</p>}
      <ul class="rows">
        {ahead.map((run) => (
          <DayRow run={run} isPast={false} mayEdit={mayEdit} />
        ))}
      </ul>
      {past.length > 0 && (
        <details class="past">
          <summary>已经过去的 {past.length} 段</summary>
          <ul class="rows">
            {past.map((run) => (
              <DayRow run={run} isPast={true} mayEdit={mayEdit} />
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function DayRow({ run, isPast, mayEdit }: { run: Run; isPast: boolean; mayEdit: boolean }) {
  const act = run.isOwn ? 'arranged' : 'usual'
  return (
    <li class={`day-row ${isPast ? 'is-past' : ''}`}>
      <Tag tint={KIND_TINTS[run.kind]}>{DAY_KIND_NAMES[run.kind]}</Tag>
      <span class="row-main">
        <b>
          {saySpan(run)}
          {run.isOwn && <span class="tag tint-blue">本社区</span>}
        </b>
        <span class="soft">{sayAbout(run)}</span>
      </span>
      {mayEdit && !isPast && (
        <form method="post" action="/settings/calendar/span">
          <input type="hidden" name="from" value={run.from} />
          <input type="hidden" name="to" value={run.to} />
          <button type="submit" class="btn" name="act" value={act} aria-label={`${ACTS[act]}：${saySpan(run)}`}>
            {ACTS[act]}
          </button>
        </form>
      )}
    </li>
  )
}

const ACTS = { usual: '改为平常', arranged: '移除' } as const

function sayAbout({ kind, name, days, worksAs, isOwn }: Run): string {
  const about = {
    off: days > 1 ? `共 ${days} 天` : '',
    work: worksAs === null ? '' : `按${WEEKDAYS[worksAs - 1]}的时间上班`,
    usual: '不按统一安排，照星期几上班或休息',
  }
  return [name, about[kind], isOwn ? '' : '国家安排'].filter(Boolean).join(' · ')
}

/** 10月1日（周四）至7日（周三） */
export function saySpan({ from, to }: Span): string {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
  const sayDay = (day: Temporal.PlainDate) => `${day.day}日（${WEEKDAYS[day.dayOfWeek - 1]}）`
  const start = `${first.month}月${sayDay(first)}`
  if (from === to) return start
  return `${start}至${last.month === first.month ? '' : `${last.month}月`}${sayDay(last)}`
}

/** The whole year at once, from the words in which it is published. */
function NoticeForm({ year, notice, errors, mayEdit }: CalendarProps) {
  const hint = '国务院办公厅或本地的放假通知，整段粘贴就行。放假和调休上班的日子会读出来，保存后请看一遍。'
  return (
    <SettingsForm action="/settings/calendar/notice" mayEdit={mayEdit} label="读出来并保存">
      <h2 class="card-title">粘贴{year}年的放假通知</h2>
      <input type="hidden" name="year" value={String(year)} />
      <Field name="notice" label="通知原文" error={errors.notice?.[0]} hint={hint}>
        <textarea
          class="form-control"
          id="notice"
          name="notice"
          rows={4}
          required={true}
          maxlength={4000}
          placeholder="一、元旦：1月1日（周五）至3日（周日）放假，共3天。"
        >
          {notice}
        </textarea>
      </Field>
    </SettingsForm>
  )
}

function DaysForm({ typed, errors, mayEdit }: CalendarProps) {
  return (
    <SettingsForm action="/settings/calendar" mayEdit={mayEdit} id="days">
      <h2 class="card-title">填写或修改日子</h2>
      <p class="soft">只有一天的，最后一天不用填。和国家安排不同的，以这里填的为准。</p>
      <div class="fields">
        <Field name="from" label="第一天" type="date" value={typed.from} error={errors.from?.[0]} required={true} />
        <Field name="to" label="最后一天" type="date" value={typed.to} error={errors.to?.[0]} />
        <Field
          name="name"
          label="名称"
          value={typed.name}
          error={errors.name?.[0]}
          maxlength={12}
          placeholder="例如 春节"
          autocomplete="off"
        />
      </div>
      <PickOne
        name="kind"
        label="这些天"
        names={{ off: '休息，不算工作时间', work: '上班（调休补班、节日值班）', usual: '按平常的星期几' }}
        value={typed.kind}
      />
      <Field name="worksAs" label="上班的，按哪天的时间" hint="补班的星期日通常按被换走的那个工作日">
        <select class="form-select" id="worksAs" name="worksAs">
          {WEEKDAYS.map((day, index) => (
            <option value={String(index + 1)} selected={String(index + 1) === typed.worksAs}>
              {day}
            </option>
          ))}
        </select>
      </Field>
    </SettingsForm>
  )
}
