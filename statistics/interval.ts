/** An interval in the unit of the figure that it belongs to. `lower <= upper`. */
export interface Interval {
  readonly lower: number
  readonly upper: number
}

/** The two-sided share outside an interval of the given level: 0.05 for 95. @throws RangeError outside 50 to 99.9 */
export function tailsOf(level: number): number {
  if (!(level >= 50 && level <= 99.9)) throw new RangeError(`a level is a percentage from 50 to 99.9, not ${level}`)
  return 1 - level / 100
}
