import { readOffline } from '../../core/reading/offline.ts'
import type { Reader } from '../reader.ts'

/** Fixed rules: never down, never costs anything. The fallback when the model is slow, and the default without one. */
export function offlineReader(): Reader {
  return {
    read: async (question) => ({
      reading: readOffline(question),
      reader: 'offline',
      promptId: null,
      model: null,
      promptTokens: 0,
      completionTokens: 0,
    }),
  }
}
