import { ARTICLE_KIND_NAMES } from '../../../core/texts/article.ts'
import { texts } from '../../../core/texts/texts.ts'
import type { ArticleEntry, ArticleVersion } from '../../../db/articles.ts'
import { Icon } from '../icon.tsx'
import type { Clock } from '../parts.tsx'
import { ArticleState, History, WhoChanged } from './parts.tsx'

type ReadProps = { known: ArticleEntry; versions: readonly ArticleVersion[]; clock: Clock; mayWrite: boolean }

/** For those who only read, and for what is no longer in use. */
export function ArticleReadPage({ known, versions, clock, mayWrite }: ReadProps) {
  return (
    <div class="narrow">
      <BackToArticles />
      <div class="card">
        <div class="card-body">
          <h2 class="spread">
            <span>{known.title}</span>
            <ArticleState article={known} clock={clock} />
          </h2>
          <p class="said-words">{texts.article.answer(known)}</p>
          <p class="soft">
            {ARTICLE_KIND_NAMES[known.kind]} · {known.estate ?? '全社区'} · 第 {known.version} 版 · <WhoChanged {...known} clock={clock} />
          </p>
          {known.questions && <p class="soft lines">{known.questions}</p>}
          {mayWrite && known.retiredAt && (
            <form method="post" action={`/articles/${known.id}/restoration`}>
              <input type="hidden" name="version" value={String(known.version)} />
              <button type="submit" class="btn btn-primary">
                恢复使用
              </button>
            </form>
          )}
        </div>
      </div>
      <History versions={versions} clock={clock} />
    </div>
  )
}

export function BackToArticles() {
  return (
    <a class="back-link" href="/articles">
      <Icon name="back" /> 全部条目
    </a>
  )
}
