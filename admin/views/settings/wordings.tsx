import { preview, WORDING_NAMES, WORDING_TITLES, WORDINGS, type WordingName, type Wordings } from '../../../core/texts/wording.ts'
import type { WordingChange } from '../../../db/wordings.ts'
import { Field } from '../fields.tsx'
import { type Clock, Time } from '../parts.tsx'
import { Tag } from '../tags.tsx'
import { SettingsForm, SettingsFrame } from './page.tsx'

type WordingsProps = { wordings: Wordings; changes: WordingChange[]; clock: Clock; mayEdit: boolean }

export function WordingsPage({ wordings, changes, clock, mayEdit }: WordingsProps) {
  return (
    <SettingsFrame section="wordings" mayEdit={mayEdit}>
      <p>这十二句可以换成社区自己的说法。紧急提示、隐私告知和法律要求的话不能改。</p>
      <section class="card">
        {WORDING_NAMES.map((name) => (
          <article class="echo-row">
            <div class="row-main">
              <a class="echo-what" href={`/settings/wordings/${name}`}>
                {WORDING_TITLES[name]}
              </a>
              <p class="words">{preview(wordings[name] ?? WORDINGS[name].usual)}</p>
            </div>
            <div class="echo-side">{wordings[name] !== undefined && <Tag tint="blue">自己的说法</Tag>}</div>
          </article>
        ))}
      </section>
      <section>
        <h2 class="section-title">改过什么</h2>
        <div class="card">
          {changes.length === 0 && <p class="card-body soft">还没有改过。</p>}
          {changes.map((change) => (
            <article class="echo-row">
              <div class="row-main">
                <b>{WORDING_TITLES[change.name]}</b>
                <div class="soft">
                  {change.by} · <Time at={change.at} clock={clock} />
                </div>
                <p class="words">
                  {change.before ?? '通用的说法'} → {change.words ?? '通用的说法'}
                </p>
              </div>
            </article>
          ))}
        </div>
      </section>
    </SettingsFrame>
  )
}

type WordingProps = { name: WordingName; typed: string; own: string | null; fault: string | null; mayEdit: boolean }

export function WordingPage({ name, typed, own, fault, mayEdit }: WordingProps) {
  const { slots, usual } = WORDINGS[name]
  const path = `/settings/wordings/${name}`
  return (
    <SettingsFrame section="wordings" mayEdit={mayEdit}>
      <a class="back-link" href="/settings/wordings">
        返回说法
      </a>
      <SettingsForm action={path} mayEdit={mayEdit}>
        <h2 class="card-title">{WORDING_TITLES[name]}</h2>
        <input type="hidden" name="seen" value={own ?? ''} />
        <Field name="words" label="怎么说" error={fault ?? undefined}>
          <textarea
            class={`form-control ${fault ? 'is-invalid' : ''}`}
            id="words"
            name="words"
            rows={name === 'help' ? 7 : 4}
            maxlength={1000}
            hx-post={`${path}/preview`}
            hx-trigger="input changed delay:300ms"
            hx-target="#wording-preview"
            hx-swap="innerHTML"
            hx-include="closest form"
          >
            {typed}
          </textarea>
        </Field>
        {slots.length > 0 && <p class="soft">会填进去的：{slots.map((slot: string) => `{${slot}}`).join(' ')}</p>}
        <div class="heard" id="wording-preview">
          <WordingPreview words={typed} fault={fault} />
        </div>
        <p class="soft">通用的说法：{usual}</p>
      </SettingsForm>
      {mayEdit && own !== null && (
        <form method="post" action={`${path}/reset`} data-confirm="恢复成通用的说法？现在的说法会留在“改过什么”里。">
          <input type="hidden" name="seen" value={own} />
          <button type="submit" class="btn">
            恢复通用的说法
          </button>
        </form>
      )}
    </SettingsFrame>
  )
}

/** How residents would hear it, with invented facts. */
export function WordingPreview({ words, fault }: { words: string; fault: string | null }) {
  return <span class={`words ${fault ? 'late' : ''}`}>{fault ?? `居民会听到：${preview(words)}`}</span>
}
