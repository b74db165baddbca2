import type { Estate } from '../../../core/community.ts'
import type { Staff } from '../../../core/staff.ts'
import type { VisitQuestion } from '../../../core/visit/visit.ts'
import type { VisitEntry } from '../../../db/visits.ts'
import { Covered, Revealing } from '../covered.tsx'
import { EstateField, Field } from '../fields.tsx'
import { Empty, Pager } from '../parts.tsx'
import { Tag } from '../tags.tsx'
import { IntakeTabs } from './form.tsx'

/** As they are asked at every door (S26). */
const QUESTIONS: Record<VisitQuestion, { label: string; short: string }> = {
  suggestion: { label: '对我们小区治理有什么建议吗？', short: '建议' },
  conflict: { label: '邻里间没有什么矛盾吧？', short: '矛盾' },
  help: { label: '有什么需要我们帮忙的吗？', short: '求助' },
}

export function VisitsPage({ visits, older, staff }: { visits: VisitEntry[]; older: number | null; staff: Staff }) {
  return (
    <>
      <IntakeTabs at="visits" />
      <div class="card">
        {visits.length === 0 ? (
          <Empty
            icon="person"
            title="还没有记过走访"
            action={
              <a class="btn btn-primary" href="/visits/new">
                记一次走访
              </a>
            }
          >
            敲开门问三句：建议、矛盾、要帮忙的。记下来的话，可以建工单，也可以记为需求。
          </Empty>
        ) : (
          visits.map((visit) => (
            <article class="echo-row">
              <div class="row-main">
                <a class="echo-what" href={`/visits/${visit.id}`}>
                  {visit.estate}{' '}
                  <Revealing isRevealed={visit.visitorId === staff.id}>
                    <Covered text={visit.household} />
                  </Revealing>
                </a>
                <div class="soft">
                  <span class="num">{visit.visitedOn}</span> · {visit.visitor}
                </div>
              </div>
              <div class="echo-side">
                {visit.answers.map(({ question, became }) => (
                  <Tag tint={became ? 'green' : 'orange'}>{QUESTIONS[question].short}</Tag>
                ))}
              </div>
            </article>
          ))
        )}
      </div>
      <Pager newer={null} older={older === null ? null : `/visits?before=${older}`} />
    </>
  )
}

export function VisitFormPage({ estates, today }: { estates: Estate[]; today: string }) {
  return (
    <form method="post" action="/visits" hx-post="/visits" hx-swap="none" class="card narrow">
      <div class="card-body">
        <EstateField estates={estates} />
        <div class="field-row">
          <Field name="household" label="哪一户" required={true} maxlength={40} autocomplete="off" placeholder="例如：3栋2单元502" />
          <Field name="visitedOn" label="哪天" type="date" value={today} required={true} />
        </div>
        <label class="form-check">
          <input class="form-check-input" type="checkbox" name="consent" value="yes" />
          <span class="form-check-label">对方同意记下门牌。不同意的，只留楼栋。</span>
        </label>
        {(Object.keys(QUESTIONS) as VisitQuestion[]).map((question) => (
          <Field name={question} label={QUESTIONS[question].label} hint="一件写一行，每行可以单独建工单或记为需求">
            <textarea class="form-control" id={question} name={question} rows={3} maxlength={500} />
          </Field>
        ))}
        <Field name="notes" label="其他（只有同事看得到）">
          <textarea class="form-control" id="notes" name="notes" rows={3} maxlength={1000} />
        </Field>
        <button type="submit" class="btn btn-primary">
          保存
        </button>
      </div>
    </form>
  )
}

/** Whoever knocked at a door knows it, and what was said there. */
export function VisitPage({ visit, staff }: { visit: VisitEntry; staff: Staff }) {
  return (
    <Revealing isRevealed={visit.visitorId === staff.id}>
      <WholeVisit visit={visit} />
    </Revealing>
  )
}

function WholeVisit({ visit }: { visit: VisitEntry }) {
  return (
    <>
      <a class="back-link" href="/visits">
        返回走访
      </a>
      <section class="card narrow">
        <div class="card-body">
          <h2 class="card-title">
            {visit.estate} <Covered text={visit.household} />
          </h2>
          <p class="soft">
            <span class="num">{visit.visitedOn}</span> · {visit.visitor} · {visit.hasConsent ? '同意记下门牌' : '不记门牌'}
          </p>
          {visit.answers.map((answer) => (
            <Answer answer={answer} />
          ))}
          {visit.answers.length === 0 && <p class="soft">三个问题都没有回答。</p>}
          {visit.notes && (
            <div class="proposal">
              <div class="row-main">
                <b>其他</b>
                <p class="words">
                  <Covered text={visit.notes} />
                </p>
              </div>
            </div>
          )}
        </div>
      </section>
    </>
  )
}

function Answer({ answer: { id, question, text, became, number } }: { answer: VisitEntry['answers'][number] }) {
  const path = `/visits/answers/${id}`
  return (
    <article class="proposal">
      <div class="row-main">
        <b>{QUESTIONS[question].label}</b>
        <p class="words">
          <Covered text={text} />
        </p>
        {number && (
          <p>
            已登记 <a href={`/tickets/${number}`}>{number}</a>
          </p>
        )}
      </div>
      {became === null && (
        <div class="actions">
          <a class="btn btn-primary" href={`/intake?answer=${id}`}>
            建工单
          </a>
          <form method="post" action={`${path}/need`} hx-post={`${path}/need`} hx-swap="none">
            <button type="submit" class="btn">
              记为需求
            </button>
          </form>
        </div>
      )}
      {became === 'need' && (
        <form method="post" action={`${path}/undo`} hx-post={`${path}/undo`} hx-swap="none">
          <Tag tint="green">已记为需求</Tag>{' '}
          <button type="submit" class="btn btn-sm">
            撤销
          </button>
        </form>
      )}
    </article>
  )
}
