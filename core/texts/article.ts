import type { Hotlines } from '../hotlines.ts'
import type { ArticleDraft, ArticleKind } from '../knowledge/article.ts'
import { readQuestion } from '../knowledge/question.ts'
import { mask } from '../mask.ts'
import type { Intent } from '../reading/reading.ts'
import type { CategoryCode } from '../taxonomy/categories.ts'

export const ARTICLE_KIND_NAMES: Record<ArticleKind, string> = {
  guide: '办事指南',
  service: '服务事项',
  rule: '小区规定',
  covenant: '公约',
  place: '阵地',
}

export const HOTLINE_NAMES: Record<keyof Hotlines, string> = {
  gas: '燃气抢修',
  water: '供水',
  power: '供电',
  heating: '供暖',
  lift: '电梯救援',
  property: '物业',
  community: '社区',
}

/** What a question of residents is answered with. */
export const articleTexts = {
  /** The words of the article and where they come from; under an answer of several lines the source has a line of its own. Where they point to the privacy notice, its address is told if it has one. */
  answer(article: Pick<ArticleDraft, 'answer'> & Cited, noticeUrl: string | null = null): string {
    const own = article.answer.trim()
    const words = noticeUrl && own.includes(NOTICE) ? `${own}\n${NOTICE}全文：${noticeUrl}` : own
    return `${words}${words.includes('\n') ? '\n' : ''}（${sayEdition(article)}）`
  },

  /** A number that the community gave for everybody to call. */
  number: (kind: keyof Hotlines, number: string) => `${HOTLINE_NAMES[kind]}电话是${number}。`,

  /** What to do meanwhile depends on who could know it: an office, or those who make the estate's rules. A rule is spoken of where one was asked for. */
  unknown({ intent, category, words }: { intent: Intent; category: CategoryCode; words: string }): string {
    if (intent === 'project') return '这个项目还没有查到安排，已请工作人员答复。'
    const { aspects } = readQuestion(words)
    if (aspects.includes('phone')) return '没有查到这个电话，已转工作人员。'
    if (!OF_THE_ESTATE.test(category)) return '这个没查到准确规定，已请工作人员答复，着急可拨12345。'
    const isRule = category.startsWith('parking.') || aspects.some((aspect) => OF_RULES.includes(aspect))
    return isRule ? '没有查到规定，已转工作人员。' : '这个没有查到，已转工作人员。'
  },

  /** The summary of the ticket that staff answer. */
  asked(words: string): string {
    const characters = [...mask(words).replace(/\s+/g, ' ').trim()]
    return `${ASKED}${characters.length > LONGEST_ASKED ? `${characters.slice(0, LONGEST_ASKED - 1).join('')}…` : characters.join('')}`
  },
}

const NOTICE = '【告知】'
const ASKED = '咨询：'
const LONGEST_ASKED = 30
const OF_RULES = ['rule', 'may']
const OF_THE_ESTATE = /^(parking|sanitation|noise|safety|property|facility|utility)\./
/** A source that ends in a clause or a title needs a comma before its edition. */
const NEEDS_COMMA = /[条款项章节》）)\d]$/

type Cited = Pick<ArticleDraft, 'kind' | 'title' | 'source' | 'publishedOn'>

/** 社区办事指南2026年9月版; 《和风苑自主管理手册》第5条，2026年9月版; a rule is named by its title where its source names no document (S28). */
function sayEdition({ kind, title, source, publishedOn }: Cited): string {
  const [year, month] = publishedOn.split('-').map(Number)
  const name = kind === 'rule' && !source.includes('《') ? `${source.trim()}《${title.replace(/[《》]/g, '').trim()}》` : source.trim()
  return `${name}${NEEDS_COMMA.test(name) ? '，' : ''}${year}年${month}月版`
}
