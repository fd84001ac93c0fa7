import { type Grain, grains, monthsIn, periodName } from '../../../catalog/periods.ts'
import type { Edition } from '../../../editions/edition.ts'
import type { CubeEngine } from '../../../engines/cube-engine.ts'
import type { MonthRange } from '../../../facts/calendar.ts'
import type { Plan } from '../../../query/plan/plan.ts'
import { finestGrain } from '../../../query/plan/time.ts'
import { type CellSizes, cellSizes } from '../../../query/statement/cell-sizes.ts'
import { budgetHolder } from './budget-holder.ts'
import {
  chainsOf,
  codesAt,
  isStretch,
  monthsOfPart,
  type ReleasedTable,
  type TimePart,
  wholeYears,
} from './released-table.ts'
import type { Telling } from './released-tables.ts'
import { type Binding, type Entry, TableLedger } from './table-ledger.ts'
import { coveredMonths, tablesOfPlan } from './tables-of-plan.ts'

/** Cells that stand for fewer units are small; in a table of mostly large cells they are left out. */
const small = 10
/** A table is one of mostly large cells when at most this share of them stands for fewer than {@link few} units. */
const maxFewShare = 0.3
const few = 6
/** Of a table with more cells in one of a coarser one, that tells next to nothing. */
const maxPieces = 100

/** Leave to give an answer out. */
export interface Leave extends Entry {
  /** Rows with counts from 1 to less than this are left out. */
  readonly minShown: number
}

type Kind = 'large' | 'mostly_large' | 'small'

/**
 * Decides which tables analysts may be told. Tables of large cells are for everybody, always, and so are tables of mostly
 * large ones without the small. A table of small cells is told as long as the other tables that were told, to the same person and to all, make none of its cells known better than
 * budgets allow. What is judged is the sets of people that an answer counts, never how it was asked; a
 * question that is not answered costs nothing.
 */
export class DifferencingGuard {
  readonly ledger: TableLedger
  readonly #sizes = new Map<string, CellSizes>()
  #edition = ''

  /** @param remembers - whether what is told counts after this process has ended, and for others */
  constructor(home: string, remembers = true) {
    this.ledger = new TableLedger(home, remembers)
  }

  /** @returns leave to answer a plan as it is, or the budget for which a coarser question has to be answered instead */
  async check(plan: Plan, who: string, cubes: CubeEngine, signal: AbortSignal): Promise<Leave | Binding> {
    this.#forgetSizesOfOthers(plan.edition)
    const covered = coveredMonths(plan)
    const tellings: Telling[] = []
    const kinds: Kind[] = []
    const whole = this.#allYears(plan)
    let isOfAllYears = false
    for (const table of tablesOfPlan(plan)) {
      const kind = await this.#kindOf(table, plan, cubes, signal)
      kinds.push(kind)
      isOfAllYears ||= isSame(table.time, whole)
      if (kind !== 'small') continue
      const owed = await this.#owed(table, plan, cubes, signal)
      tellings.push({ who: budgetHolder(who), table, owed, months: monthsOf(table.months) })
    }
    const judging = { cube: plan.cube, covered }
    const entry = this.ledger.enter(tellings, judging)
    if (entry === undefined) return this.ledger.bindingOf(tellings, judging)
    const keep = () => {
      if (isOfAllYears && whole !== undefined) this.ledger.keepThrough(plan.cube.name, whole.last)
      entry.keep()
    }
    return { ...entry, keep, minShown: kinds.includes('mostly_large') ? small : 0 }
  }

  /** The year through which a question about all there is can be answered, where that is not the last day of the register. */
  answeredThrough(plan: Plan): string | undefined {
    const { from, to } = plan.question
    const whole = plan.cube.kind === 'flow' ? this.#allYears(plan) : undefined
    const isOther = whole !== undefined && whole.last < coveredMonths(plan).last
    return isOther && plan.grain === undefined && from === undefined && to === undefined
      ? periodName(whole.last, 'year', plan.catalog.jurisdiction)
      : undefined
  }

