import type { Community } from '../../core/community.ts'
import type { PageEnd } from '../../core/emergency/page.ts'
import { localTime } from '../../core/localTime.ts'
import type { AlarmRecord, RingingAlarm } from '../../db/pageList.ts'
import type { Page } from '../../db/pages.ts'
import { lookAt, sayAlarm, saySeconds } from './alarm.tsx'
import { type Clock, Empty, Pager, Time } from './parts.tsx'

type PagesProps = {
  rows: AlarmRecord[]
  older: number | null
  ringing: RingingAlarm[]
  median: number | null
  community: Community
  clock: Clock
  mayAct: boolean
  address: string
}

export function PagesPage(props: PagesProps) {
  return (
    <div class="calls" id="pages" hx-get={props.address} hx-swap="innerMorph" hx-trigger="pages from:body delay:300ms">
      <PagesBoard {...props} />
    </div>
  )
}

export function PagesBoard(props: PagesProps) {
  const { rows, older, ringing, median, mayAct, community } = props
  return (
    <>
      <div class="card">
        <div class="card-body call-top">
          <p class="call-figures">
            <span>
              正在响 <b class="num">{ringing.length}</b>
            </span>
            <span>
              近90天接手用时（中位数） <b class="num">{median === null ? '还没有' : saySeconds(median)}</b>
            </span>
          </p>
          <p class="soft">{sayOrder(community)}</p>
          <div class="button-row">
            {mayAct && (
              <form
                method="post"
                action="/pages/drills"
                data-confirm="所有同事打开的控制台都会响起来，居民听不到，也不会发私聊。现在开始演练吗？"
                data-confirm-yes="开始演练"
              >
                <button type="submit" class="btn">
                  演练一次
                </button>
              </form>
            )}
            <a class="btn" href="/settings/duty">
              值班名单
            </a>
          </div>
        </div>
      </div>
      {rows.length === 0 ? <NoPages /> : <Log {...props} />}
      <Pager newer={props.address === '/pages' ? null : '/pages'} older={older === null ? null : `/pages?before=${older}`} />
    </>
  )
}

function NoPages() {
  return (
    <div class="card">
      <Empty icon="bell" title="还没有呼叫过">
        群里有人说煤气味、着火、困电梯，这里会记下找了谁、谁接的手。先演练一次，看看铃响不响。
      </Empty>
    </div>
  )
}

function Log({ rows, clock }: PagesProps) {
  return (
    <div class="card">
      {rows.map((alarm) => (
        <article class="call-row" id={`page-${alarm.last.id}`}>
          <div class="call-head">
            <b>
              <a href={lookAt(alarm)}>{sayAlarm(alarm)}</a>
            </b>
            {alarm.last.reason === 'drill' && <span class="tag tint-grey">演练</span>}
            <span class="soft">
              <Time at={alarm.last.raisedAt} clock={clock} />
              {alarm.number && ` · ${alarm.number}`}
            </span>
            <End alarm={alarm} />
          </div>
          <ol class="call-list">
            {alarm.calls.map((call) => (
              <li>
                <span class="num soft">{clockWithSeconds(call.pagedAt, clock)}</span> {sayCall(call)}
              </li>
            ))}
          </ol>
        </article>
      ))}
    </div>
  )
}

function End({ alarm: { last } }: { alarm: AlarmRecord }) {
  if (last.status === 'calling') return <span class="tag tint-red">正在响</span>
  if (last.status === 'acked') return <span class="tag tint-green">{`${sayWait(last)}后${last.ackedByName}确认`}</span>
  return <span class="tag tint-grey">已了结，没有人确认</span>
}

const ENDS: Record<PageEnd, string> = {
  notAnswered: '没有人确认，继续呼叫',
  unreachable: '没有账号也不是微信好友，只能打电话',
  settled: '事情已了结',
}

function sayCall({ name, rank, ended, status, ackedByName }: Page): string {
  const who = rank === 'head' ? `${name}（社区负责人）` : name
  if (status === 'calling') return `呼叫${who}，等待确认`
  if (status === 'acked') return ackedByName === name ? `呼叫${who}，已确认` : `呼叫${who}，${ackedByName}确认`
  return `呼叫${who}，${ENDS[ended!]}`
}

function sayWait({ raisedAt, ackedAt }: Page): string {
  return saySeconds(Math.round((ackedAt!.getTime() - raisedAt.getTime()) / 1000))
}

function clockWithSeconds(at: Date, { timeZone }: Clock): string {
  return localTime(at, timeZone).toPlainTime().toString({ smallestUnit: 'second' })
}

/** Who hears first, in one sentence. */
export function sayOrder({ duty, paging }: Pick<Community, 'duty' | 'paging'>): string {
  const { ackMinutes, headMinutes } = paging
  const head = '社区负责人（主任、管理员）'
  const first = duty.find(({ staffId, memberId }) => staffId !== undefined || memberId !== undefined)
  if (!first) {
    const why = duty.length === 0 ? '值班名单是空的' : '值班名单上的人都没有选账号或微信好友'
    return `${why}：有紧急情况直接呼叫${head}，之后每${headMinutes}分钟再呼叫一次，直到有人确认。`
  }
  return `有紧急情况先呼叫${first.name}，${ackMinutes}分钟没人确认就呼叫下一位；满${headMinutes}分钟呼叫${head}，之后每${headMinutes}分钟再呼叫一次，直到有人确认。`
}
