import type { Community } from '../community.ts'
import type { Kept } from '../privacy/kept.ts'
import { CONFIRM_MINUTES } from '../privacy/right.ts'
import { OFFICE_TITLES } from './organisation.ts'

/** A list of numbers is read on a phone. */
const MOST_NUMBERS = 10

/** What residents hear about their own data (PIPL art. 44-47). */
export const privacyTexts = {
  pointToPrivate: (community: Community) => `个人信息不在群里说。请加本群小助手为好友，私聊发这句话，或联系${contactOf(community)}。`,

  pointToStaff: (community: Community) =>
    `您还不是小助手的好友，没法核对是不是您本人。请先加小助手为好友再私聊发一次，或联系${contactOf(community)}，由工作人员核对后办理。`,

  kept(kept: Kept, community: Community): string {
    return [
      `您好，${community.name}保存着您的这些信息：`,
      `称呼：${namesIn(kept)}`,
      `电话：${kept.phone ? `${kept.phone}（值班名单上的）` : '没有单独登记；您自己在话里说过的，平时遮住，经办人员要说明理由才能看。'}`,
      `住处：${kept.estate ? `${kept.estate}（按您发言的群）` : '没有登记'}；没有单独登记门牌。`,
      ...(kept.offices.length > 0 ? [`任职：${titlesIn(kept)}`] : []),
      `没办完的事项：${sayNumbers(kept.open)}`,
      `办完的事项：${sayNumbers(kept.finished)}`,
      `原话和照片：${kept.messages}条，其中照片${kept.photos}张。`,
      '保存多久：登记成事项的话，办完两年后匿名；其余的话24小时后清空；照片办完六个月后删除；办理记录三年。',
      `要更正，请联系${contactOf(community)}；要删除，请回复“删除我的信息”。`,
    ].join('\n')
  },

  asksToErase(kept: Kept, community: Community): string {
    return [
      '删除之后不能恢复，请先看清楚：',
      '会删掉：您的昵称、群昵称、说过的话和照片，评分时说的话。',
      '会留下：事项的编号、类别、数量和办理经过，看不出是谁反映的。',
      ...(kept.open.length > 0
        ? [
            `没办完的${kept.open.length}件（${sayNumbers(kept.open)}）照常办，标题、地点和工作人员的备注办完才匿名；之后没法再私聊告诉您进展，也不能再由您确认或撤回。`,
          ]
        : []),
      ...(isInOffice(kept) ? [`您${titlesIn(kept)}的登记不随之删除，请联系${contactOf(community)}。`] : []),
      `确定要删，请在${CONFIRM_MINUTES}分钟内回复“确认删除”；不回就不删。`,
    ].join('\n')
  },

  /** Whoever is in danger must be found. */
  mustBeKept: (kept: Kept) =>
    `${sayNumbers(kept.emergencies)}是正在处理的紧急事项，要找得到您，现在还不能删，什么都没有动。办完以后请再发一次“删除我的信息”。`,

  erased(kept: Kept, community: Community): string {
    return [
      '已经删除，事项里看不出是您反映的了。',
      ...(kept.open.length > 0 ? [`没办完的${kept.open.length}件照常办：${sayNumbers(kept.open)}。`] : []),
      '还留着的：不带姓名和原话的办理记录，保存三年；备份文件到期才清掉。',
      `您以后在群里说的话，仍按群里的【告知】保存。有疑问请联系${contactOf(community)}。`,
    ].join('\n')
  },
}

function contactOf({ contact, name }: Community): string {
  return contact || name
}

function namesIn({ nickname, aliases }: Kept): string {
  const inRooms = aliases.map(({ room, alias }) => `群昵称“${alias}”（${room}）`)
  return [`微信昵称“${nickname}”`, ...inRooms].join('，')
}

function isInOffice({ offices, isOnDuty }: Kept): boolean {
  return offices.length > 0 || isOnDuty
}

function titlesIn({ offices, isOnDuty }: Kept): string {
  return [...offices.map((office) => OFFICE_TITLES[office]), ...(isOnDuty ? ['值班人员'] : [])].join('、')
}

function sayNumbers(numbers: readonly string[]): string {
  if (numbers.length === 0) return '没有'
  const shown = numbers.slice(0, MOST_NUMBERS).join('、')
  return numbers.length > MOST_NUMBERS ? `${shown}等${numbers.length}件` : shown
}
