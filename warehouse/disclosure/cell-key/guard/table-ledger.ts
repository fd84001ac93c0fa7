import { appendFileSync, closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Cube } from '../../../catalog/cube.ts'
import type { MonthRange } from '../../../catalog/periods.ts'
import { Budgets } from './budgets.ts'
import { sharedInformation } from './shared-information.ts'
import { nameOfTable } from './told-table.ts'
import { type DrawnMonth, type Telling, type Told, ToldTables } from './told-tables.ts'

/** What it takes to judge tables of a cube. */
export interface Judging {
  readonly cube: Cube
  readonly covered: MonthRange
}

export interface Entry {
  /** Writes down that the tables were told. Call it before the answer is given out. */
  keep(): void
  /** Forgets them: nothing was given out. */
  giveBack(): void
}

/**
 * Remembers which tables of small cells analysts were told, over all processes and restarts, and lets another one be told
 * only as long as no table is known better through the others than the budgets allow.
 */
export class TableLedger {
  readonly budgets: Budgets
  readonly #folder: string
  readonly #remembers: boolean
  readonly #told = new ToldTables()
  #read = 0

  constructor(home: string, remembers: boolean) {
    this.#folder = join(home, 'access')
    this.#remembers = remembers
    this.budgets = new Budgets(home)
  }

  /** Enters tables that are to be told to somebody, all or none; `undefined` where they may not be. */
  enter(tellings: readonly Telling[], judging: Judging): Entry | undefined {
    this.#catchUp()
    const undo: (() => void)[] = []
    const fresh: Telling[] = []
    const giveBack = () => {
      for (const step of undo) step()
    }
    for (const telling of tellings) {
      if (!this.#mayTell(telling, judging)) {
        giveBack()
        return undefined
      }
      const added = this.#told.add(telling)
      undo.push(added.undo)
      if (added.fresh !== undefined) fresh.push(added.fresh)
    }
    return { giveBack, keep: () => this.#write(fresh) }
  }

  /** What one person, or all together, know at most of a table through the others, by table. */
  balances(judgingOf: (cube: string) => Judging | undefined, who?: string): ReadonlyMap<string, number> {
    this.#catchUp()
    return new Map(
      this.#told.all().flatMap((told): [string, number][] => {
        const judging = judgingOf(told.table.cube)
        const months = [...told.months].flatMap(([month, heard]) =>
          who === undefined || heard.has(who) ? [month] : [],
        )
        if (judging === undefined || months.length === 0) return []
        return [[nameOfTable(told.table), this.#balance(told, months, judging, who)]]
      }),
    )
  }

  /** Everybody who was told something. */
  everybody(): readonly string[] {
    this.#catchUp()
    return [
      ...new Set(this.#told.all().flatMap(({ months }) => [...months.values()].flatMap((heard) => [...heard]))),
    ].sort()
  }

  #mayTell(telling: Telling, judging: Judging): boolean {
    const { who, table, months } = telling
    const { own, common } = this.budgets.of(who)
    const isKnown = this.#told.has(table, months)
    if (isKnown && this.#told.has(table, months, who)) return true
    return this.#fits(telling, judging, own, who) && (isKnown || this.#fits(telling, judging, common))
  }

  #fits({ table, owed, months }: Telling, judging: Judging, budget: number, who?: string): boolean {
    const name = nameOfTable(table)
    const counts = [...new Set([...table.counts, ...this.#told.countsOf(table)])]
    const known = this.#told.of(months, who).filter((told) => nameOfTable(told.table) !== name)
    const candidate = { ...table, counts }
    const tied = sharedInformation(candidate, candidate, judging.cube, judging.covered)
    const shared = known.map((told) => sharedInformation(candidate, told.table, judging.cube, judging.covered))
    if (owed + tied + sum(shared) > budget) return false
    return known.every((told, at) => this.#balance(told, months, judging, who, name) + (shared[at] ?? 0) <= budget)
  }

  /** What the other tables that were told of some months tell of one. */
  #balance(told: Told, months: readonly DrawnMonth[], { cube, covered }: Judging, who?: string, without = ''): number {
    const own = nameOfTable(told.table)
    const others = this.#told.of(months, who).filter(({ table }) => ![own, without].includes(nameOfTable(table)))
    return told.owed + sum(others.map(({ table }) => sharedInformation(told.table, table, cube, covered)))
  }

  /** Other processes write, too: what they added since is read, and nothing twice. */
  #catchUp(): void {
    const size = this.#remembers ? (statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0) : 0
    if (size <= this.#read) return
    const bytes = Buffer.alloc(size - this.#read)
    const handle = openSync(this.#file, 'r')
    readSync(handle, bytes, 0, bytes.length, this.#read)
    closeSync(handle)
    const whole = bytes.lastIndexOf('\n') + 1
    for (const line of bytes.toString('utf8', 0, whole).split('\n'))
      if (line !== '') this.#told.add(JSON.parse(line) as Telling)
    this.#read += whole
  }

  #write(fresh: readonly Telling[]): void {
    if (!this.#remembers || fresh.length === 0) return
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    appendFileSync(this.#file, fresh.map((telling) => `${JSON.stringify(telling)}\n`).join(''), { mode: 0o600 })
  }

  get #file(): string {
    return join(this.#folder, 'analyst-tables.jsonl')
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
