/** What residents mean when their keyboard or voice input wrote something else. */
const SLIPS: readonly [RegExp, string][] = [
  [/电体|电剃|点梯|电梯梯/g, '电梯'],
  [/楼到(?=[^达了家站底这那]|$)/g, '楼道'],
  [/下水到|下水管到/g, '下水道'],
  [/赌(?=了|住|死|得)/g, '堵'],
  [/路登|路等(?=不亮|坏|灭)/g, '路灯'],
  [/勿业|物页|务业/g, '物业'],
  [/门进(?=坏|刷|打不|失灵)/g, '门禁'],
  [/漏睡|露水(?=了|厉害|严重)/g, '漏水'],
  [/[冇莫没]得(?=水|电|气|灯|人|网)|莫得|冇/g, '没'],
  [/坏(?:脱|忒|特|得|掉)(?:了|咯|咧)?|烂咗|坏咗|坏咯|坏哒/g, '坏了'],
  [/咋个|点解|咋咧|啷个/g, '怎么'],
  [/辰光|嗰阵/g, '时候'],
  [/[啲嘅]/g, '的'],
  [/睇/g, '看'],
  [/喺/g, '在'],
]

/** One spelling for the rules: half-width signs, one space, no control or invisible characters, common slips put right. */
export function plainWords(text: string): string {
  const tidy = text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff]|\ufe0f/g, '')
    .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
    .trim()
  return SLIPS.reduce((words, [slip, meant]) => words.replace(slip, meant), tidy)
}
