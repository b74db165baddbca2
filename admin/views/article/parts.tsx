import { needsReview } from '../../../core/knowledge/article.ts'
import { localTime } from '../../../core/localTime.ts'
import { ARTICLE_KIND_NAMES } from '../../../core/texts/article.ts'
import { texts } from '../../../core/texts/texts.ts'
import type { ArticleEntry, ArticleVersion } from '../../../db/articles.ts'
import { type Clock, Time } from '../parts.tsx'
import { Tag } from '../tags.tsx'

export function WhoChanged({ changedBy, changedAt, clock }: Pick<ArticleVersion, 'changedBy' | 'changedAt'> & { clock: Clock }) {
  return (
    <>
      {changedBy ?? '系统自带'} <Time at={changedAt} clock={clock} />
    </>
  )
}

/** What keeps an article from answering, or asks somebody to look at it again. */
export function ArticleState({ article, clock }: { article: ArticleEntry; clock: Clock }) {
  const today = localTime(clock.now, clock.timeZone).toPlainDate().toString()
  if (article.retiredAt) return <Tag tint="grey">已停用</Tag>
  if (article.expiresOn && article.expiresOn < today) return <Tag tint="red">已过期，不再回答</Tag>
  return needsReview(article, clock.now) ? <Tag tint="orange">一年没核对了</Tag> : null
}

/** Every version as it was, the newest first. */
export function History({ versions, clock }: { versions: readonly ArticleVersion[]; clock: Clock }) {
  return (
    <section class="card" aria-labelledby="history-title">
      <div class="card-body">
        <h2 class="card-title" id="history-title">
          修改记录
        </h2>
        {versions.map((version, index) => (
          <details class="around" open={index === 0 && versions.length === 1}>
            <summary>
              第 {version.version} 版 · <WhoChanged {...version} clock={clock} />
              {version.retiredAt && ' · 停用'}
            </summary>
            <p class="soft">
              {ARTICLE_KIND_NAMES[version.kind]} · {version.title}
            </p>
            <p class="said-words">{texts.article.answer(version)}</p>
            {version.questions && <p class="soft lines">{version.questions}</p>}
          </details>
        ))}
      </div>
    </section>
  )
}
