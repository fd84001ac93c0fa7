import { hashOf, type RandomSource } from '../basis/random.ts'
import type { Client } from './orders.ts'

/** Clients from elsewhere, such as other courts: the register of sentences does not know them. */
export class Strangers {
  readonly #mark: string
  readonly #regions: Readonly<Record<string, number>>
  #count = 0

  /** @param regions - how many of them live where, as weights */
  constructor(firstQuarter: number, regions: Readonly<Record<string, number>>) {
    this.#mark = firstQuarter.toString(36)
    this.#regions = regions
  }

  next(random: RandomSource): Client {
    this.#count += 1
    const number = `${this.#mark}${this.#count.toString(36).padStart(5, '0')}`
    const personKey = `PE-${number}`
    return {
      personKey,
      caseKey: `E${number}`,
      sex: hashOf(personKey) % 100 < 10 ? 'Ж' : 'М',
      birthYear: 1960 + random.below(43),
      region: random.pick(this.#regions),
    }
  }
}
