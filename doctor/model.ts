import type { OutageCode } from '../bot/reader.ts'
import { ReaderOutage, Unreadable } from '../bot/reader.ts'
import { openModel } from '../bot/readers/choose.ts'
import type { Env } from '../core/env.ts'
import { bad, doubtful, type Finding, fine } from './finding.ts'

/** An invented sentence, read exactly as a resident's would be. */
const SENTENCE = { kind: 'text', text: '3栋电梯坏了', quote: null, alias: '住户' } as const

const OUTAGES: Record<OutageCode, (model: string) => string> = {
  slow: (model) => `语言模型 ${model} 20 秒内没有回答：请检查网络，或换一个更快的模型。`,
  unreachable: () => '连不上模型服务：请检查 OPENAI_BASE_URL 和网络。',
  key: () => '模型服务不接受这个密钥：请检查 OPENAI_API_KEY。',
  quota: () => '模型服务的账户已用完：请充值。',
  tooOften: () => '模型服务说问得太频繁：请稍后再试，或提高额度。',
  unknown: (model) => `模型服务不认识 ${model}，或者地址不对：请检查 OPENAI_MODEL 和 OPENAI_BASE_URL（通常以 /v1 结尾）。`,
  noCompletion: () => '模型服务答的是网页或别的东西，不是模型的回答：请检查 OPENAI_BASE_URL（通常以 /v1 结尾）。',
  failed: () => '模型服务出错了：请稍后再试，或看模型服务的说明。',
}

export async function checkModel(env: Env): Promise<Finding> {
  const { OPENAI_MODEL: model } = env
  if (!model) return fine('没有设置语言模型，消息由内置规则识别。')
  const reader = await openModel(env)
  if (!reader) return bad('设置了 OPENAI_MODEL，却没有 OPENAI_API_KEY 或 OPENAI_BASE_URL，模型不会被用到：请补上一个。')
  try {
    const { reading } = await reader.read(SENTENCE)
    if (reading.intent !== 'report') return doubtful(`语言模型 ${model} 能用，但把“${SENTENCE.text}”读成了别的意思：建议换一个更强的模型。`)
    return fine(`语言模型 ${model} 能用，答得懂。`)
  } catch (error) {
    if (error instanceof ReaderOutage) return bad(OUTAGES[error.code](model))
    if (error instanceof Unreadable) return bad(`语言模型 ${model} 答的不是要的 JSON：请换一个模型，或改 OPENAI_RESPONSE_FORMAT。`)
    throw error
  }
}
