import type { Difference, Take } from './compare.ts'

/** One JSON line for each difference and a summary, as `--json` asks for. */
export function printDifferencesAsJson(differences: readonly Difference[], messages: number, cost: Cost): string {
  const summary = { type: 'summary', messages, differences: differences.length, ...cost }
  return [...differences.map((difference) => ({ type: 'difference', ...difference })), summary]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
}

type Run = { reader: string; modelCalls: number; promptTokens: number; completionTokens: number }
type Cost = { a: Run; b: Run }

/** Each message that was taken otherwise, with what differs, for a terminal. */
export function printDifferences(differences: readonly Difference[], messages: number, { a, b }: Cost): string {
  return [
    `${messages} 条消息，${differences.length} 条看法不同。A ${sayRun(a)}；B ${sayRun(b)}`,
    ...differences.flatMap(({ message, words, a, b }) => ['', `${message}  ${words.replaceAll(/\s+/g, ' ')}`, ...sayBoth(a, b)]),
    '',
  ].join('\n')
}

function sayRun({ reader, modelCalls, promptTokens, completionTokens }: Run): string {
  return `${reader}（调用 ${modelCalls} 次，词元 ${promptTokens} + ${completionTokens}）`
}

const FIELD_NAMES: Record<keyof Take, string> = {
  outcome: '结果',
  intent: '意图',
  category: '分类',
  place: '位置',
  urgency: '紧急程度',
  joins: '同一工单的第一条',
  said: '说话',
}

function sayBoth(a: Take, b: Take): string[] {
  return (Object.keys(FIELD_NAMES) as (keyof Take)[])
    .filter((field) => a[field] !== b[field])
    .map((field) => `    ${FIELD_NAMES[field]}：A ${sayValue(a[field])}，B ${sayValue(b[field])}`)
}

function sayValue(value: string | boolean | null): string {
  if (typeof value === 'boolean') return value ? '说了' : '没说'
  return value ?? '无'
}
