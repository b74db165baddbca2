/** How long people go on about one thing. */
export const SAME_TOPIC_MS = 10 * 60_000

/** How long after a question of the bot's a short line is taken for its answer. */
export const ANSWER_MS = 30 * 60_000
