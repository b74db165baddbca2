import { desc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSetupLink } from '../../admin/accounts.ts'
import { appointments, articles, deeds, dutySlots, grids, orgUnits, rooms, stations } from '../../db/schema/index.ts'
import { codeAt } from './authenticator.ts'
import { openConsole } from './console.ts'
import { type FilledCommunity, fillCommunity } from './world.ts'

const PASSWORD = 'lantern-river-7'

let desk: Awaited<ReturnType<typeof openConsole>>
let ours: FilledCommunity
let ids: Record<'estate' | 'building' | 'room' | 'chen' | 'stranger' | 'lost', number>
let cookie: string
beforeEach(async () => {
  desk = await openConsole()
  const boss = async (communityId: number) => (await desk.colleague(communityId, '赵敏', 'zhaomin', 'administrator')).staff.id
  ours = await fillCommunity(desk.db, { name: '锦宁社区', words: '锦宁的群' }, boss)
  const chen = (await desk.colleague(ours.communityId, '陈静', 'chenjing', 'staff')).staff.id
  const group = { channel: 'sandbox' as const, voice: 'recordOnly' as const, noticeSentAt: desk.clock.now }
  const own = { communityId: ours.communityId, estateId: ours.ids.estate, leftAt: desk.clock.now }
  const [stranger, lost] = await desk.db
    .insert(rooms)
    .values([
      { ...group, externalId: 'new-000002', topic: '新来的群' },
      { ...group, ...own, externalId: 'old-000001', topic: '走失的群' },
    ])
    .returning()
  const { estate, building, room } = ours.ids
  ids = { estate, building, room, chen, stranger: stranger!.id, lost: lost!.id }
  cookie = await desk.signIn('zhaomin')
})
afterEach(() => desk.close())

type Form = Record<string, string | string[]>
/** A press on the form of a route. `at` is the path where the route names an id; `says` null: nothing is set by it. */
type Press = { route: string; at?: () => string | Promise<string>; form?: () => Form; says: string | null }

const LISTS = { estate: orgUnits, grid: grids, station: stations, appointment: appointments, slot: dutySlots, article: articles }

/** The id of what was made last. */
async function newest(kind: keyof typeof LISTS): Promise<number> {
  const table = LISTS[kind] as typeof orgUnits
  const where = kind === 'estate' ? eq(orgUnits.kind, 'estate') : undefined
  const [row] = await desk.db.select({ id: table.id }).from(table).where(where).orderBy(desc(table.id)).limit(1)
  return row!.id
}

const ARTICLE = {
  kind: 'guide',
  estate: '',
  station: '',
  title: '居住证',
  questions: '居住证在哪办',
  answer: '二号窗口，电话13800001234',
  source: '社区',
  publishedOn: '2026-11-01',
  expiresOn: '',
}
const CHANGED_ARTICLE = { ...ARTICLE, questions: '居住证在哪办\n居住证怎么办', answer: '三号窗口', version: '1' }
const STATION = { kind: 'studio', parent: '', estate: '', name: '和风连心室', place: '1栋', hours: '9-17点' }
const TIERS = { greenDays: '2', greenHours: '72', yellowDays: '3', yellowHours: '168', redDays: '5', redHours: '360' }
const ROUTING = {
  takeUpHours: '6',
  reportInHours: '4',
  linkDays: '14',
  buildingCaptain: '18',
  gridWorker: '18',
  community: '36',
  subdistrict: '',
}
const LISTENING = {
  textSeconds: '30',
  photoSeconds: '180',
  topicMinutes: '10',
  answerMinutes: '30',
  meTooMinutes: '60',
  incidentMinutes: '120',
}
const MANNERS = {
  nightFrom: '22:30',
  nightTo: '07:30',
  noonFrom: '12:30',
  noonTo: '14:00',
  perHour: '8',
  perDay: '30',
  combineMinutes: '10',
  digestAt: '18:00',
}
const HOTLINES = { gas: '96777', water: '', power: '', heating: '', lift: '', property: '', community: '' }
const WORDS = '收到，{事项}记下了，编号{编号}。'
const DUTY = { name: '马秀英', post: '值班长', phone: '13800001234', staffId: '', memberId: '' }

