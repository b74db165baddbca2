import { DEEDS, type DeedAction } from '../../../core/deed.ts'
import { TICKET_EVENTS } from '../../../core/ticket/ticket.ts'
import type { AuditRow } from '../../../db/deeds.ts'
import { Covered } from '../covered.tsx'
import { type Clock, Empty, Pager, Time } from '../parts.tsx'
import { EVENT_NAMES } from '../ticket/parts.tsx'
import { sayChanges } from './change.tsx'
import { SettingsFrame } from './page.tsx'

const DEED_NAMES: Record<DeedAction, string> = {
  changeRole: '改角色',
  leaveService: '停用账号',
  returnToService: '恢复账号',
  resetPassword: '重置别人的密码',
  changePassword: '改自己的密码',
  signOutOthers: '退出其他设备',
  addColleague: '添加同事',
  turnOnSecondFactor: '开启两步登录',
  turnOffSecondFactor: '关闭两步登录',
  resetSecondFactor: '重置别人的两步登录',
  spendRecoveryCode: '用恢复码登录',
  setCommunity: '改社区资料',
  setHours: '改工作时间',
  setCalendar: '改日历',
  setTerms: '改类别与时限',
  setRouting: '改派单与调解',
  setHotlines: '改热线电话',
  setDuty: '改值班名单',
  setPace: '改通知与节奏',
  setListening: '改听话的分寸',
  setManners: '改说话的分寸',
  setWordings: '改说法',
  setModel: '改模型与把握',
  setMute: '只说紧急与恢复',
  setEstates: '改小区与楼栋',
  setOrganisation: '改上级',
  setGrids: '改网格',
  setAppointments: '改任职',
  setStations: '改连心站',
  setRoster: '改值班表',
  setRooms: '改群',
  offerClaim: '取认群口令',
  setArticles: '改知识库',
  exportTickets: '导出工单',
  exportFigures: '导出收集与解决',
  exportCorrections: '下载更正样本',
  reveal: '查看未遮挡的信息',
  coverPhoto: '遮挡照片',
  eraseResident: '居民删除自己的信息',
}

export const AUDIT_ACTIONS: { name: string; label: string }[] = [
  ...DEEDS.map((name) => ({ name, label: DEED_NAMES[name] })),
  ...TICKET_EVENTS.map((name) => ({ name, label: EVENT_NAMES[name] })),
]

type AuditQuery = { person: number | null; ticket: string; action: string; day: string }
type AuditProps = { rows: AuditRow[]; older: boolean; people: ReadonlyMap<number, string>; query: AuditQuery; clock: Clock }

export function AuditPage({ rows, older, people, query, clock }: AuditProps) {
  return (
    <SettingsFrame section="audit" mayEdit={true}>
      <div class="card">
        <form class="card-body filter-days" method="get" action="/settings/audit">
          <select class="form-select" name="person" aria-label="谁">
            <option value="">所有人</option>
            {[...people].map(([id, name]) => (
              <option value={id} selected={id === query.person}>
                {name}
              </option>
            ))}
          </select>
          <select class="form-select" name="action" aria-label="做了什么">
            <option value="">所有操作</option>
            {AUDIT_ACTIONS.map(({ name, label }) => (
              <option value={name} selected={name === query.action}>
                {label}
              </option>
            ))}
          </select>
          <input class="form-control" name="ticket" value={query.ticket} placeholder="工单编号" aria-label="工单编号" maxlength={30} />
          <input class="form-control" type="date" name="day" value={query.day} aria-label="哪一天" />
          <button type="submit" class="btn btn-primary">
            查看
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty icon="ticket" title="没有记录">
            换一个人、一天或一种操作再看。
          </Empty>
        ) : (
          <ul class="rows">
            {rows.map((row) => (
              <Row row={row} people={people} clock={clock} />
            ))}
          </ul>
        )}
        <Pager newer={null} older={older ? addressAfter(rows.at(-1)!, query) : null} />
      </div>
    </SettingsFrame>
  )
}

function Row({ row, people, clock }: { row: AuditRow } & Pick<AuditProps, 'people' | 'clock'>) {
  return (
    <li class="outbox-row">
      <div class="outbox-head">
        <b>
          <Covered text={row.name} />
        </b>
        <span>{AUDIT_ACTIONS.find(({ name }) => name === row.action)?.label}</span>
        {row.isTicket ? <a href={`/tickets/${row.subject}`}>{row.subject}</a> : <span>{row.subject}</span>}
        <Time at={row.at} clock={clock} />
      </div>
      {row.note && (
        <p class="words">
          <Covered text={row.note} />
        </p>
      )}
      {sayChanges(row.changes, { people, clock }).map((line) => (
        <div class="soft">{line}</div>
      ))}
    </li>
  )
}

function addressAfter({ at, place }: AuditRow, query: AuditQuery): string {
  const kept = Object.entries(query).flatMap(([name, value]) => (value ? [[name, String(value)] as [string, string]] : []))
  return `/settings/audit?${new URLSearchParams([...kept, ['before', `${at.getTime()}-${place}`]])}`
}
