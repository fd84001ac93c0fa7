import { daysOf, monthsIn, periodName } from '../catalog/periods.ts'
import { type Cell, cellReader, codeColumn, type TypedColumn, takeRows } from '../columns/typed-column.ts'
import type { Pair, RowValues } from './derive.ts'
import type { Plan } from './plan.ts'
import { comparedMonth } from './steps/add-comparison.ts'

/** The engine's answer, by row: which rows were asked for, and which row each is compared with. */
export class AnswerRows {
  readonly #plan: Plan
  readonly #columns: ReadonlyMap<string, TypedColumn>
  readonly #cells: ReadonlyMap<string, (row: number) => Cell>
  readonly #length: number
  readonly #starts: readonly number[]
  readonly #rowAt: ReadonlyMap<string, number>

  constructor(plan: Plan, columns: readonly TypedColumn[]) {
    this.#plan = plan
    this.#columns = new Map(columns.map((column) => [column.name, column]))
    this.#cells = new Map(columns.map((column) => [column.name, cellReader(column)]))
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

  dimensionColumns(kept: readonly number[]): TypedColumn[] {
    return this.#plan.dimensions.map(({ name, grain }) => {
      if (grain !== undefined && grain !== 'year')
        return codeColumn(
          name,
          kept.map((row) => this.periodName(row)),
        )
      const column = this.#columns.get(name)
      if (column === undefined) throw new Error(`the engine left out ${name}`)
      return takeRows(column, kept)
    })
  }

  pair(row: number): Pair {
    const { compared } = this.#plan
    if (compared === undefined) return { row: this.#values(row), before: null }
    const start = comparedMonth(this.#start(row), this.#plan)
    const isItself = start === this.#start(row)
    if (isItself || !this.isComplete(row) || !isCovered(start, this.#plan))
      return { row: this.#values(row), before: null }
    const before = this.#rowAt.get(this.#key(row, start))
    return { row: this.#values(row), before: before === undefined ? () => 0 : this.#values(before) }
  }

  isComplete(row: number): boolean {
    return isCovered(this.#start(row), this.#plan)
  }

  periodName(row: number): string {
    return periodName(this.#start(row), this.#plan.grain ?? 'year')
  }

  #all(): number[] {
    return Array.from({ length: this.#length }, (_, row) => row)
  }

  #values(row: number): RowValues {
    return (name) => {
      const cell = this.#cells.get(name)?.(row)
      return typeof cell === 'number' ? cell : null
    }
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

/** Whether the extracts cover the whole period that begins in a month. */
function isCovered(start: number, { grain = 'month', coverage }: Plan): boolean {
  if (coverage === null) return true
  const { from, to } = daysOf({ first: start, last: start + monthsIn[grain] - 1 })
  return from >= coverage.from && to <= coverage.to
}
