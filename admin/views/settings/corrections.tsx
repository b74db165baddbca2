import type { CorrectionKind } from '../../../core/learning/correction.ts'
import { mask } from '../../../core/mask.ts'
import { describePlace } from '../../../core/reading/place.ts'
import { type CategoryCode, categoryOf } from '../../../core/taxonomy/categories.ts'
import type { CorrectionEntry } from '../../../db/corrections.ts'
import { type Clock, Empty, Pager, Time } from '../parts.tsx'
import { INTENT_NAMES } from '../reading.ts'
import { Tag } from '../tags.tsx'
import { SettingsFrame } from './page.tsx'

const KIND_NAMES: Record<CorrectionKind, string> = {
  category: '改了分类',
  place: '改了位置',
  urgency: '改了紧急程度',
  notReport: '不是要办的事',
  report: '建了工单',
  join: '并入工单',
  merge: '合并',
  split: '移出',
}

type CorrectionsProps = { rows: CorrectionEntry[]; older: number | null; counts: { corrections: number; messages: number }; clock: Clock }

/** What staff put right, newest first: the words, what the bot had made of them, what they should have been read as. */
export function CorrectionsPage({ rows, older, counts, clock }: CorrectionsProps) {
  return (
    <SettingsFrame section="corrections" mayEdit={true}>
      <div class="card">
        <div class="card-body">
          <p>
            同事在工单和“待人工”里每改正一次，机器人看错的那句话就在这里留下一份样本。下载后可以检验机器人有没有进步：名字、电话和门牌已经去掉。
          </p>
          {counts.messages > 0 && (
            <a class="btn" href="/settings/corrections.jsonl" download="">
              下载样本（{counts.messages} 句，改正 {counts.corrections} 次）
            </a>
          )}
        </div>
        {rows.length === 0 ? (
          <Empty icon="ticket" title="还没有改正过">
            机器人看错时，在工单页改分类、改位置、合并、移出，或在“待人工”里建工单、忽略，都会记在这里。
          </Empty>
        ) : (
          <ul class="rows">
            {rows.map((row) => (
              <Row row={row} clock={clock} />
            ))}
          </ul>
        )}
        <Pager newer={null} older={older === null ? null : `/settings/corrections?before=${older}`} />
      </div>
    </SettingsFrame>
  )
}

function Row({ row, clock }: { row: CorrectionEntry; clock: Clock }) {
  const { read, label } = row
  const problem = label.notOf ?? label.problem
  return (
    <li class="outbox-row">
      <div class="outbox-head">
        <Tag tint="blue">{KIND_NAMES[row.kind]}</Tag>
        <span class="soft">{row.roomTopic ?? '私聊'}</span>
        <span class="soft">{row.staffName}</span>
        <Time at={row.at} clock={clock} />
      </div>
      <p class="words">{mask(row.text) || '［图片或语音］'}</p>
      <p class="soft">
        机器人读成：{read ? sayRead(INTENT_NAMES[read.intent], read.category, read.place && describePlace(read.place)) : '没有读出来'}
        <br />
        应该是：{label.notOf ? '不属于' : sayRead(INTENT_NAMES[label.intent], label.category, label.place)}
        {problem && (
          <>
            {' '}
            <a class="nowrap" href={`/tickets/${problem}`}>
              {problem}
            </a>
          </>
        )}
      </p>
    </li>
  )
}

function sayRead(intent: string, category: CategoryCode | null, place: string | null): string {
  return [intent, category && categoryOf(category).name, place].filter(Boolean).join(' · ')
}
