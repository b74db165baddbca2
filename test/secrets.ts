/** Words with something in them that must not leave the house, and how to see whether it still stands in others. */
export type SecretMessage = { text: string; isIn: (words: string) => boolean }

type Chance = { below: (limit: number) => number; pick: <Item>(items: readonly Item[]) => Item; digits: (count: number) => string }

const CHINESE = '零一二三四五六七八九'
const FRAMES = [
  (secret: string) => `楼上太吵，${secret}，谁管管`,
  (secret: string) => `${secret} 半夜漏水没人修`,
  (secret: string) => `麻烦物业看看：${secret}。`,
  (secret: string) => `又来了！${secret}！！`,
]

/** Invented messages, the same for the same seed. */
export function secretMessages(count: number, seed: number): SecretMessage[] {
  const chance = openChance(seed)
  return Array.from({ length: count }, (_, index) => KINDS[index % KINDS.length]!(chance))
}

const KINDS = [phone, identity, card, plate, door, name, account]

function phone(chance: Chance): SecretMessage {
  const number = `1${chance.pick([3, 4, 5, 6, 7, 8, 9])}${chance.digits(9)}`
  const parts = [number.slice(0, 3), number.slice(3, 7), number.slice(7)]
  const written = chance.pick([
    number,
    parts.join(' '),
    parts.join('-'),
    parts.join('.'),
    `+86 ${number}`,
    widen(number),
    widen(parts.join('－')),
    spellOut(number),
    spellOut(number).replaceAll('一', '幺'),
    [...number].join(' '),
    spellOut(parts[0]!) + parts[1] + parts[2],
  ])
  return digitsIn(number, chance.pick(FRAMES)(chance.pick(['', '电话', '手机号：', '联系', '打']) + written))
}

function identity(chance: Chance): SecretMessage {
  const born = `${chance.pick([19, 20])}${chance.pick(['05', '68', '77', '90'])}${chance.pick(['01', '08', '11'])}${chance.pick(['09', '18', '27'])}`
  const [area, order] = [`${chance.pick([11, 33, 44, 61])}${chance.digits(4)}`, chance.digits(3) + chance.pick(['1', '8', 'X', 'x'])]
  const number = area + born + order
  const written = chance.pick([number, `${area} ${born} ${order}`, `${area}-${born}-${order}`, widen(number), spellOut(number)])
  return digitsIn(number.replace(/x/i, ''), chance.pick(FRAMES)(chance.pick(['', '身份证', '证件号是']) + written))
}

function card(chance: Chance): SecretMessage {
  const number = `62${chance.digits(chance.pick([14, 17]))}`
  const groups = number.match(/.{1,4}/g)!
  const written = chance.pick([number, groups.join(' '), groups.join('-'), widen(number), spellOut(number)])
  return digitsIn(number, chance.pick(FRAMES)(chance.pick(['', '卡号', '银行卡是']) + written))
}

function plate(chance: Chance): SecretMessage {
  const [head, tail] = [chance.pick([...'粤浙苏川京沪鲁']) + chance.pick([...'ABCDEF']), chance.pick([...'DFKH1']) + chance.digits(4)]
  const written = chance.pick([
    head + tail,
    `${head}·${tail}`,
    `${head} ${tail}`,
    (head + tail).toLowerCase(),
    widen(head + tail),
    `${head} ${[...tail].join(' ')}`,
    head + spellOut(tail),
  ])
  return digitsIn(tail.slice(1), chance.pick(FRAMES)(`${chance.pick(['', '车牌', '那辆'])}${written}`))
}

function door(chance: Chance): SecretMessage {
  const [building, entrance, floor] = [1 + chance.below(19), 1 + chance.below(3), 1 + chance.below(30)]
  const room = `${floor}0${1 + chance.below(8)}`
  const [here, there] = [spellNumber(building), spellNumber(entrance)]
  const letter = chance.pick([...'ABCDE'])
  const written = chance.pick([
    `${building}-${entrance}-${room}`,
    `${building}#${entrance}-${room}`,
    `${building}－${entrance}－${room}`,
    widen(`${building}-${entrance}-${room}`),
    `${building} - ${entrance} - ${room}`,
    `${building}.${entrance}.${room}`,
    `${building} ${entrance} ${room}`,
    `${building}栋${entrance}单元${room}`,
    `${building}栋 ${entrance}单元 ${room}室`,
    `${building}号楼${entrance}单元${floor}楼${room}`,
    `${here}栋${there}单元${spellOut(room)}`,
    `${here}-${there}-${spellOut(room)}`,
    `${here}栋${there}单元${sayRoom(room)}`,
    `${building}幢${spellOut(room)}室`,
    `楼上${sayRoom(room)}`,
    `${room}的业主`,
    `${room}那家`,
    `${spellNumber(floor)}楼${spellOut(room)}`,
    `${floor}楼${room}`,
    `${letter}座${room}`,
    `${letter}-${room}`,
    `${building}栋${room}`,
    `${building}-${room}`,
    `楼上${room}`,
    `我家${spellOut(room)}`,
    `${room}室`,
    `门牌号是${room}`,
  ])
  const standsAlone = new RegExp(`(?<!\\d)${room}(?!\\d)`)
  return { text: chance.pick(FRAMES)(written), isIn: (words) => standsAlone.test(inDigits(words)) || words.includes(sayRoom(room)) }
}