/** Every form under 设置, 群与机器人, 知识库 and 我的账号, in an order in which each finds what it needs. */
const PRESSES: Press[] = [
  {
    route: '/settings',
    form: () => ({ name: '锦绣社区', contact: '服务中心13800001234', timeZone: 'Asia/Urumqi' }),
    says: '改社区资料 锦宁社区｜社区名称：锦宁社区 → 锦绣社区｜联系方式：空 → 服务中心138****34｜时区：Asia/Shanghai → Asia/Urumqi',
  },
  {
    route: '/settings/pace',
    form: () => ({ eveAt: '20:00', hoursBefore: '3', minSeconds: '1', maxSeconds: '3.5' }),
    says: '改通知与节奏 锦绣社区｜前一天提醒：19:00 → 20:00｜开始前几小时提醒：2 → 3｜两句之间：2–4 秒 → 1–3.5 秒',
  },
  {
    route: '/settings/hours',
    form: () => ({
      day0from0: '08:00',
      day0to0: '18:00',
      ...Object.fromEntries(
        [1, 2, 3, 4].flatMap((day) => [
          [`day${day}from0`, '08:30'],
          [`day${day}to0`, '18:00'],
        ]),
      ),
      day5from0: '09:00',
      day5to0: '12:00',
      day5from1: '14:00',
      day5to1: '17:00',
    }),
    says: '改工作时间 锦绣社区｜周一：08:30–18:00 → 08:00–18:00｜周六：09:00–17:00 → 09:00–12:00、14:00–17:00｜周日：09:00–17:00 → 空',
  },
  { route: '/settings/hours/example', says: null },
  {
    route: '/settings/calendar',
    form: () => ({ from: '2027-02-06', to: '', kind: 'off', worksAs: '1', name: '春节' }),
    says: '改日历 锦绣社区｜日子：空 → 2027-02-06 春节 休息',
  },
  {
    route: '/settings/calendar/span',
    form: () => ({ from: '2027-02-06', to: '2027-02-06', act: 'usual' }),
    says: '改日历 锦绣社区｜日子：2027-02-06 春节 休息 → 2027-02-06 按平常',
  },
  {
    route: '/settings/calendar/undo',
    form: () => ({ before: '{"from":"2027-02-06","to":"2027-02-06","days":[]}' }),
    says: '改日历 锦绣社区｜日子：2027-02-06 按平常 → 空',
  },
  {
    route: '/settings/calendar/notice',
    form: () => ({ year: '2027', notice: '一、元旦：1月1日（周五）至2日（周六）放假，1月9日（周六）上班。' }),
    says: '改日历 锦绣社区｜日子：空 → 2027-01-01 元旦 休息、2027-01-02 元旦 休息、2027-01-09 元旦 上班 按周五',
  },
  {
    route: '/settings/terms',
    form: () => TIERS,
    says: '改类别与时限 锦绣社区｜红色（上级）：7 个工作日说一次进展，360 小时办结 → 5 个工作日说一次进展，360 小时办结',
  },
  {
    route: '/settings/terms/:code',
    at: () => '/settings/terms/facility.lighting',
    form: () => ({ responseHours: '4', resolveHours: '', party: 'property' }),
    says: '改类别与时限 锦绣社区｜楼道/路灯不亮：空 → 4 小时回应，办结不限，物业',
  },
  {
    route: '/settings/terms/:code/usual',
    at: () => '/settings/terms/facility.lighting/usual',
    says: '改类别与时限 锦绣社区｜楼道/路灯不亮：4 小时回应，办结不限，物业 → 空',
  },
  {
    route: '/settings/routing',
    form: () => ROUTING,
    says: '改派单与调解 锦绣社区｜几小时没人接单退回：4 → 6｜调解：楼栋长 18 小时、网格员 18 小时、社区 36 小时、街道 45 小时 → 楼栋长 18 小时、网格员 18 小时、社区 36 小时',
  },
  {
    route: '/settings/listening',
    form: () => LISTENING,
    says: '改听话的分寸 锦绣社区｜说完一句后等：25 秒 → 30 秒｜我家也是：120 分钟 → 60 分钟',
  },
  {
    route: '/settings/manners',
    form: () => MANNERS,
    says: '改说话的分寸 锦绣社区｜夜里安静：22:00–07:30 → 22:30–07:30｜午间安静：空 → 12:30–14:00｜每小时：6 句 → 8 句',
  },
  { route: '/settings/wordings/:name/preview', at: () => '/settings/wordings/opened/preview', form: () => ({ words: WORDS }), says: null },
  {
    route: '/settings/wordings/:name',
    at: () => '/settings/wordings/opened',
    form: () => ({ words: WORDS, seen: '' }),
    says: `改说法 锦绣社区｜登记好了：空 → ${WORDS}`,
  },
  {
    route: '/settings/wordings/:name/reset',
    at: () => '/settings/wordings/opened/reset',
    form: () => ({ seen: WORDS }),
    says: `改说法 锦绣社区｜登记好了：${WORDS} → 空`,
  },
  { route: '/settings/model', form: () => ({ certainty: '80' }), says: '改模型与把握 锦绣社区｜把握：60% → 80%' },
  { route: '/settings/hotlines', form: () => HOTLINES, says: '改热线电话 锦绣社区｜燃气抢修：空 → 96777' },
  { route: '/settings/duty', form: () => DUTY, says: '改值班名单 锦绣社区｜第 1 位：空 → 马某 值班长 138****34' },
  {
    route: '/settings/duty/order',
    form: () => ({ index: '0', seen: '马秀英 13800001234', move: 'out' }),
    says: '改值班名单 锦绣社区｜第 1 位：马某 值班长 138****34 → 空',
  },
  {
    route: '/settings/duty/minutes',
    form: () => ({ ackMinutes: '3', headMinutes: '5' }),
    says: '改值班名单 锦绣社区｜几分钟没人确认呼叫下一位：2 → 3',
  },
  { route: '/settings/alerts/test', says: null },
  { route: '/settings/people', form: () => ({ name: '李芳', username: 'lifang', role: 'director' }), says: '添加同事 李芳｜空 → 主任' },
  {
    route: '/settings/people/:id/role',
    at: () => `/settings/people/${ids.chen}/role`,
    form: () => ({ role: 'viewer' }),
    says: '改角色 陈静｜社区工作人员 → 查看者',
  },
  { route: '/settings/people/:id/password', at: () => `/settings/people/${ids.chen}/password`, says: '重置别人的密码 chenjing' },
  { route: '/settings/people/:id/leave', at: () => `/settings/people/${ids.chen}/leave`, says: '停用账号 陈静' },
  { route: '/settings/people/:id/service', at: () => `/settings/people/${ids.chen}/service`, says: '恢复账号 陈静' },
  {
    route: '/settings/organisation',
    form: () => ({ district: '清江区', subdistrict: '和风街道' }),
    says: '改上级 锦绣社区｜区：空 → 清江区｜街道：空 → 和风街道',
  },
  { route: '/settings/estates/understood', form: () => ({ buildings: '1-2栋' }), says: null },
  {
    route: '/settings/estates',
    form: () => ({ name: '晴川里', code: 'qc', buildings: '1-2栋' }),
    says: '改小区与楼栋 晴川里｜名称：空 → 晴川里｜代码：空 → QC｜管理方式：空 → 物业管理｜楼栋：空 → 1栋、2栋',
  },
  {
    route: '/settings/estates/:id',
    at: async () => `/settings/estates/${await newest('estate')}`,
    form: () => ({ name: '晴川苑', code: 'QC' }),
    says: '改小区与楼栋 晴川里｜名称：晴川里 → 晴川苑',
  },
  {
    route: '/settings/estates/:id/buildings',
    at: async () => `/settings/estates/${await newest('estate')}/buildings`,
    form: () => ({ buildings: '3栋' }),
    says: '改小区与楼栋 晴川苑｜楼栋：空 → 3栋',
  },
  {
    route: '/settings/estates/:id/buildings/name',
    at: async () => `/settings/estates/${await newest('estate')}/buildings/name`,
    form: () => ({ building: '3栋', newName: '5栋' }),
    says: '改小区与楼栋 晴川苑｜楼栋：3栋 → 5栋',
  },
  {
    route: '/settings/estates/:id/buildings/removal',
    at: async () => `/settings/estates/${await newest('estate')}/buildings/removal`,
    form: () => ({ building: ['1栋', '5栋'] }),
    says: '改小区与楼栋 晴川苑｜楼栋：1栋、5栋 → 空',
  },
  {
    route: '/settings/estates/:id/management',
    at: () => `/settings/estates/${ids.estate}/management`,
    form: () => ({ model: 'self_managed', reason: '物业退场' }),
    says: '改小区与楼栋 锦宁社区一区｜管理方式：物业管理 → 居民自管',
  },
  {
    route: '/settings/estates/:id/removal',
    at: async () => `/settings/estates/${await newest('estate')}/removal`,
    says: '改小区与楼栋 晴川苑｜名称：晴川苑 → 空｜代码：QC → 空｜管理方式：物业管理 → 空｜楼栋：2栋 → 空',
  },
  {
    route: '/settings/grids',
    form: () => ({ name: '第二网格', building: [String(ids.building)] }),
    says: '改网格 第一网格、第二网格｜第一网格 楼栋：锦宁社区一区1栋 → 空｜第二网格 名称：空 → 第二网格｜第二网格 楼栋：空 → 锦宁社区一区1栋',
  },
  {
    route: '/settings/grids/:id',
    at: async () => `/settings/grids/${await newest('grid')}`,
    form: () => ({ name: '东网格', building: [String(ids.building)] }),
    says: '改网格 第二网格｜名称：第二网格 → 东网格',
  },
  {
    route: '/settings/grids/:id/removal',
    at: async () => `/settings/grids/${await newest('grid')}/removal`,
    says: '改网格 东网格｜名称：东网格 → 空｜楼栋：锦宁社区一区1栋 → 空',
  },
  {
    route: '/settings/stations',
    form: () => ({ ...STATION, parent: String(ours.ids.station) }),
    says: '改连心站 和风连心室｜名称：空 → 和风连心室｜类型：空 → 连心室｜所属：空 → 服务站｜小区：空 → 全社区｜地点：空 → 1栋｜开放时间：空 → 9-17点',
  },
  {
    route: '/settings/stations/:id',
    at: async () => `/settings/stations/${await newest('station')}`,
    form: () => ({ ...STATION, parent: String(ours.ids.station), hours: '9-18点' }),
    says: '改连心站 和风连心室｜开放时间：9-17点 → 9-18点',
  },
  {
    route: '/settings/stations/:id/removal',
    at: async () => `/settings/stations/${await newest('station')}/removal`,
    says: '改连心站 和风连心室｜名称：和风连心室 → 空｜类型：连心室 → 空｜所属：服务站 → 空｜小区：全社区 → 空｜地点：1栋 → 空｜开放时间：9-18点 → 空',
  },
  {
    route: '/settings/appointments',
    form: () => ({
      role: 'buildingCaptain',
      person: '',
      name: '马秀英',
      seat: String(ids.building),
      from: '2026-11-01',
      to: '',
      electedBy: '居民选举',
    }),
    says: '改任职 楼栋长马某｜在哪任职：空 → 锦宁社区一区1栋｜从：空 → 2026-11-01｜怎么产生：空 → 居民选举',
  },
  {
    route: '/settings/appointments/:id',
    at: async () => `/settings/appointments/${await newest('appointment')}`,
    form: () => ({ to: '2027-10-31' }),
    says: '改任职 楼栋长马某｜到：空 → 2027-10-31',
  },
  {
    route: '/settings/appointments/:id/removal',
    at: async () => `/settings/appointments/${await newest('appointment')}/removal`,
    says: '改任职 楼栋长马某｜在哪任职：锦宁社区一区1栋 → 空｜从：2026-11-01 → 空｜到：2027-10-31 → 空｜怎么产生：居民选举 → 空',
  },
  {
    route: '/settings/roster',
    form: () => ({ weekday: ['1', '2'], from: '19:00', to: '21:00', person: `staff-${ids.chen}`, name: '', post: '夜话', station: '' }),
    says: '改值班表 陈静 周一 19:00–21:00、陈静 周二 19:00–21:00｜陈静 周一 19:00–21:00 岗位：空 → 夜话｜陈静 周一 19:00–21:00 在哪：空 → 全社区｜陈静 周二 19:00–21:00 岗位：空 → 夜话｜陈静 周二 19:00–21:00 在哪：空 → 全社区',
  },
  {
    route: '/settings/roster/:id/removal',
    at: async () => `/settings/roster/${await newest('slot')}/removal`,
    says: '改值班表 陈静 周二 19:00–21:00｜岗位：夜话 → 空｜在哪：全社区 → 空',
  },
  { route: '/bot/mute', form: () => ({ mute: 'yes' }), says: '只说紧急与恢复 锦绣社区｜说话：照常 → 只说紧急' },
  { route: '/bot/claims', form: () => ({ estateId: String(ids.estate) }), says: '取认群口令 锦宁社区一区' },
  {
    route: '/bot/rooms/:id/adoption',
    at: () => `/bot/rooms/${ids.stranger}/adoption`,
    form: () => ({ lostId: String(ids.lost) }),
    says: '改群 走失的群｜群名：走失的群 → 新来的群｜这次登录的记号：000001 → 000002',
  },
  { route: '/bot/rooms/:id/notice', at: () => `/bot/rooms/${ids.room}/notice`, form: () => ({ estateId: String(ids.estate) }), says: null },
  {
    route: '/bot/rooms/:id/mode',
    at: () => `/bot/rooms/${ids.room}/mode`,
    form: () => ({ mode: 'social' }),
    says: '改群 锦宁的群｜用途：议事群 → 交流群',
  },
  {
    route: '/bot/rooms/:id/voice',
    at: () => `/bot/rooms/${ids.room}/voice`,
    form: () => ({ voice: 'recordOnly' }),
    says: '改群 锦宁的群｜说话：说话 → 只记录',
  },
  {
    route: '/bot/rooms/:id/unbinding',
    at: () => `/bot/rooms/${ids.lost}/unbinding`,
    says: '改群 新来的群｜群名：新来的群 → 空｜小区：锦宁社区一区 → 空｜说话：只记录 → 空｜用途：议事群 → 空｜这次登录的记号：000002 → 空',
  },
  {
    route: '/bot/rooms/:id/binding',
    at: () => `/bot/rooms/${ids.lost}/binding`,
    form: () => ({ estateId: String(ids.estate) }),
    says: '改群 新来的群｜群名：空 → 新来的群｜小区：空 → 锦宁社区一区｜说话：空 → 只记录｜用途：空 → 议事群｜这次登录的记号：空 → 000002',
  },
  { route: '/articles/preview', form: () => ARTICLE, says: null },
  { route: '/articles/trial', form: () => ({ ...ARTICLE, trial: '居住证在哪办' }), says: null },
  {
    route: '/articles',
    form: () => ({ ...ARTICLE, answer: '二号窗口' }),
    says: '改知识库 居住证｜标题：空 → 居住证｜类型：空 → 办事指南｜适用：空 → 全社区｜问法：空 → 居住证在哪办｜回答：空 → 二号窗口｜出处：空 → 社区｜发布日期：空 → 2026-11-01｜状态：空 → 在用',
  },
  {
    route: '/articles/:id',
    at: async () => `/articles/${await newest('article')}`,
    form: () => CHANGED_ARTICLE,
    says: '改知识库 居住证｜问法：空 → 居住证怎么办｜回答：二号窗口 → 三号窗口',
  },
  {
    route: '/articles/:id/retirement',
    at: async () => `/articles/${await newest('article')}/retirement`,
    form: () => ({ version: '2' }),
    says: '改知识库 居住证｜状态：在用 → 停用',
  },
  {
    route: '/articles/:id/restoration',
    at: async () => `/articles/${await newest('article')}/restoration`,
    form: () => ({ version: '3' }),
    says: '改知识库 居住证｜状态：停用 → 在用',
  },
  { route: '/account/sessions/others', says: '退出其他设备 赵敏｜2 处 → 1 处' },
  { route: '/account/second-factor', form: () => ({ secondFactorPassword: PASSWORD }), says: null },
  {
    route: '/account/password',
    form: () => ({ current: PASSWORD, next: 'harbour-cloud-9', again: 'harbour-cloud-9' }),
    says: '改自己的密码 赵敏',
  },
]

