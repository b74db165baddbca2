import { type Logger, pino } from 'pino'
import { type Env, secretsOf } from './core/env.ts'

/**
 * JSON lines on stderr, readable ones in a terminal. Errors are told without what residents said and without whole requests; a secret of the
 * environment is blotted out wherever it stands.
 */
export async function openLog(name: string, env: Env): Promise<Logger> {
  const secrets = secretsOf(env).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
  const settings = {
    name,
    level: env.LOG_LEVEL,
    serializers: { err: (error: unknown) => describeError(error, blot) },
    hooks: { streamWrite: blot },
  }
  if (!process.stderr.isTTY) return pino(settings, pino.destination({ fd: 2, sync: true }))
  const { default: pretty } = await import('pino-pretty')
  return pino(settings, pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }))

  function blot(line: string): string {
    return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), line)
  }
}

type LoggedError = {
  type: string
  message: string
  stack: string
  code?: string | number
  status?: number
  ret?: number
  tips?: string
  host?: string
  constraint?: string
  cause?: LoggedError
  errors?: LoggedError[]
}

const DEEPEST = 4
const MOST_ERRORS = 5
const LONGEST_MESSAGE = 500

/** What may be written about an error: nothing of its parameters, details, requests and responses. */
function describeError(error: unknown, blot: (text: string) => string, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: typeof error === 'string' ? cutMessage(blot(error)) : '', stack: '' }
  const describeNext = (next: unknown) => describeError(next, blot, depth + 1)
  const facts = error as Error & Record<string, unknown>
  const { cause, errors } = facts
  return {
    type: nameOf(error),
    message: cutMessage(blot(messageOf(facts))),
    stack: framesOf(error),
    ...kept({
      code: typeof facts['code'] === 'number' ? facts['code'] : word(facts['code']),
      status: number(facts['status']) ?? number(responseOf(facts)?.['status']),
      ret: number(baseResponseOf(facts)?.['Ret']),
      tips: SAID_BY_WECHAT4U.test(String(facts['tips'])) ? facts['tips'] : undefined,
      host: hostOf(facts),
      constraint: word(facts['constraint_name'] ?? facts['constraint']),
      cause: cause instanceof Error && depth < DEEPEST ? describeNext(cause) : undefined,
      errors: Array.isArray(errors) && depth < DEEPEST ? errors.slice(0, MOST_ERRORS).map(describeNext) : undefined,
    }),
  }
}

/** The web client says in a fixed phrase at which step it failed. */
const SAID_BY_WECHAT4U = /^[\u4e00-\u9fff]{2,10}(?:UUID)?失败$|^获取UUID失败$/

function messageOf(error: Error & Record<string, unknown>): string {
  if (typeof error['query'] === 'string' && 'params' in error) return `Failed query: ${error['query']}`
  if (Array.isArray(error['issues'])) return error['issues'].map(issueOf).join('; ')
  return typeof error.message === 'string' ? error.message : ''
}

function issueOf(issue: { code?: unknown; path?: unknown[] }): string {
  return `${word(issue.code)} at ${(issue.path ?? []).map((step) => (typeof step === 'number' ? step : (word(step) ?? CUT))).join('.')}`
}

const CUT = '…'
/** A quoted name of ours (a table, a constraint) stays; whatever else stands in quotes may be somebody's words. */
const OWN_NAME = /^[a-z_][a-zA-Z0-9]*(?:[_.][a-zA-Z0-9]+)*$/

/** Keeps what a programmer wrote. Queries keep their text, which holds no values; quoted values, Chinese, long numbers and what follows a ? in an address go. */
function cutMessage(message: string): string {
  return message
    .replace(/\bparams: [\s\S]*$/, CUT)
    .replace(/(syntax for type|out of range for type|value for) [\s\S]*$/, (said) => said.replace(/: ?"[\s\S]*$/, `: ${CUT}`))
    .replace(/"([^"\n]*)"/g, (quoted, inside: string) => (OWN_NAME.test(inside) ? quoted : `"${CUT}"`))
    .replace(/'([^'\n]*)'/g, (quoted, inside: string) => (OWN_NAME.test(inside) ? quoted : `'${CUT}'`))
    .replace(/[“”「」‘’《》][\s\S]*$/, CUT)
    .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef\p{Extended_Pictographic}]+/gu, CUT)
    .replace(/\/\/[^/@\s]+@/g, `//${CUT}@`)
    .replace(/(\bhttps?:\/\/[^\s?]*)\?\S*/g, `$1?${CUT}`)
    .replace(/\+?\d[\d -]{5,}\d[Xx]?/g, CUT)
    .slice(0, LONGEST_MESSAGE)
}

/** A stack begins with the message; only the frames after it are kept. */
function framesOf({ stack = '' }: Error): string {
  const lines = String(stack).split('\n')
  const last = lines.findLastIndex((line) => !/^ {4}at .*(?::\d+:\d+\)?|\(<anonymous>\)|\(native\))$/.test(line))
  return lines.slice(last + 1).join('\n')
}

function responseOf(error: Record<string, unknown>): Record<string, unknown> | undefined {
  return record(error['response'])
}

function baseResponseOf(error: Record<string, unknown>): Record<string, unknown> | undefined {
  return record(record(responseOf(error)?.['data'])?.['BaseResponse'])
}

function hostOf(error: Record<string, unknown>): string | undefined {
  const url = record(error['config'])?.['url']
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : undefined
}

function nameOf(error: Error): string {
  return word(error.name === 'Error' ? error.constructor.name : error.name) ?? 'Error'
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,60}$/.test(value) ? value : undefined
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

function kept(facts: Record<string, unknown>): Partial<LoggedError> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
