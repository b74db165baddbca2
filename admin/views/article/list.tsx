import type { Estate } from '../../../core/community.ts'
import { type ArticleKind, needsReview } from '../../../core/knowledge/article.ts'
import { ARTICLE_KIND_NAMES } from '../../../core/texts/article.ts'
import type { ArticleEntry } from '../../../db/articles.ts'
import { Choice, SearchBox } from '../fields.tsx'
import { Icon } from '../icon.tsx'
import { type Clock, Empty } from '../parts.tsx'
import { ArticleState, WhoChanged } from './parts.tsx'
import { TrialBox, type TrialResultProps } from './trial.tsx'

export type ArticleQuery = { view: 'inForce' | 'retired'; kind: '' | ArticleKind; estate: string; q: string }

type ListProps = {
  query: ArticleQuery
  entries: readonly ArticleEntry[]
  estates: readonly Estate[]
  trial: TrialResultProps
  mayWrite: boolean
  clock: Clock
}

export function WriteArticleButton() {
  return (
    <a class="btn btn-primary" href="/articles/new">
      <Icon name="plus" /> 写一条
    </a>
  )
}

export function ArticlesPage(props: ListProps) {
  const { query, entries, estates, trial, clock } = props
  const old = entries.filter((entry) => needsReview(entry, clock.now)).length
  return (
    <div class="compose">
      <section aria-label="条目">
        <nav class="chips" aria-label="条目">
          <a class="chip" href="/articles" aria-current={query.view === 'inForce' ? 'page' : undefined}>
            在用
          </a>
          <a class="chip" href="/articles?view=retired" aria-current={query.view === 'retired' ? 'page' : undefined}>
            已停用
          </a>
        </nav>
        <ArticleFilters query={query} estates={estates} />
        {old > 0 && (
          <p class="banner banner-warn">
            <Icon name="alert" />
            <span>{old} 条一年没人核对过。打开看看还对不对，保存一次就算核对过。</span>
          </p>
        )}
        <div class="card">
          {entries.length === 0 ? <NoArticles {...props} /> : entries.map((entry) => <ArticleRow entry={entry} clock={clock} />)}
        </div>
      </section>
      <TrialBox trial={trial} estates={estates} />
    </div>
  )
}

function ArticleFilters({ query, estates }: Pick<ListProps, 'query' | 'estates'>) {
  return (
    <form class="filters" method="get" action="/articles">
      {query.view === 'retired' && <input type="hidden" name="view" value="retired" />}
      <SearchBox value={query.q} of="条目" placeholder="标题、问法、回答" />
      <div class="filter-choices">
        <Choice name="kind" label="类型" all="全部类型" value={query.kind} options={Object.entries(ARTICLE_KIND_NAMES)} />
        {estates.length > 1 && (
          <Choice
            name="estate"
            label="适用范围"
            all="全部范围"
            value={query.estate}
            options={estates.map(({ id, name }) => [String(id), `${name}能用的`])}
          />
        )}
      </div>
    </form>
  )
}

function ArticleRow({ entry, clock }: { entry: ArticleEntry; clock: Clock }) {
  return (
    <a class="pick-row" href={`/articles/${entry.id}`} id={`article-${entry.id}`}>
      <span class="row-main">
        <b>
          {entry.title} <ArticleState article={entry} clock={clock} />
        </b>
        <span class="soft">{entry.answer.split('\n').join(' ')}</span>
        <span class="soft">
          {ARTICLE_KIND_NAMES[entry.kind]} · {entry.estate ?? '全社区'} · <WhoChanged {...entry} clock={clock} />
        </span>
      </span>
      <Icon name="next" />
    </a>
  )
}

function NoArticles({ query, mayWrite }: ListProps) {
  if (query.q !== '' || query.kind !== '' || query.estate !== '') {
    return (
      <Empty
        icon="search"
        title="没有符合条件的条目"
        action={
          <a class="btn" href="/articles">
            看全部条目
          </a>
        }
      >
        换一个词或放宽筛选再试。
      </Empty>
    )
  }
  if (query.view === 'retired') {
    return (
      <Empty icon="book" title="没有停用的条目">
        停用的条目会移到这里，机器人不再用它回答，需要时可以恢复。
      </Empty>
    )
  }
  return (
    <Empty icon="book" title="知识库还是空的" action={mayWrite && <WriteArticleButton />}>
      先写居民问得最多的几条：居住证在哪办、居委会能办啥、连心室在哪。没有写的，机器人不会编，都转给工作人员。
    </Empty>
  )
}
