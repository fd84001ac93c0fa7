import type { ToldTable } from './told-table.ts'
import { nameOfTable } from './told-table.ts'

/** A month as it is drawn now: drawn anew, it is another one. */
export type DrawnMonth = string

/** A table that was told, and of which months to whom. */
export interface Told {
  readonly table: ToldTable
  /** What tables that everybody may have tell of its cells. */
  readonly owed: number
  readonly months: Map<DrawnMonth, Set<string>>
  readonly counts: Set<string>
}

/** What is new when a table is told to somebody. */
export interface Telling {
  readonly who: string
  readonly table: ToldTable
  readonly owed: number
  readonly months: readonly DrawnMonth[]
}

/** Everything that was told, by table: as many entries as there are tables and months, however often they were asked for. */
export class ToldTables {
  readonly #all = new Map<string, Told>()

  /** @returns what was not told to them before, and how to forget it again */
  add({ who, table, owed, months }: Telling): { readonly fresh: Telling | undefined; readonly undo: () => void } {
    const told = this.#entry(table, owed)
    const fresh = months.filter((month) => !told.months.get(month)?.has(who))
    const counts = table.counts.filter((count) => !told.counts.has(count))
    for (const month of fresh) told.months.set(month, (told.months.get(month) ?? new Set()).add(who))
    for (const count of counts) told.counts.add(count)
    const undo = () => {
      for (const month of fresh) told.months.get(month)?.delete(who)
      for (const count of counts) told.counts.delete(count)
    }
    return { fresh: fresh.length + counts.length === 0 ? undefined : { who, table, owed, months: fresh }, undo }
  }

  /** The tables that were told of some of these months, to one person or to anybody. */
  of(months: readonly DrawnMonth[], who?: string): readonly Told[] {
    return [...this.#all.values()].filter((told) => months.some((month) => isTold(told, month, who)))
  }

  /** Whether a table was told of all these months, with these counts, to one person or to anybody. */
  has(table: ToldTable, months: readonly DrawnMonth[], who?: string): boolean {
    const told = this.#all.get(nameOfTable(table))
    return (
      told !== undefined &&
      months.every((month) => isTold(told, month, who)) &&
      table.counts.every((count) => told.counts.has(count))
    )
  }

  /** The counts that a table was told with. */
  countsOf(table: ToldTable): readonly string[] {
    return [...(this.#all.get(nameOfTable(table))?.counts ?? [])]
  }

  all(): readonly Told[] {
    return [...this.#all.values()]
  }

  #entry(table: ToldTable, owed: number): Told {
    const name = nameOfTable(table)
    const known = this.#all.get(name)
    if (known !== undefined) return known
    const told: Told = { table, owed, months: new Map(), counts: new Set() }
    this.#all.set(name, told)
    return told
  }
}

function isTold({ months }: Told, month: DrawnMonth, who: string | undefined): boolean {
  const heard = months.get(month)
  return heard !== undefined && (who === undefined ? heard.size > 0 : heard.has(who))
}
