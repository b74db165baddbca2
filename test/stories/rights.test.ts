import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { limitsAt } from '../../core/retention.ts'
import { listAudit } from '../../db/deeds.ts'
import { forget } from '../../db/retention.ts'
import { members, messages, reports } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const LIGHT = 'JN-261121-001'
const LIFT = 'JN-261121-002'

/** 王姐 is a friend of the account: her light is mended and checked, her lift is not. */
async function openRights() {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  const colleague = await community.staff('小周')
  const wang = { alias: '8-2-402王姐', isFriend: true }
  await group.say('王姐', '8栋2单元楼道灯不亮', wang)
  await officer.move(LIGHT, 'file')
  await officer.move(LIGHT, 'resolve', { note: '灯已换好' })
  await colleague.move(LIGHT, 'verify')
  await group.say('王姐', '3栋电梯坏了', wang)
  return { community, group, officer, colleague, wang, private: community.private('王姐') }
}

test('查我的信息: a friend is told in private what is kept, for how long, and how it goes', async () => {
  const { private: chat } = await openRights()
  await chat.say('查我的信息。')
  expect(chat.transcript()).toEqual([
    '王姐：查我的信息。',
    [
      '小助手：您好，和风社区保存着您的这些信息：',
      '称呼：微信昵称“王姐”，群昵称“8-2-402王姐”（和风苑业主群）',
      '电话：没有单独登记；您自己在话里说过的，平时遮住，经办人员要说明理由才能看。',
      '住处：和风苑（按您发言的群）；没有单独登记门牌。',
      `没办完的事项：${LIFT}`,
      `办完的事项：${LIGHT}`,
      '原话和照片：3条，其中照片0张。',
      '保存多久：登记成事项的话，办完两年后匿名；其余的话24小时后清空；照片办完六个月后删除；办理记录三年。',
      '要更正，请联系和风社区服务中心（和风路1号一楼）；要删除，请回复“删除我的信息”。',
    ].join('\n'),
  ])
})

test('删除我的信息: asked once, confirmed in ten minutes, nobody knows any more whose it was; tickets and their numbers stay', async () => {
  const { community, group, officer, private: chat } = await openRights()
  await group.say('老李', '我家也是，电梯停在3楼')
  await chat.say('删除我的信息')
  await community.later(9)
  await chat.say('确认删除')
  await chat.say('确认删除')
  const lines = group.transcript()
  await officer.move(LIFT, 'file')

  expect(chat.transcript()).toEqual([
    '王姐：删除我的信息',
    [
      '小助手：删除之后不能恢复，请先看清楚：',
      '会删掉：您的昵称、群昵称、说过的话和照片，评分时说的话。',
      '会留下：事项的编号、类别、数量和办理经过，看不出是谁反映的。',
      `没办完的1件（${LIFT}）照常办，标题、地点和工作人员的备注办完才匿名；之后没法再私聊告诉您进展，也不能再由您确认或撤回。`,
      '确定要删，请在10分钟内回复“确认删除”；不回就不删。',
    ].join('\n'),
    '王姐：确认删除',
    [
      '小助手：已经删除，事项里看不出是您反映的了。',
      `没办完的1件照常办：${LIFT}。`,
      '还留着的：不带姓名和原话的办理记录，保存三年；备份文件到期才清掉。',
      '您以后在群里说的话，仍按群里的【告知】保存。有疑问请联系和风社区服务中心（和风路1号一楼）。',
    ].join('\n'),
    '王姐：确认删除',
  ])
  expect(group.transcript().slice(0, lines.length)).toEqual(lines)
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'closed', summary: '〔已匿名〕', firstSummary: '〔已匿名〕' })
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'filed', summary: '3栋电梯坏了' })
  const page = await officer.get(`/tickets/${LIFT}`)
  expect(page).toContain('匿名居民')
  expect(page).toContain('老李')
  expect(page).not.toContain('王姐')
  expect(await officer.get(`/tickets/${LIGHT}`)).not.toContain('王姐')

  const found = await listAudit(
    community.db,
    community.scope,
    { staffId: null, number: null, action: 'eraseResident', from: null, to: null },
    { before: null, limit: 9 },
  )
  expect(found).toMatchObject([{ name: '匿名居民', action: 'eraseResident', subject: '匿名居民', note: '2件事项' }])
})

