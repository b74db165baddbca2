import { expect, onTestFinished, test } from 'vitest'
import { modelReader } from '../../bot/readers/model.ts'
import { mask } from '../../core/mask.ts'
import { startOpenAiServer } from '../openaiServer.ts'
import { secretMessages } from '../secrets.ts'

test.each([
  ['打13812345678找我', '打〔电话〕找我'],
  ['138 1234 5678', '〔电话〕'],
  ['138-1234-5678', '〔电话〕'],
  ['+86 138 1234 5678', '〔电话〕'],
  ['8613812345678', '〔电话〕'],
  ['１３８１２３４５６７８', '〔电话〕'],
  ['电话138xxxx1234', '电话〔电话〕'],
  ['一三八零零一三八零零零', '〔电话〕'],
  ['0571-87654321', '〔电话〕'],
  ['(010) 62345678', '〔电话〕'],
  ['座机 87654321', '座机 〔电话〕'],
  ['电话是8765-4321', '电话是〔电话〕'],
  ['身份证330106199001011234', '身份证〔证件号〕'],
  ['33010619900101123X', '〔证件号〕'],
  ['330106 19900101 123x', '〔证件号〕'],
  ['330106900101123', '〔证件号〕'],
  ['6222021122334455667', '〔卡号〕'],
  ['6222 0211 2233 4455', '〔卡号〕'],
  ['粤A12345堵我车位', '〔车牌〕堵我车位'],
  ['粤A·12345', '〔车牌〕'],
  ['浙A D12345', '〔车牌〕'],
  ['浙ad12345', '〔车牌〕'],
  ['沪A12345挂', '〔车牌〕'],
  ['粤B8K3S1谁的', '〔车牌〕谁的'],
  ['8-2-1101姓马的', '8-2-***姓〔某〕的'],
  ['125-9-1072的', '125-9-***的'],
  ['103-575门口', '103-***门口'],
  ['8--2--1101', '8--2--***'],
  ['8栋3梯692', '8栋3梯***'],
  ['52栋-7-1013', '52栋-7-***'],
  ['8－2－1101', '8－2－***'],
  ['8#2-1101', '8#2-***'],
  ['8-1101漏水', '8-***漏水'],
  ['A3-1502', 'A3-***'],
  ['8栋2单元1101室', '8栋2单元***'],
  ['8栋2单元11楼1101', '8栋2单元11楼***'],
  ['8栋1101', '8栋***'],
  ['3号楼的402', '3号楼的***'],
  ['八栋二单元一一零一', '八栋二单元***'],
  ['四零二室', '***室'],
  ['1101室太吵', '***室太吵'],
  ['楼上502蹦迪', '楼上***蹦迪'],
  ['我家402', '我家***'],
  ['138.1234.5678', '〔电话〕'],
  ['1 3 8 1 2 3 4 5 6 7 8', '〔电话〕'],
  ['电话一三八幺二三四五六七八', '电话〔电话〕'],
  ['座机八七六五四三二一', '座机〔电话〕'],
  ['三三零一零六一九九零零一零一一二三四', '〔证件号〕'],
  ['6222-0211-2233-4455', '〔卡号〕'],
  ['粤A 1 2 3 4 5', '〔车牌〕'],
  ['粤A一二三四五堵路', '〔车牌〕堵路'],
  ['加微信abc_1234', '加微信〔微信〕'],
  ['微信号：lixm1988', '微信号：〔微信〕'],
  ['QQ12345678', 'QQ〔QQ〕'],
  ['QQ号是1 2 3 4 5 6 7', 'QQ号是〔QQ〕'],
  ['8.2.1101', '8.2.***'],
  ['8 2 1101', '8 2 ***'],
  ['八-二-一一零一', '八-二-***'],
  ['十一楼一一零一', '十一楼***'],
  ['11楼1101漏水', '11楼***漏水'],
  ['A座1503', 'A座***'],
  ['A-1503', 'A-***'],
  ['8栋 2单元 1101', '8栋 2单元 ***'],
  ['楼上五零二', '楼上***'],
  ['门牌号是1101', '门牌号是***'],
  ['姓欧阳的', '姓〔某〕的'],
  ['马师傅家漏水', '〔姓名〕家漏水'],
  ['老马家的狗', '〔姓名〕家的狗'],
  ['楼上那个叫张三的', '楼上那个叫〔姓名〕的'],
  ['业主李小明私自搭建', '业主〔姓名〕私自搭建'],
  ['邻居王强天天半夜唱歌', '邻居〔姓名〕天天半夜唱歌'],
  ['房东 欧阳娜娜不管', '房东 〔姓名〕不管'],
  ['我是王小明，3栋电梯坏了', '我是〔姓名〕，3栋电梯坏了'],
  ['我叫李雷', '我叫〔姓名〕'],
  ['让王建国把车挪走', '让〔姓名〕把车挪走'],
  ['投诉王建国', '投诉〔姓名〕'],
  ['@李小明 你看看', '@〔姓名〕 你看看'],
  ['王小明先生', '〔姓名〕先生'],
])('%s becomes %s', (text, masked) => {
  expect(mask(text)).toBe(masked)
})

