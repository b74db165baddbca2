import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { contentTypeOf } from '../../core/contentType.ts'
import { media, messages } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'
import { cookiesOf, openConsole } from './console.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function openSandbox() {
  const community = await openCommunity()
  const group = await community.group()
  const desk = await community.staff('林主任', 'director')
  return {
    ...community,
    group,
    desk,
    say: (as: string, text: string, more: Record<string, string> = {}) =>
      desk.post('/sandbox/messages', { as, in: 'group', text, ...more }),
    see: (as = 'wang', where = 'group', shown = '') => desk.get(`/sandbox?as=${as}&in=${where}&shown=${shown}`),
  }
}

/** What stands on a page, without its tags. */
function wordsOf(html: string): string {
  return html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
}

function idsOf(html: string): string[] {
  return [...html.matchAll(/id="([ms]\d+)"/g)].map(([, id]) => id!)
}

test('an empty sandbox teaches the first step', async () => {
  const { see } = await openSandbox()
  const page = await see()
  expect(wordsOf(page)).toContain('住户都是虚构的')
  expect(page).toContain('data-say="3栋电梯坏了，停在一楼不动"')
  expect(wordsOf(page)).toContain('还没有工单')
})

test('a resident speaks, the bot answers, and the ticket stands beside the chat', async () => {
  const { say, see, group } = await openSandbox()
  const response = await say('wang', '3栋电梯坏了，停在一楼不动')

  expect(response.headers.get('location')).toBe('/sandbox?as=wang&in=group')
  expect(group.replies()).toEqual(['小助手：@王姐 收到，3栋电梯坏了，编号JN-261121-001，物业今天09:30前回应。'])
  const page = wordsOf(await see())
  expect(page).toContain('王姐(8-2-402) 3栋电梯坏了，停在一楼不动')
  expect(page).toContain('小助手(AI) @王姐 收到，3栋电梯坏了，编号JN-261121-001，物业今天09:30前回应。')
  expect(page).toContain('JN-261121- 001 待确认 紧急 3栋电梯坏了 分类 电梯故障（无困人） 位置 3栋')
})

test('a line stands on the right for its own speaker only', async () => {
  const { say, see } = await openSandbox()
  await say('wang', '中午吃什么好呢')
  expect(await see('wang')).toContain('<div class="line line-own" id="m1">')
  expect(await see('li')).not.toContain('line-own')
})

test('the page says why the bot kept quiet', async () => {
  const { say, see, group } = await openSandbox()
  await say('li', '今天天气真好，晚上去散步吗')
  await say('chen', '3栋电梯坏了，维保马上到')

  expect(group.replies()).toEqual([])
  const page = wordsOf(await see())
  expect(page).toContain('没有回复：闲聊，不是在反映问题')
  expect(page).toContain('没有回复：物业或工作人员在说话，不插嘴')
})

test('of what joined a ticket it says so, and nothing beside an answer', async () => {
  const { db, say, see } = await openSandbox()
  await say('wang', '3栋电梯坏了，停在一楼不动')
  await say('li', '今晚吃啥')
  await db.update(messages).set({ outcome: 'ticketJoined', reason: null }).where(eq(messages.text, '今晚吃啥'))

  const page = wordsOf(await see())
  expect(page).toContain('今晚吃啥 引用 没有另外回复：和已登记的是同一件事，记在同一张工单里')
  await db.update(messages).set({ outcome: 'ticketJoined' }).where(eq(messages.text, '3栋电梯坏了，停在一楼不动'))
  expect(wordsOf(await see()).match(/没有另外回复/g)).toHaveLength(1)
})

