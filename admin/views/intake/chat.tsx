import type { Proposal } from '../../../core/chatCopy/propose.ts'
import type { Estate } from '../../../core/community.ts'
import { shownName } from '../../../core/name.ts'
import { categoryOf } from '../../../core/taxonomy/categories.ts'
import type { Alike } from '../../../core/ticket/alike.ts'
import { EstateField, Field } from '../fields.tsx'
import { type Clock, Empty, Time } from '../parts.tsx'
import { Tag } from '../tags.tsx'
import { sayPlaceOf } from '../ticket/parts.tsx'
import { IntakeTabs } from './form.tsx'

export type Proposed = { proposal: Proposal; alike: Alike | null }
export type ChatProps = { estate: Estate; proposed: Proposed[]; lines: number; unread: number; hasMore: boolean; clock: Clock }

export function PasteChatPage({ estates }: { estates: Estate[] }) {
  return (
    <>
      <IntakeTabs at="chat" />
      <form method="post" action="/intake/chat" hx-post="/intake/chat" hx-swap="none" class="intake">
        <section class="card">
          <div class="card-body">
            <EstateField estates={estates} />
            <Field name="chat" label="群聊记录" hint="在微信里多选消息、合并转发到电脑后复制，或直接框选复制；有名字和话就行">
              <textarea
                class="form-control"
                id="chat"
                name="chat"
                rows={14}
                required={true}
                maxlength={60_000}
                placeholder={'王姐 09:12\n3栋电梯又停了\n老李 09:13\n+1'}
              />
            </Field>
            <button
              type="button"
              class="btn"
              hx-post="/intake/chat/proposals"
              hx-target="#proposals"
              hx-swap="innerHTML"
              hx-include="closest form"
            >
              读一遍
            </button>
          </div>
        </section>
        <section class="card" id="proposals">
          <Empty icon="ticket" title="还没有读">
            粘贴之后按“读一遍”，像要登记的事会列在这里，由您勾选。没勾的不会留下。
          </Empty>
        </section>
      </form>
    </>
  )
}

export function ChatProposals({ proposed, lines, unread, hasMore, clock }: ChatProps) {
  if (proposed.length === 0) {
    return (
      <Empty icon="check" title="没有像要登记的事">
        读了 {lines} 句{unread > 0 && `，${unread} 行看不出是谁说的`}。有漏掉的，请用“记一件”登记。
      </Empty>
    )
  }
  return (
    <div class="card-body">
      <h2 class="card-title">像是要登记的 {proposed.length} 件</h2>
      <p class="soft">
        读了 {lines} 句{unread > 0 && `，${unread} 行看不出是谁说的`}
        {hasMore && '；太多了，先列前面的，登记完再贴后面的'}。
      </p>
      {proposed.map((one) => (
        <Row {...one} clock={clock} />
      ))}
      <div class="button-row">
        <button type="submit" class="btn btn-primary">
          登记选中的
        </button>
      </div>
    </div>
  )
}

function Row({ proposal, alike, clock }: Proposed & { clock: Clock }) {
  const { key, reading, tellers, isSure } = proposal
  const name = `take-${key}`
  const usual = alike?.isLikely ? alike.ticket.number : isSure ? 'new' : ''
  return (
    <article class="proposal">
      <div class="row-main">
        <b>{reading.summary}</b>
        <div class="soft">
          {categoryOf(reading.category).name} · {sayPlaceOf(reading.place)}
          {tellers.length > 1 && ` · ${tellers.length}人反映`} {!isSure && <Tag tint="yellow">拿不准</Tag>}{' '}
          {reading.urgency === 'emergency' && <Tag tint="red">紧急</Tag>}
        </div>
        {tellers.map(({ alias, words, at }) => (
          <p class="words">
            {shownName(alias)}：{words} <Time at={at} clock={clock} />
          </p>
        ))}
      </div>
      <select class="form-select" name={name} aria-label={`怎么处理：${reading.summary}`}>
        <option value="" selected={usual === ''}>
          不登记
        </option>
        <option value="new" selected={usual === 'new'}>
          登记新的
        </option>
        {alike && (
          <option value={alike.ticket.number} selected={usual === alike.ticket.number}>
            并入 {alike.ticket.number}
          </option>
        )}
      </select>
    </article>
  )
}
