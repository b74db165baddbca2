import type { Community } from '../../core/community.ts'
import { NOTICE_EDITION } from '../../core/privacy/notice.ts'
import { texts } from '../../core/texts/texts.ts'
import { AlonePage } from './layout.tsx'

/** The group hears it for its own estate; here it stands for all of the community's. */
const EVERY_ESTATE = { name: '各小区' }

/** The notice as groups hear it, with its edition. */
export function NoticePage({ community, nonce }: { community: Community; nonce: string }) {
  const [first = '', ...rest] = texts.room.privacyNotice(community, EVERY_ESTATE).split('\n')
  const { number, since } = NOTICE_EDITION
  const [year, month, day] = since.split('-').map(Number)
  return (
    <AlonePage title={`隐私告知 · ${community.name}`} nonce={nonce}>
      <article class="alone-card notice-page">
        <h1>隐私告知</h1>
        <p class="soft">
          {community.name} · 第{number}版，{year}年{month}月{day}日起
        </p>
        {[first.replace('【告知】', ''), ...rest].map((line) => (
          <p>{line}</p>
        ))}
      </article>
    </AlonePage>
  )
}