test.each([
  'JN-261121-007 到哪一步了',
  'JN261121007',
  '打12345',
  '96110、110、12356',
  '燃气96777',
  '3栋2单元',
  '8栋2单元4楼楼道灯',
  '8#2',
  '2026-11-21 18:30',
  '2026年11月21日',
  '11-21晚上8点',
  '8:30-11:30',
  '1500元',
  '物业费1200块',
  '我家100平',
  '楼上300平',
  '10-1500元',
  '500户居民',
  '1000多人',
  '第三方',
  '今天停水，明天来水。',
  '保安不管',
  '王姐说得对',
  '物业王经理',
  '找物业方便吗',
  '邻居高空抛物',
  '师傅马上到',
  '业主严重不满',
  '同事周末来',
  '房东说下周装修',
  '和住户谈好，三天内搬走',
  '住户卫生间漏水',
  '老公司赖着不移交',
  '师傅麻溜的',
  '邻居莫慌',
  '麻烦师傅查一下',
  '我是单元楼长',
  '叫马路清洁的来',
  '3号线地铁口',
  '1、3、5、7、9、11栋都停水',
  '1 3 5 7 9 11 13 15栋停水',
  '5、6、7、8号楼',
  '一二三单元都没水',
  '三五天了',
  '楼上三四个人',
  '十一楼一直漏',
  '19.9元',
  '3.5米',
  '2026.11.21-2026.11.28',
  '2026-11-21-2026-11-28',
  '11月21日14点30分',
  '气温-5度',
  '微信群里说过',
  '老百姓的事',
  '姓名怎么填',
  '流出来的都是黄泥水',
  '投诉黄泥水',
  '跟金属味一样',
])('%s stays', (text) => {
  expect(mask(text)).toBe(text)
})

test('masks everything in one message', () => {
  expect(mask('8-2-1101姓马的，电话13812345678，车牌粤A12345')).toBe('8-2-***姓〔某〕的，电话〔电话〕，车牌〔车牌〕')
})

const MESSAGES = 1000
const IN_ONE_REQUEST = 8

test('of a thousand messages in every spelling no secret reaches the model', async () => {
  const server = await startOpenAiServer(() => ({ text: '{"intent":"chatter","confidence":1}' }))
  onTestFinished(() => server.close())
  const reader = modelReader({ model: 'played', apiKey: null, baseUrl: server.baseUrl })
  const messages = secretMessages(MESSAGES, 20261121)

  for (let at = 0; at < messages.length; at += IN_ONE_REQUEST) {
    const [message, quote, ...others] = messages.slice(at, at + IN_ONE_REQUEST).map(({ text }) => text)
    const before = others.map((text) => ({ speaker: 'B', text }))
    const tickets = others.map((text, index) => ({ id: index, mark: `T${index + 1}`, text, progress: '处理中' }))
    await reader.read({
      kind: 'quote',
      text: message!,
      quote: { sender: quote!, text: quote!, id: null },
      alias: message!,
      context: { speaker: 'A', names: [], before, tickets },
    })
  }

  expect(server.requests).toHaveLength(MESSAGES / IN_ONE_REQUEST)
  const leaks = messages.flatMap(({ text, isIn }, index) => {
    const sent = server.requests[Math.floor(index / IN_ONE_REQUEST)]!.messages[1]!.content as string
    return isIn(sent) || isIn(mask(text)) ? [`${text} → ${mask(text)}`] : []
  })
  expect(leaks).toEqual([])
})

test('the thousand messages do carry their secrets before they are masked', () => {
  expect(secretMessages(MESSAGES, 20261121).filter(({ text, isIn }) => !isIn(text))).toEqual([])
})
