import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Cube } from '../../../catalog/cube.ts'
import type { MonthRange } from '../../../facts/calendar.ts'
import { AppendedLines } from './appended-lines.ts'
import { budgetHolder } from './budget-holder.ts'
import { Budgets } from './budgets.ts'
import { hasOpenGap, writeLedgerGap } from './ledger-gap.ts'
import { nameOfTable } from './released-table.ts'
import { ReleasedTables, type ReleaseRecord, type Telling } from './released-tables.ts'
import { sharedInformation } from './shared-information.ts'

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

/** What forbids an answer: the budget of whoever asks, the common one, what tables tell that everybody may have, or a restore. */
export type Binding = 'own' | 'common' | 'tables' | 'restored'

/** A line of the file: what is about to be told, that it was told, or that it was not. Earlier versions wrote what was told. */
type Line =
  | { readonly reserved: string; readonly tellings: readonly Telling[] }
  | { readonly kept: string }
  | { readonly back: string }
  | { readonly through: Ends }
  | Telling

/** By cube the month through which all years are told. */
type Ends = Readonly<Record<string, number>>

/**
 * Remembers which tables of small cells analysts were told, over all processes and restarts, and lets another one be told
 * only as long as no table is known better through the others than the budgets allow. Of two processes that enter tables
 * at the same time, the one whose line comes second in the file judges again with the other's.
 */
export class TableLedger {
  readonly budgets: Budgets
  readonly #home: string
  readonly #remembers: boolean
  readonly #lines: AppendedLines<Line>
  /** What was told or may be told any moment. */
  readonly #reservedOrReleased = new ReleasedTables()
  /** What was told for good. */
  readonly #released = new ReleasedTables()
  readonly #reserved = new Map<string, readonly Telling[]>()
  readonly #ends = new Map<string, number>()

  constructor(home: string, remembers: boolean) {
    this.#home = home
    this.#remembers = remembers
    this.#lines = new AppendedLines(join(home, 'access', 'analyst-tables.jsonl'))
    this.budgets = new Budgets(home)
  }

