import { Refusal } from '#foundation'
import { type Calendar, daysOf, monthOf, parsePeriod, periodName, type ReleaseManifest } from '#warehouse'
import { coverageOfFigures } from './years.ts'

const written = /^(\d{4})-Q([1-4])$/

/** A quarter so many quarters later, or earlier: `2024-Q1` and -1 give `2023-Q4`. */
export function quarterAfter(quarter: string, steps: number): string {
  const [, year = '', own = ''] = written.exec(quarter) ?? []
  const at = Number(year) * 4 + Number(own) - 1 + steps
  return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`
}

/** The last day of a quarter. */
export function endOf(quarter: string, calendar: Calendar): string {
  return daysOf(parsePeriod(quarter, 'quarter', calendar).range, calendar).to
}

/**
 * Checks that a release holds a quarter.
 *
 * @throws {@link Refusal} `BAD_PARAMETER` for what is no quarter, `QUARTER_NOT_RELEASED` with the quarters that there are
 */
export function requireQuarter(quarter: string, { id, through, coverages }: ReleaseManifest, calendar: Calendar): void {
  if (!written.test(quarter))
    throw new Refusal('BAD_PARAMETER', 'A quarter is written as 2024-Q1.', { parameter: 'quarter' })
  const from = coverageOfFigures(coverages)?.from ?? ''
  const first = from === '' ? '' : periodName(monthOf(from, calendar), 'quarter', calendar)
  if (quarter >= first && quarter <= through) return
  throw new Refusal(
    'QUARTER_NOT_RELEASED',
    `Release ${id} contains the quarters from ${first} to ${through}. A pack of ${quarter} can be made once a release contains it.`,
    { parameter: 'quarter', allowed: [first, through] },
  )
}

/** The last quarters that a release holds, the latest first. */
export function quartersBefore(
  { through, coverages }: ReleaseManifest,
  limit: number,
  calendar: Calendar,
): readonly string[] {
  const from = coverageOfFigures(coverages)?.from ?? ''
  const quarters = Array.from({ length: limit }, (_, at) => quarterAfter(through, -at))
  return quarters.filter((quarter) => endOf(quarter, calendar) > from)
}
