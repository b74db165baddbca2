import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DEFAULT_QUIET_HOURS } from '../../core/speech/quiet.ts'
import { messages } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const LIGHT = 'JN-261121-001'
const PHOTO = { contentType: 'image/jpeg', bytes: readFileSync(new URL('../../admin/public/manhole.jpg', import.meta.url)) }
const NOTED = '小助手：@王姐 记下了，会一并告诉物业（JN-261121-001）。'

/** A light of yesterday, about which staff want to know more. */
async function openAsked() {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  await group.say('王姐', '8栋2单元楼道灯不亮', { isFriend: true })
  await officer.move(LIGHT, 'file')
  await community.until('2026-11-22T09:00:00+08:00')
  await officer.move(LIGHT, 'askResident', { note: '哪盏灯，什么时候在家' })
  await community.later(1)
  return { community, group, officer }
}

test('what staff ask for is answered in the group in plain words and with a photo; talk after that is talk', async () => {
  const { community, group } = await openAsked()

  await group.say('老李', '下午三点以后都在家')
  await group.say('王姐', '下午三点以后都在家')
  await group.say('王姐', '就是进门第一盏')
  await group.say('王姐', '', { kind: 'image', media: PHOTO })
  await group.say('王姐', '今晚吃啥')

  expect(group.replies().slice(2)).toEqual([NOTED])
  expect(await outcomes(community)).toEqual(['ticketOpened', 'silent', 'ticketJoined', 'ticketJoined', 'ticketJoined', 'silent'])
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'awaitingResident' })
})

test('in private the answer may come later, and is never taken for a word about something else', async () => {
  const { community, officer } = await openAsked()
  const resident = community.private('王姐')
  await community.later(5 * 60)

  await resident.say('下午三点以后都在家')
  await resident.say('可以')
  await resident.say('', { kind: 'image', media: PHOTO })

  expect(resident.transcript().filter((line) => line.startsWith('小助手'))).toEqual([
    '小助手：记下了，会一并告诉物业（JN-261121-001）。',
    '小助手：记下了，会一并告诉物业（JN-261121-001）。',
  ])
  expect((await outcomes(community)).slice(1)).toEqual(['ticketJoined', 'ticketJoined', 'ticketJoined'])
  expect(await officer.get(`/tickets/${LIGHT}`)).toContain('下午三点以后都在家')
})

test('whoever is asked may still report something else, or ask how it goes', async () => {
  const { group } = await openAsked()

  await group.say('王姐', '南门进来左手边井盖翘起来了')
  await group.say('王姐', `${LIGHT}到哪一步了`)

  expect(group.replies().slice(2)).toEqual([
    expect.stringContaining('编号JN-261122-001'),
    '小助手：@王姐 8栋2单元楼道灯不亮（JN-261121-001）：今天已请您补充情况，补充后物业继续办理。',
  ])
})

test('a bare yes in private is about what the bot said last', async () => {
  const community = await openCommunity()
  const resident = community.private('王姐')
  await (await community.group()).say('王姐', '大家好', { isFriend: true })
  const officer = await community.staff('小李')
  await resident.say('8栋2单元楼道灯不亮')
  await officer.move(LIGHT, 'file')
  await officer.move(LIGHT, 'resolve', { note: '灯已换好' })
  await community.until('2026-11-26T09:00:00+08:00')

  await resident.say('电梯坏了')
  await resident.say('好的')
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'resolved' })

  await resident.say(`${LIGHT}到哪一步了`)
  await resident.say('好的')
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'closed', outcome: 'confirmed' })
})

test.each(['别登记', '不用登记', '别登记，我说的是我老家', '不是这个意思，我开玩笑的'])(
  '“%s” after the bot’s answer takes the report back',
  async (words) => {
    const community = await openCommunity()
    const group = await community.group()
    await group.say('王姐', '3栋电梯坏了')

    await group.say('老李', words)
    expect(await community.ticket(LIGHT)).toMatchObject({ status: 'pendingReview' })
    await group.say('王姐', words)

    expect(await community.ticket(LIGHT)).toMatchObject({ status: 'withdrawn' })
    expect(group.replies().slice(1)).toEqual(['小助手：@王姐 好的，JN-261121-001 已撤回，社区从现在起不再办理。'])
  },
)

test('long after the answer, or of a danger, the same words take nothing back', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('王姐', '3栋电梯坏了')
  await group.say('赵叔', '5栋楼道好大煤气味！！')

  await group.say('赵叔', '我开玩笑的')
  await community.later(20)
  await group.say('王姐', '我开玩笑的')

  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'pendingReview' })
  expect(await community.ticket('JN-261121-002')).toMatchObject({ status: 'pendingReview' })
})

test.each(['能不能管管 9栋', '把刚才那条登记一下'])(
  '“%s” to the bot waits for a person at night, and its speaker hears so',
  async (words) => {
    const community = await openCommunity({ start: new Date('2026-11-21T23:43:00+08:00'), quietHours: DEFAULT_QUIET_HOURS })
    const group = await community.group()
    const officer = await community.staff('小李')

    await group.say('王姐', words)
    expect(group.replies()).toEqual([])
    await group.say('王姐', words, { mentionsBot: true })

    expect(group.replies()).toEqual(['小助手：@王姐 收到，已转工作人员，看过在这里答复您。'])
    expect(await officer.get('/waiting')).toContain(words)
  },
)

async function outcomes({ db }: Awaited<ReturnType<typeof openCommunity>>) {
  const rows = await db.select({ outcome: messages.outcome }).from(messages).orderBy(messages.id)
  return rows.map(({ outcome }) => outcome)
}
