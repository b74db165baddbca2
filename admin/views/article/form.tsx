import type { Estate } from '../../../core/community.ts'
import { ANSWER_LONGEST, type ArticleKind } from '../../../core/knowledge/article.ts'
import type { Station } from '../../../core/organisation/station.ts'
import { ARTICLE_KIND_NAMES } from '../../../core/texts/article.ts'
import { texts } from '../../../core/texts/texts.ts'
import type { ArticleEntry, ArticleVersion } from '../../../db/articles.ts'
import { Field, NotSaved, PickOne } from '../fields.tsx'
import type { Clock } from '../parts.tsx'
import type { Errors } from '../settings/page.tsx'
import { History } from './parts.tsx'
import { BackToArticles } from './read.tsx'
import { DraftTrialBox } from './trial.tsx'

export type ArticleTyped = {
  kind: ArticleKind
  estate: string
  station: string
  title: string
  questions: string
  answer: string
  source: string
  publishedOn: string
  expiresOn: string
}
export type ArticleErrors = Errors<keyof ArticleTyped | 'stale'>

type FormProps = {
  typed: ArticleTyped
  errors: ArticleErrors
  estates: readonly Estate[]
  stations: readonly Station[]
  known: ArticleEntry | null
  versions: readonly ArticleVersion[]
  clock: Clock
}

export function ArticleFormPage({ typed, errors, estates, stations, known, versions, clock }: FormProps) {
  return (
    <>
      <BackToArticles />
      <div class="compose">
        <form method="post" action={known ? `/articles/${known.id}` : '/articles'} class="card" id="compose">
          {known && <input type="hidden" name="version" value={String(known.version)} />}
          {known && <input type="hidden" name="id" value={String(known.id)} />}
          <div class="card-body">
            <NotSaved errors={errors} />
            <Fields typed={typed} errors={errors} estates={estates} stations={stations} />
            <div class="button-row">
              <button type="submit" class="btn btn-primary">
                保存
              </button>
              <a class="btn" href="/articles">
                返回
              </a>
            </div>
          </div>
        </form>
        <div class="compose-preview">
          <div class="card">
            <div class="card-body">
              <h2 class="card-title">群里会看到</h2>
              <div
                id="preview"
                aria-live="polite"
                hx-post="/articles/preview"
                hx-include="#compose"
                hx-trigger="input from:#compose delay:400ms"
              >
                <ArticlePreview typed={typed} faults={[]} />
              </div>
            </div>
          </div>
          <DraftTrialBox />
        </div>
      </div>
      {known && <RetireForm known={known} />}
      {known && <History versions={versions} clock={clock} />}
    </>
  )
}

function Fields({ typed, errors, estates, stations }: Pick<FormProps, 'typed' | 'errors' | 'estates' | 'stations'>) {
  return (
    <>
      <PickOne name="kind" label="类型" names={ARTICLE_KIND_NAMES} value={typed.kind} />
      <Field
        name="title"
        label="标题"
        value={typed.title}
        error={errors.title?.[0]}
        placeholder="例如 居住证办理"
        required={true}
        maxlength={30}
      />
      <Field
        name="questions"
        label="居民会怎么问"
        error={errors.questions?.[0]}
        hint="一行一种，用居民自己的话：在哪办、带什么、几点，都写上才答得准"
      >
        <textarea
          class={`form-control ${errors.questions ? 'is-invalid' : ''}`}
          id="questions"
          name="questions"
          rows={4}
          placeholder={'居住证在哪办\n办居住证带什么材料'}
        >
          {typed.questions}
        </textarea>
      </Field>
      <Field
        name="answer"
        label="回答"
        error={errors.answer?.[0]}
        hint={`最多 ${ANSWER_LONGEST} 个字、5 行：在哪、几点、带什么。介绍居委会的，带上一句“您的信息怎么用，见群里的【告知】”`}
      >
        <textarea
          class={`form-control ${errors.answer ? 'is-invalid' : ''}`}
          id="answer"
          name="answer"
          rows={4}
          required={true}
          maxlength={ANSWER_LONGEST}
        >
          {typed.answer}
        </textarea>
      </Field>
      <Field
        name="source"
        label="出处"
        value={typed.source}
        error={errors.source?.[0]}
        placeholder="例如 社区办事指南，或《自主管理手册》第5条"
        required={true}
        maxlength={40}
      />
      <Field name="estate" label="适用范围" error={errors.estate?.[0]} hint="小区自己的条目优先于全社区的">
        <select class="form-select" id="estate" name="estate">
          <option value="">全社区</option>
          {estates.map(({ id, name }) => (
            <option value={String(id)} selected={String(id) === typed.estate}>
              只在{name}
            </option>
          ))}
        </select>
      </Field>
      {stations.length > 0 && (
        <Field name="station" label="哪个连心站的制度（可不选）" error={errors.station?.[0]} hint="选了就列在那个连心站的页面上">
          <select class="form-select" id="station" name="station">
            <option value="">不属于连心站</option>
            {stations.map(({ id, name }) => (
              <option value={String(id)} selected={String(id) === typed.station}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      )}
      <div class="fields">
        <Field
          name="publishedOn"
          label="发布日期"
          type="date"
          value={typed.publishedOn}
          error={errors.publishedOn?.[0]}
          hint="回答里会写成“某年某月版”"
          required={true}
        />
        <Field
          name="expiresOn"
          label="有效期到（可不填）"
          type="date"
          value={typed.expiresOn}
          error={errors.expiresOn?.[0]}
          hint="过了这天不再回答"
        />
      </div>
    </>
  )
}

/** Word for word what the group will read. */
export function ArticlePreview({ typed, faults }: { typed: ArticleTyped; faults: readonly string[] }) {
  if (typed.answer.trim() === '') return <p class="soft">写好回答和出处，这里就显示机器人会说的话。</p>
  return (
    <>
      {faults.map((fault) => (
        <p class="field-error">{fault}</p>
      ))}
      <p class="said-words">{typed.publishedOn && typed.source ? texts.article.answer(typed) : typed.answer}</p>
      <p class="soft num">
        {[...typed.answer.trim()].length}/{ANSWER_LONGEST} 字
      </p>
    </>
  )
}

function RetireForm({ known }: { known: ArticleEntry }) {
  return (
    <form
      method="post"
      action={`/articles/${known.id}/retirement`}
      data-confirm={`停用“${known.title}”？机器人不再用它回答，内容和修改记录都留着，可以恢复。`}
      data-confirm-yes="停用"
    >
      <input type="hidden" name="version" value={String(known.version)} />
      <button type="submit" class="btn btn-quiet-danger my-3">
        停用这一条
      </button>
    </form>
  )
}
