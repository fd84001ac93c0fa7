import type { Contract, Personal } from '#jurisdictions'
import { longestLife, yearIn } from './dates.ts'
import { type Gate, gateOf } from './gate.ts'
import { judge } from './judge.ts'

/** Characters of a name of a file or a column: no file system has a longer one, and no column of a contract. */
const longestName = 300

/** Whether a text says who somebody is, such as a name of a column that is the cell of a file without a header. */
export function tellsOfSomebody(gate: Gate, text: string): boolean {
  const { sure, likely } = judge(gate, text)
  return sure.length + likely.length > 0
}

/** Years in which nobody can have been sentenced, where no contract says when its register begins. */
const lastCentury = 1999

/** Whether a name of a file says who is in it. */
export class FileNames {
  readonly #gate: Gate
  readonly #births: readonly [first: number, last: number]

  /** @param contracts - of the registers whose files it may be: a date before all of them is one of birth */
  constructor(personal: Personal, contracts: Iterable<Contract>) {
    const starts = [...contracts].flatMap(({ delivery }) => delivery.not_before ?? delivery.coverage?.from ?? [])
    const last = Math.min(lastCentury + 1, ...starts.map((day) => Number(day.slice(0, 4)))) - 1
    this.#gate = gateOf(personal)
    this.#births = [new Date().getUTCFullYear() - longestLife, last]
  }

  /** The class of personal data in a name, or in one of the folders of a path inside an archive. */
  classIn(path: string): string | undefined {
    return path.split(/[\\/]/).flatMap((part) => this.#classesIn(part))[0]
  }

  #classesIn(part: string): readonly string[] {
    const name = part.replace(/(?:\.(?:csv|txt|tsv|jsonl|ndjson|json|parquet|xlsx?|docx?|pdf|gz|zip)){1,2}$/i, '')
    if (name.length > longestName) return ['FREE_TEXT']
    const { sure, dates } = judge(this.#gate, name.replaceAll('_', ' '))
    const [first, last] = this.#births
    const isBirth = dates.includes('FULL_DATE') && yearIn(name) >= first && yearIn(name) <= last
    return [...sure.filter((code) => code !== 'WRITTEN_DATE'), ...(isBirth ? ['FULL_DATE'] : [])]
  }
}
