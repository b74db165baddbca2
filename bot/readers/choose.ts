import type { Env } from '../../core/env.ts'
import type { Reader } from '../reader.ts'
import { withFallback } from './fallback.ts'
import { type ModelReader, modelReader } from './model.ts'
import { offlineReader } from './offline.ts'

/** The model when there is one, with the offline reader behind it; else the offline reader alone. */
export function chooseReader(env: Env): Reader {
  const model = openModel(env)
  return model ? standIn(model) : offlineReader()
}

export function standIn(model: ModelReader): Reader {
  return withFallback(model, offlineReader(), { now: () => new Date() })
}

/** The model that the environment names; null when it names none. */
export function openModel(env: Env): ModelReader | null {
  const { OPENAI_MODEL: model, OPENAI_API_KEY: apiKey = null, OPENAI_BASE_URL: baseUrl = null } = env
  if (!model || !(apiKey || baseUrl)) return null
  return modelReader({
    model,
    visionModel: env.OPENAI_VISION_MODEL ?? null,
    apiKey,
    baseUrl,
    responseFormat: env.OPENAI_RESPONSE_FORMAT,
    prices: { in: env.OPENAI_PRICE_IN, out: env.OPENAI_PRICE_OUT },
  })
}
