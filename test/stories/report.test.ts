import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { messages } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

test('a resident reports, staff resolve it, and the reporter confirms', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '8栋2单元4楼楼道灯又不亮了，晚上接孩子黑咕隆咚的', { alias: '王姐(8-2-402)' })
  await group.say('老李', '今晚吃啥')
  await community.later(30)
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '灯管已换新' })
  await community.later(20)
  await group.say('王姐', '好了')

  expect(group.transcript()).toEqual([
    '王姐：8栋2单元4楼楼道灯又不亮了，晚上接孩子黑咕隆咚的',
    '小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261121-001，物业今天11:00前回应。',
    '老李：今晚吃啥',
    '小助手：@王姐 JN-261121-001 物业反馈：灯管已换新。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '王姐：好了',
    '小助手：@王姐 好的，JN-261121-001 已办结，谢谢您回话。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({
    status: 'closed',
    outcome: 'confirmed',
    firstSummary: '8栋2单元楼道灯不亮',
  })
})

test('the reporter denies that it is fixed, and it is open again', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '3栋电梯坏了')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  await community.later(60)
  await group.say('王姐', '没好，还是停在一楼不动')

  expect(group.transcript()).toEqual([
    '王姐：3栋电梯坏了',
    '小助手：@王姐 收到，3栋电梯坏了，编号JN-261121-001，物业今天09:30前回应。',
    '小助手：@王姐 JN-261121-001 物业反馈：维保已修复。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '王姐：没好，还是停在一楼不动',
    '小助手：@王姐 明白，JN-261121-001 已重新打开，物业今天10:30前再答复您。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'inProgress', reopenCount: 1, outcome: null })
})

test('small talk opens nothing and is answered by nothing', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王叔', '今天天气真好')
  await group.say('李婶', '晚上吃火锅呗，那家太火了')

  expect(group.transcript()).toEqual(['王叔：今天天气真好', '李婶：晚上吃火锅呗，那家太火了'])
})

test('somebody else’s “好了” closes nothing', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '3栋电梯坏了')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  await group.say('老李', '好了')
  await group.say('老李', 'JN-261121-001 好了')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'resolved' })
  expect(group.replies()).toHaveLength(2)
})

test('a bare “好的” closes nothing once the talk has moved on, unless it is said to the bot', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '3栋电梯坏了')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  await community.later(31)
  await group.say('王姐', '好的')
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'resolved' })

  await group.say('王姐', '好的', { mentionsBot: true })
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'closed' })
})

test('a bare “好了” a day and more after the question closes nothing', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '3栋电梯坏了')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  await community.later(25 * 60)
  await group.say('王姐', '好了')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'resolved' })
})

test('progress is told in plain words, with a number or without', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('王姐', '上次那灯咋样了')
  await group.say('老李', 'jn261121001到哪一步了')

  expect(group.replies().slice(1)).toEqual([
    '小助手：@王姐 8栋2单元楼道灯不亮（JN-261121-001）：已登记，物业今天11:00前回应。',
    '小助手：@老李 8栋2单元楼道灯不亮（JN-261121-001）：已登记，物业今天11:00前回应。',
  ])
})

test('a gas smell is answered by rule, once per incident', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await group.say('王姐', '是啊5栋煤气味好重')
  await group.say('老李', '9栋也有煤气味')

  expect(group.replies()).toEqual([
    '小助手：⚠️5栋：能关阀就关阀、开窗，别动任何开关和电器；马上到室外，再打燃气抢修0757-00000000或119。群消息不能代替报警电话。',
    '小助手：⚠️9栋：能关阀就关阀、开窗，别动任何开关和电器；马上到室外，再打燃气抢修0757-00000000或119。群消息不能代替报警电话。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ urgency: 'emergency', category: 'emergency.gas', tier: 'green' })
})

test('a quarrel with a neighbour goes on in private, and nobody is named in the group', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('周姐', '楼上8-2-1101姓马的天天半夜蹦迪，电话13812341234，谁管管', { isFriend: true })

  expect(group.replies()).toEqual(['小助手：@周姐 噪音的事收到，我私下和您说。'])
  expect(community.private('周姐').transcript()).toEqual([
    '小助手：已按不公开事项登记，编号JN-261121-001，楼栋长今天13:00前回复您，不会说是谁反映的。群里那条带了门牌和电话，2分钟内可以撤回。一般几点到几点？',
  ])
})

