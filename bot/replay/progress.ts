const PROGRESS_AFTER_MS = 1000

/** Shows on stderr how far it is once it takes longer than a second. */
export function showProgress(total: number): (done: number) => void {
  let shownAt = Date.now() + PROGRESS_AFTER_MS
  return (done) => {
    if (Date.now() < shownAt) return
    shownAt = Date.now() + PROGRESS_AFTER_MS
    process.stderr.write(`\r${done}/${total}${done === total ? '\n' : ''}`)
  }
}
