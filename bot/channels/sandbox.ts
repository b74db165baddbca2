import type { IncomingMessage } from '../../core/message.ts'
import { type Channel, type ChannelEvents, type Speech, SpeechFailure } from '../channel.ts'

type SaidListener = (speech: Speech) => void

/** A chat network inside the process: whoever holds it plays the residents and hears the bot. */
export type SandboxChannel = Channel & {
  /** Resolves when the listener took the message. */
  receive(message: IncomingMessage): Promise<void>
  /** Returns the function that ends the listening. */
  onSay(listener: SaidListener): () => void
}

export function sandboxChannel(): SandboxChannel {
  const listeners = new Set<SaidListener>()
  let events: ChannelEvents | null = null

  return {
    name: 'sandbox',

    async start(given) {
      events = given
      events.status({ state: 'online', qr: null, nickname: null, problem: null, session: null })
    },

    async say(speech) {
      if (!events) throw new SpeechFailure('offline', 'The sandbox has not been started')
      for (const listener of listeners) listener(speech)
    },

    async stop() {
      events = null
    },

    async receive(message) {
      if (!events) throw new Error('The sandbox has not been started')
      await events.message(message)
    },

    onSay(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