/** Told elsewhere: they need a phone, a colleague's phone, a password that was given, or a community without an estate. */
const ELSEWHERE = [
  '/account/second-factor/confirmation',
  '/account/second-factor/removal',
  '/settings/people/:id/second-factor/removal',
  '/account/first-password',
  '/first-run',
]

const SETTINGS = /^\/(settings|bot|articles|account|first-run)(\/|$)/

async function press(path: string, form: Form = {}, by = cookie) {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) body.append(name, one)
  return desk.post(path, body as never, by)
}

/** The newest lines of the log as its page tells them. */
async function readLog(most: number): Promise<string[]> {
  const page = await (await desk.get('/settings/audit', cookie)).text()
  const rows = page.split('<li class="outbox-row">').slice(1, most + 1)
  return rows.map((row) => {
    const [, label, subject] = [...row.matchAll(/<(?:b|span)>(.*?)<\/(?:b|span)>/g)].map(([, words]) => words)
    const lines = [...row.matchAll(/<div class="soft">(.*?)<\/div>/g)].map(([, words]) => words)
    return [`${label} ${subject}`, ...lines].join('｜')
  })
}

test('every form that sets something is known here', () => {
  const posts = desk.app.routes.filter(({ method, path }) => method === 'POST' && SETTINGS.test(path))
  const routes = [...new Set(posts.map(({ path }) => path.replace(/\{[^}]*\}+/g, '')))]
  expect(routes.length).toBeGreaterThan(60)
  expect(routes.toSorted()).toEqual([...PRESSES.map(({ route }) => route), ...ELSEWHERE].toSorted())
})

