import { rateOf } from '../../core/figures/pair.ts'
import type { CommunityBelow } from '../../db/communitiesBelow.ts'

export const QUIET_DAYS = 5

/** Into which page of a community a figure leads; the page holds as many as the figure says. */
export const WAYS_IN = {
  today: { label: '今天', href: '/today' },
  open: { label: '未办结', href: '/tickets' },
  late: { label: '已超时', href: '/tickets?due=late' },
  silent: { label: `${QUIET_DAYS}天没有回音`, href: `/tickets?quiet=${QUIET_DAYS}` },
  raised: { label: '已上报', href: '/tickets?raised=yes' },
  figures: { label: '今年收集 / 解决', href: '/figures?preset=year' },
} as const satisfies Record<string, { label: string; href: string }>

type Props = { communities: CommunityBelow[]; here: number }

const COUNTED = ['open', 'late', 'silent', 'raised'] as const
const IS_BAD = ['late', 'silent']

export function CommunitiesPage(props: Props) {
  return (
    <div id="communities" hx-get="/communities" hx-swap="innerMorph" hx-trigger="tickets from:body delay:400ms, every 60s">
      <CommunitiesBoard {...props} />
    </div>
  )
}

export function CommunitiesBoard({ communities, here }: Props) {
  const parents = [...new Set(communities.map(({ parent }) => parent))]
  return (
    <>
      {parents.map((parent) => (
        <section class="card communities" aria-label={parent ?? undefined}>
          {parents.length > 1 && (
            <header>
              <h2>{parent}</h2>
            </header>
          )}
          <table>
            <thead>
              <tr>
                <th scope="col">社区</th>
                {COUNTED.map((way) => (
                  <th scope="col">{WAYS_IN[way].label}</th>
                ))}
                <th scope="col">{WAYS_IN.figures.label}</th>
              </tr>
            </thead>
            <tbody>
              {communities
                .filter((community) => community.parent === parent)
                .map((community) => (
                  <CommunityRow community={community} isHere={community.id === here} />
                ))}
            </tbody>
          </table>
        </section>
      ))}
      <p class="soft">不公开的事项只计数，上报之后才看得到内容。</p>
    </>
  )
}

function CommunityRow({ community, isHere }: { community: CommunityBelow; isHere: boolean }) {
  const { id, name, collected, solved } = community
  const rate = rateOf({ collected, solved })
  return (
    <tr>
      <th scope="row">
        <a href={`/communities/${id}/today`}>{name}</a>
        {isHere && <small>正在看</small>}
      </th>
      {COUNTED.map((way) => (
        <td data-label={WAYS_IN[way].label}>
          <a class={`num ${IS_BAD.includes(way) && community[way] > 0 ? 'is-late' : ''}`} href={`/communities/${id}/${way}`}>
            {community[way]}
          </a>
        </td>
      ))}
      <td data-label={WAYS_IN.figures.label}>
        <a class="num" href={`/communities/${id}/figures`}>
          {collected} / {solved}
          {rate !== null && <small>{rate} %</small>}
        </a>
      </td>
    </tr>
  )
}
