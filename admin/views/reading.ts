import type { LabelIntent } from '../../core/learning/label.ts'
import type { ReaderName } from '../../core/reading/reading.ts'

/** What a message wants, as staff say it. */
export const INTENT_NAMES: Record<LabelIntent, string> = {
  report: '反映问题',
  supplement: '补充情况',
  meToo: '附议',
  progressQuery: '问进展',
  confirmsFixed: '说修好了',
  deniesFixed: '说没修好',
  withdraw: '撤回反映',
  consult: '问怎么办事',
  proposal: '建议',
  project: '建设改造',
  need: '需求',
  praise: '表扬',
  signUp: '报名',
  vote: '表态',
  volunteer: '愿意出力',
  notice: '通知',
  chatter: '闲聊',
  emergency: '紧急情况',
}

export const READER_NAMES: Record<ReaderName, string> = { rule: '紧急规则', offline: '内置规则', model: '语言模型' }
