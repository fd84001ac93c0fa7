import { normalNumber, poissonNumber, type Random } from '../numeric/random.ts'

/** One input of a method: vectors of numbers, as both sides read them. */
export type Case = readonly (readonly number[])[]

/** Draws the numbers of cases, ordinary and extreme ones. */
export class Drawer {
  readonly random: Random
  /** Whether this case is to go to the ends of the range. */
  readonly isExtreme: boolean

  constructor(random: Random, isExtreme: boolean) {
    this.random = random
    this.isExtreme = isExtreme
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.random() * values.length)] as T
  }

  whole(min: number, max: number): number {
    return min + Math.floor(this.random() * (max - min + 1))
  }

  /** Of persons: up to thousands, or to ten million. */
  size(min = 1): number {
    return Math.max(min, Math.round(10 ** (this.random() * (this.isExtreme ? 7 : 4))))
  }

  /** In (0, 1): anywhere, or down to a millionth from either end. */
  share(): number {
    if (!this.isExtreme) return 0.02 + 0.96 * this.random()
    const small = 10 ** (-6 * this.random())
    return this.random() < 0.5 ? small : Math.min(1 - small, 1 - 1e-6)
  }

  level(): number {
    return this.pick([80, 90, 95, 99, 99.8])
  }

  /** A number of events among persons, near what a share makes expect. */
  events(total: number, share = this.share()): number {
    const drawn = total * share + Math.sqrt(total * share * (1 - share)) * normalNumber(this.random)
    return Math.min(total, Math.max(0, Math.round(drawn)))
  }

  normal(): number {
    return normalNumber(this.random)
  }

  /** Counts period by period around a trend with a season. */
  counts(periods: number): readonly number[] {
    const size = this.isExtreme ? 10 ** (0.7 + 5.8 * this.random()) : 10 ** (1.3 + 2 * this.random())
    const [growth, wave] = [0.04 * (this.random() - 0.5), 0.3 * this.random()]
    return Array.from({ length: periods }, (_, at) =>
      poissonNumber(size * Math.exp(growth * at) * (1 + wave * Math.sin(at)) * (1 + 0.05 * this.normal()), this.random),
    )
  }

  /** Any numbers around a level that moves. */
  series(periods: number): readonly number[] {
    let level = this.isExtreme ? 10 ** (6 * this.random()) : 100
    const size = level / 20
    return Array.from({ length: periods }, () => {
      level += size * 0.3 * this.normal()
      return level + size * this.normal()
    })
  }

  many<T>(count: number, one: () => T): T[] {
    return Array.from({ length: count }, one)
  }
}
