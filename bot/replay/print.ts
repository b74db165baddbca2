import { DEFAULT_TIME_ZONE } from '../../core/community.ts'
import { sayStamp } from '../../core/texts/time.ts'
import type { Outcome, Say } from './play.ts'
import type { TranscriptLine } from './transcript.ts'

export type Summary = {
  type: 'summary'
  messages: number
  tickets: number
  said: number
  modelCalls: number
  promptTokens: number
  completionTokens: number
  seconds: number
}

/** One JSON line for each word said, each ticket, each message that waits for a person, and the summary. */
export function printJson({ said, tickets, waiting }: Outcome, summary: Summary): string {
  return [...said, ...tickets, ...waiting, summary].map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** The chat as a person reads it, the bot's lines set apart, then what became of it. */
export function printChat(lines: readonly TranscriptLine[], { said, tickets, waiting }: Outcome, summary: Summary): string {
  const spoken = [
    ...lines.map((line) => ({ at: line.at, row: residentRow(line) })),
    ...said.map((say) => ({ at: new Date(say.at), row: botRow(say) })),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const table = tickets.map(
    (ticket) =>
      `${ticket.number}  ${ticket.status.padEnd(14)}  ${ticket.category.padEnd(26)}  ${ticket.summary}${ticket.private ? '（不公开）' : ''}`,
  )
  return [
    ...spoken.map(({ at, row }) => `${sayStamp(at, DEFAULT_TIME_ZONE)} ${row}`),
    '',
    `工单 ${tickets.length} 件，待人工 ${waiting.length} 条，机器人说了 ${said.length} 句，共 ${summary.messages} 条消息，用时 ${summary.seconds.toFixed(1)} 秒`,
    ...table,
    '',
  ].join('\n')
}

function residentRow({ group, alias, sender, text, kind }: TranscriptLine): string {
  return `${group === null ? '[私聊] ' : ''}${alias ?? sender}：${text || `[${kind}]`}`
}

function botRow({ channel, to, text }: Say): string {
  return `    ┃ 小助手${channel === 'private' ? `（私聊 ${to}）` : ''}：${text.replaceAll('\n', '\n    ┃ ')}`
}
