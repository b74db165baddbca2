import { whyLeftAlone } from '../conversation/roomMode.ts'
import { type Heard, type Response, stay } from '../conversation/situation.ts'
import { isWithin } from '../conversation/windows.ts'

/** For how long somebody may confirm that all about them is to be deleted. */
export const CONFIRM_MINUTES = 10

/** What is done about a right that somebody claims: words that point elsewhere, what is kept, the question whether they mean it, or the deed. */
export type RightDeed = 'pointToPrivate' | 'pointToStaff' | 'tell' | 'ask' | 'erase'

type Claimed = 'inspect' | 'erase' | 'confirm'

const PLEASE = '(?:您好|你好|请问|请|麻烦|我要|我想|我想要|帮我|帮忙|给我)*'
const MINE = '(?:我的|本人)(?:个人|全部|所有)?(?:信息|资料|数据)'
const PATTERNS: readonly [Claimed, RegExp][] = [
  ['inspect', new RegExp(`^${PLEASE}(?:查|查询|查看|查一下|查下|看|看看|看一下)?${MINE}$`)],
  ['erase', new RegExp(`^${PLEASE}(?:删除|删掉|删|删一下|清除|注销)${MINE}$`)],
  ['erase', new RegExp(`^${PLEASE}把?${MINE}(?:都|全)?(?:删除|删掉|删了|清除)$`)],
  ['confirm', new RegExp(`^我?(?:确认|确定)删除(?:${MINE})?$`)],
]

/** The whole message says nothing else; an @ before it, blanks and punctuation do not count. Null: it is about something else. */
export function readClaim(text: string): Claimed | null {
  const bare = text.replace(/^\s*@\S+[\s\u2005]+/u, '').replace(/[\s\p{P}\p{S}]/gu, '')
  return PATTERNS.find(([, pattern]) => pattern.test(bare))?.[0] ?? null
}

/** Null: nobody claims anything here. `askedAt`: when the speaker was last asked whether everything is to be deleted. */
export function respondToClaimant(heard: Heard, askedAt: Date | null): Response | null {
  const claimed = heard.kind === 'text' && !heard.fromBot && heard.communityId !== null ? readClaim(heard.text) : null
  if (claimed === null) return null
  if (heard.roomId !== null) return respondInRoom(heard, claimed)
  if (claimed === 'confirm') return isPending(heard, askedAt) ? { act: 'right', does: 'erase' } : stay('nothingToConfirm')
  if (!heard.member.isFriend) return { act: 'right', does: 'pointToStaff' }
  return { act: 'right', does: claimed === 'inspect' ? 'tell' : 'ask' }
}

/** Nobody's data is told in a group. */
function respondInRoom(heard: Heard, claimed: Claimed): Response | null {
  const isAnswered = claimed !== 'confirm' && heard.room?.noticeSentAt && !whyLeftAlone(heard)
  return isAnswered ? { act: 'right', does: 'pointToPrivate' } : null
}

function isPending({ member, sentAt }: Heard, askedAt: Date | null): boolean {
  return member.isFriend && askedAt !== null && isWithin(CONFIRM_MINUTES, askedAt, sentAt)
}
