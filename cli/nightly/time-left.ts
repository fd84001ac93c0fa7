/** Says how far a run is and how long it will still take, from the bytes that are done. */
export function timeLeft(total: number, now: () => number = () => performance.now()): (done: number) => string {
  const start = now()
  return (done) => {
    const share = Math.min(done / Math.max(total, 1), 1)
    const percent = `${Math.round(share * 100)} %`
    if (share < 0.02) return percent
    const seconds = Math.round(((now() - start) * (1 - share)) / share / 1000)
    return `${percent}, about ${seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`} left`
  }
}
