import type { ReleasedTable } from './released-table.ts'
import { nameOfTable } from './released-table.ts'

/** A table that was told, and of which months, since year 0, to whom. */
export interface ReleaseRecord {
  /** With the months from the first to the last that it was told of. */
  readonly table: ReleasedTable
  /** What tables that everybody may have tell of its cells. */
  readonly owed: number
  readonly months: Map<number, Tally>
  readonly counts: Tally
}

/** How many tellings hold for each name. */
type Tally = Map<string, number>

/** What is new when a table is told to somebody. */
export interface Telling {
  readonly who: string
  readonly table: ReleasedTable
  readonly owed: number
  readonly months: readonly number[]
}

/** What was told, by table: as many entries as there are tables and months, however often they were asked for. */
export class ReleasedTables {
  readonly #all = new Map<string, ReleaseRecord>()

  add(telling: Telling): void {
    this.#count(telling, 1)
  }

  /** Takes back what was added once. */
  remove(telling: Telling): void {
    this.#count(telling, -1)
  }

  /** What of a telling was not told to them before. */
  freshOf(telling: Telling): Telling | undefined {
    const record = this.#all.get(nameOfTable(telling.table))
    const months = telling.months.filter((month) => !record?.months.get(month)?.has(telling.who))
    const hasNewCounts = telling.table.counts.some((count) => !record?.counts.has(count))
    return months.length === 0 && !hasNewCounts ? undefined : { ...telling, months }
  }

  /** The tables that were told of some of these months, to one person or to anybody. */
  of(months: readonly number[], who?: string): readonly ReleaseRecord[] {
    return [...this.#all.values()].filter((record) => months.some((month) => wasReleased(record, month, who)))
  }

  /** Whether a table was told of all these months, with these counts, to one person or to anybody. */
  has(table: ReleasedTable, months: readonly number[], who?: string): boolean {
    const record = this.#all.get(nameOfTable(table))
    return (
      record !== undefined &&
      months.every((month) => wasReleased(record, month, who)) &&
      table.counts.every((count) => record.counts.has(count))
    )
  }

  /** The counts that a table was told with. */
  countsOf(table: ReleasedTable): readonly string[] {
    return [...(this.#all.get(nameOfTable(table))?.counts.keys() ?? [])]
  }

  all(): readonly ReleaseRecord[] {
    return [...this.#all.values()]
  }

  #count({ who, table, owed, months }: Telling, by: 1 | -1): void {
    const record = this.#entry(table, owed)
    for (const month of months) {
      const heard = record.months.get(month) ?? new Map()
      tally(heard, who, by)
      if (heard.size > 0) record.months.set(month, heard)
      else record.months.delete(month)
    }
    for (const count of table.counts) tally(record.counts, count, by)
  }

  #entry(table: ReleasedTable, owed: number): ReleaseRecord {
    const name = nameOfTable(table)
    const known = this.#all.get(name) ?? { table, owed, months: new Map(), counts: new Map() }
    const [one, other] = [known.table.months, table.months]
    const months = { first: Math.min(one.first, other.first), last: Math.max(one.last, other.last) }
    const record: ReleaseRecord = { ...known, table: { ...table, months } }
    this.#all.set(name, record)
    return record
  }
}

function tally(all: Tally, name: string, by: 1 | -1): void {
  const number = (all.get(name) ?? 0) + by
  if (number > 0) all.set(name, number)
  else all.delete(name)
}

function wasReleased({ months }: ReleaseRecord, month: number, who: string | undefined): boolean {
  const heard = months.get(month)
  return heard !== undefined && (who === undefined || heard.has(who))
}