test('the example ticks off what has happened', async () => {
  const { say, desk, ticket, see } = await openSandbox()
  const done = async () => [...(await see()).matchAll(/<li class="step-done"[^>]*>[\s\S]*?<b>(.*?)<\/b>/g)].map(([, title]) => title)

  expect(await done()).toEqual([])
  await say('wang', '3栋电梯坏了')
  expect(await done()).toEqual(['居民在群里说一件事', '小助手登记，告诉编号和回应时间'])
  await say('li', '今天天气真好，晚上去散步吗')
  expect(await done()).toHaveLength(3)
  const { version } = await ticket('JN-261121-001')
  await desk.post('/tickets/JN-261121-001/file', { seenVersion: String(version) })
  await desk.post('/tickets/JN-261121-001/resolve', { seenVersion: String(version + 1), note: '维保已修好' })
  expect(await done()).toHaveLength(4)
  await say('wang', '好了')
  expect(wordsOf(await see())).toContain('一件事走完了，接着试试')
  expect(await ticket('JN-261121-001')).toMatchObject({ status: 'closed', outcome: 'confirmed' })
})

test('words are shown as words, whatever is in them', async () => {
  const { say, see } = await openSandbox()
  const nasty = `<script>alert(1)</script> "'); drop table messages; -- 👨‍👩‍👧`
  await say('zhang', nasty)
  const page = await see('zhang')
  expect(page).not.toContain('<script>alert')
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toContain('👨‍👩‍👧')
})

test('nothing and far too much are refused', async () => {
  const { say, see } = await openSandbox()
  expect((await say('wang', '   ')).status).toBe(422)
  expect((await say('wang', '长'.repeat(10_001))).status).toBe(422)
  expect((await say('wang', '长'.repeat(10_000))).status).toBe(303)
  expect(idsOf(await see())).toEqual(['m1'])
})

test('a quote carries whose words it repeats', async () => {
  const { say, see, db } = await openSandbox()
  await say('wang', '3栋电梯坏了')
  await say('li', '我也遇到了', { quote: 'm1' })
  await say('li', '谢谢', { quote: 's1' })

  const quotes = (await db.select().from(messages).orderBy(messages.id)).map(({ quote }) => quote)
  expect(quotes).toEqual([
    null,
    { sender: '王姐(8-2-402)', text: '3栋电梯坏了', id: expect.any(String) },
    { sender: '小助手', text: expect.stringContaining('JN-261121-001'), id: null },
  ])
  expect(wordsOf(await see())).toContain('王姐(8-2-402)：3栋电梯坏了')
})

test('a quote of a line from another chat is refused', async () => {
  const { say } = await openSandbox()
  await say('wang', '3栋电梯坏了')
  expect((await say('wang', '这件事', { in: 'private', quote: 'm1' })).status).toBe(404)
})

test('people recall their own words and nobody else’s', async () => {
  const { say, see, desk } = await openSandbox()
  await say('wang', '中午吃什么好呢')

  expect((await desk.post('/sandbox/messages/1/recall', { as: 'li', in: 'group' })).status).toBe(403)
  expect(wordsOf(await see('li'))).toContain('中午吃什么好呢')
  await desk.post('/sandbox/messages/1/recall', { as: 'wang', in: 'group' })
  await desk.post('/sandbox/messages/1/recall', { as: 'wang', in: 'group' })
  const page = wordsOf(await see('li'))
  expect(page).not.toContain('中午吃什么好呢')
  expect(page.match(/王姐撤回了一条消息/g)).toHaveLength(1)
  expect((await desk.post('/sandbox/messages/99/recall', { as: 'wang', in: 'group' })).status).toBe(404)
})

test('the sample photo is a picture and joins what was just said', async () => {
  const { say, see, desk, db } = await openSandbox()
  await say('ming', '东门口井盖翘起来了')
  await say('ming', '没有写完的话', { photo: 'manhole' })

  const [photo] = await db.select().from(messages).where(eq(messages.kind, 'image'))
  expect(photo).toMatchObject({ text: '[图片：翘起的井盖]', outcome: 'ticketJoined' })
  const [stored] = await db.select().from(media)
  expect(contentTypeOf(stored!.bytes)).toBe(stored!.contentType)
  expect(wordsOf(await see('ming'))).toContain('没有另外回复：照片归到刚才那件事里了 JN-261121-001')
  expect((await desk.request(`/media/${photo!.mediaHash}`)).headers.get('content-type')).toBe('image/jpeg')
})

