import { type Context, Hono } from 'hono'
import { isUsableWeek, readShifts, type ShiftFault, type WorkingWeek } from '../../../core/hours.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { changeCommunity } from '../../../db/orgUnits.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { HoursExample, HoursPage, SHIFTS_A_DAY, type WeekTyped } from '../../views/settings/hours.tsx'

const TITLE = { title: '设置', nav: 'settings' } as const
const TOO_FEW = '一周的工作时间太少，答应居民的时间会拖到很久以后。请至少填 5 小时，或全部清空（按全天计算）。'

type WeekRead = { week: WorkingWeek; faults: (ShiftFault | null)[]; problem: string | null }

export const settingsHoursRoutes = new Hono<Console>()
  .get('/settings/hours', (c) => drawHours(c, c.var.community.week, { week: c.var.community.week, faults: [], problem: null }))
  .post('/settings/hours', requireRole(...SETTING_ROLES), async (c) => {
    const form = await c.req.formData()
    const typed = readTyped(form)
    if (form.get('step') === 'copy') return drawHours(c, copyMonday(typed), readWeek(copyMonday(typed)))

    const read = readWeek(typed)
    if (isFaulty(read)) return drawHours(c, typed, read)
    await settle(c, 'setHours', (tx) => changeCommunity(tx, c.var.staff, { week: read.week }))
    return goTo(c, '/settings/hours', '已保存，从下一条诉求起按新时间答应。')
  })
  .post('/settings/hours/example', async (c) => {
    const { community, now } = c.var
    const read = readWeek(readTyped(await c.req.formData()))
    if (isFaulty(read)) return c.html(<p class="soft">时间还没填好，填好后这里显示答应居民的时间。</p>)
    return c.html(<HoursExample community={{ ...community, week: read.week }} now={now()} />)
  })

function readTyped(form: FormData): WeekTyped {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  return Array.from({ length: 7 }, (_, day) =>
    Array.from({ length: SHIFTS_A_DAY }, (_, row): [string, string] => [text(`day${day}from${row}`), text(`day${day}to${row}`)]),
  )
}

function readWeek(typed: WeekTyped): WeekRead {
  const days = typed.map(readShifts)
  const faults = days.map((day) => ('fault' in day ? day.fault : null))
  const week = days.map((day) => ('shifts' in day ? day.shifts : []))
  const isWhole = faults.every((fault) => fault === null)
  return { week, faults, problem: isWhole && !isUsableWeek(week) ? TOO_FEW : null }
}

function isFaulty({ faults, problem }: WeekRead): boolean {
  return problem !== null || faults.some((fault) => fault !== null)
}

function copyMonday(typed: WeekTyped): WeekTyped {
  return typed.map((shifts, day) => (day >= 1 && day <= 4 ? typed[0]! : shifts))
}

function drawHours(c: Context<Console>, typed: WeekTyped, read: WeekRead) {
  const { community, staff, now } = c.var
  const shown = isFaulty(read) ? community : { ...community, week: read.week }
  c.status(isFaulty(read) ? 422 : 200)
  const mayEdit = hasRole(staff, SETTING_ROLES)
  return drawPage(
    c,
    TITLE,
    <HoursPage typed={typed} faults={read.faults} problem={read.problem} community={shown} now={now()} mayEdit={mayEdit} />,
  )
}
