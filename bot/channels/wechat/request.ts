import type { Answer, WebClient } from './client.ts'
import type { Line } from './line.ts'

/** The network does not let this account log in by the web. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused'
  /** The client looks at the answer of everything that fails. */
  readonly response = { status: 200 }
}

const NEW_LOGIN = /webwxnewloginpage/
const QUESTION = /\/(?:synccheck|webwxsync|login)$/
const MEDIA = /webwxget(?:msgimg|voice|video|media)/

/** Every request has a deadline; questions for news end with the line, words being said do not; a refused login says why. */
export function guardRequests(client: WebClient, line: Line, mediaLimitBytes: number): void {
  const ask = client.request
  client.request = async (options) => {
    const isQuestion = QUESTION.test(options.url)
    if (isQuestion && line.isOver) throw new Error('Nothing is asked any more')
    const over = new AbortController()
    const clock = setTimeout(() => over.abort(), line.pace.silentAfterMs)
    const stopListening = isQuestion ? line.onEnd(() => over.abort()) : () => {}
    try {
      const limited = MEDIA.test(options.url) ? { ...options, maxContentLength: mediaLimitBytes } : options
      const answer = ask({ ...limited, signal: over.signal })
      return NEW_LOGIN.test(options.url) ? await admitted(answer) : await answer
    } finally {
      clearTimeout(clock)
      stopListening()
    }
  }
}

/** The way in answers with a redirect, which the client takes for an error, or with a refusal, which it drops. */
async function admitted(answer: Promise<Answer>): Promise<Answer> {
  const settled = await answer.then(
    (given) => ({ page: given.data }),
    (error) => ({ page: error.response?.data, error }),
  )
  const page = String(settled.page ?? '')
  const ret = /<ret>(\d+)<\/ret>/.exec(page)?.[1] ?? '0'
  if (ret !== '0') throw new LoginRefused(/<message>(.*?)<\/message>/.exec(page)?.[1] || ret)
  return answer
}