  /**
   * All years, as they are told of a cube: through the last whole year that there was when somebody was told them first. If they went on,
   * two tables of them, also of different measures, would tell a year by their difference.
   */
  #allYears(plan: Plan): MonthRange | undefined {
    const whole = wholeYears(coveredMonths(plan))
    return whole && { first: whole.first, last: this.ledger.releasedThrough(plan.cube.name) ?? whole.last }
  }

  /** A stretch of months is judged by the periods at whose ends it is cut: the difference of two stretches is such periods. */
  async #kindOf(table: ReleasedTable, plan: Plan, cubes: CubeEngine, signal: AbortSignal): Promise<Kind> {
    const { time } = table
    const isWhole = isSame(time, this.#allYears(plan))
    const cut = isStretch(time) ? cutGrain(time, plan) : time
    const sizes = await this.#sizesOf(Object.values(table.levels), isWhole ? undefined : cut, plan, cubes, signal)
    if (sizes.smallest >= small) return 'large'
    return sizes.few <= maxFewShare && (isWhole || !isStretch(time)) ? 'mostly_large' : 'small'
  }

  /** What the coarser tables that everybody may have tell of the cells of a table. */
  async #owed(table: ReleasedTable, plan: Plan, cubes: CubeEngine, signal: AbortSignal): Promise<number> {
    const steps = coarserTables(table, plan, this.#allYears(plan)).filter(({ pieces }) => pieces <= maxPieces)
    let owed = 0
    for (const { coarser, pieces } of steps)
      if ((await this.#kindOf(coarser, plan, cubes, signal)) !== 'small') owed += 1 / Math.max(1, pieces)
    return owed
  }

  async #sizesOf(
    levels: readonly string[],
    grain: Grain | undefined,
    plan: Plan,
    cubes: CubeEngine,
    signal: AbortSignal,
  ): Promise<CellSizes> {
    const measures = plan.measures.map(({ name }) => name).sort()
    const key = JSON.stringify([plan.edition.id, plan.cube.name, [...levels].sort(), grain, measures])
    const found = this.#sizes.get(key) ?? (await cellSizes(levels, grain, few, plan, cubes, signal))
    this.#sizes.set(key, found)
    return found
  }

  #forgetSizesOfOthers({ id }: Edition): void {
    if (id !== this.#edition) this.#sizes.clear()
    this.#edition = id
  }
}

interface Step {
  readonly coarser: ReleasedTable
  /** Cells of the table in one cell of the coarser one. */
  readonly pieces: number
}

/** Every table that is coarser in some chains, in time, or in both. */
function coarserTables(table: ReleasedTable, plan: Plan, allYears: MonthRange | undefined): readonly Step[] {
  const itself: Step = { coarser: table, pieces: 1 }
  const places = chainsOf(plan.cube).reduce<readonly Step[]>(
    (all, chain) => all.flatMap((step) => [step, ...coarserPlaces(step, chain, plan)]),
    [itself],
  )
  return places.flatMap((step) => [step, ...coarserTimes(step, plan, allYears)]).filter((step) => step !== itself)
}

function coarserPlaces({ coarser, pieces }: Step, chain: readonly string[], { cube, dataset }: Plan): readonly Step[] {
  const [finest = ''] = chain
  const level = coarser.levels[finest]
  if (level === undefined || dataset.oneOf.includes(level) || level in dataset.switches) return []
  const { [finest]: _, ...others } = coarser.levels
  const above = [...chain.slice(chain.indexOf(level) + 1), undefined]
  return above.map((name) => ({
    coarser: { ...coarser, levels: name === undefined ? others : { ...others, [finest]: name } },
    pieces: (pieces * codesAt(level, cube)) / codesAt(name, cube),
  }))
}

/** A stretch is tied to the periods of every grain that it is made of, and everything to all there is. */
function coarserTimes({ coarser, pieces }: Step, plan: Plan, allYears: MonthRange | undefined): readonly Step[] {
  const { time, months } = coarser
  const covered = coveredMonths(plan)
  if (plan.cube.kind === 'stock' || isSame(time, allYears)) return []
  const known = isStretch(time) ? grainsOf(finestGrain(plan.cube)) : grains.slice(0, grains.indexOf(time))
  const lengthAt = (part: TimePart) => monthsOfPart(part, months, covered)
  const own = lengthAt(time)
  return [...known, allYears ?? covered].map((part) => ({
    coarser: { ...coarser, time: part },
    pieces: (pieces * Math.max(own, lengthAt(part))) / Math.min(own, lengthAt(part)),
  }))
}

function isSame(time: TimePart, months: MonthRange | undefined): boolean {
  return isStretch(time) && time.first === months?.first && time.last === months.last
}

const grainsOf = (finest: Grain) => grains.slice(0, grains.indexOf(finest) + 1)

/** The coarsest grain of whose whole periods a stretch is made; only the beginning of the register may cut one. */
function cutGrain({ first, last }: MonthRange, plan: Plan): Grain {
  const covered = coveredMonths(plan)
  const fits = (months: number) => (first % months === 0 || first === covered.first) && (last + 1) % months === 0
  const finest = finestGrain(plan.cube)
  return grainsOf(finest).find((grain) => fits(monthsIn[grain])) ?? finest
}

function monthsOf({ first, last }: MonthRange): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}
