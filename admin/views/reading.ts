import type { LabelIntent } from '../../core/learning/label.ts'

/** What a message wants, as staff say it. */
export const INTENT_NAMES: Record<LabelIntent, string> = {
  report: '反映问题',
  supplement: '补充情况',
  meToo: '附议',
  progressQuery: '问进度',
  confirmsFixed: '说好了',
  deniesFixed: '说没好',
  withdraw: '撤回',
  consult: '咨询',
  proposal: '建议',
  project: '工程类诉求',
  need: '随口的愿望',
  praise: '表扬',
  signUp: '报名',
  vote: '表态投票',
  volunteer: '愿意出力',
  notice: '通知',
  chatter: '闲聊，不用办',
  emergency: '紧急情况',
}
