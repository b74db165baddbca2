import { expect, test } from 'vitest'
import { findCommunity, listBuildings, listEstates } from '../../db/orgUnits.ts'
import { openCommunity } from '../community.ts'
import { openConsole } from './console.ts'

const MONDAY = new Date('2026-11-23T10:00:00+08:00')

async function openWithDirector() {
  const community = await openCommunity({ start: MONDAY })
  return { community, director: await community.staff('王主任', 'director') }
}

function weekForm(days: Record<number, [string, string][]>): Record<string, string> {
  const entries = Object.entries(days).flatMap(([day, shifts]) =>
    shifts.flatMap(([from, to], row) => [
      [`day${day}from${row}`, from],
      [`day${day}to${row}`, to],
    ]),
  )
  return Object.fromEntries(entries)
}

test('the community has a name, a contact and a clock of its own', async () => {
  const { community, director } = await openWithDirector()
  const answer = await director.post('/settings', { name: '和风新社区', contact: '一楼大厅', timeZone: 'Asia/Urumqi' })
  expect(answer.headers.get('location')).toBe('/settings')
  expect(await findCommunity(community.db, community.scope)).toMatchObject({
    name: '和风新社区',
    contact: '一楼大厅',
    timeZone: 'Asia/Urumqi',
  })

  const wrong = await director.post('/settings', { name: ' ', contact: '二楼"大厅"', timeZone: 'Mars/Base' })
  expect(wrong.status).toBe(422)
  const page = await wrong.text()
  expect(page).toContain('请填写社区名称')
  expect(page).toContain('没有这个时区')
  expect(page).toContain('二楼&quot;大厅&quot;')
})

test('an estate comes with its code and its buildings, understood before they are saved', async () => {
  const { community, director } = await openWithDirector()
  const understood = await (await director.post('/settings/estates/understood', { buildings: '1-3栋、A座\n九栋到' })).text()
  expect(understood.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).toContain('会添加 5 栋： 1栋 2栋 3栋 A座 九栋到')

  await director.post('/settings/estates', { name: '西苑', code: 'xy', buildings: '1-3栋、A座' })
  const [, west] = await listEstates(community.db, community.scope)
  expect(west).toMatchObject({ name: '西苑', code: 'XY' })
  const buildings = () => listBuildings(community.db, community.scope).then((all) => all.get(west!.id))
  expect(await buildings()).toEqual(['1栋', '2栋', '3栋', 'A座'])

  await director.post(`/settings/estates/${west!.id}/buildings`, { buildings: '3-4栋' })
  await director.post(
    `/settings/estates/${west!.id}/buildings/removal`,
    new URLSearchParams([
      ['building', '1栋'],
      ['building', 'A座'],
    ]),
  )
  expect(await buildings()).toEqual(['2栋', '3栋', '4栋'])
  await director.post(`/settings/estates/${west!.id}`, { name: '西苑小区', code: 'XYA' })
  expect((await listEstates(community.db, community.scope))[1]).toMatchObject({ name: '西苑小区', code: 'XYA' })
  await director.post(`/settings/estates/${west!.id}/removal`)
  expect(await listEstates(community.db, community.scope)).toHaveLength(1)
})

test.each([
  ['a code of digits', { code: '12' }, '代码是 1 到 4 个字母'],
  ['a code too long', { code: 'ABCDE' }, '代码是 1 到 4 个字母'],
  ['a code in use', { code: 'jn' }, '代码 JN 已经是“和风苑”的了'],
  ['a name in use', { name: '和风苑' }, '已有同名的小区'],
  ['a list that cannot be read', { buildings: '1栋、9-3栋' }, '没看懂：9-3栋'],
])('%s is refused and what was typed stays', async (_, change, sentence) => {
  const { community, director } = await openWithDirector()
  const answer = await director.post('/settings/estates', { name: '西苑', code: 'XY', buildings: '1栋、7号楼', ...change })
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain(sentence)
  expect(page).toContain('buildings' in change ? '1栋、9-3栋' : '1栋、7号楼')
  expect(await listEstates(community.db, community.scope)).toHaveLength(1)
})

test('an estate that groups or tickets belong to stays', async () => {
  const { community, director } = await openWithDirector()
  await community.group()
  const [estate] = await listEstates(community.db, community.scope)
  const answer = await director.post(`/settings/estates/${estate!.id}/removal`)
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('它名下还有群、居民、工单、知识库条目、任职')
  expect((await listBuildings(community.db, community.scope)).get(estate!.id)).toHaveLength(11)
})

