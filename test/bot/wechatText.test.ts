import { expect, test } from 'vitest'
import { problemOf } from '../../bot/channels/wechat/failure.ts'
import { contentOf, decodeEntities, isStatusNotice, type WebMessage } from '../../bot/channels/wechat/text.ts'
import { contentTypeOf } from '../../core/contentType.ts'
import { splitQuote } from '../../core/quote.ts'

const DASHES = '- - - - - - - - - - - - - - -'

const RECALL = `<sysmsg type="revokemsg"><revokemsg><session>@@1</session><oldmsgid>1001</oldmsgid><msgid>8261590123456789012</msgid>
<replacemsg><![CDATA["张阿姨" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>`

const QUOTE_XML = `张阿姨:\n<?xml version="1.0"?><msg><appmsg><title>已经修好了</title><type>57</type>
<refermsg><type>1</type><svrid>8261590123456789013</svrid><displayname>王五</displayname><content>电梯坏了</content></refermsg></appmsg></msg>`

function fromGroup(Content: string, OriginalContent: string, rest: Partial<WebMessage> = {}): WebMessage {
  return { FromUserName: '@@1', MsgType: 1, ...rest, Content, OriginalContent }
}

test.each([
  [`「王五：电梯坏了」\n${DASHES}\n已经修好了`, '王五', '电梯坏了', '已经修好了'],
  [`「王五：报修：3栋\n1单元」\n${DASHES}\n\n谢谢 `, '王五', '报修：3栋\n1单元', '谢谢'],
  [`「王五：图片」\n${DASHES}\n`, '王五', '图片', ''],
])('%j is a quote', (text, sender, quoted, words) => {
  expect(splitQuote(text)).toEqual({ quote: { sender, text: quoted, id: null }, text: words })
})

test.each(['「王五：电梯坏了」', '电梯坏了', `「公告」\n${DASHES}\n好`, `前面「王五：坏了」\n${DASHES}\n好`, '「王五：坏了」\n- -\n好'])(
  '%j is no quote',
  (text) => expect(splitQuote(text)).toBeNull(),
)

test.each([
  ['a group text after its sender', fromGroup('张阿姨:\n报修:\n3栋漏水', '@ab12:<br/>报修:<br/>3栋漏水'), '报修:\n3栋漏水'],
  ['a sender with a colon in the name', fromGroup('8-2:张:\n漏水', '@ab12:<br/>漏水'), '漏水'],
  ['a private text with the same shape', fromGroup('A3:\n漏水', 'A3:<br/>漏水', { FromUserName: '@ab12' }), 'A3:\n漏水'],
  ['entities, decoded once', fromGroup('A&amp;B &amp;lt;3', 'A&amp;B &amp;lt;3'), 'A&B &lt;3'],
  [
    'a location',
    fromGroup('张:\n幸福路1号:\n/cgi-bin/x?a', '@a:<br/>', { SubMsgType: 48, Url: 'http://m/?coord=22.9,113.1' }),
    '[位置] 幸福路1号（22.9,113.1）',
  ],
  ['a location in private', fromGroup('幸福路1号:\n/cgi-bin/x', '', { SubMsgType: 48, FromUserName: '@ab12' }), '[位置] 幸福路1号'],
])('the words of %s', (_name, raw, expected) => {
  expect(contentOf('Text', 'cut', raw)).toEqual({ kind: 'text', text: expected, quote: null, recalls: null })
})

test('a quote knows the message it quotes', () => {
  const raw = fromGroup(QUOTE_XML, '@ab12:<br/>&lt;?xml', { MsgType: 49 })

  expect(contentOf('Text', `「王五：电梯坏了」\n${DASHES}\n已经修好了`, raw)).toEqual({
    kind: 'quote',
    text: '已经修好了',
    quote: { sender: '王五', text: '电梯坏了', id: '8261590123456789013' },
    recalls: null,
  })
})

test.each([
  ['plain', RECALL],
  ['escaped', RECALL.replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
])('a recall names the message it takes back, %s', (_name, xml) => {
  expect(contentOf('Recalled', 'cut', fromGroup(xml, xml, { MsgType: 10002 }))).toEqual({
    kind: 'recall',
    text: '"张阿姨" 撤回了一条消息',
    quote: null,
    recalls: '8261590123456789012',
  })
})

test('a recall without its XML is still a recall', () => {
  expect(contentOf('Recalled', '', null)).toEqual({ kind: 'recall', text: '', quote: null, recalls: null })
})

test.each([
  ['Image', '<msg><img/></msg>', 'image', ''],
  ['Audio', '<msg><voicemsg/></msg>', 'voice', ''],
  ['Video', '<msg/>', 'system', '[视频]'],
  ['Emoticon', '<msg/>', 'system', '[动画表情]'],
  ['Unknown', '"李四"邀请"王五"加入了群聊', 'system', '"李四"邀请"王五"加入了群聊'],
  ['SomethingNew', '来自将来的消息', 'system', '来自将来的消息'],
])('%s %j is of kind %s', (type, text, kind, words) => {
  expect(contentOf(type, text, null)).toEqual({ kind, text: words, quote: null, recalls: null })
})

test('a file is told by its name', () => {
  const raw = fromGroup('<msg/>', '<msg/>', { MsgType: 49, AppMsgType: 6, FileName: '会议&amp;通知.pdf' })
  expect(contentOf('Attachment', '<msg/>', raw)).toMatchObject({ kind: 'system', text: '[文件] 会议&通知.pdf' })
})

test('the phone telling which chats are open is no message', () => {
  expect(isStatusNotice(fromGroup('<msg/>', '<msg/>', { MsgType: 51 }))).toBe(true)
  expect(isStatusNotice(fromGroup('在吗', '在吗'))).toBe(false)
})

test('entities are decoded, other ampersands stay', () => {
  expect(decodeEntities('&lt;b&gt; &quot;A&quot; &amp; B&C &nbsp;')).toBe('<b> "A" & B&C &nbsp;')
})

test.each([
  [[0xff, 0xd8, 0xff, 0xe0], 'image/jpeg'],
  [[0x89, 0x50, 0x4e, 0x47], 'image/png'],
  [[...Buffer.from('GIF89a')], 'image/gif'],
  [[...Buffer.from('RIFF....WEBPVP8 ')], 'image/webp'],
  [[2, ...Buffer.from('#!SILK_V3')], 'audio/silk'],
  [[...Buffer.from('ID3')], 'audio/mpeg'],
  [[...Buffer.from('<svg onload=')], 'application/octet-stream'],
  [[], 'application/octet-stream'],
])('%j is %s', (bytes, type) => {
  expect(contentTypeOf(Uint8Array.from(bytes))).toBe(type)
})

test.each([
  ['1101 == 0', '微信要求重新登录，请准备重新扫码。'],
  ['getaddrinfo ENOTFOUND login.wx.qq.com', '与微信的连接不稳定，正在自动重连。'],
  ['状态同步超过72s未响应，5s后尝试重启', '与微信的连接不稳定，正在自动重连。'],
  ['no payload', null],
])('%j is told to staff as %j', (error, problem) => {
  expect(problemOf(error)).toBe(problem)
})
