import type { Silence, Wait } from '../../core/conversation/outcome.ts'
import type { Intent, ReaderName } from '../../core/reading/reading.ts'

/** Why the bot kept quiet. */
export const SILENCE_NAMES: Record<Silence, string> = {
  chatter: '闲聊，不是在反映问题',
  ownWords: '机器人自己的话',
  systemLine: '系统消息',
  recalled: '撤回的通知',
  emptyMessage: '没有文字',
  photoAlone: '只有照片，没说是什么事；先说一句再发照片，就会归到那件事里',
  spokenByStaff: '物业或工作人员在说话，不插嘴',
  unboundRoom: '这个群还没有归到小区',
  noticeNotPosted: '还没有在群里发过隐私告知',
  nothingToConfirm: '没有等他确认的事项',
  nothingToTell: '说话的居民没有在办的事项，也没有@小助手',
  sameEmergency: '同一件紧急的事刚提示过，记在同一张工单里',
  photoOfReport: '照片归到刚才那件事里了',
  sameMatter: '和已登记的是同一件事，记在同一张工单里',
  nothingToAddTo: '像是补充，但没有刚反映的事',
  nothingToJoin: '像是附议，但群里没有刚反映的事',
  nothingToWithdraw: '像是要撤回，但没有可撤回的事',
  praise: '表扬，不打扰',
  signUp: '报名接龙，不打扰',
  vote: '表态，不打扰',
  volunteer: '愿意出力，不打扰',
  notice: '通知，不是在反映问题',
  socialRoom: '交流群，除了紧急情况和@小助手，都不插话',
  staffRoom: '工作群，不当作居民反映',
  rumour: '打听物业去留的传言，说的人多了会进“苗头”',
  alreadyAnswered: '同一个问题群里十分钟内刚答过',
  stillAngry: '还在气头上，已请工作人员接手，记在同一张工单里',
}

/** Why a message was left to a person. */
export const WAIT_NAMES: Record<Wait, string> = {
  unsure: '像是在反映问题，但拿不准',
  unreadable: '识别的结果看不懂',
  voice: '语音听不了',
  failed: '识别出错',
  strangerInPrivate: '不知道是哪个社区的',
  question: '在问办事，请工作人员答复',
  suggestion: '像是建议或愿望，请工作人员看看',
  project: '在问建设、改造的大事，请工作人员看看要不要上会',
  angry: '接连发火，机器人不再说话，请工作人员接手',
}

/** What a message wants, as staff say it. */
export const INTENT_NAMES: Record<Intent, string> = {
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
}

export const READER_NAMES: Record<ReaderName, string> = { rule: '紧急规则', offline: '内置规则', model: '语言模型' }
