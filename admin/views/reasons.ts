import type { Silence, Wait } from '../../core/conversation/outcome.ts'

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
  claimed: '用口令把这个群归到了小区',
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
  alreadyAnswered: '同样的问题或同样的话，刚在群里答过',
  erased: '说话的人已要求删除自己的信息',
  stillAngry: '还在气头上，已请工作人员接手，记在同一张工单里',
}

/** Why a message was left to a person, and what that person can do. */
export const WAIT_NAMES: Record<Wait, string> = {
  unsure: '像是在反映问题，但拿不准',
  unreadable: '识别的结果看不懂，请人工判断',
  voice: '语音消息，机器人听不了，请到原群收听',
  failed: '识别多次出错，请人工判断',
  strangerInPrivate: '陌生人私聊，不知道是哪个社区的',
  question: '在问怎么办事，请答复',
  suggestion: '像是建议或愿望，请看看要不要登记',
  project: '在问建设、改造这类大事，请看看要不要上会',
  late: '隔了很久才读到，现在回答可能已经过时，请看看还用不用答',
  duringDrill: '演练时间里有人喊出事，拿不准是不是在说演练，请马上看一眼',
  angry: '接连发火，机器人已经不说话，请您接手',
}
