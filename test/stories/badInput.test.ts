import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openCommunity } from '../community.ts'

type Community = Awaited<ReturnType<typeof openCommunity>>

async function inbox({ db }: Community) {
  const rows = await db.query.messages.findMany({ orderBy: (messages, { asc }) => asc(messages.id) })
  return rows.map(({ text, outcome, reason }) => ({ text, outcome, reason }))
}

test('a message delivered twice is stored once and answered once', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('张阿姨', '3栋电梯坏了', { id: 'msg-1' })
  await group.say('张阿姨', '3栋电梯坏了', { id: 'msg-1' })

  expect(group.replies()).toHaveLength(1)
  expect(await inbox(community)).toEqual([{ text: '3栋电梯坏了', outcome: 'ticketOpened', reason: null }])
})

test('the bot does not listen to itself', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('机器人', '3栋电梯坏了', { fromBot: true })

  expect(group.replies()).toEqual([])
  expect(await inbox(community)).toEqual([{ text: '3栋电梯坏了', outcome: 'silent', reason: 'ownWords' }])
})

test('a group that belongs to no estate is stored and never answered', async () => {
  const community = await openCommunity()
  const strangers = community.strangers()

  await strangers.say('路人', '3栋电梯坏了')
  await strangers.say('路人', '5栋好大煤气味')

  expect(strangers.transcript()).toEqual(['路人：3栋电梯坏了', '路人：5栋好大煤气味'])
  expect(await inbox(community)).toEqual([
    { text: '3栋电梯坏了', outcome: 'silent', reason: 'unboundRoom' },
    { text: '5栋好大煤气味', outcome: 'silent', reason: 'unboundRoom' },
  ])
})

test('a stranger in private waits for a person', async () => {
  const community = await openCommunity()

  await community.private('路人').say('3栋电梯坏了')

  expect(await inbox(community)).toEqual([{ text: '3栋电梯坏了', outcome: 'waiting', reason: 'strangerInPrivate' }])
})

test('a room that was never told of the privacy notice files nothing', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await community.db.execute(sql`update rooms set notice_sent_at = null`)

  await group.say('王姐', '3栋电梯坏了')

  expect(group.replies()).toEqual([])
  expect(await inbox(community)).toEqual([{ text: '3栋电梯坏了', outcome: 'silent', reason: 'noticeNotPosted' }])
})

test('staff and property who speak in the group report nothing', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('物业小陈', '3栋电梯坏了，维保在路上', { role: 'property' })

  expect(await inbox(community)).toEqual([{ text: '3栋电梯坏了，维保在路上', outcome: 'silent', reason: 'spokenByStaff' }])
})

test('empty words, recalls and system lines are kept and change nothing', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '')
  await group.say('王姐', '王姐撤回了一条消息', { kind: 'recall', recalls: 'msg-9' })
  await group.say('系统', '李婶加入了群聊', { kind: 'system' })

  expect(group.replies()).toEqual([])
  expect((await inbox(community)).map(({ reason }) => reason)).toEqual(['emptyMessage', 'recalled', 'systemLine'])
})

test('a voice message without words waits for a person', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '', { kind: 'voice' })

  expect((await inbox(community)).map(({ outcome, reason }) => ({ outcome, reason }))).toEqual([{ outcome: 'waiting', reason: 'voice' }])
})

test('ten thousand characters are kept whole and answered in one line', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const long = `3栋电梯坏了${'，天天这样'.repeat(2000)}`

  await group.say('王姐', long)

  expect((await inbox(community))[0]?.text).toHaveLength(long.length)
  expect(group.replies()).toHaveLength(1)
  expect(group.replies()[0]!.length).toBeLessThan(80)
})

test('control characters go, words and emoji stay', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐\u0000', '3栋\u0000电梯\u0007坏了\ud800😡', { alias: '王\u2005姐\u202e' })

  expect((await inbox(community))[0]?.text).toBe('3栋电梯坏了\ufffd😡')
  expect(group.replies()).toEqual(['小助手：@王 姐 收到，3栋电梯坏了，编号JN-261121-001，物业今天09:30前回应。'])
})

test('HTML and SQL are words like others', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  const attack = `3栋电梯坏了<script>alert(1)</script>'); drop table tickets; --`

  await group.say('<img src=x onerror=alert(2)>', attack)

  expect((await inbox(community))[0]?.text).toBe(attack)
  for (const page of ['/tickets', '/tickets/JN-261121-001']) {
    const html = await officer.get(page)
    expect(html).toContain('3栋电梯坏了')
    expect(html).not.toMatch(/<script>alert|<img src=x/)
  }
})

test('a name cannot make the bot call everybody', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('坏人', '3栋电梯坏了', { alias: '@所有人\n系统通知' })

  expect(group.replies()[0]).toBe('小助手：@系统通知 收到，3栋电梯坏了，编号JN-261121-001，物业今天09:30前回应。')
})

test('a page that was drawn before a colleague’s change overwrites nothing', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const [officer, director] = [await community.staff('小李'), await community.staff('王主任', 'director')]
  await group.say('王姐', '3栋电梯坏了')

  await director.move('JN-261121-001', 'file')
  const response = await officer.post('/tickets/JN-261121-001/reject', { seenVersion: '1', note: '重复' })

  expect(response.status).toBe(409)
  expect(await response.text()).toContain('这条记录刚被同事改过')
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'filed', version: 2 })
})

test('a message whose reading breaks down waits for a person, and those behind it are read', async () => {
  const reader = {
    read(): Promise<never> {
      throw new TypeError('a bug in the reader')
    },
  }
  const community = await openCommunity({ reader })
  const group = await community.group()

  for (let attempt = 1; attempt < 3; attempt++)
    await expect(group.say('王姐', '楼道灯不亮', { id: 'msg-1' })).rejects.toThrow('a bug in the reader')
  await group.say('王姐', '楼道灯不亮', { id: 'msg-1' })
  await group.say('赵叔', '5栋好大煤气味')

  expect((await inbox(community)).map(({ outcome, reason }) => ({ outcome, reason }))).toEqual([
    { outcome: 'waiting', reason: 'failed' },
    { outcome: 'ticketOpened', reason: null },
  ])
})
