import type { Child } from 'hono/jsx'
import type { Community } from '../../../core/community.ts'
import { Field, WholeField } from '../fields.tsx'

const SECTIONS = [
  { key: 'community', href: '/settings', label: '社区' },
  { key: 'organisation', href: '/settings/organisation', label: '组织' },
  { key: 'estates', href: '/settings/estates', label: '小区与楼栋' },
  { key: 'grids', href: '/settings/grids', label: '网格' },
  { key: 'appointments', href: '/settings/appointments', label: '任职' },
  { key: 'stations', href: '/settings/stations', label: '连心站' },
  { key: 'roster', href: '/settings/roster', label: '值班表' },
  { key: 'hours', href: '/settings/hours', label: '工作时间' },
  { key: 'calendar', href: '/settings/calendar', label: '日历' },
  { key: 'terms', href: '/settings/terms', label: '类别与时限' },
  { key: 'routing', href: '/settings/routing', label: '派单与调解' },
  { key: 'hotlines', href: '/settings/hotlines', label: '热线电话' },
  { key: 'duty', href: '/settings/duty', label: '值班名单' },
  { key: 'alerts', href: '/settings/alerts', label: '提醒' },
  { key: 'pace', href: '/settings/pace', label: '通知与节奏' },
  { key: 'listening', href: '/settings/listening', label: '听话的分寸' },
  { key: 'manners', href: '/settings/manners', label: '说话的分寸' },
  { key: 'wordings', href: '/settings/wordings', label: '说法' },
  { key: 'model', href: '/settings/model', label: '模型与把握' },
  { key: 'people', href: '/settings/people', label: '人员' },
  { key: 'audit', href: '/settings/audit', label: '操作记录' },
  { key: 'corrections', href: '/settings/corrections', label: '更正样本' },
] as const

export type SettingsSection = (typeof SECTIONS)[number]['key']
export type Errors<Name extends string> = { [field in Name]?: string[] | undefined }

/** The settings' own list of pages beside one of them; who may not change anything is told so and reads. */
export function SettingsFrame({ section, mayEdit, children }: { section: SettingsSection; mayEdit: boolean; children: Child }) {
  return (
    <div class="settings">
      <nav class="settings-nav" aria-label="设置项目">
        {SECTIONS.map(({ key, href, label }) => (
          <a href={href} aria-current={key === section ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <div class="settings-body">
        {!mayEdit && (
          <p class="banner">
            {section === 'people' ? '人员只有管理员能修改，这里供查看。' : '这些设置只有主任和管理员能修改，这里供查看。'}
          </p>
        )}
        {children}
      </div>
    </div>
  )
}

/** `beside`: other buttons after the one that saves, which Enter presses. */
type SettingsFormProps = { action: string; mayEdit: boolean; label?: string; beside?: Child; children: Child } & Record<string, unknown>

/** A form that is only read by those who may not change it. */
export function SettingsForm({ action, mayEdit, label = '保存', beside, children, ...form }: SettingsFormProps) {
  return (
    <form method="post" action={action} class="card" {...form}>
      <fieldset class="card-body" disabled={!mayEdit}>
        {children}
        {mayEdit && (
          <div class="button-row">
            <button type="submit" class="btn btn-primary" name="step" value="save">
              {label}
            </button>
            {beside}
          </div>
        )}
      </fieldset>
    </form>
  )
}

const ZONES: readonly (readonly [string, string])[] = [
  ['Asia/Shanghai', '北京时间'],
  ['Asia/Urumqi', '新疆时间（乌鲁木齐）'],
  ['Asia/Hong_Kong', '香港'],
  ['Asia/Macau', '澳门'],
]

export type CommunityTyped = Pick<Community, 'name' | 'contact' | 'timeZone'>

export function CommunityPage(page: { typed: CommunityTyped; errors: Errors<keyof CommunityTyped>; mayEdit: boolean }) {
  const { typed, errors, mayEdit } = page
  const zones = ZONES.some(([zone]) => zone === typed.timeZone) ? ZONES : [...ZONES, [typed.timeZone, typed.timeZone] as const]
  return (
    <SettingsFrame section="community" mayEdit={mayEdit}>
      <SettingsForm action="/settings" mayEdit={mayEdit}>
        <Field
          name="name"
          label="社区名称"
          value={typed.name}
          error={errors.name?.[0]}
          hint="居民在群里听到的名字"
          required={true}
          maxlength={30}
        />
        <Field
          name="contact"
          label="联系方式"
          value={typed.contact}
          error={errors.contact?.[0]}
          hint="居民要查、改、删自己的信息时找谁：地点和电话都可以写。它会写进发到群里的告知；已经发过的告知不会重发。"
          maxlength={60}
        />
        <Field name="timeZone" label="时区" error={errors.timeZone?.[0]} hint="承诺的时间、提醒的时间都按这里的钟点算">
          <select class="form-select" id="timeZone" name="timeZone">
            {zones.map(([zone, label]) => (
              <option value={zone} selected={zone === typed.timeZone}>
                {label}
              </option>
            ))}
          </select>
        </Field>
      </SettingsForm>
    </SettingsFrame>
  )
}

export type PaceTyped = {
  eveAt: string
  hoursBefore: string
  minSeconds: string
  maxSeconds: string
}

export function PacePage({ typed, errors, mayEdit }: { typed: PaceTyped; errors: Errors<keyof PaceTyped>; mayEdit: boolean }) {
  return (
    <SettingsFrame section="pace" mayEdit={mayEdit}>
      <SettingsForm action="/settings/pace" mayEdit={mayEdit}>
        <h2 class="card-title">提醒时间</h2>
        <p class="soft">活动和会议发布后，机器人会在群里再提醒两次。改动只影响以后发布或修改的通知。</p>
        <div class="fields">
          <Field name="eveAt" label="前一天晚上" type="time" value={typed.eveAt} error={errors.eveAt?.[0]} required={true} />
          <WholeField
            name="hoursBefore"
            label="开始前几小时"
            least={1}
            most={12}
            value={typed.hoursBefore}
            error={errors.hoursBefore?.[0]}
          />
        </div>
        <h2 class="card-title">说话节奏</h2>
        <p class="soft">机器人每说完一句，停一停再说下一句。停得太短，账号容易被微信限制；一般 2 到 4 秒合适。</p>
        <div class="fields">
          <Field
            name="minSeconds"
            label="最短（秒）"
            type="number"
            min={0}
            max={60}
            step={0.5}
            value={typed.minSeconds}
            error={errors.minSeconds?.[0]}
            required={true}
          />
          <Field
            name="maxSeconds"
            label="最长（秒）"
            type="number"
            min={0}
            max={60}
            step={0.5}
            value={typed.maxSeconds}
            error={errors.maxSeconds?.[0]}
            required={true}
          />
        </div>
      </SettingsForm>
    </SettingsFrame>
  )
}