test('each of them leaves one line in the log, with what was and what is, and nothing personal', async () => {
  await desk.signIn('zhaomin')
  const told: (readonly [string, string | null])[] = []
  for (const { route, at, form } of PRESSES) {
    const before = await desk.db.$count(deeds)
    desk.wait(0.1)
    const response = await press(at ? await at() : route, form?.())
    const written = (await desk.db.$count(deeds)) - before
    const [line] = await readLog(1)
    told.push([route, response.status >= 400 ? `${response.status}` : written === 0 ? null : written > 1 ? `${written} lines` : line!])
  }
  expect(told).toEqual(PRESSES.map(({ route, says }) => [route, says]))
  const kept = JSON.stringify(await desk.db.select().from(deeds))
  for (const words of ['13800001234', '马秀英', PASSWORD, 'harbour-cloud-9']) expect(kept).not.toContain(words)
}, 120_000)

test('a press that changes nothing leaves no line, nor does one that is refused', async () => {
  await press('/settings', { name: '锦宁社区', contact: '', timeZone: 'Asia/Shanghai' })
  await press(`/settings/estates/${ids.estate}/removal`)
  await press('/settings/grids', { name: '第一网格' })
  expect(await desk.db.$count(deeds)).toBe(0)
})

test('two who change at once are each told of what was theirs', async () => {
  await Promise.all([press('/settings/model', { certainty: '70' }), press('/settings/duty/minutes', { ackMinutes: '4', headMinutes: '5' })])
  expect((await readLog(2)).toSorted()).toEqual([
    '改值班名单 锦宁社区｜几分钟没人确认呼叫下一位：2 → 4',
    '改模型与把握 锦宁社区｜把握：60% → 70%',
  ])
})

