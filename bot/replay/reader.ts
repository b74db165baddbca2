import { readEnv } from '../../env.ts'
import type { Reader } from '../reader.ts'
import { withFallback } from '../readers/fallback.ts'
import { modelReader } from '../readers/model.ts'
import { offlineReader } from '../readers/offline.ts'

type Usage = { calls: number; promptTokens: number; completionTokens: number }

const READER = /^(offline|model)$|^model:(?<model>\S+)$/

export function isReaderName(name: string): boolean {
  return READER.test(name)
}

/** A reader by the name of the `--reader` option (`offline`, `model`, `model:NAME`), and what it has cost so far. */
export function openReader(name: string): { reader: Reader; usage: () => Usage } {
  if (name === 'offline') return { reader: offlineReader(), usage: () => ({ calls: 0, promptTokens: 0, completionTokens: 0 }) }
  const {
    OPENAI_MODEL: usual,
    OPENAI_API_KEY: apiKey = null,
    OPENAI_BASE_URL: baseUrl = null,
    OPENAI_RESPONSE_FORMAT: responseFormat,
  } = readEnv()
  const model = READER.exec(name)?.groups?.['model'] ?? usual
  if (!model) throw new Error('--reader model needs OPENAI_MODEL and OPENAI_API_KEY or OPENAI_BASE_URL')
  const primary = modelReader({ model, apiKey, baseUrl, responseFormat })
  return { reader: withFallback(primary, offlineReader(), { now: () => new Date() }), usage: primary.usage }
}
