import { LABEL_INTENTS } from '../../core/learning/label.ts'
import { FINDING_KINDS, type Finding, type FindingKind } from './findings.ts'
import type { Score, Share } from './score.ts'

/** What a run cost. */
export type Cost = { messages: number; said: number; modelCalls: number; promptTokens: number; completionTokens: number; seconds: number }

const MOST_LINES = 40
const LONGEST_WORDS = 46

const TITLES: Record<FindingKind, string> = {
  missedEmergencies: '没听出的紧急情况',
  inventedEmergencies: '凭空的紧急情况',
  falseTickets: '不该有的工单',
  missedProblems: '漏掉的问题',
  wrongCategory: '类别不对',
  wrongPlace: '位置不对',
  mixedTickets: '混了几个问题的工单',
  scatteredProblems: '一个问题分成几张工单',
  spokenTo: '该安静时说了话',
}

/** The figures, the confusion table and the worst lines, for a terminal. */
export function printScore(score: Score, cost: Cost): string {
  return [
    ...figures(score, cost),
    '',
    ...confusion(score),
    ...FINDING_KINDS.flatMap((kind) => findings(TITLES[kind], score.findings[kind])),
    '',
  ].join('\n')
}

function figures(score: Score, cost: Cost): string[] {
  const rows: [string, string][] = [
    ['有标注的消息', `${score.labelled} / ${cost.messages}`],
    ['抓住的问题', sayShare(score.problemsCaught)],
    ['不该有的工单', sayShare(score.falseTickets)],
    ['混了几个问题的工单', sayShare(score.mixedTickets)],
    ['多人说的问题只有一张工单', sayShare(score.toldBySeveralInOneTicket)],
    ['　　其中每个人都在上面', sayShare(score.toldBySeveralWithEveryTeller)],
    ['听出的紧急情况', sayShare(score.emergenciesCaught)],
    ['凭空的紧急情况', String(score.emergenciesInvented)],
    ['类别，大类一致', sayShare(score.categoryTop)],
    ['类别，完全一致', sayShare(score.categoryExact)],
    ['位置一致', sayShare(score.place)],
    ['紧急程度一致', sayShare(score.urgency)],
    ['该安静时安静', sayShare(score.silence)],
    ['每个问题说几句', score.speechPerProblem?.toFixed(2) ?? '-'],
    ['机器人一共说了', `${cost.said} 句`],
    ['模型调用', `${cost.modelCalls} 次，词元 ${cost.promptTokens} + ${cost.completionTokens}`],
    ['用时', `${cost.seconds.toFixed(1)} 秒`],
  ]
  return rows.map(([name, value]) => `${padWide(name, 28)}${value}`)
}

function sayShare({ count, of, share }: Share): string {
  return share === null ? '-' : `${(share * 100).toFixed(1).padStart(5)} %  ${count}/${of}`
}

function confusion({ confusion: cells }: Score): string[] {
  return [
    '标注 → 读成（- 为没有读）',
    ...LABEL_INTENTS.flatMap((label) => {
      const row = cells.filter((cell) => cell.label === label).toSorted((one, other) => other.count - one.count)
      return row.length === 0 ? [] : [`  ${label.padEnd(14)}  ${row.map(({ read, count }) => `${read} ${count}`).join('，')}`]
    }),
  ]
}

function findings(title: string, found: readonly Finding[]): string[] {
  if (found.length === 0) return []
  const rest = found.length - MOST_LINES
  return [
    '',
    `${title}（${found.length}）`,
    ...found.slice(0, MOST_LINES).map(({ id, words, note }) => `  ${id}  ${shorten(words)}  〔${note}〕`),
    ...(rest > 0 ? [`  还有 ${rest} 条，见 --json`] : []),
  ]
}

function shorten(words: string): string {
  const line = [...words.replaceAll(/\s+/g, ' ')]
  return line.length > LONGEST_WORDS ? `${line.slice(0, LONGEST_WORDS - 1).join('')}…` : line.join('')
}

/** Chinese characters are two columns wide. */
function padWide(text: string, columns: number): string {
  const width = [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0)
  return text + ' '.repeat(Math.max(1, columns - width))
}
