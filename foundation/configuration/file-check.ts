import type { Fault } from '../refusal/refusal.ts'
import { fault, unknownName } from './fault.ts'
import type { Keys } from './lines-of-yaml.ts'
import type { YamlFile } from './read-yaml.ts'

/** Collects what is wrong in a file beyond its schema: names that nothing has, parts that do not fit together. */
export class FileCheck {
  readonly #file: YamlFile<unknown>
  readonly #faults: Fault[]

  /** @param faults - what is wrong is added here */
  constructor(file: YamlFile<unknown>, faults: Fault[]) {
    this.#file = file
    this.#faults = faults
  }

  /** How many faults have been found in all files together: who compares knows whether a part is sound. */
  get found(): number {
    return this.#faults.length
  }

  /**
   * Whether a name is known. If not, that is a fault, told with the nearest name.
   *
   * @param keys - where the name stands; for a name that is itself a key, with this key at the end
   */
  isKnown(keys: Keys, word: string, what: string, allowed: Iterable<string>): boolean {
    const names = [...new Set(allowed)]
    if (names.includes(word)) return true
    this.#faults.push(unknownName(word, names, { where: keys.join('.'), what, ...this.#place(keys) }))
    return false
  }

  fault(keys: Keys, message: string): void {
    this.#faults.push(fault(this.#place(keys), `${keys.join('.')}: ${message}`))
  }

  /** A fault unless something holds. */
  require(holds: boolean, keys: Keys, message: string): void {
    if (!holds) this.fault(keys, message)
  }

  #place(keys: Keys) {
    return { code: this.#file.code, file: this.#file.path, line: this.#file.lineOf(keys) }
  }
}
