import { NOTHING_SPENT, type Spent } from '../../core/reading/reading.ts'
import { readEnv } from '../../env.ts'
import type { Reader } from '../reader.ts'
import { openModel, standIn } from '../readers/choose.ts'
import { offlineReader } from '../readers/offline.ts'

/** A reader by the name of the `--reader` option, and what it has cost so far. */
export function openReader(name: string): { reader: Reader; usage: () => Spent } {
  if (name === 'offline') return { reader: offlineReader(), usage: () => NOTHING_SPENT }
  const model = openModel(readEnv())
  if (!model) throw new Error('--reader model needs OPENAI_MODEL and OPENAI_API_KEY or OPENAI_BASE_URL')
  return { reader: standIn(model), usage: model.usage }
}
