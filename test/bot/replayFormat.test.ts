import { expect, test } from 'vitest'
import { parseTranscript, toIncoming } from '../../bot/replay/transcript.ts'

const defaultAt = new Date('2026-11-23T09:00:00+08:00')

/** Who said what when, one row a message. */
function read(text: string): string[] {
  return parseTranscript(text, { defaultAt }).lines.map((line) => `${shanghai(line.at)} ${line.sender} ${line.kind}: ${line.text}`)
}

function shanghai(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

test('a JSON line is read whole', () => {
  const row = `{"id":"m1","at":"2026-11-21T08:05:00+08:00","group":"幸福里业主群","estate":"幸福里","sender":"w1","alias":"3-1王阿姨","role":"staff",
    "text":"已经修好了","kind":"quote","quote":{"sender":"张三","text":"电梯坏了","id":"m0"},"mentionsBot":true,"recalls":"m9","mood":"happy"}`

  expect(parseTranscript(row.replace('\n', ''), { defaultAt })).toEqual({
    lines: [
      {
        id: 'm1',
        at: new Date('2026-11-21T00:05:00Z'),
        group: '幸福里业主群',
        estate: '幸福里',
        sender: 'w1',
        alias: '3-1王阿姨',
        role: 'staff',
        text: '已经修好了',
        kind: 'quote',
        quote: { sender: '张三', text: '电梯坏了', id: 'm0' },
        mentionsBot: true,
        recalls: 'm9',
      },
    ],
    problems: [],
  })
})

test('a JSON line may leave out what is usual, and becomes a message', () => {
  const { lines } = parseTranscript('{"id":7,"at":"2026-11-21T08:05:00Z","group":null,"sender":"w1","text":"在吗"}', { defaultAt })

  expect(lines.map(toIncoming)).toEqual([
    {
      id: '7',
      room: null,
      sender: { id: 'w1', nickname: 'w1', alias: null, role: 'resident', isFriend: true },
      kind: 'text',
      text: '在吗',
      quote: null,
      mentionsBot: false,
      recalls: null,
      fromBot: false,
      sentAt: new Date('2026-11-21T08:05:00Z'),
      media: null,
    },
  ])
})

test('a JSON line may tell that somebody came into the group', () => {
  const { lines } = parseTranscript(
    '{"id":"j1","at":"2026-11-21T08:05:00Z","group":"群","sender":"w9","alias":"小周","kind":"join","text":"小周"}',
    {
      defaultAt,
    },
  )

  expect(lines.map(toIncoming)).toMatchObject([{ id: 'j1', kind: 'join', text: '小周', sender: { id: 'w9', alias: '小周' } }])
})

test('a bad JSON line is reported with its number and the rest goes on', () => {
  const good = '{"id":"a","at":"2026-11-21T08:05:00+08:00","group":"群","sender":"张三","text":"电梯坏了"}'
  const rows = [
    good,
    '{"id":"b",',
    '',
    '{"id":"c","at":"2026-11-21 08:05","group":"群","sender":""}',
    '[1]',
    good.replace('"text"', '"kind":"sticker","text"'),
    good,
  ]

  const { lines, problems } = parseTranscript(rows.join('\r\n'), { defaultAt })

  expect(lines.map((line) => line.id)).toEqual(['a', 'a'])
  expect(problems).toEqual([
    { line: 2, reason: '不是完整的 JSON' },
    { line: 4, reason: '不正确的字段：at、sender' },
    { line: 5, reason: '不正确的字段：整行' },
    { line: 6, reason: '不正确的字段：kind' },
  ])
})

test('an empty file has neither lines nor problems', () => {
  expect(parseTranscript('\uFEFF\n\n', { defaultAt })).toEqual({ lines: [], problems: [] })
})

test('copied from a computer: name and time above the words', () => {
  expect(
    read(`张三 2026/11/21 8:05
3栋电梯坏了
里面没有人

王阿姨 8-2 2026/11/21 8:06
我家也是

明天 11-22 8:00 再看看
李四 2026/11/22 18:30
[图片]`),
  ).toEqual([
    '2026-11-21 08:05:00 张三 text: 3栋电梯坏了\n里面没有人',
    '2026-11-21 08:06:00 王阿姨 8-2 text: 我家也是\n\n明天 11-22 8:00 再看看',
    '2026-11-22 18:30:00 李四 image: ',
  ])
})

test('copied without a year: the last such day before today', () => {
  expect(read('张三 11-21 08:05:33\n电梯坏了\n李四 12-30 20:00:01\n去年的事')).toEqual([
    '2026-11-21 08:05:33 张三 text: 电梯坏了',
    '2025-12-30 20:00:01 李四 text: 去年的事',
  ])
})

test('copied with the time first', () => {
  expect(read('2026-11-21 08:05 张三\n电梯坏了\n2026-11-21 08:06 李四\n我家也是')).toEqual([
    '2026-11-21 08:05:00 张三 text: 电梯坏了',
    '2026-11-21 08:06:00 李四 text: 我家也是',
  ])
})

test('exported with everything in one row', () => {
  expect(read('[2026-11-21 08:05:01] 张三: 电梯坏了\n[2026-11-21 08:06:02] 李四: 报修：3栋\n1单元')).toEqual([
    '2026-11-21 08:05:01 张三 text: 电梯坏了',
    '2026-11-21 08:06:02 李四 text: 报修：3栋\n1单元',
  ])
})

test('copied with names and dividers', () => {
  expect(
    read(`——— 2026年11月21日 星期六 ———

张三:
报修:
3栋1单元漏水

李四:
3-2

"李四"撤回了一条消息

——— 2026年11月22日 上午8:30 ———

王五:
[动画表情]`),
  ).toEqual([
    '2026-11-21 00:00:01 张三 text: 报修:\n3栋1单元漏水',
    '2026-11-21 00:00:02 李四 text: 3-2',
    '2026-11-21 00:00:02 微信群 system: "李四"撤回了一条消息',
    '2026-11-22 08:30:01 王五 system: [动画表情]',
  ])
})

test('copied with the time in a row below the name', () => {
  expect(read('张三\n2026/11/21 8:05\n电梯坏了\n\n李四\n2026/11/21 8:06\n报修：3栋\n我家也是')).toEqual([
    '2026-11-21 08:05:00 张三 text: 电梯坏了',
    '2026-11-21 08:06:00 李四 text: 报修：3栋\n我家也是',
  ])
})

test('words that look like another way of copying stay words', () => {
  expect(read('张三:\n电梯坏了\n8:30 楼下见\n李四:\n报修:\n3栋\n2026/11/21 8:05 停水')).toEqual([
    '2026-11-23 09:00:01 张三 text: 电梯坏了\n8:30 楼下见',
    '2026-11-23 09:00:02 李四 text: 报修:\n3栋\n2026/11/21 8:05 停水',
  ])
})

test('copied with the day above and only the hour beside the name', () => {
  expect(read('2026年11月21日 星期六\n张三 8:05\n电梯坏了\n——— 昨天 20:10 ———\n李四 21:00\n好了吗')).toEqual([
    '2026-11-21 08:05:00 张三 text: 电梯坏了',
    '2026-11-22 21:00:00 李四 text: 好了吗',
  ])
})

test('copied as one row a message, without times', () => {
  expect(read('张三：电梯坏了\n李四：我家也是')).toEqual([
    '2026-11-23 09:00:01 张三 text: 电梯坏了',
    '2026-11-23 09:00:02 李四 text: 我家也是',
  ])
})

test('copied from a phone: words for the day and for its part', () => {
  expect(
    read('张三 昨天 下午3:20\n电梯坏了\n李四 星期六 中午12:05\n停水了\n王五 凌晨12:30\n太吵了\n赵六 周一 晚上9:10\n上周一的事'),
  ).toEqual([
    '2026-11-22 15:20:00 张三 text: 电梯坏了',
    '2026-11-21 12:05:00 李四 text: 停水了',
    '2026-11-23 00:30:00 王五 text: 太吵了',
    '2026-11-23 21:10:00 赵六 text: 上周一的事',
  ])
})

test('what cannot be text', () => {
  expect(
    read(`群聊“幸福里业主群”的聊天记录

张三 2026/11/21 8:05
[语音] 8"
李四 2026/11/21 8:06
[图片]
3栋楼道
"王五"邀请"赵六"加入了群聊
赵六 2026/11/21 8:07
「张三：电梯坏了」
- - - - - - - - - - - - - - -
已经修好了
李四 2026/11/21 8:08
[微笑] 谢谢`),
  ).toEqual([
    '2026-11-21 08:05:00 张三 voice: ',
    '2026-11-21 08:06:00 李四 image: 3栋楼道',
    '2026-11-21 08:06:00 幸福里业主群 system: "王五"邀请"赵六"加入了群聊',
    '2026-11-21 08:07:00 赵六 quote: 已经修好了',
    '2026-11-21 08:08:00 李四 text: [微笑] 谢谢',
  ])
})

test('a copied chat has the same ids every time, one group and nothing but residents', () => {
  const { lines } = parseTranscript('张三 2026/11/21 8:05\n电梯坏了\n\n李四 2026/11/21 8:06\n我家也是', { defaultAt })

  expect(lines.map(({ id, group, sender, alias, role }) => [id, group, sender, alias, role])).toEqual([
    ['line-1', '微信群', '张三', '张三', 'resident'],
    ['line-4', '微信群', '李四', '李四', 'resident'],
  ])
})

test('copied lines nobody said, that say nothing or at no time are reported', () => {
  const { lines, problems } = parseTranscript(
    '转发给你\n张三 2026/11/21 8:05\n\n李四 2026/13/21 8:06\n这句没有时间\n王五 2026/11/21 8:07\n好',
    { defaultAt },
  )

  expect(lines.map((line) => line.text)).toEqual(['好'])
  expect(problems).toEqual([
    { line: 1, reason: '不知道是谁说的' },
    { line: 2, reason: '没有内容' },
    { line: 4, reason: '没有这个时间' },
  ])
})
