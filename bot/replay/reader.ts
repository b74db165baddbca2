import { NOTHING_SPENT, type Spent } from '../../core/reading/reading.ts'
import { readEnv } from '../../env.ts'
import type { Reader } from '../reader.ts'
import { openModel, standIn } from '../readers/choose.ts'
import { offlineReader } from '../readers/offline.ts'

const READER = /^(offline|model)$|^model:(?<model>\S+)$/

export function isReaderName(name: string): boolean {
  return READER.test(name)
}

/** A reader by the name of the `--reader` option (`offline`, `model`, `model:NAME`), and what it has cost so far. */
export async function openReader(name: string): Promise<{ reader: Reader; usage: () => Spent }> {
  if (name === 'offline') return { reader: offlineReader(), usage: () => NOTHING_SPENT }
  const env = readEnv()
  const model = await openModel({ ...env, OPENAI_MODEL: READER.exec(name)?.groups?.['model'] ?? env.OPENAI_MODEL })
  if (!model) throw new Error('--reader model needs OPENAI_MODEL and OPENAI_API_KEY or OPENAI_BASE_URL')
  return { reader: standIn(model), usage: model.usage }
}
