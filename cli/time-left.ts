/** Too little is done before that to say how long the rest takes. */
const minShare = 0.02

/** A larger step at once is work that was done before. */
const largestStep = 0.05
const oneMoment = 2000

/**
 * Tells how long something will still take, from the pace at which its share grows.
 *
 * @returns the seconds, or `null` while too little is done to tell
 */
export function remainingSeconds(now: () => number = () => performance.now()): (done: number) => number | null {
  let [start, before, reportedAt, last] = [now(), 0, now(), 0]
  return (share) => {
    const [moment, done] = [now(), Math.min(share, 1)]
    if (done - last > largestStep && moment - reportedAt < oneMoment) [start, before] = [moment, done]
    ;[reportedAt, last] = [moment, done]
    return done - before < minShare ? null : Math.round(((moment - start) * (1 - done)) / (done - before) / 1000)
  }
}

/** In words: how far something is, and how long it will still take. */
export function timeLeft(done: number, seconds: number | null): string {
  const percent = `${Math.round(Math.min(done, 1) * 100)} %`
  if (seconds === null) return percent
  return `${percent}, about ${seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`} left`
}
