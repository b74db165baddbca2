import { expect, test } from 'vitest'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage, MessageKind } from '../../core/message.ts'
import { receive } from '../../db/inbox.ts'
import { openCommunity } from '../community.ts'

const WELCOME = [
  '小助手：欢迎新邻居。我是本群小助手（AI），由和风社区使用。直接说一句就行：',
  '反映：什么问题、在什么位置，比如“8栋2单元楼道灯不亮”，我来登记并告诉您进展。',
  '议一议：想提的建议、想商量的事，我转给工作人员。',
  '求助：要办事、要人搭把手，也可以问“居住证在哪办”。危急请先拨110、119、120。',
  '本群消息怎么保存、怎么查改删，请看本群的【告知】，或私聊我。',
].join('\n')

test('S87 ten neighbours who come within an hour are greeted once, at six; who comes later, the next day', async () => {
  const community = await openCommunity()
  const group = await community.group()

  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
    await group.say(`新邻居${number}`, `新邻居${number}`, { kind: 'join' })
    await community.later(5)
  }
  await community.until('2026-11-21T17:59:00+08:00')
  expect(group.replies()).toEqual([])
  await community.until('2026-11-21T18:01:00+08:00')
  expect(group.replies()).toEqual([WELCOME])

  await group.say('小周', '小周', { kind: 'join' })
  await community.until('2026-11-22T17:59:00+08:00')
  expect(group.replies()).toHaveLength(1)
  await community.until('2026-11-23T23:00:00+08:00')
  expect(group.replies()).toEqual([WELCOME, WELCOME])
  expect(await community.db.query.readings.findMany()).toEqual([])
})

test('a group in which the bot only records greets nobody', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const director = await community.staff('王主任', 'director')
  await director.post('/bot/rooms/1/voice', { voice: 'recordOnly' })

  await group.say('小周', '小周', { kind: 'join' })
  await community.until('2026-11-22T20:00:00+08:00')

  expect(group.replies()).toEqual([])
})

test('who comes and reports while the bot is busy is heard, whatever their name looks like', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await receive(community.db, mainAccount('sandbox'), from('6-1-301', 'join', '6-1-301', community.now()), community.now())
  await receive(community.db, mainAccount('sandbox'), from('6-1-301', 'text', '3栋电梯坏了', community.now()), community.now())
  await community.later(1)

  expect(group.replies()).toEqual(['小助手：@邻居 收到，3栋电梯坏了，编号JN-261121-001，物业今天09:30前回应。'])
})

test('S45 a word to the bot that says nothing is answered with the three words', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('老李', '今天天气真好', { mentionsBot: true })

  expect(group.replies()).toEqual([
    [
      '小助手：@老李 您好，直接说一句就行：',
      '反映：什么问题、在什么位置，比如“8栋2单元楼道灯不亮”，我来登记并告诉您进展。',
      '议一议：想提的建议、想商量的事，我转给工作人员。',
      '求助：要办事、要人搭把手，也可以问“居住证在哪办”。危急请先拨110、119、120。',
    ].join('\n'),
  ])
})

test('S45 the three words are told each once an hour', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('老李', '今天天气真好', { mentionsBot: true })
  await group.say('老李', '再见', { mentionsBot: true })
  await group.say('王姐', '再见', { mentionsBot: true })
  await community.later(61)
  await group.say('老李', '再见', { mentionsBot: true })

  expect(group.replies().map((line) => line.split('\n')[0])).toEqual([
    '小助手：@老李 您好，直接说一句就行：',
    '小助手：@王姐 您好，直接说一句就行：',
    '小助手：@老李 您好，直接说一句就行：',
  ])
})

test('who asks whether it is a person hears that it is none', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const who = '我是和风社区的小助手（AI），不是真人。要找真人，说一声是什么事，我转工作人员。'

  await group.say('老李', '你是人还是机器', { mentionsBot: true })
  await group.say('老李', '你是机器人吗')
  await community.private('老李').say('你是真人吗')

  expect(group.replies()).toEqual([`小助手：@老李 ${who}`])
  expect(community.private('老李').transcript().at(-1)).toBe(`小助手：${who}`)
})

function from(nickname: string, kind: MessageKind, text: string, sentAt: Date): IncomingMessage {
  return {
    id: `${kind} of ${nickname}`,
    room: { id: '和风苑业主群', topic: '和风苑业主群' },
    sender: { id: nickname, nickname, alias: null, role: 'resident', isFriend: false },
    kind,
    text,
    quote: null,
    mentionsBot: false,
    recalls: null,
    fromBot: false,
    sentAt,
    media: null,
  }
}
