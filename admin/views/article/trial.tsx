import type { Estate } from '../../../core/community.ts'
import type { Article, Unfit } from '../../../core/knowledge/article.ts'
import { isEnough, type Weighed } from '../../../core/knowledge/find.ts'
import { Tag } from '../tags.tsx'

/** What the bot would make of a sentence; `said` null: nothing was asked. */
export type TrialResultProps = {
  words: string
  estateId: number | null
  found: Article | null
  /** It is answered from what is set, before any article. */
  from: 'stations' | 'hotlines' | null
  said: string | null
  likely: readonly Weighed[]
}

/** The id of an article that is still being written. */
export const UNSAVED = 0

const UNFIT_WORDS: Record<Unfit, string> = { retired: '已停用', expired: '已过期', otherEstate: '是别的小区的' }

const NOTHING_TRIED = '这里会显示机器人怎么答、用的是哪一条，答不上来是为什么。'

type TrialBoxProps = { trial: TrialResultProps; estates: readonly Estate[] }

/** On the list: a form of its own, which also works without script. */
export function TrialBox({ trial, estates }: TrialBoxProps) {
  return (
    <form method="get" action="/articles" class="card compose-preview" id="trial-form">
      <div class="card-body">
        <h2 class="card-title">试一问</h2>
        <TrialQuestion
          label="居民会怎么问，写一句"
          value={trial.words}
          hx-get="/articles/trial"
          hx-include="#trial-form"
          hx-trigger="input changed delay:300ms"
        />
        {estates.length > 1 && (
          <select class="form-select mt-2" name="trialEstate" aria-label="在哪个小区问" data-submit="">
            {estates.map(({ id, name }) => (
              <option value={String(id)} selected={id === trial.estateId}>
                在{name}问
              </option>
            ))}
          </select>
        )}
        <div id="trial-result" class="mt-3" aria-live="polite">
          <TrialResult {...trial} />
        </div>
      </div>
    </form>
  )
}

/** Beside the form: the article that is being written counts as it stands, before it is saved. */
export function DraftTrialBox() {
  return (
    <div class="card">
      <div class="card-body">
        <h2 class="card-title">试一问</h2>
        <TrialQuestion
          label="居民会怎么问，写一句（不用先保存）"
          hx-post="/articles/trial"
          hx-include="#compose"
          hx-trigger="input changed delay:300ms, input from:#compose delay:500ms"
        />
        <div id="trial-result" class="mt-3" aria-live="polite">
          <p class="soft mb-0">{NOTHING_TRIED}</p>
        </div>
      </div>
    </div>
  )
}

/** Asks as it is typed; the attributes say where. */
function TrialQuestion({ label, ...input }: { label: string } & Record<string, string>) {
  return (
    <>
      <label class="form-label" for="trial">
        {label}
      </label>
      <input
        class="form-control"
        id="trial"
        name="trial"
        placeholder="例如 居住证在哪办"
        maxlength={60}
        autocomplete="off"
        hx-target="#trial-result"
        hx-swap="innerHTML"
        {...input}
      />
    </>
  )
}

export function TrialResult({ words, found, from, said, likely }: TrialResultProps) {
  if (words === '') return <p class="soft mb-0">{NOTHING_TRIED}</p>
  return (
    <>
      <p>{found || from ? <Tag tint="green">会回答</Tag> : <Tag tint="orange">查不到，转给工作人员</Tag>}</p>
      <p class="said-words">{said}</p>
      {from === 'stations' && (
        <p class="soft">
          照<a href="/settings/stations">连心站</a>登记的地点和时间回答，先于知识库。
        </p>
      )}
      {from === 'hotlines' && (
        <p class="soft">
          照<a href="/settings/hotlines">热线电话</a>里填的号码回答，先于知识库。
        </p>
      )}
      {likely.length === 0 && !from && <p class="soft">没有一条说到这件事。可以写一条，或在已有的条目里加上这种问法。</p>}
      {likely.length > 0 && (
        <ul class="trial-likely">
          {likely.map((weighed) => (
            <li>
              <a href={weighed.article.id !== UNSAVED ? `/articles/${weighed.article.id}` : undefined}>
                {weighed.article.title || '正在写的这一条'}
              </a>{' '}
              <span class="num soft">像 {Math.round(weighed.score * 100)}%</span> <span class="soft">{sayVerdict(weighed, found)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function sayVerdict({ article, score, unfit }: Weighed, found: Article | null): string {
  if (article.id === found?.id) return '用这一条'
  if (unfit) return UNFIT_WORDS[unfit]
  if (!isEnough(score)) return '不够像，怕答错'
  return found?.estateId && article.estateId === null ? '小区自己的条目优先' : '有更像的'
}
