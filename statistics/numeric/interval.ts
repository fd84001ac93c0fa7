import { Refusal } from '#foundation'

/** An interval in the unit of the figure that it belongs to. `lower <= upper`. */
export interface Interval {
  readonly lower: number
  readonly upper: number
}

/** The two-sided share outside an interval of the given level: 0.05 for 95. @throws {@link Refusal} `NOT_A_LEVEL` below 50 and from 100 on */
export function alphaOf(level: number): number {
  if (!(level >= 50 && level < 100))
    throw new Refusal('NOT_A_LEVEL', 'The level of an interval is a percentage from 50 to below 100.')
  return 1 - level / 100
}
