import { expect, test } from 'vitest'
import { openCommunity } from '../community.ts'

test('small talk opens nothing', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王叔', '今天天气真好')
  await group.say('李婶', '晚上吃火锅呗，那家太火了')

  expect(group.transcript()).toEqual(['王叔：今天天气真好', '李婶：晚上吃火锅呗，那家太火了'])
})

test('a resident reports and hears what was understood, the number, who acts and by when', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '8栋2单元4楼楼道灯又不亮了，晚上接孩子黑咕隆咚的', { alias: '王姐(8-2-402)' })

  expect(group.replies()).toEqual(['小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261121-001，物业今天11:00前回应。'])
})
