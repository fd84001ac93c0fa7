import type { AlikeGroup } from './alike-groups.ts'

/** Guesses somebody by what is published of people alike: their commonest answer. */
export class Guesser {
  readonly #answers: Float64Array
  readonly #guesses = new Map<AlikeGroup, number | undefined>()

  /** @param answers - what each cell says */
  constructor(answers: Float64Array) {
    this.#answers = answers
  }

  /** Nothing where nobody alike is published. */
  guess(group: AlikeGroup): number | undefined {
    if (!this.#guesses.has(group)) this.#guesses.set(group, this.#commonest(group))
    return this.#guesses.get(group)
  }

  #commonest({ answers }: AlikeGroup): number | undefined {
    const units = new Map<number, number>()
    for (const { donor, units: own } of answers) {
      const answer = this.#answers[donor] as number
      units.set(answer, (units.get(answer) ?? 0) + own)
    }
    const [commonest] = [...units].sort(([, one], [, other]) => other - one)
    return commonest?.[0]
  }
}