const GIVEN = ['建国', '小明', '伟', '丽', '翠花', '大勇', '静', '丽娟', '子轩', '秀英', '志强', '梓涵', '芳']

function name(chance: Chance): SecretMessage {
  const surname = chance.pick(['王', '李', '张', '马', '欧阳', '高', '方', '陈', '司马', '温'])
  const full = surname + chance.pick(GIVEN)
  const [text, hidden] = chance.pick([
    [`楼上叫${full}的天天蹦迪`, full],
    [`业主${full}私自搭建`, full],
    [`邻居${full}半夜唱歌`, full],
    [`房东${full}不管`, full],
    [`住户${full}，楼道堆物`, full],
    [`我是${full}，3栋电梯坏了`, full],
    [`老师${full}`, full],
    [`@${full} 你家漏水了`, full],
    [`${full}先生把车停消防通道`, full],
    [`找${full}`, full],
    [`你们去问${full}就知道`, full],
    [`是${full}干的`, full],
    [`2单元${full}天天往下倒水`, full],
    [`401的${full}天天骂人`, full],
    [`6-1-301 ${full}家天天往楼下扔烟头`, full],
    [`昨晚${full}又把车停门口`, full],
    [`听说${full}跟物业打起来了`, full],
    [`姓${surname}的天天蹦迪`, `姓${surname}`],
    [`${surname}师傅家漏水`, `${surname}师傅`],
  ] as const)
  return { text, isIn: (words) => words.includes(hidden) }
}

function account(chance: Chance): SecretMessage {
  const [qq, wechat] = [`${1 + chance.below(9)}${chance.digits(8)}`, `hy_${chance.digits(6)}`]
  const text = chance.pick([`加QQ${qq}聊`, `QQ号是${qq}`, `扣扣：${qq}`, `微信号${wechat}`, `加我微信：${wechat}`, `vx ${wechat}`])
  return { text, isIn: (words) => words.includes(qq) || words.includes(wechat) }
}

function digitsIn(number: string, text: string): SecretMessage {
  return {
    text,
    isIn: (words) =>
      inDigits(words)
        .replace(/[ .·•－—–-]/g, '')
        .includes(number),
  }
}

function inDigits(words: string): string {
  return words
    .normalize('NFKC')
    .replaceAll('幺', '1')
    .replace(/[零一二三四五六七八九]/g, (digit) => String(CHINESE.indexOf(digit)))
}

function spellOut(digits: string): string {
  return digits.replace(/\d/g, (digit) => CHINESE[Number(digit)]!)
}

/** 1002 as 一千零二, 201 as 二百零一. */
function sayRoom(room: string): string {
  const [thousand, hundred, , last] = [...room.padStart(4, '0')].map(Number)
  return `${thousand ? `${CHINESE[thousand]}千` : ''}${hundred ? `${CHINESE[hundred]}百` : ''}零${CHINESE[last!]}`
}

function spellNumber(number: number): string {
  if (number < 10) return CHINESE[number]!
  const tens = Math.floor(number / 10)
  return `${tens === 1 ? '' : CHINESE[tens]}十${number % 10 === 0 ? '' : CHINESE[number % 10]}`
}

function widen(text: string): string {
  return text.replace(/[0-9A-Za-z-]/g, (narrow) => String.fromCharCode(narrow.charCodeAt(0) + 0xfee0))
}

function openChance(seed: number): Chance {
  let state = seed
  function below(limit: number): number {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  return {
    below,
    pick: (items) => items[below(items.length)]!,
    digits: (count) => Array.from({ length: count }, () => below(10)).join(''),
  }
}
