import type { Turns } from '#foundation'
import { monthsIn, periodName } from '../catalog/periods.ts'
import { type CellValue, type ColumnVector, cellReader, codeColumn, takeRows } from '../columns/typed-column.ts'
import { perturb } from '../disclosure/cell-key/perturb.ts'
import { monthOf } from '../facts/calendar.ts'
import type { Denominator } from './figures/denominator.ts'
import type { Denominators } from './figures/denominators.ts'
import type { RowValues } from './figures/figure-conditions.ts'
import type { RowPair } from './figures/figures.ts'
import { type AnswerColumn, meaningOfDimension } from './plan/column-meaning.ts'
import { isCovered } from './plan/is-covered.ts'
import type { Plan } from './plan/plan.ts'
import { keyColumn } from './statement/columns.ts'
import { comparedMonth } from './steps/add-comparison.ts'

/** The engine's answer, by row: which rows were asked for, and which row each is compared with. */
export class AnswerRows {
  readonly #plan: Plan
  readonly #columns: ReadonlyMap<string, ColumnVector>
  readonly #cells: ReadonlyMap<string, (row: number) => CellValue>
  readonly #denominators: ReadonlyMap<string, Denominators>
  readonly #length: number
  readonly #starts: readonly number[]
  readonly #rowAt: ReadonlyMap<string, number>
  /** By the month that begins a period: there are far fewer periods than rows. */
  readonly #covered = new Map<number, boolean>()

  constructor(plan: Plan, columns: readonly ColumnVector[], denominators: ReadonlyMap<string, Denominators>) {
    this.#plan = plan
    this.#columns = new Map(columns.map((column) => [column.name, column]))
    this.#cells = new Map(columns.map((column) => [column.name, cellReader(column)]))
    this.#denominators = denominators
    this.#length = columns[0]?.length ?? 0
    this.#starts = this.#firstMonths()
    this.#rowAt =
      plan.compared === undefined
        ? new Map()
        : new Map(this.#all().map((row) => [this.#key(row, this.#start(row)), row]))
  }

  /** The rows that were asked for: rows of the compared period only were fetched besides. */
  asked(): readonly number[] {
    const { grain, asked } = this.#plan
    if (grain === undefined) return this.#all()
    return this.#all().filter((row) => this.#start(row) >= asked.first && this.#start(row) <= asked.last)
  }

  async dimensionColumns(shown: readonly number[], turns: Turns): Promise<readonly AnswerColumn[]> {
    const all = []
    for (const dimension of this.#plan.dimensions) {
      const column = await this.#dimensionColumn(dimension, shown, turns)
      all.push({ column, meaning: meaningOfDimension(dimension) })
    }
    return all
  }

  pair(row: number): RowPair {
    const start = this.#comparedStart(row)
    const before = start === undefined ? undefined : this.#rowAt.get(this.#key(row, start))
    const over = (rate: string) => {
      const denominators = this.#denominators.get(rate)
      if (denominators === undefined) throw new Error(`nothing is known that ${rate} is over`)
      const [now, earlier] = [row, before].map((at) => (at === undefined ? null : this.#denominator(denominators, at)))
      return { now: now ?? null, before: earlier ?? null }
    }
    const nobody = start === undefined ? null : () => 0
    return { row: this.#values(row), before: before === undefined ? nobody : this.#values(before), over }
  }

  async #dimensionColumn(
    { name, grain }: Plan['dimensions'][number],
    shown: readonly number[],
    turns: Turns,
  ): Promise<ColumnVector> {
    if (grain !== undefined && grain !== 'year')
      return codeColumn(name, await turns.map(shown, (row) => this.periodName(row)))
    await turns.next()
    const column = this.#columns.get(name)
    if (column === undefined) throw new Error(`the engine left out ${name}`)
    return takeRows(column, shown)
  }

  /** Whether a row is compared with a period before a change of the law after which figures mean something else. */
  crossesBreak(row: number): boolean {
    const start = this.#comparedStart(row)
    if (start === undefined) return false
    const [from, to] = [start, this.#start(row)].sort((one, other) => one - other) as [number, number]
    const isBetween = (on: string) => this.#monthOf(on) > from && this.#monthOf(on) <= to + this.#months - 1
    return this.#plan.catalog.lawChanges.some((change) => change.breaks_series && isBetween(change.on))
  }

  /** Whether the extracts cover the period of a row; without time in the answer, the whole question. */
  isComplete(row: number): boolean {
    return this.#plan.grain === undefined ? !this.#plan.isTrimmed : this.#isCovered(this.#start(row))
  }

  /** Whether some rate of a row is left out because its denominator is known for a part of the period only. */
  isPartlyKnown(row: number): boolean {
    return [...this.#denominators.values()].some((rate) => this.#denominator(rate, row).isPartlyKnown)
  }

  periodName(row: number): string {
    return periodName(this.#start(row), this.#plan.grain ?? 'year', this.#plan.catalog.jurisdiction)
  }

  #isCovered(start: number): boolean {
    const known = this.#covered.get(start) ?? isCovered(start, this.#plan)
    this.#covered.set(start, known)
    return known
  }

  #monthOf(day: string): number {
    return monthOf(day, this.#plan.catalog.jurisdiction)
  }

  get #months(): number {
    return monthsIn[this.#plan.grain ?? 'month']
  }

  /** The month that begins the period with which a row is compared, where that does not mislead. */
  #comparedStart(row: number): number | undefined {
    if (this.#plan.compared === undefined) return undefined
    const start = comparedMonth(this.#start(row), this.#plan)
    const isItself = start === this.#start(row)
    return isItself || !this.isComplete(row) || !this.#isCovered(start) ? undefined : start
  }

  #all(): number[] {
    return Array.from({ length: this.#length }, (_, row) => row)
  }

  #values(row: number): RowValues {
    return (name) => {
      const cell = this.#cells.get(name)?.(row)
      if (typeof cell !== 'number') return null
      const key = this.#cells.get(keyColumn(name))?.(row)
      return typeof key === 'number' ? perturb(cell, key) : cell
    }
  }

  #denominator(denominators: Denominators, row: number): Denominator {
    const { grain, asked, coverage, dimensions } = this.#plan
    const codes = Object.fromEntries(dimensions.map(({ name }) => [name, this.#cells.get(name)?.(row)]))
    if (grain !== undefined) return denominators(codes, this.#start(row), this.#start(row) + this.#months - 1)
    const [from, to] = coverage === null ? [0, asked.last] : [this.#monthOf(coverage.from), this.#monthOf(coverage.to)]
    return denominators(codes, Math.max(asked.first, from), Math.min(asked.last, to))
  }

  #start(row: number): number {
    return this.#starts[row] ?? 0
  }

  /** The engine counts years, quarters and months since year 0. */
  #firstMonths(): readonly number[] {
    const { grain } = this.#plan
    const column = this.#columns.get(grain ?? '')
    if (grain === undefined || column === undefined) return []
    return this.#all().map((row) => Number(column.values[row]) * monthsIn[grain])
  }

  #key(row: number, start: number): string {
    const others = this.#plan.dimensions.filter(({ grain }) => grain === undefined)
    return [start, ...others.map(({ name }) => this.#columns.get(name)?.values[row])].join('|')
  }
}
