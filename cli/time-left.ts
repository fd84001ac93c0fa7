/** Too little is done before that to say how long the rest takes. */
const leastShare = 0.02

/**
 * Tells how long something will still take, from the share that is done, beginning with the share that was done before.
 *
 * @returns the seconds, or `null` while too little is done to tell
 */
export function remainingSeconds(
  before = 0,
  now: () => number = () => performance.now(),
): (done: number) => number | null {
  const start = now()
  return (done) => {
    const share = Math.min(done, 1) - before
    return share < leastShare ? null : Math.round(((now() - start) * (1 - Math.min(done, 1))) / share / 1000)
  }
}

/** In words: how far something is, and how long it will still take. */
export function timeLeft(done: number, seconds: number | null): string {
  const percent = `${Math.round(Math.min(done, 1) * 100)} %`
  if (seconds === null) return percent
  return `${percent}, about ${seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`} left`
}