test('working hours of several shifts change what is promised', async () => {
  const { community, director } = await openWithDirector()
  const week = weekForm({
    0: [
      ['14:00', '1730'],
      ['8:30', '12点'],
      ['19:00', '21:00'],
    ],
    2: [['09:00', '12:00']],
  })
  const example = await (await director.post('/settings/hours/example', week)).text()
  expect(example.replace(/<[^>]+>/g, '')).toBe('一周共 12 小时。现在报修楼道灯，2 小时内回应 = 今天12:00前')

  await director.post('/settings/hours', week)
  const { week: saved } = await findCommunity(community.db, community.scope)
  expect(saved).toEqual([
    [
      ['08:30', '12:00'],
      ['14:00', '17:30'],
      ['19:00', '21:00'],
    ],
    [],
    [['09:00', '12:00']],
    [],
    [],
    [],
    [],
  ])
})

test.each([
  ['end before start', { 0: [['22:00', '06:00']] }, '结束要晚于开始'],
  [
    'overlap',
    {
      0: [
        ['09:00', '12:00'],
        ['11:00', '15:00'],
      ],
    },
    '重叠',
  ],
  ['half a shift', { 0: [['09:00', '']] }, '没填完整'],
  ['hardly any hours', { 0: [['09:00', '10:00']] }, '工作时间太少'],
] as [string, Record<number, [string, string][]>, string][])('hours are refused: %s', async (_, days, sentence) => {
  const { community, director } = await openWithDirector()
  const before = await findCommunity(community.db, community.scope)
  const answer = await director.post('/settings/hours', weekForm(days))
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain(sentence)
  expect(page).toContain(`value="${days[0]![0]![0]}"`)
  expect(await findCommunity(community.db, community.scope)).toEqual(before)
})

test('Monday is copied to the other weekdays without being saved', async () => {
  const { community, director } = await openWithDirector()
  const before = await findCommunity(community.db, community.scope)
  const page = await (await director.post('/settings/hours', { ...weekForm({ 0: [['10:00', '16:00']] }), step: 'copy' })).text()
  expect(page.match(/value="10:00"/g)).toHaveLength(5)
  expect(await findCommunity(community.db, community.scope)).toEqual(before)
})

test('clearing the gas number is asked about once more, and silences every group', async () => {
  const { community, director } = await openWithDirector()
  const group = await community.group()
  const asked = await director.post('/settings/hotlines', { gas: '', property: '0757-00000001' })
  expect([asked.status, (await asked.text()).includes('我知道，清空后所有群都只记录、不说话')]).toEqual([422, true])

  await director.post('/settings/hotlines', { gas: '', property: '0757-00000001', silence: 'yes' })
  await group.say('王姐', '8栋2单元4楼楼道灯又不亮了')
  await community.later(5)
  expect(group.replies()).toEqual([])
  expect(await director.get('/tickets')).toContain('还没有填写燃气抢修电话')

  const wrong = await director.post('/settings/hotlines', { gas: '燃气公司' })
  expect([wrong.status, (await wrong.text()).includes('电话只能有数字和短横线')]).toEqual([422, true])
})

test('the duty list keeps its order, and a stale page moves nobody', async () => {
  const { community, director } = await openWithDirector()
  const names = async () => (await findCommunity(community.db, community.scope)).duty.map(({ name }) => name)
  await director.post('/settings/duty', { name: '李师傅', post: '物业', phone: '0757-00000008' })
  expect(await names()).toEqual(['周网格', '李师傅'])

  const move = { index: '1', seen: '李师傅 0757-00000008', move: 'up' }
  await director.post('/settings/duty/order', move)
  expect(await names()).toEqual(['李师傅', '周网格'])
  expect((await director.post('/settings/duty/order', move)).status).toBe(409)
  expect(await names()).toEqual(['李师傅', '周网格'])
  await director.post('/settings/duty/order', { ...move, index: '0', move: 'out' })
  expect(await names()).toEqual(['周网格'])

  const wrong = await director.post('/settings/duty', { name: '孙姐', post: '', phone: '不知道' })
  expect([wrong.status, (await wrong.text()).includes('value="孙姐"')]).toEqual([422, true])
})

