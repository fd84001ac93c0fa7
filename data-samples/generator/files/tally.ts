import { quarterName } from '#foundation'
import { quarterOf, type Window } from '../basis/calendar.ts'
import { ageOn, daysToBirthday } from '../basis/persons.ts'
import type { Convict } from '../courts/convicts.ts'

/** What the registers hold beside the plain row. */
export type TalliedKind =
  | 'changedOnAppeal'
  | 'upheldOnAppeal'
  | 'corrected'
  | 'toldLate'
  | 'merged'
  | 'transferred'
  | 'withoutStatusEnd'
  | 'nearBirthday'
  | 'turning18'

type Counts = Readonly<Record<string, number>>

/**
 * What the generator meant, counted from the lives and not from the rows: figures by the rules of docs/methods/counting.md,
 * each under its codes joined by commas. It remembers every person, and is kept where somebody compares only.
 */
export class Tally {
  readonly #window: Window
  readonly #counts = new Map<string, Map<string, number>>()
  readonly #standing = new Map<string, Set<string>>()
  readonly #inMonth = new Map<string, number>()

  constructor(window: Window) {
    this.#window = window
  }

  /** Counts one row, or life, of a kind. */
  note(kind: TalliedKind): void {
    this.#add('kinds', kind)
  }

  /**
   * A judgment that was told: it counts in the year in which it was pronounced, whatever an appeal says.
   *
   * @param now - the class that stands, `first` the one that was pronounced
   */
  sentenced(convict: Convict, now: string, first: string, inForce: boolean): void {
    const { sentencedOn, birthYear } = convict
    const year = sentencedOn.getUTCFullYear()
    this.#add('persons', `${quarterName(convict.quarter)},${now}`)
    this.#add('stages', `latest,${year},${now}`)
    this.#add('stages', `first_instance,${year},${first}`)
    if (inForce) this.#add('stages', `in_force,${year},${now}`)
    if (ageOn(convict, sentencedOn) < 18) this.#add('minors', String(year))
    if (daysToBirthday(convict, sentencedOn) <= 15) this.note('nearBirthday')
    if (year - birthYear === 18 && ageOn(convict, sentencedOn) === 17) this.note('turning18')
    const month = `${convict.personKey} ${sentencedOn.toISOString().slice(0, 7)}`
    this.#inMonth.set(month, (this.#inMonth.get(month) ?? 0) + 1)
  }

  entered(register: 'supervision' | 'custody', code: string, day: Date): void {
    this.#add(`${register} entries`, `${quarterName(quarterOf(day))},${code}`)
  }

  left(register: 'supervision' | 'custody', code: string, day: Date): void {
    this.#add(`${register} exits`, `${quarterName(quarterOf(day))},${code}`)
  }

  /** Somebody stands in a register from one day until another; whoever leaves on the last day of a quarter is not there. */
  stands(register: 'supervision' | 'custody', code: string, personKey: string, from: Date, to: Date | undefined): void {
    const until = Math.min(to === undefined ? this.#window.last : quarterOf(to) - 1, this.#window.last)
    for (let quarter = Math.max(quarterOf(from), this.#window.first); quarter <= until; quarter++) {
      const key = `${register} ${quarterName(quarter)},${code}`
      const persons = this.#standing.get(key) ?? new Set<string>()
      this.#standing.set(key, persons.add(personKey))
    }
  }

  /** Figures under their codes: `persons` by quarter and class, `stages`, `supervision entries` by quarter and kind … */
  figures(name: string): Counts {
    return Object.fromEntries(this.#counts.get(name) ?? [])
  }

  /** Who stands at the ends of quarters, by quarter and code. */
  stock(register: 'supervision' | 'custody'): Counts {
    const own = [...this.#standing].filter(([key]) => key.startsWith(`${register} `))
    return Object.fromEntries(own.map(([key, persons]) => [key.slice(register.length + 1), persons.size]))
  }

  /** Persons with more than one judgment in a month, one for each month. */
  get severalInMonth(): number {
    return [...this.#inMonth.values()].filter((cases) => cases > 1).length
  }

  #add(name: string, key: string): void {
    const counts = this.#counts.get(name) ?? new Map<string, number>()
    this.#counts.set(name, counts.set(key, (counts.get(key) ?? 0) + 1))
  }
}
