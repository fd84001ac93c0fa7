/** A seeded source of random numbers: equal seeds give equal extracts, on every machine. */
export interface RandomSource {
  /** A number in [0, 1). */
  next(): number
  /** A whole number in [0, below). */
  below(below: number): number
  /** `true` with the given probability. */
  chance(probability: number): boolean
  /** A key of `weights`, as often as its weight says. */
  pick(weights: Readonly<Record<string, number>>): string
}

/** The generator "mulberry32" (Tommy Ettinger, 2017, public domain): 32 bits of state are enough for sample data. */
export function seededSource(seed: number): RandomSource {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    below: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    pick: (weights) => pickFrom(weights, next()),
  }
}

function pickFrom(weights: Readonly<Record<string, number>>, position: number): string {
  let total = 0
  for (const key in weights) total += weights[key] ?? 0
  let left = position * total
  let last = ''
  for (const key in weights) {
    left -= weights[key] ?? 0
    last = key
    if (left < 0) break
  }
  return last
}

/** Whole numbers that add up to `total` and follow the weights as closely as whole numbers can (largest remainders). */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const parts = exact.map(Math.floor)
  const missing = total - parts.reduce((a, b) => a + b, 0)
  const byRemainder = exact.map((value, index) => ({ index, remainder: value - Math.floor(value) }))
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1
  return parts
}

/** Gives out a fixed number of each kind in random order: like drawing tickets that are not put back. */
export interface WeightedChoice<Kind> {
  /** The next ticket; `undefined` when none is left. */
  draw(random: RandomSource): Kind | undefined
  /** A ticket of this kind; if there is none left, the next one, so that the number of tickets stays right. */
  take(kind: Kind, random: RandomSource): void
}

export function lottery<Kind>(tickets: readonly (readonly [Kind, number])[]): WeightedChoice<Kind> {
  const left = tickets.map(([kind, count]) => ({ kind, count }))
  let total = left.reduce((sum, { count }) => sum + count, 0)
  const give = (ticket: { kind: Kind; count: number }) => {
    ticket.count -= 1
    total -= 1
    return ticket.kind
  }
  return {
    take(kind, random) {
      const ticket = left.find((one) => one.kind === kind && one.count > 0)
      if (ticket === undefined) this.draw(random)
      else give(ticket)
    },
    draw(random) {
      let position = random.below(Math.max(total, 1))
      for (const ticket of left) {
        position -= ticket.count
        if (position >= 0 || ticket.count === 0) continue
        return give(ticket)
      }
      return undefined
    },
  }
}

/**
 * Random numbers of one matter of one person, whatever else is drawn: they shift no other stream.
 *
 * @param matter - what they decide, such as `appeal`
 */
export function randomFor(matter: string, ...keys: readonly string[]): RandomSource {
  return seededSource(hashOf(`${matter} ${keys.join(' ')}`))
}

/** A number that depends on a text alone (FNV-1a, 32 bits). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
