import { setTimeout as wait } from 'node:timers/promises'

export async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const clock = new AbortController()
  const late = wait(timeoutMs, null, { signal: clock.signal }).then(() => {
    throw new Error(`No answer within ${timeoutMs} ms`)
  })
  late.catch(() => undefined)
  return Promise.race([work, late]).finally(() => clock.abort())
}
