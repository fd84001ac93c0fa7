import { sum } from 'd3-array'
import { requireAmounts, requireCounts, requirePositive } from '../numeric/assertions.ts'
import type { CooperativeTask } from '../numeric/cooperative.ts'
import type { Interval } from '../numeric/interval.ts'
import { normalNumber, poissonNumber, seededRandom } from '../numeric/random.ts'
import { percentiles } from './bootstrap.ts'

/** Persons with one class of sanction, in the period before and in the one after. */
export interface ClassChange {
  readonly code: string
  readonly counts: readonly [before: number, after: number]
}

export interface Estimate {
  readonly value: number
  readonly interval: Interval
}

/** How the growth of a class of sanction is matched by the falls of others, in persons or by the scale that was asked for. */
export interface Substitution {
  /** By how much the class grew. */
  readonly growth: Estimate
  /** How much of it is matched by a fall of each other class. */
  readonly replaced: readonly ({ readonly code: string } & Estimate)[]
  /** What no fall of another class matches: persons who came on top. */
  readonly added: Estimate
}

export interface SubstitutionOptions {
  /** Per cent. */
  readonly level: number
  readonly runs?: number
  /** Standard deviation of what protection adds to each count, in persons. */
  readonly error?: number
  readonly seed?: number
  /** By what the counts of each period are multiplied to be compared, such as 1000 ÷ everybody; 1 and 1 for persons. */
  readonly scale?: readonly [before: number, after: number]
}

/**
 * Whether a class of sanction that grew took the place of others or came on top of them: its growth is laid against the
 * falls of the other classes, in proportion where they fell by more. An arithmetical match of totals; it does not say that the
 * same persons would have got the other sanction.
 *
 * @param grown - the code of the class, such as supervision
 * @throws {@link Refusal} `NOT_A_COUNT`
 * @see Phelps, M. (2013), Law & Policy 35, for the question; intervals by parametric bootstrap
 */
export function* substitutionOf(
  classes: readonly ClassChange[],
  grown: string,
  { level, runs = 500, error = 0, seed = 1, scale = [1, 1] }: SubstitutionOptions,
): CooperativeTask<Substitution> {
  const counts = classes.map((one) => one.counts)
  requireCounts(counts.flat(), 'The counts')
  requireAmounts([error], 'The error of a count')
  requirePositive(scale, 'The persons of each period')
  const own = classes.findIndex(({ code }) => code === grown)
  const random = seededRandom(seed)
  const blurred = (count: number) =>
    Math.max(0, poissonNumber(count, random) + (error === 0 ? 0 : error * normalNumber(random)))
  const compare = (numbers: readonly (readonly [number, number])[]) =>
    matched(
      numbers.map(([before, after]) => [before * scale[0], after * scale[1]]),
      own,
    )
  const drawn: Matched[] = []
  for (let run = 0; run < runs; run++) {
    drawn.push(compare(counts.map(([before, after]) => [blurred(before), blurred(after)])))
    yield
  }
  const found = compare(counts)
  const estimate = (read: (one: Matched) => number): Estimate => ({
    value: read(found),
    interval: percentiles(drawn.map(read), level),
  })
  return {
    growth: estimate(({ growth }) => growth),
    replaced: classes.flatMap(({ code }, at) =>
      at === own ? [] : [{ code, ...estimate(({ replaced }) => replaced[at] as number) }],
    ),
    added: estimate(({ added }) => added),
  }
}

interface Matched {
  readonly growth: number
  readonly replaced: readonly number[]
  readonly added: number
}

function matched(counts: readonly (readonly [number, number])[], own: number): Matched {
  const [before, after] = counts[own] ?? [0, 0]
  const growth = after - before
  const falls = counts.map(([first, last], at) => (at === own ? 0 : Math.max(0, first - last)))
  const fallen = sum(falls)
  const part = fallen === 0 ? 0 : Math.min(1, Math.max(0, growth) / fallen)
  return { growth, replaced: falls.map((fall) => fall * part), added: Math.max(0, growth - fallen) }
}
