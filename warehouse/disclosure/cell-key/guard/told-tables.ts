import type { ToldTable } from './told-table.ts'
import { nameOfTable } from './told-table.ts'

/** A table that was told, and of which months, since year 0, to whom. */
export interface Told {
  /** With the months from the first to the last that it was told of. */
  readonly table: ToldTable
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
  readonly table: ToldTable
  readonly owed: number
  readonly months: readonly number[]
}

/** What was told, by table: as many entries as there are tables and months, however often they were asked for. */
export class ToldTables {
  readonly #all = new Map<string, Told>()

  add(telling: Telling): void {
    this.#count(telling, 1)
  }

  /** Takes back what was added once. */
  remove(telling: Telling): void {
    this.#count(telling, -1)
  }

  /** What of a telling was not told to them before. */
  freshOf(telling: Telling): Telling | undefined {
    const told = this.#all.get(nameOfTable(telling.table))
    const months = telling.months.filter((month) => !told?.months.get(month)?.has(telling.who))
    const hasNewCounts = telling.table.counts.some((count) => !told?.counts.has(count))
    return months.length === 0 && !hasNewCounts ? undefined : { ...telling, months }
  }

  /** The tables that were told of some of these months, to one person or to anybody. */
  of(months: readonly number[], who?: string): readonly Told[] {
    return [...this.#all.values()].filter((told) => months.some((month) => isTold(told, month, who)))
  }

  /** Whether a table was told of all these months, with these counts, to one person or to anybody. */
  has(table: ToldTable, months: readonly number[], who?: string): boolean {
    const told = this.#all.get(nameOfTable(table))
    return (
      told !== undefined &&
      months.every((month) => isTold(told, month, who)) &&
      table.counts.every((count) => told.counts.has(count))
    )
  }

  /** The counts that a table was told with. */
  countsOf(table: ToldTable): readonly string[] {
    return [...(this.#all.get(nameOfTable(table))?.counts.keys() ?? [])]
  }

  all(): readonly Told[] {
    return [...this.#all.values()]
  }

  #count({ who, table, owed, months }: Telling, by: 1 | -1): void {
    const told = this.#entry(table, owed)
    for (const month of months) {
      const heard = told.months.get(month) ?? new Map()
      tally(heard, who, by)
      if (heard.size > 0) told.months.set(month, heard)
      else told.months.delete(month)
    }
    for (const count of table.counts) tally(told.counts, count, by)
  }

  #entry(table: ToldTable, owed: number): Told {
    const name = nameOfTable(table)
    const known = this.#all.get(name) ?? { table, owed, months: new Map(), counts: new Map() }
    const [one, other] = [known.table.months, table.months]
    const months = { first: Math.min(one.first, other.first), last: Math.max(one.last, other.last) }
    const told: Told = { ...known, table: { ...table, months } }
    this.#all.set(name, told)
    return told
  }
}

function tally(all: Tally, name: string, by: 1 | -1): void {
  const number = (all.get(name) ?? 0) + by
  if (number > 0) all.set(name, number)
  else all.delete(name)
}

function isTold({ months }: Told, month: number, who: string | undefined): boolean {
  const heard = months.get(month)
  return heard !== undefined && (who === undefined || heard.has(who))
}
