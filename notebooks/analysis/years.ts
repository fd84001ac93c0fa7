import type { Answer, Row } from '../../client/index.ts'

/** The rows of complete years: an incomplete one would look like a fall. */
export function completeRows({ rows }: Answer): readonly Row[] {
  return rows.filter(({ period_status }) => period_status !== 'incomplete')
}

/** The last complete year of an answer by year. @throws Error when no year is complete */
export function lastYear(answer: Answer): number {
  const years = completeRows(answer).map(({ year }) => Number(year))
  if (years.length === 0) throw new Error('No year of this release is complete: ask for quarters instead.')
  return Math.max(...years)
}
