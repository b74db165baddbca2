import type { Env } from '../../core/env.ts'
import type { Reader } from '../reader.ts'
import { withFallback } from './fallback.ts'
import type { ModelReader } from './model.ts'
import { offlineReader } from './offline.ts'

/** The model when there is one, with the offline reader behind it; else the offline reader alone. */
export async function chooseReader(env: Env): Promise<Reader> {
  const model = await openModel(env)
  return model ? standIn(model) : offlineReader()
}

export function standIn(model: ModelReader): Reader {
  return withFallback(model, offlineReader(), () => new Date())
}

/** The model that the environment names; null when it names none. */
export async function openModel(env: Env): Promise<ModelReader | null> {
  const { OPENAI_MODEL: model, OPENAI_API_KEY: apiKey = null, OPENAI_BASE_URL: baseUrl = null } = env
  if (!model || !(apiKey || baseUrl)) return null
  const { modelReader } = await import('./model.ts')
  return modelReader({
    model,
    visionModel: env.OPENAI_VISION_MODEL ?? null,
    apiKey,
    baseUrl,
    responseFormat: env.OPENAI_RESPONSE_FORMAT,
    prices: { in: env.OPENAI_PRICE_IN, out: env.OPENAI_PRICE_OUT },
  })
}
