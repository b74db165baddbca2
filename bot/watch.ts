import type { Account } from '../core/account.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'
import type { Metrics } from '../health/metrics.ts'
import type { Bot } from './bot.ts'
import { type Channel, SpeechFailure } from './channel.ts'

/** The channel, counting what it brings and what it takes. */
export function countWords(channel: Channel, account: Account, { messagesReceived, wordsSaid, wordsFailed }: Metrics): Channel {
  return {
    ...channel,
    start: (events) =>
      channel.start({
        ...events,
        message(message) {
          messagesReceived.inc({ ...account, kind: message.kind })
          return events.message(message)
        },
      }),
    async say(speech) {
      try {
        await channel.say(speech)
        wordsSaid.inc({ ...account })
      } catch (error) {
        wordsFailed.inc({ ...account, code: error instanceof SpeechFailure ? error.code : 'unknown' })
        throw error
      }
    },
  }
}

/** Counts one message that was read, and what it cost. */
export function countReading({ readings, modelCalls, modelFailures, modelTokens, modelCost }: Metrics, record: ReadingRecord): void {
  readings.inc({ reader: record.reader })
  if (record.calls === 0) return
  modelCalls.inc(record.calls)
  modelTokens.inc({ direction: 'in' }, record.promptTokens)
  modelTokens.inc({ direction: 'out' }, record.completionTokens)
  modelCost.inc(record.cost)
  if (record.reader !== 'model') modelFailures.inc()
}

/** The only place that knows where a message can be while the database is away. */
export function showHeld(metrics: Metrics, { held }: Pick<Bot, 'held'>): void {
  metrics.findHeldBy(() => {
    const { inMemory: memory, spooled, refused } = held()
    return { memory, spooled, refused }
  })
}
