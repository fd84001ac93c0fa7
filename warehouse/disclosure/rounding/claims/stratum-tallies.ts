import type { Strata, StratumPart } from './strata.ts'

/** Claims of one stratum, and guesses to compare them with. */
export interface StratumTally {
  readonly parts: readonly StratumPart[]
  claims: number
  /** Claims that are right. */
  right: number
  /** The same people for whom the commonest answer of people alike is right. */
  guessed: number
  /** Everybody unique in the stratum, with or without a claim, once for each side on which a cell may be published. */
  unique: number
  uniqueGuessed: number
}

/** Tallies of all strata: whoever is added is counted in one stratum of each partition. */
export class StratumTallies {
  readonly #strata: Strata
  readonly #tallies = new Map<string, StratumTally>()

  constructor(strata: Strata) {
    this.#strata = strata
  }

  /** @param codes - by the names of the strata */
  addClaim(codes: readonly number[], isRight: boolean, isGuessed: boolean): void {
    for (const tally of this.#of(codes)) {
      tally.claims += 1
      tally.right += Number(isRight)
      tally.guessed += Number(isGuessed)
    }
  }

  addUnique(codes: readonly number[], isGuessed: boolean): void {
    for (const tally of this.#of(codes)) {
      tally.unique += 1
      tally.uniqueGuessed += Number(isGuessed)
    }
  }

  all(): readonly StratumTally[] {
    return [...this.#tallies.values()]
  }

  #of(codes: readonly number[]): readonly StratumTally[] {
    return this.#strata.partitions.map((places, index) => {
      const key = `${index}:${places.map((place) => codes[place]).join()}`
      const tally = this.#tallies.get(key) ?? this.#emptyOf(places, codes)
      this.#tallies.set(key, tally)
      return tally
    })
  }

  #emptyOf(places: readonly number[], codes: readonly number[]): StratumTally {
    const parts = places.map((place) => ({ name: this.#strata.names[place] ?? '', code: codes[place] ?? 0 }))
    return { parts, claims: 0, right: 0, guessed: 0, unique: 0, uniqueGuessed: 0 }
  }
}
