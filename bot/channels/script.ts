import { appendFile, readFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { Channel, ChannelEvents } from '../channel.ts'
import { parseTranscript, type TranscriptLine, toIncoming } from '../replay/transcript.ts'

/** Plays a transcript from its first line at every start; the inbox knows what it has had. What the bot says is appended to `FILE.said`. */
export function scriptChannel({ file, log }: { file: string; log: Logger }): Channel {
  let isStopped = false
  let playing = Promise.resolve()

  return {
    name: 'script',

    async start(events) {
      isStopped = false
      const { lines, problems } = parseTranscript(await readFile(file, 'utf8'), { defaultAt: new Date() })
      for (const problem of problems) log.warn({ file, ...problem }, 'script line skipped')
      events.status({ state: 'online', qr: null, nickname: file, problem: null, session: null })
      playing = play(lines, events)
    },

    async say(speech) {
      await appendFile(`${file}.said`, `${JSON.stringify(speech)}\n`)
    },

    async stop() {
      isStopped = true
      await playing
    },
  }

  async function play(lines: TranscriptLine[], events: ChannelEvents): Promise<void> {
    for (const line of lines) {
      if (isStopped) return
      await events.message(toIncoming(line)).catch((error: unknown) => log.error({ err: error, id: line.id }, 'message not taken'))
    }
  }
}
