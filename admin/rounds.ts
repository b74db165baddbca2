import type { Logger } from 'pino'

export type Rounds = { run(): void; close(): Promise<void> }

/** Looks again and again, as many milliseconds after the last look as named; an error is logged and tried again. `name` begins the line. */
export function makeRounds(name: string, look: () => Promise<void>, everyMs: number, log: Logger): Rounds {
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()
  let isClosed = false

  function run(): void {
    if (isClosed) return
    looking = look()
      .catch((error: unknown) => log.error({ err: error }, `${name} failed, trying again`))
      .then(() => {
        if (!isClosed) timer = setTimeout(run, everyMs)
      })
  }

  return {
    run,
    async close() {
      isClosed = true
      clearTimeout(timer)
      await looking
    },
  }
}