test('what is said in private stays out of the group', async () => {
  const { say, see, group } = await openSandbox()
  await say('zhou', '楼上漏水到我家，他不肯修，吵了好几次', { in: 'private' })

  expect(group.replies()).toEqual([])
  expect(wordsOf(await see('zhou', 'private'))).toContain('小助手(AI) 已按不公开事项登记，编号JN-261121-001')
  expect(idsOf(await see('zhou', 'group'))).toEqual([])
  expect(idsOf(await see('wang', 'private'))).toEqual([])
})

test('a private matter raised in the group leads to the private chat', async () => {
  const { say, see } = await openSandbox()
  await say('zhou', '楼上漏水到我家，他不肯修，吵了好几次')
  expect(await see('wang', 'group')).toContain('data-as="zhou" data-in="private"')
  expect(wordsOf(await see('zhou', 'private'))).toContain('已按不公开事项登记，编号JN-261121-001')
})

test('an @ is heard as such', async () => {
  const { say, group } = await openSandbox()
  await say('li', '@小助手 你好')
  expect(group.replies()).toEqual([
    [
      '小助手：@老李 您好，直接说一句就行：',
      '反映：什么问题、在什么位置，比如“8栋2单元楼道灯不亮”，我来登记并告诉您进展。',
      '议一议：想提的建议、想商量的事，我转给工作人员。',
      '求助：要办事、要人搭把手，也可以问“居住证在哪办”。危急请先拨110、119、120。',
    ].join('\n'),
  ])
})

test('the newest hundred lines are shown, older ones on demand', async () => {
  const { see, group, later } = await openSandbox()
  for (let line = 1; line <= 102; line++) await group.say('路人', `聊天${line}`)
  await later(1)

  const page = await see()
  expect(idsOf(page)).toHaveLength(100)
  expect(idsOf(page).at(0)).toBe('m3')
  expect(idsOf(page).at(-1)).toBe('m102')
  expect(page).toContain('hx-get="/sandbox/chat?as=wang&amp;in=group&amp;shown=200"')
  expect(idsOf(await see('wang', 'group', '200'))).toHaveLength(102)
})

test('a choice that does not exist becomes the first one', async () => {
  const { see } = await openSandbox()
  expect(wordsOf(await see('nobody', 'nowhere', '-3'))).toContain('王姐的手机')
})

test('a viewer looks on', async () => {
  const community = await openCommunity()
  await community.group()
  const viewer = await community.staff('老周', 'viewer')
  const page = await viewer.get('/sandbox')
  expect(page).not.toContain('name="text"')
  expect(page).not.toContain('data-say')
  expect((await viewer.post('/sandbox/messages', { as: 'wang', in: 'group', text: '3栋电梯坏了' })).status).toBe(403)
})

test('without the bot in the same process there is no sandbox, and the page says how to get one', async () => {
  const console = await openConsole()
  closers.push(console.close)
  const community = await console.community()
  await console.colleague(community.id, '林主任', 'lin', 'director')
  const cookie = cookiesOf(await console.post('/sign-in', { username: 'lin', password: 'lantern-river-7' }))

  const page = await (await console.get('/sandbox', cookie)).text()
  expect(wordsOf(page)).toContain('请用 npm start 启动')
  expect(page).not.toContain('href="/sandbox"')
  expect((await console.post('/sandbox/messages', { text: '3栋电梯坏了' }, cookie)).status).toBe(404)
})

test('a group that belongs to no estate is named as the obstacle', async () => {
  const community = await openCommunity()
  const desk = await community.staff('林主任', 'director')
  expect(wordsOf(await desk.get('/sandbox'))).toContain('沙盒的群还没有归到小区')
})
