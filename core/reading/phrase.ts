const WHO =
  '(人|孩|娃|小朋友|宝宝|老人|老头|老太|大爷|大妈|大娘|阿姨|奶奶|爷爷|爸|妈|父亲|母亲|妹|弟|姐|哥|叔|伯|师傅|邻居|儿子|女儿|孙|男的|女的|小伙|姑娘|我|他|她|谁)'

const SAME_CLAUSE = '[^，。！？；,.!?;]'
const SAME_SENTENCE = '[^。！？；!?;]'

/**
 * Phrases as residents say them, made into one pattern. Between words `‥` stands for up to 3 characters of the same clause, `…` for up to 8,
 * `……` for up to 14 of the same sentence, `{who}` for a person; the rest is a regular expression.
 */
export function phrases(rows: readonly string[], flags = ''): RegExp {
  const source = rows
    .join('|')
    .replaceAll('……', `${SAME_SENTENCE}{0,14}`)
    .replaceAll('…', `${SAME_CLAUSE}{0,8}`)
    .replaceAll('‥', `${SAME_CLAUSE}{0,3}`)
    .replaceAll('{who}', WHO)
  return new RegExp(source, flags)
}
