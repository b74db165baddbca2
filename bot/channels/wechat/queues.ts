export type Queues = {
  run(name: string, task: () => Promise<void>): void
  /** Resolves when everything that waits now is done. */
  settled(): Promise<void>
}

/** Runs the tasks of one name one after the other: words wait for the photo before them, other groups do not. */
export function startQueues(onError: (error: unknown) => void): Queues {
  const tails = new Map<string, Promise<void>>()
  return {
    run(name, task) {
      const tail = (tails.get(name) ?? Promise.resolve())
        .then(task)
        .catch(onError)
        .then(() => {
          if (tails.get(name) === tail) tails.delete(name)
        })
      tails.set(name, tail)
    },
    async settled() {
      await Promise.all(tails.values())
    },
  }
}
