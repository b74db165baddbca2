import * as z from 'zod'
import { texts } from '../../../core/texts/texts.ts'
import type { SpeechFailure } from '../../channel.ts'

/** How the web client rejects a send: the server's answer hangs on the error. */
const ServerAnswer = z.object({ response: z.object({ data: z.object({ BaseResponse: z.object({ Ret: z.coerce.number() }) }) }) })
/** How it rejects a question: what the server answered is a script. */
const ScriptAnswer = z.object({ response: z.object({ data: z.string() }) })

const CODES: Record<number, SpeechFailure['code']> = { 1204: 'gone', 1205: 'limited', 1100: 'offline', 1101: 'offline', 1102: 'offline' }

/** How the network fails, by Node's code: before anything was sent, or when nobody knows what was. */
const NEVER_LEFT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']
const CUT_OFF = ['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'ERR_CANCELED', 'ERR_BAD_RESPONSE']

export function failureCodeOf(error: unknown): SpeechFailure['code'] {
  const said = CODES[serverCodeOf(error)]
  if (said) return said
  const { code = '' } = (error ?? {}) as { code?: string }
  if (NEVER_LEFT.includes(code)) return 'offline'
  return CUT_OFF.includes(code) ? 'unsure' : 'unknown'
}

/** Whether the server no longer knows the login, as far as this answer tells. */
export function isTurnedOut(error: unknown): boolean {
  return (error instanceof Error && error.message === 'already logout') || CODES[serverCodeOf(error)] === 'offline'
}

/** Whether a code was not scanned in time. */
export function isExpired(error: unknown): boolean {
  return /window\.code=400/.test(scriptOf(error))
}

/** What staff should know of an error that does not end the session; null when it is a detail for the log. */
export function problemOf(error: string): string | null {
  if (/\b110[0-2]\b/.test(error)) return texts.channel.mustScanAgain()
  if (/同步|重启|E(?:CONN|NOTFOUND|TIMEDOUT|AI_AGAIN|HOSTUNREACH|NETUNREACH)|timeout|socket hang up/.test(error)) {
    return texts.channel.unstable()
  }
  return null
}

function serverCodeOf(error: unknown): number {
  const answer = ServerAnswer.safeParse(error)
  if (answer.success) return answer.data.response.data.BaseResponse.Ret
  return Number(/\b1(?:10[0-2]|20[45])\b/.exec(`${scriptOf(error)} ${String(error)}`)?.[0] ?? 0)
}

function scriptOf(error: unknown): string {
  return ScriptAnswer.safeParse(error).data?.response.data ?? ''
}
