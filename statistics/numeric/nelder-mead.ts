/** A point, and how much it costs. */
interface Corner {
  readonly at: Float64Array
  readonly cost: number
}

export interface Search {
  /** How far the first corners lie from the start, by coordinate. */
  readonly steps: readonly number[]
  readonly maxRounds: number
  /** The search ends when no corner costs more than the best one by so much. */
  readonly tolerance: number
}

/**
 * The point near `start` at which a function is least: a simplex that moves, stretches and shrinks. Where the function is
 * infinite the simplex does not go.
 *
 * @see Nelder, J. and Mead, R. (1965), Computer Journal 7
 */
export function minimize(
  costOf: (point: Float64Array) => number,
  start: readonly number[],
  { steps, maxRounds, tolerance }: Search,
): Corner {
  const corner = (at: Float64Array): Corner => ({ at, cost: costOf(at) })
  const origin = Float64Array.from(start)
  let corners = [corner(origin), ...steps.map((step, place) => corner(moved(origin, place, step)))]
  for (let round = 0; round < maxRounds; round++) {
    corners.sort((one, other) => one.cost - other.cost)
    const [best, worst] = [corners[0] as Corner, corners.at(-1) as Corner]
    if (!(worst.cost - best.cost > tolerance)) break
    const replacement = better(corners, corner)
    if (replacement !== undefined) corners[corners.length - 1] = replacement
    else corners = [best, ...corners.slice(1).map(({ at }) => corner(between(best.at, at, 0.5)))]
  }
  return corners.reduce((best, one) => (one.cost < best.cost ? one : best))
}

/** What takes the place of the worst corner; `undefined` when nothing on its way is better. */
function better(corners: readonly Corner[], corner: (at: Float64Array) => Corner): Corner | undefined {
  const [best, second, worst] = [corners[0] as Corner, corners.at(-2) as Corner, corners.at(-1) as Corner]
  const middle = middleOf(corners.slice(0, -1))
  const reflected = corner(between(worst.at, middle, 2))
  if (reflected.cost < best.cost) {
    const expanded = corner(between(worst.at, middle, 3))
    return expanded.cost < reflected.cost ? expanded : reflected
  }
  if (reflected.cost < second.cost) return reflected
  const isInside = !(reflected.cost < worst.cost)
  const contracted = corner(between(worst.at, middle, isInside ? 0.5 : 1.5))
  return contracted.cost < Math.min(reflected.cost, worst.cost) ? contracted : undefined
}

function moved(from: Float64Array, place: number, by: number): Float64Array {
  const to = from.slice()
  to[place] = (to[place] as number) + by
  return to
}

/** The point on the line through two others: 0 is the one, 1 the other. */
function between(one: Float64Array, other: Float64Array, part: number): Float64Array {
  return one.map((value, place) => value + part * ((other[place] as number) - value))
}

function middleOf(corners: readonly Corner[]): Float64Array {
  const middle = new Float64Array(corners[0]?.at.length ?? 0)
  for (const { at } of corners)
    for (let place = 0; place < middle.length; place++)
      middle[place] = (middle[place] as number) + (at[place] as number) / corners.length
  return middle
}
