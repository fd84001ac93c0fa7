import type { SecretRandom } from './random.ts'

/**
 * Draws places with unequal chances, each at most once: systematic sampling in random order (Madow 1949).
 *
 * @param weights - how often each place is wanted; at least 0
 * @param wanted - how many are drawn, if so many have a weight
 * @returns places in no particular order
 */
export function drawSystematically(
  weights: ArrayLike<number>,
  wanted: number,
  random: SecretRandom,
): readonly number[] {
  const places = shuffled(weights, random)
  const chances = cappedChances(weights, places, Math.min(wanted, places.length))
  const drawn: number[] = []
  let [passed, next] = [0, random.next()]
  for (const [index, place] of places.entries()) {
    passed += chances[index] as number
    if (passed <= next) continue
    drawn.push(place)
    next += 1
  }
  return drawn
}

/** Places with a weight, in random order. */
function shuffled(weights: ArrayLike<number>, random: SecretRandom): readonly number[] {
  const places: number[] = []
  for (let place = 0; place < weights.length; place++) if ((weights[place] as number) > 0) places.push(place)
  for (let last = places.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const [one, two] = [places[last] as number, places[other] as number]
    places[last] = two
    places[other] = one
  }
  return places
}

/** Chances in proportion to the weights, none above 1, that add up to `wanted`. */
function cappedChances(weights: ArrayLike<number>, places: readonly number[], wanted: number): Float64Array {
  const chances = new Float64Array(places.length)
  for (let certain = -1, now = 0; certain !== now; ) {
    certain = now
    const rest = places.reduce((sum, place, index) => sum + (chances[index] === 1 ? 0 : (weights[place] as number)), 0)
    for (const [index, place] of places.entries()) {
      if (chances[index] === 1) continue
      chances[index] = Math.min(1, ((weights[place] as number) * (wanted - certain)) / rest)
    }
    now = chances.reduce((sum, chance) => sum + (chance === 1 ? 1 : 0), 0)
  }
  return chances
}
