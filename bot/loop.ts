import type { Logger } from 'pino'

const ERROR_PAUSE_MS = 1000

export type Loop = { wake(): void; stop(): Promise<void> }

/** Runs `step` again and again: after as many milliseconds as it returns, or earlier when woken. An error is logged and tried again. */
export function startLoop(name: string, step: () => Promise<number>, log: Logger): Loop {
  let stopping = false
  let woken = false
  let isRecovering = false
  let rouse = () => {}

  function rest(ms: number): Promise<void> {
    if (woken || stopping || ms <= 0) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function run(): Promise<void> {
    while (!stopping) {
      woken = false
      isRecovering = false
      const pauseMs = await step().catch((error: unknown) => {
        log.error({ err: error }, `${name} failed, trying again`)
        isRecovering = true
        woken = false
        return ERROR_PAUSE_MS
      })
      await rest(pauseMs)
    }
  }

  const running = run()
  return {
    wake() {
      // What a failing step wrote may wake it: it rests all the same.
      if (isRecovering) return
      woken = true
      rouse()
    },
    stop() {
      stopping = true
      rouse()
      return running
    },
  }
}