  /** Enters tables that are to be told to somebody, all or none; `undefined` where they may not be. */
  enter(tellings: readonly Telling[], judging: Judging): Entry | undefined {
    this.#catchUp()
    if (!this.#mayTellAll(tellings, judging)) return undefined
    const fresh = tellings.flatMap((telling) => this.#released.freshOf(telling) ?? [])
    if (fresh.length === 0) return { keep: () => {}, giveBack: () => {} }
    const id = randomUUID()
    const entry: Entry = { keep: () => this.#write({ kept: id }), giveBack: () => this.#write({ back: id }) }
    this.#write({ reserved: id, tellings: fresh })
    if (this.#holds(id, () => this.#mayTellAll(tellings, judging))) return entry
    entry.giveBack()
    return undefined
  }

  /** The month through which all years of a cube are told, once they were told at all. */
  releasedThrough(cube: string): number | undefined {
    this.#catchUp()
    return this.#ends.get(cube)
  }

  /** Writes down through which month all years of a cube are told from now on. */
  keepThrough(cube: string, last: number): void {
    if (!this.#ends.has(cube)) this.#write({ through: { [cube]: last } })
  }

  /** What one person, or all together, know at most of a table through the others, by table. */
  balances(judgingOf: (cube: string) => Judging | undefined, who?: string): ReadonlyMap<string, number> {
    this.#catchUp()
    return new Map(
      this.#reservedOrReleased.all().flatMap((record): [string, number][] => {
        const judging = judgingOf(record.table.cube)
        const months = [...record.months].flatMap(([month, heard]) =>
          who === undefined || heard.has(who) ? [month] : [],
        )
        if (judging === undefined || months.length === 0) return []
        return [[nameOfTable(record.table), this.#balance(record, months, judging, who)]]
      }),
    )
  }

  /** Everybody who was told something. */
  allRecipients(): readonly string[] {
    this.#catchUp()
    return [
      ...new Set(
        this.#reservedOrReleased
          .all()
          .flatMap(({ months }) => [...months.values()].flatMap((heard) => [...heard.keys()])),
      ),
    ].sort()
  }

  /** Which budget forbids to tell tables: the own one of whoever asks, or the common one. */
  bindingOf(tellings: readonly Telling[], judging: Judging): Binding {
    this.#catchUp()
    return this.#bindingOfAll(tellings, judging) ?? 'common'
  }

  #mayTellAll(tellings: readonly Telling[], judging: Judging): boolean {
    return this.#bindingOfAll(tellings, judging) === undefined
  }

  /** What forbids to tell tables one after another; `undefined` where nothing does. */
  #bindingOfAll(tellings: readonly Telling[], judging: Judging): Binding | undefined {
    const entered: Telling[] = []
    let found: Binding | undefined
    for (const telling of tellings) {
      found = this.#bindingOf(telling, judging)
      if (found !== undefined) break
      this.#reservedOrReleased.add(telling)
      entered.push(telling)
    }
    for (const telling of entered) this.#reservedOrReleased.remove(telling)
    return found
  }

  #bindingOf(telling: Telling, judging: Judging): Binding | undefined {
    const { who, table, months } = telling
    const { own, common } = this.budgets.of(who)
    const isKnown = this.#reservedOrReleased.has(table, months)
    if (isKnown && this.#reservedOrReleased.has(table, months, who)) return undefined
    if (telling.owed > own) return 'tables'
    if (hasOpenGap(this.#home)) return 'restored'
    if (!this.#fits(telling, judging, own, who)) return 'own'
    return isKnown || this.#fits(telling, judging, common) ? undefined : 'common'
  }

  #fits({ table, owed, months }: Telling, judging: Judging, budget: number, who?: string): boolean {
    const name = nameOfTable(table)
    const counts = [...new Set([...table.counts, ...this.#reservedOrReleased.countsOf(table)])]
    const known = this.#reservedOrReleased.of(months, who).filter((record) => nameOfTable(record.table) !== name)
    const candidate = { ...table, counts }
    const tied = sharedInformation(candidate, candidate, judging.cube, judging.covered)
    const shared = known.map((record) => sharedInformation(candidate, record.table, judging.cube, judging.covered))
    if (owed + tied + sum(shared) > budget) return false
    return known.every((record, at) => this.#balance(record, months, judging, who, name) + (shared[at] ?? 0) <= budget)
  }

  /** What the other tables that were told of some months tell of one. */
  #balance(
    record: ReleaseRecord,
    months: readonly number[],
    { cube, covered }: Judging,
    who?: string,
    without = '',
  ): number {
    const own = nameOfTable(record.table)
    const others = this.#reservedOrReleased
      .of(months, who)
      .filter(({ table }) => ![own, without].includes(nameOfTable(table)))
    return record.owed + sum(others.map(({ table }) => sharedInformation(record.table, table, cube, covered)))
  }

  /** Reads on to a line that was just written. Where others came before it, it has to be judged again with theirs. */
  #holds(id: string, judgeAgain: () => boolean): boolean {
    if (!this.#remembers) return true
    let [others, holds] = [0, false]
    for (const line of this.#lines.next()) {
      if ('reserved' in line && line.reserved === id) holds = others === 0 || judgeAgain()
      this.#apply(line)
      others += 1
    }
    return holds
  }

  #catchUp(): void {
    if (!this.#remembers) return
    for (const line of this.#lines.next()) this.#apply(line)
    if (this.#lines.hasLost) this.#admitLoss()
  }

  /** What was told is not known any more, as after a restore: until a steward accepts that, nothing further is told. */
  #admitLoss(): void {
    writeLedgerGap(this.#home, null)
    this.#lines.acceptLoss()
  }

  #write(line: Line): void {
    if (this.#remembers) this.#lines.append(line)
    else this.#apply(line)
  }

  #apply(line: Line): void {
    if ('reserved' in line) {
      const tellings = line.tellings.map(asOfToday)
      this.#reserved.set(line.reserved, tellings)
      for (const telling of tellings) this.#reservedOrReleased.add(telling)
    } else if ('through' in line)
      for (const [cube, last] of Object.entries(line.through)) this.#ends.set(cube, this.#ends.get(cube) ?? last)
    else if ('kept' in line) for (const telling of this.#take(line.kept)) this.#released.add(telling)
    else if ('back' in line) for (const telling of this.#take(line.back)) this.#reservedOrReleased.remove(telling)
    else for (const all of [this.#reservedOrReleased, this.#released]) all.add(asOfToday(line))
  }

  #take(id: string): readonly Telling[] {
    const tellings = this.#reserved.get(id) ?? []
    this.#reserved.delete(id)
    return tellings
  }
}

/** Earlier versions wrote tokens for people, months as texts with their draw, such as `24300.1`, and `ever` for all there was. */
function asOfToday(telling: Telling): Telling {
  const { table, months } = telling
  const time = (table.time as string) === 'ever' ? table.months : table.time
  return {
    ...telling,
    who: budgetHolder(telling.who),
    table: { ...table, time },
    months: months.map((month) => Math.trunc(Number(month))),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
