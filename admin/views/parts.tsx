import type { Child } from 'hono/jsx'
import type { Role, Staff } from '../../core/staff.ts'
import { sayDate, sayWhen } from '../../core/texts/time.ts'
import { Icon, type IconName } from './icon.tsx'

export const ROLE_NAMES: Record<Role, string> = {
  viewer: '查看者',
  overseer: '上级工作人员',
  buildingCaptain: '楼栋长',
  gridWorker: '网格员',
  staff: '社区工作人员',
  director: '主任',
  administrator: '管理员',
}

/** Now and where: what a moment needs to be said in the community's own words. */
export type Clock = { now: Date; timeZone: string }

export function Time({ at, clock }: { at: Date; clock: Clock }) {
  return (
    <time datetime={at.toISOString()} title={sayDate(at, clock.timeZone)} class="num">
      {sayWhen(at, clock.now, clock.timeZone)}
    </time>
  )
}

/** A list with nothing in it says what would fill it and offers the next step. */
export function Empty({ icon, title, children, action }: { icon: IconName; title: string; children: Child; action?: Child }) {
  return (
    <div class="empty-state">
      <div class="empty-badge">
        <Icon name={icon} size={26} />
      </div>
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  )
}

const AVATAR_TINTS = ['tint-blue', 'tint-green', 'tint-violet', 'tint-orange', 'tint-yellow'] as const

/** The last character of a Chinese name is how people are called; the tint stays with the name. */
export function Avatar({ name }: { name: string }) {
  const characters = [...name.trim()]
  const sum = characters.reduce((total, character) => total + character.codePointAt(0)!, 0)
  return (
    <span class={`avatar-dot ${AVATAR_TINTS[sum % AVATAR_TINTS.length]}`} aria-hidden="true">
      {characters.at(-1) ?? '·'}
    </span>
  )
}

/** Keyset pages: addresses of the neighbours, null at an end. */
export function Pager({ newer, older }: { newer: string | null; older: string | null }) {
  if (!newer && !older) return null
  return (
    <nav class="pager" aria-label="翻页">
      {newer && (
        <a class="btn" href={newer}>
          <Icon name="back" /> 上一页
        </a>
      )}
      {older && (
        <a class="btn" href={older}>
          下一页 <Icon name="next" />
        </a>
      )}
    </nav>
  )
}

/** A word in the corner; a bad one stays until it is read. `fields` names the inputs to mark, `look` where it leads. */
type NoticeProps = { text: string; bad?: boolean; fields?: readonly string[]; reload?: boolean; look?: string | null; signIn?: boolean }

export function Notice({ text, bad = false, fields = [], reload = false, look = null, signIn = false }: NoticeProps) {
  return (
    <div class={`notice ${bad ? 'notice-bad' : ''}`} role={bad ? 'alert' : undefined} data-fields={fields.join(' ')}>
      <Icon name={bad ? 'alert' : 'check'} />
      <p>
        {text}
        {look && (
          <a class="ms-1" href={look}>
            去看看
          </a>
        )}
        {signIn && (
          <a class="ms-1" href="/sign-in" target="_blank" rel="noopener">
            去登录
          </a>
        )}
        {reload && (
          <button type="button" class="link" data-reload="">
            查看最新内容
          </button>
        )}
      </p>
      <button type="button" data-dismiss="" aria-label="关闭">
        <Icon name="close" size={16} />
      </button>
    </div>
  )
}

/** A notice as part of an htmx answer. An answer that holds only partials leaves the form's target as it was. */
export function NoticePartial(notice: NoticeProps) {
  return (
    <hx-partial hx-target="#toasts" hx-swap="beforeend">
      <Notice {...notice} />
    </hx-partial>
  )
}

/** Whether somebody in the field answers for no building yet: they see nothing that is not given to them. */
export function hasNoPlace({ reach }: Pick<Staff, 'reach'>): boolean {
  return reach?.places.length === 0
}

export function NoPlace() {
  return (
    <Empty icon="person" title="还没有给您安排楼栋或网格">
      安排以后，那里的事项会出现在这里。请找主任：设置里的“任职”，或“网格”。
    </Empty>
  )
}
