import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

const REQUEST_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Every figure that `/metrics` shows. A label is a word of ours from a short list, or the operator's name of an account: never anybody's name, a group, a text. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  let held: () => Record<string, number> = () => ({})

  const counter = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `huiyin_${name}`, help, labelNames, registers })
  const gauge = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `huiyin_${name}`, help, labelNames, registers })

  return {
    registry,

    // Counted by the process in which it happens, from its start on.
    messagesReceived: counter('messages_received_total', 'Messages that the channel brought, by kind.', 'channel', 'account', 'kind'),
    readings: counter('readings_total', 'Messages that were read, by who read them: rule, offline or model.', 'reader'),
    modelCalls: counter('model_calls_total', 'Requests to the language model, failed ones included.'),
    modelFailures: counter('model_failures_total', 'Messages for which the model was asked and the rules had to answer.'),
    modelTokens: counter('model_tokens_total', 'Tokens read (in) and written (out) by the language model.', 'direction'),
    modelCost: counter('model_cost_yuan_total', 'What the language model cost, in yuan; 0 where no price is set.'),
    wordsSaid: counter('words_said_total', 'Words that the network took.', 'channel', 'account'),
    wordsFailed: counter(
      'words_failed_total',
      'Words that the network did not take: gone, limited, offline or unknown.',
      'channel',
      'account',
      'code',
    ),
    heldMessages: new Gauge({
      name: 'huiyin_held_messages',
      help: 'Messages that are not in the inbox yet because the database is away, by where they are.',
      labelNames: ['where'],
      registers,
      collect() {
        for (const [where, count] of Object.entries(held())) this.set({ where }, count)
      },
    }),
    /** Where the bot's process looks up what it holds. */
    findHeldBy(source: () => Record<string, number>) {
      held = source
    },
    requestSeconds: new Histogram({
      name: 'huiyin_http_request_duration_seconds',
      help: "How long the console took to answer, by the route's pattern.",
      labelNames: ['method', 'route', 'status'],
      buckets: REQUEST_SECONDS,
      registers,
    }),

    // Looked up in the database when asked for: the same in every process.
    databaseUp: gauge('database_up', 'Whether the database answered just now; when it did not, the figures below are left out.'),
    unread: gauge('unread_messages', 'Messages in the inbox that nobody has read.'),
    unreadAge: gauge('unread_oldest_seconds', 'For how long the first unread message could have been read.'),
    readLag: gauge('read_lag_seconds', 'From arrival to reading among the newest 500 messages.', 'quantile'),
    outboxWords: gauge('outbox_words', 'The newest 100,000 words of the outbox, by what became of them.', 'status'),
    outboxAge: gauge('outbox_oldest_due_seconds', 'For how long the first word that may be said has been waiting.'),
    channelState: gauge('channel_state', '1 for the state a channel is in, 0 for the others.', 'channel', 'account', 'state'),
    channelSyncAge: gauge(
      'channel_synced_seconds',
      'Since when the network has not answered; left out where nobody asks it.',
      'channel',
      'account',
    ),
    openTickets: gauge('open_tickets', 'Tickets that are not done, by status.', 'status'),
    overdueTickets: gauge('overdue_tickets', 'Open tickets whose deadline has passed: respond, resolve or review.', 'deadline'),
    ringing: gauge('emergencies_ringing', 'Alarms that nobody has taken on.'),
  }
}
