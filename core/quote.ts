import type { Quote } from './message.ts'

const QUOTE = /^「(?<sender>[^：」\n]{1,64})：(?<text>[\s\S]*)」\n(?:- ){3,}-?[ ]*\n(?<words>[\s\S]*)$/

/** Splits 「王五：电梯坏了」, a dashed line and the answer below into the quote and the answer; null when it is no quote. */
export function splitQuote(text: string): { quote: Quote; text: string } | null {
  const parts = QUOTE.exec(text)?.groups
  if (!parts) return null
  return { quote: { sender: parts['sender']!, text: parts['text']!, id: null }, text: parts['words']!.trim() }
}
