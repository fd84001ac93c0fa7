import { range } from 'd3-array'
import { type Calendar, daysOf, monthOf, yearOf } from '#warehouse'

interface Coverage {
  readonly from: string
  readonly to: string
}

/** The year with which others are compared, and in which month years begin. */
interface BaseYear extends Calendar {
  readonly baseYear: number
}

/** Two years that are compared. A change is always told from the earlier one. */
export interface TwoYears {
  readonly base: number
  readonly year: number
}

/** The days of the sentences; without sentences those from the first to the last of any register. */
export function coverageOfFigures(coverages: Readonly<Record<string, Coverage>>): Coverage | undefined {
  const [first, ...others] = Object.values(coverages)
  return coverages['sentences'] ?? (first && others.reduce(joined, first))
}

function joined(one: Coverage, other: Coverage): Coverage {
  return { from: one.from < other.from ? one.from : other.from, to: one.to > other.to ? one.to : other.to }
}

/** The last year that an extract covers whole. */
export function lastWholeYear({ to }: Pick<Coverage, 'to'>, calendar: Calendar): number {
  const month = monthOf(to, calendar)
  const isWhole = daysOf({ first: month, last: month }, calendar).to === to
  return Math.floor((month + (isWhole ? 1 : 0)) / 12) - 1
}

/** The years that an extract covers whole; where there is none, the last of which it covers a part. */
export function coveredYears(coverage: Coverage | undefined, { baseYear, ...calendar }: BaseYear): readonly number[] {
  if (coverage === undefined) return [baseYear]
  const last = lastWholeYear(coverage, calendar)
  const month = monthOf(coverage.from, calendar)
  const first = Math.ceil((month + (coverage.from.endsWith('-01') ? 0 : 1)) / 12)
  return last < first ? [yearOf(coverage.to, calendar)] : range(first, last + 1)
}

/** The years that a reader may compare with the base year. */
export function otherYears(coverage: Coverage | undefined, base: BaseYear): readonly number[] {
  return coveredYears(coverage, base).filter((year) => year !== base.baseYear)
}

/** The chosen year and the base year in the order of time. */
export function twoYears(chosen: number, baseYear: number): TwoYears {
  return { base: Math.min(chosen, baseYear), year: Math.max(chosen, baseYear) }
}