test('times of reminders and the pace are settings', async () => {
  const { community, director } = await openWithDirector()
  await director.post('/settings/pace', {
    eveAt: '20:30',
    hoursBefore: '3',
    minSeconds: '1.5',
    maxSeconds: '4',
  })
  const { reminders, pace } = await findCommunity(community.db, community.scope)
  expect([reminders, pace]).toEqual([
    { eveAt: '20:30', hoursBefore: 3 },
    { minMs: 1500, maxMs: 4000 },
  ])

  const wrong = await director.post('/settings/pace', {
    eveAt: '',
    hoursBefore: '99',
    minSeconds: '5',
    maxSeconds: '2',
  })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain('请填 1 到 12 之间的整数')
})

test('how long the bot listens and what it takes for one matter are settings', async () => {
  const { community, director } = await openWithDirector()
  const typed = {
    textSeconds: '30',
    photoSeconds: '120',
    topicMinutes: '20',
    answerMinutes: '45',
    meTooMinutes: '60',
    incidentMinutes: '90',
  }
  await director.post('/settings/listening', typed)
  const { patience, windows } = await findCommunity(community.db, community.scope)
  expect([patience, windows]).toEqual([
    { textSeconds: 30, photoSeconds: 120 },
    { topicMinutes: 20, answerMinutes: 45, meTooMinutes: 60, incidentMinutes: 90 },
  ])

  const wrong = await director.post('/settings/listening', { ...typed, answerMinutes: '0', photoSeconds: '很久' })
  const page = await wrong.text()
  expect([wrong.status, page.includes('请填 1 到 240 之间的整数'), page.includes('value="很久"')]).toEqual([422, true, true])
})

test('others read the settings and change nothing', async () => {
  const community = await openCommunity()
  const before = await findCommunity(community.db, community.scope)
  const colleague = await community.staff('小李', 'staff')
  expect(await colleague.get('/settings')).toContain('只有主任和管理员能修改')
  for (const path of [
    '/settings',
    '/settings/hours',
    '/settings/hotlines',
    '/settings/duty',
    '/settings/pace',
    '/settings/listening',
    '/settings/estates',
  ]) {
    expect((await colleague.request(path)).status).toBe(200)
    expect((await colleague.post(path, { name: '别的', contact: '', timeZone: 'Asia/Shanghai' })).status).toBe(403)
  }
  expect(await findCommunity(community.db, community.scope)).toEqual(before)
})

test('the first administrator is led through what is needed, once', async () => {
  const desk = await openConsole()
  try {
    const { id } = await desk.community('我的社区')
    await desk.colleague(id, '陈静', 'chenjing', 'administrator')
    await desk.colleague(id, '小李', 'xiaoli', 'staff')
    const cookie = await desk.signIn('chenjing')
    expect((await desk.get('/', cookie)).headers.get('location')).toBe('/first-run')
    expect((await desk.get('/', await desk.signIn('xiaoli'))).headers.get('location')).toBe('/today')

    const typed = {
      community: '锦宁社区',
      contact: '一楼',
      name: '锦宁花园',
      code: 'jn',
      buildings: '1-3栋',
      gas: '96777',
      weekdayFrom: '8:30',
      weekdayTo: '18:00',
      weekendFrom: '',
      weekendTo: '',
    }
    const wrong = await desk.post('/first-run', { ...typed, code: '9', weekdayTo: '7:00' }, cookie)
    expect(wrong.status).toBe(422)
    const page = await wrong.text()
    expect(page).toContain('代码是 1 到 4 个字母')
    expect(page).toContain('结束要晚于开始')
    expect(page).toContain('value="锦宁花园"')

    const done = await desk.post('/first-run', typed, cookie)
    expect(done.headers.get('location')).toBe('/bot')
    const community = await findCommunity(desk.db, { communityId: id })
    expect(community).toMatchObject({ name: '锦宁社区', contact: '一楼', hotlines: { gas: '96777' } })
    expect(community.week[0]).toEqual([['08:30', '18:00']])
    expect(community.week[6]).toEqual([])
    const [estate] = await listEstates(desk.db, { communityId: id })
    expect(estate).toMatchObject({ name: '锦宁花园', code: 'JN' })
    expect((await listBuildings(desk.db, { communityId: id })).get(estate!.id)).toEqual(['1栋', '2栋', '3栋'])

    expect((await desk.get('/', cookie)).headers.get('location')).toBe('/today')
    expect((await desk.post('/first-run', { ...typed, name: '另一个' }, cookie)).headers.get('location')).toBe('/settings')
    expect(await listEstates(desk.db, { communityId: id })).toHaveLength(1)
  } finally {
    await desk.close()
  }
})
