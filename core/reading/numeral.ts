const DIGITS = '零一二三四五六七八九'

/** Source of a pattern for a small number as residents write it: 8, 12, 八, 十二, 二十三. */
export const NUMERAL = '(?:\\d{1,3}|[一二三四五六七八九两]?十[一二三四五六七八九]?|[一二三四五六七八九两])'

/** '十二' and '12' are both '12'. */
export function readNumeral(written: string): string {
  if (/^\d+$/.test(written)) return String(Number(written))
  const [tens, ones] = written.includes('十') ? written.split('十') : ['零', written]
  return String(digit(tens || '一') * 10 + digit(ones || '零'))
}

function digit(character: string): number {
  return character === '两' ? 2 : DIGITS.indexOf(character)
}
