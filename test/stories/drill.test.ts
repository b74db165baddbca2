import { expect, test } from 'vitest'
import { openCommunity } from '../community.ts'
import { befriend, nameDuty } from '../duty.ts'

async function openDrill() {
  const community = await openCommunity({ start: new Date('2026-11-23T09:00:00+08:00') })
  const group = await community.group()
  const officer = await community.staff('小李')
  await group.say('物业小周', '【通知】今日10:00在中心花园举行消防演练，会放烟、拉警报，请大家不要惊慌')
  return { community, group, officer, after: (minutes: number) => community.wait(minutes * 60) }
}

test('who asks what burns during a drill is left to a person, and nobody is frightened', async () => {
  const { group, officer, after } = await openDrill()
  await after(62)

  await group.say('新来的租客', '外头什么情况 着火了？？好多烟')

  expect(group.replies()).toEqual([])
  expect(await officer.get('/waiting')).toContain('拿不准是不是在说演练')
})

test('people are called to look once, and the cries stand before what has waited longer', async () => {
  const { community, group, officer, after } = await openDrill()
  await nameDuty(community, [{ name: '周网格', memberId: await befriend(community, '周网格') }])
  await group.say('王姐', '', { kind: 'voice' })
  await after(62)

  await group.say('新来的租客', '外头什么情况 着火了？？好多烟')
  await group.say('钱叔', '外头什么情况 着火了？？好多烟')

  expect(community.private('周网格').transcript().slice(1)).toEqual([
    '小助手：⚠️演练时新来的租客10:02在和风苑业主群喊，像是起火冒烟，拿不准是不是演练。请马上到控制台“待人工”查看，回“收到”确认。',
  ])
  expect(await officer.get('/tickets')).toContain('data-alarm="演练时有人喊：像是起火冒烟，请马上核实"')
  const page = await officer.get('/waiting')
  expect([...page.matchAll(/id="waiting-(\d+)"/g)].map(([, id]) => id)).toEqual(['5', '4', '3'])
  await community.private('周网格').say('收到')
  expect(community.private('周网格').transcript().at(-1)).toBe(
    '小助手：已记下由您处理。请到控制台“待人工”核实：是真的就建工单，不是就点“忽略”。',
  )
})

test('once somebody has decided it rings no more, and what is cried later or in another group calls anew', async () => {
  const { community, group, officer, after } = await openDrill()
  const other = await community.group('和风苑二群')
  await other.say('物业小周', '【通知】今日10:00在中心花园举行消防演练，会放烟、拉警报，请大家不要惊慌')
  await after(62)
  await group.say('新来的租客', '外头什么情况 着火了？？好多烟')
  expect(await officer.get('/tickets')).toContain('data-alarm')
  await officer.post('/waiting/3/ignore')
  await community.later(3)
  expect(await officer.get('/tickets')).not.toContain('data-alarm')

  await other.say('钱叔', '外头什么情况 着火了？？好多烟')
  expect(await officer.get('/tickets')).toContain('data-alarm')
  await officer.post('/waiting/4/ignore')
  await after(15)

  await group.say('王姐', '外头什么情况 着火了？？好多烟')
  expect(await officer.get('/tickets')).toContain('data-alarm')
})

test('before and after the drill the same words are a fire', async () => {
  const { group, after } = await openDrill()

  await group.say('新来的租客', '外头什么情况 着火了？？好多烟')
  expect(group.replies()).toEqual([expect.stringContaining('119')])

  await after(260)
  await group.say('王姐', '外头什么情况 着火了？？好多烟')
  expect(group.replies()).toHaveLength(2)
})

test.each([
  ['beyond doubt', '快打119，厨房着火了，火从窗户窜出来'],
  ['in a building that is named', '3栋冒烟了'],
  ['nothing that is rehearsed', '孩子被电到了'],
])('what is %s during the drill is an emergency', async (_what, cry) => {
  const { group, after } = await openDrill()
  await after(62)

  await group.say('王姐', cry)

  expect(group.replies()).toEqual([expect.stringMatching(/119|120/)])
})

test('after the drill was put off a fire is a fire', async () => {
  const { group, after } = await openDrill()
  await after(10)
  await group.say('物业小周', '消防演练改期，改到周五下午4点')
  await after(52)

  await group.say('新来的租客', '外头什么情况 着火了？？好多烟')

  expect(group.replies()).toEqual([expect.stringContaining('119')])
})