test('the group hears how an open matter ends, and nobody is called by name; once it is over its title goes too', async () => {
  const { community, group, officer, colleague, private: chat } = await openRights()
  await chat.say('请删除我的个人信息')
  await chat.say('确认删除！')
  const before = group.transcript().length
  await officer.move(LIFT, 'file')
  await officer.move(LIFT, 'resolve', { note: '维保已修复' })
  await colleague.move(LIFT, 'verify')
  expect(group.transcript().slice(before).join('\n')).toContain(LIFT)
  expect(group.transcript().slice(before).join('\n')).not.toMatch(/@|王姐/)
  await forget(community.db, limitsAt(community.now()))
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'closed', summary: '〔已匿名〕' })
})

test('ten minutes later nobody means it any more, and without a question nothing is deleted', async () => {
  const { community, private: chat } = await openRights()
  await chat.say('确认删除')
  await chat.say('删除我的信息')
  await community.later(11)
  await chat.say('确认删除')
  expect(chat.transcript().filter((line) => line.startsWith('小助手：'))).toHaveLength(1)
  expect(await community.db.$count(reports, eq(reports.alias, '8-2-402王姐'))).toBe(2)
  expect(await community.db.select({ erasedAt: members.erasedAt }).from(members)).toEqual([{ erasedAt: null }])
})

test('whoever was deleted may go on: they are heard as somebody new, and may ask again', async () => {
  const { community, group, wang, private: chat } = await openRights()
  await chat.say('删除我的信息')
  await chat.say('确认删除')
  await group.say('王姐', '5栋门禁刷不开', wang)
  await chat.say('我的信息')
  expect(chat.transcript().at(-1)).toContain('没办完的事项：JN-261121-003\n办完的事项：没有')
  await chat.say('删除我的信息')
  await chat.say('确认删除')
  expect(await community.db.$count(members)).toBe(3)
  expect(await community.db.$count(messages, eq(messages.alias, '8-2-402王姐'))).toBe(0)
})

test('in a group one line points to the private chat, and says nothing about anybody', async () => {
  const { group, community } = await openRights()
  const before = group.transcript().length
  await group.say('王姐', '查我的信息')
  await group.say('老李', '@小助手 删除我的信息', { mentionsBot: true })
  await group.say('老李', '确认删除')
  const line = '个人信息不在群里说。请加本群小助手为好友，私聊发这句话，或联系和风社区服务中心（和风路1号一楼）。'
  expect(group.transcript().slice(before)).toEqual([
    '王姐：查我的信息',
    `小助手：@王姐 ${line}`,
    '老李：@小助手 删除我的信息',
    `小助手：@老李 ${line}`,
    '老李：确认删除',
  ])
  expect(await community.db.$count(members, eq(members.nickname, '王姐'))).toBe(1)
})

test('whoever is no friend of the account cannot be known for sure: staff are given the words that point to them', async () => {
  const { community, group, officer } = await openRights()
  await group.say('老李', '2栋门口路灯不亮')
  const stranger = community.private('老李')
  await stranger.say('删除我的信息', { isFriend: false })
  await stranger.say('确认删除', { isFriend: false })
  expect(stranger.transcript()).toEqual(['老李：删除我的信息', '老李：确认删除'])
  expect(await officer.get('/outbox?tab=needsPerson')).toContain('您还不是小助手的好友，没法核对是不是您本人。')
  expect(await community.db.$count(members, eq(members.nickname, '老李'))).toBe(1)
})

test('while an emergency of theirs is open nobody is made unfindable', async () => {
  const { community, group, officer, wang, private: chat } = await openRights()
  await chat.say('删除我的信息')
  await group.say('王姐', '5栋楼道好大煤气味', wang)
  await chat.say('确认删除')
  expect(chat.transcript().at(-1)).toBe(
    '小助手：JN-261121-003是正在处理的紧急事项，要找得到您，现在还不能删，什么都没有动。办完以后请再发一次“删除我的信息”。',
  )
  await officer.move('JN-261121-003', 'file')
  await officer.move('JN-261121-003', 'resolve', { note: '燃气公司已处置' })
  await chat.say('删除我的信息')
  expect(chat.transcript().at(-1)).toContain('会删掉')
  expect(await community.ticket('JN-261121-003')).toMatchObject({ urgency: 'emergency' })
})