test('the second factor, from turning it on to a colleague who takes it away', async () => {
  await press('/account/second-factor', { secondFactorPassword: PASSWORD })
  const secretOn = async (by: string) =>
    /id="secret" value="([A-Z2-7 ]+)"/.exec(await (await desk.get('/account/second-factor', by)).text())![1]!
  const secret = await secretOn(cookie)
  await press('/account/second-factor/confirmation', { code: codeAt(secret, desk.clock.now) })
  desk.wait(1)
  await press('/account/second-factor/removal', { secondFactorPassword: PASSWORD, code: codeAt(secret, desk.clock.now) })
  const chen = await desk.signIn('chenjing')
  await press('/account/second-factor', { secondFactorPassword: PASSWORD }, chen)
  await press('/account/second-factor/confirmation', { code: codeAt(await secretOn(chen), desk.clock.now) }, chen)
  desk.wait(1)
  await press(`/settings/people/${ids.chen}/second-factor/removal`)
  expect(await readLog(4)).toEqual(['重置别人的两步登录 陈静', '开启两步登录 陈静', '关闭两步登录 赵敏', '开启两步登录 赵敏'])
})

test('the first run and the first password', async () => {
  const fresh = await openConsole()
  const link = await createSetupLink(fresh.db, fresh.clock.now)
  await fresh.post(link, { community: '锦宁社区', name: '赵敏', username: 'zhaomin', password: PASSWORD })
  const boss = await fresh.signIn('zhaomin')
  const estate = { name: '和风苑', code: 'HF', buildings: '1-2栋', gas: '96777' }
  const hours = { weekdayFrom: '08:30', weekdayTo: '18:00', weekendFrom: '09:00', weekendTo: '17:00' }
  await fresh.post('/first-run', { community: '锦宁社区', contact: '', ...estate, ...hours }, boss)
  const added = await (await fresh.post('/settings/people', { name: '陈静', username: 'chenjing', role: 'staff' }, boss)).text()
  const given = /id="given-password">([^<]+)</.exec(added)![1]!
  await fresh.post('/account/first-password', { next: PASSWORD, again: PASSWORD }, await fresh.signIn('chenjing', given))
  const written = await fresh.db.select().from(deeds).orderBy(deeds.id)
  await fresh.close()
  expect(written.map(({ name, action, subject, changes }) => [name, action, subject, changes])).toEqual([
    [
      '赵敏',
      'setEstates',
      '和风苑',
      { 名称: [null, '和风苑'], 代码: [null, 'HF'], 管理方式: [null, '物业管理'], 楼栋: [null, '1栋、2栋'] },
    ],
    ['赵敏', 'setCommunity', '锦宁社区', { 燃气抢修: [null, '96777'] }],
    ['赵敏', 'addColleague', '陈静', {}],
    ['陈静', 'changePassword', '陈静', {}],
  ])
})
