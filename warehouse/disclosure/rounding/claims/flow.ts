import { type AlikeAnswer, type AlikeGroup, shareOfSide } from './alike-groups.ts'

/**
 * The part of a small cell's chance to be published that stays with the cell; its decoys share the rest. After the search, which
 * minds prices, about as many published small cells are true: were it more, or fewer, one side would be right too often.
 */
export const chanceToKeep = 0.35

const scalings = 60

/**
 * How the answers of a group lend to each other. If what every answer gives away it also takes, the published shares of a
 * group are the true ones, and a published answer is as often true whatever it says (post-randomisation with an invariant
 * matrix: Gouweleeuw and others 1998).
 */
export class Flow {
  readonly #group: AlikeGroup
  readonly #shares: readonly [number, number]
  /** Answers of one side lend to each other in proportion to the product of their pulls. */
  readonly #pulls: Float64Array

  constructor(group: AlikeGroup) {
    this.#group = group
    this.#shares = [shareOfSide(group, 0), shareOfSide(group, 1)]
    this.#pulls = new Float64Array(group.answers.length)
    for (const side of [0, 1] as const) this.#setPulls(side)
  }

  /**
   * How many of the decoys of a cell are expected to say each answer of the group, in the order of its answers. A unit stays on
   * its side with the chance of that side in its group, so both sides lend each other the same.
   */
  decoysFor({ key, side }: Pick<AlikeAnswer, 'key' | 'side'>, wanted: number): Float64Array {
    const { answers } = this.#group
    const crossing = Math.min(1, (1 - this.#shares[side]) / (1 - chanceToKeep))
    const crossers = answers.map((answer) => (answer.side === side ? 0 : answer.units))
    const stayers = answers.map((answer, place) =>
      answer.side === side && answer.key !== key ? (this.#pulls[place] as number) : 0,
    )
    const [across, within] = [sumOf(crossers), sumOf(stayers)]
    const part = within === 0 ? 1 : across === 0 ? 0 : crossing
    return Float64Array.from(
      answers,
      (_, place) =>
        wanted *
        (((crossers[place] as number) * part) / Math.max(1, across) +
          ((stayers[place] as number) * (1 - part)) / Math.max(Number.MIN_VALUE, within)),
    )
  }

  /** Pulls u with u × (sum of the other u) = share of the answer on its side, which exist when no share is above a half. */
  #setPulls(side: 0 | 1): void {
    const { answers } = this.#group
    const members = [...answers.keys()].filter((place) => answers[place]?.side === side)
    const units = sumOf(members.map((place) => answers[place]?.units ?? 0))
    const share = (place: number) => (answers[place]?.units ?? 0) / units
    for (const place of members) this.#pulls[place] = share(place)
    for (let scaling = 0; scaling < scalings; scaling++) {
      const all = sumOf(members.map((place) => this.#pulls[place] ?? 0))
      for (const place of members) {
        const own = this.#pulls[place] as number
        this.#pulls[place] = Math.sqrt((own * share(place)) / Math.max(1e-9, all - own))
      }
    }
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
