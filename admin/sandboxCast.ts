import type { MemberRole } from '../core/message.ts'

/** An invented person of the sandbox; `alias` is the nickname the group sees. */
export type Player = { key: string; name: string; alias: string; role: MemberRole }

export const CAST = [
  { key: 'wang', name: '王姐', alias: '王姐(8-2-402)', role: 'resident' },
  { key: 'li', name: '老李', alias: '老李', role: 'resident' },
  { key: 'ming', name: '阿明', alias: '阿明(6-1-301)', role: 'resident' },
  { key: 'zhang', name: '张叔', alias: '张叔', role: 'resident' },
  { key: 'zhou', name: '周阿姨', alias: '周阿姨(2-1-103)', role: 'resident' },
  { key: 'chen', name: '物业小陈', alias: '物业小陈', role: 'property' },
] as const satisfies readonly Player[]

export const PLAYER_KEYS = CAST.map(({ key }) => key)
export type PlayerKey = (typeof CAST)[number]['key']

/** Who speaks, and whether to the group or to the bot alone. */
export type Seat = { player: Player & { key: PlayerKey }; isPrivate: boolean }

export const BOT_NAME = '小助手'
/** As the group sees it: whoever reads its words knows that no person wrote them. */
export const BOT_LABEL = `${BOT_NAME}(AI)`

/** The identity under which the sandbox's chat network knows a player. */
export function externalIdOf({ key }: Pick<Player, 'key'>): string {
  return `sandbox-${key}`
}

export function findPlayer(key: PlayerKey): Seat['player'] {
  return CAST.find((player) => player.key === key)!
}

export function findPlayerBy(externalId: string | null): Seat['player'] | null {
  return CAST.find((player) => externalIdOf(player) === externalId) ?? null
}

/** A line that the page offers to say with one press. */
export type Sample = { as: PlayerKey; isPrivate: boolean; text: string; teaches: string }

export const REPORT_SAMPLE = '3栋电梯坏了，停在一楼不动'
export const CHATTER_SAMPLE = '今天天气真好，晚上去散步吗'

export const MORE_SAMPLES: readonly Sample[] = [
  { as: 'ming', isPrivate: false, text: '6栋一楼楼道里有股煤气味', teaches: '紧急情况：不等识别，马上说安全提示' },
  { as: 'zhou', isPrivate: false, text: '楼上漏水到我家，他不肯修，吵了好几次', teaches: '邻里纠纷：群里不展开，转到私聊说' },
  { as: 'li', isPrivate: false, text: '居住证在哪办', teaches: '问办事：照知识库回答，带上出处；查不到就转给工作人员' },
  { as: 'wang', isPrivate: false, text: '@小助手 我报的事怎么样了', teaches: '问进展：直接告诉到哪一步' },
  { as: 'chen', isPrivate: false, text: '3栋电梯维保已经到场', teaches: '物业说话：机器人不插嘴' },
]