test('somebody the account may not write to is told how to reach it, and staff see the words that wait', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('周姐', '楼上天天半夜蹦迪，谁管管')

  expect(group.replies()).toEqual(['小助手：@周姐 已登记，请加本群小助手为好友私聊，或到连心站。'])
  expect(await officer.get('/outbox?tab=needsPerson')).toContain('已按不公开事项登记，编号JN-261121-001')
})

test('who sees a woman beaten and is no friend of the account learns in the group how to be heard, and no more', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('周姐', '我对门男的又在打老婆，女的一直喊救命')
  await group.say('小陈', '活着没意思，不想活了')

  expect(group.replies()).toEqual(['小助手：@周姐 已登记，请加本群小助手为好友私聊，或到连心站。'])
  expect(await officer.get('/outbox?tab=needsPerson')).toContain('12338')
})

test('who has it hard is heard in private, and a child who is alone by a person: the group learns nothing of either', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('周姐', '我妈瘫在床上 谁能帮忙送个饭')
  await group.say('老李', '我得了尿毒症，透析报销找谁', { isFriend: true })
  await group.say('小宝', '我今年11岁，爸妈不在家，家里停电了好害怕')

  expect(group.replies()).toEqual(['小助手：@周姐 已登记，请加本群小助手为好友私聊，或到连心站。', '小助手：@老李 收到，我私下和您说。'])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ category: 'care.elderly', private: true })
  expect(await community.ticket('JN-261121-002')).toMatchObject({ category: 'care.hardship', private: true })
  expect(
    await community.db
      .select({ outcome: messages.outcome, reason: messages.reason })
      .from(messages)
      .where(eq(messages.text, '我今年11岁，爸妈不在家，家里停电了好害怕')),
  ).toEqual([{ outcome: 'waiting', reason: 'unsure' }])
})

test('where neighbours are blamed, the group hears what is done and not where they live; staff see both', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '6-1-301 张伟家天天往楼下扔烟头')
  await group.say('阿明', '3栋2单元那户又把电动车推上楼充电')
  await group.say('周姐', '9栋1单元天天有人往楼下扔烟头')

  expect(group.replies()).toEqual([
    '小助手：@王姐 收到，高空抛物，编号JN-261121-001，物业今天09:30前回应。',
    '小助手：@阿明 收到，电动车进楼充电，编号JN-261121-002，物业今天09:30前回应。',
    '小助手：@周姐 收到，9栋1单元高空抛物，编号JN-261121-003，物业今天09:30前回应。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ place: { building: '6', entrance: '1' } })
})

test('the words of a ticket number never open a private matter', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('周姐', '楼上天天半夜蹦迪，谁管管', { isFriend: true })
  await group.say('老李', 'JN-261121-001到哪一步了')

  expect(group.replies().at(-1)).toBe('小助手：@老李 这件事只能私下回复当事人。')
})

test('a photo right after a report belongs to it', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  const media = { contentType: 'image/png', bytes: new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]) }

  await group.say('张叔', '南门进来左手边井盖翘起来了')
  await group.say('张叔', '', { kind: 'image', media })
  await group.say('李婶', '', { kind: 'image', media })

  expect(group.replies()).toHaveLength(1)
  expect((await officer.get('/tickets/JN-261121-001')).match(/\/media\/[0-9a-f]{64}/g)).not.toBeNull()
})
