import { range } from 'd3-array'

interface Coverage {
  readonly from: string
  readonly to: string
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
export function lastWholeYear({ to }: Pick<Coverage, 'to'>): number {
  return Number(to.slice(0, 4)) - (to.endsWith('-12-31') ? 0 : 1)
}

/** The years that an extract covers whole; where there is none, the last of which it covers a part. */
export function coveredYears(coverage: Coverage | undefined, baseYear: number): readonly number[] {
  if (coverage === undefined) return [baseYear]
  const last = lastWholeYear(coverage)
  const first = Number(coverage.from.slice(0, 4)) + (coverage.from.endsWith('-01-01') ? 0 : 1)
  return last < first ? [Number(coverage.to.slice(0, 4))] : range(first, last + 1)
}

/** The years that a reader may compare with the base year. */
export function otherYears(coverage: Coverage | undefined, baseYear: number): readonly number[] {
  return coveredYears(coverage, baseYear).filter((year) => year !== baseYear)
}

/** The chosen year and the base year in the order of time. */
export function twoYears(chosen: number, baseYear: number): TwoYears {
  return { base: Math.min(chosen, baseYear), year: Math.max(chosen, baseYear) }
}
