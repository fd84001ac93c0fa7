/** Whether the name of a time zone is known, such as `Asia/Bishkek`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

/** The day of a moment in a time zone, as an ISO date. */
export function dayIn(timeZone: string, moment: Date): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  return new Intl.DateTimeFormat('en-CA', { timeZone, ...parts }).format(moment)
}

/** Whether a time zone keeps universal time, in winter at least: there `Z` after a time is its own offset. */
export function isAtGreenwich(timeZone: string): boolean {
  const moments = [0, 6].map((month) => new Date(Date.UTC(2024, month, 1)))
  return moments.some((moment) => dayAndTimeIn(timeZone, moment) === dayAndTimeIn('UTC', moment))
}

function dayAndTimeIn(timeZone: string, moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(moment)
}
