import type { Community, Estate } from '../community.ts'
import type { RoomMode } from '../room.ts'
import { say } from './wording.ts'

export const ROOM_MODE_NAMES: Record<RoomMode, string> = { governance: '议事群', social: '交流群', staff: '工作群', owners: '业主群' }

/** What a group hears before it is listened to (PIPL art. 17): who, what for, which data, how long, how to object. */
export const roomTexts = {
  privacyNotice: (community: Community, estate: Pick<Estate, 'name'>) =>
    [
      `【告知】本群小助手（AI）由${community.name}使用，帮${estate.name}的邻居登记和跟进问题，事事有回音。`,
      '它会读取并保存本群消息：登记成事项的保存两年，其余文字24小时后清空；照片在办结六个月后删除。',
      '涉及隐私、纠纷的事只私下回复；电话、门牌不在群里出现。',
      `要查、要改、要删自己的信息，请私聊小助手或联系${community.contact || community.name}。`,
      '本群消息不能代替报警电话，紧急情况请直接拨打110、119、120。',
    ].join('\n'),

  whoIAm: (community: Community) => `我是${community.name}的小助手（AI），不是真人。要找真人，说一声是什么事，我转工作人员。`,

  /** What was said to the bot waits for a colleague, who answers in the same place. */
  leftToPerson: () => '收到，已转工作人员，看过在这里答复您。',

  help: (community: Community) => say(community, 'help', {}),

  /** Once a day, for all who came; what is kept of their words stands in the notice. */
  welcome: (community: Community) =>
    [
      `欢迎新邻居。我是本群小助手（AI），由${community.name}使用。${say(community, 'help', {}).replace(/^您好，/, '')}`,
      '本群消息怎么保存、怎么查改删，请看本群的【告知】，或私聊我。',
    ].join('\n'),
}
