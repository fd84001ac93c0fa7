import { Refusal } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import type { Catalog } from '../catalog/catalog.ts'
import { monthsIn, periodName } from '../catalog/periods.ts'
import { type ColumnVector, cellReader } from '../columns/typed-column.ts'
import { policyFor } from '../disclosure/policy.ts'
import type { CubeEngine, PinnedCubes } from '../engines/cube-engine.ts'
import { makePlan } from '../query/make-plan.ts'
import type { Plan } from '../query/plan/plan.ts'
import type { Question } from '../query/plan/question.ts'
import { binder } from '../query/statement/binder.ts'
import type { FigureRows } from './figure-rows.ts'
import { type CountRole, type MeasurePlan, partsOf } from './parts.ts'
import { grouped, namesOf, rowsBehind, whereOf } from './rows-behind.ts'

/** Rows of one delivery behind a figure. */
export interface FigureSource {
  /** The number of the delivery in its generation, from 1. */
  readonly delivery: number
  /** Its rows that count in the figure. */
  readonly rows: number
  /** Rows of it under the same keys that later deliveries corrected. */
  readonly corrected: number
}

/** One exact count with the deliveries that it comes from. */
export interface TracedFigure {
  /** By dimension the code or the name of the period; empty for a question without `by`. */
  readonly cell: Readonly<Record<string, string>>
  readonly measure: string
  readonly role: CountRole
  /** Counted units. */
  readonly value: number
  /** In the order of their numbers. None where the figure is stated in the files of the jurisdiction, or its cube does not lead to rows. */
  readonly sources: readonly FigureSource[]
}

/** Figures of one answer; more are no longer read by people. */
const maxFigures = 500
const maxKeys = 1_000_000

/** The generation whose figures are traced, and what they are counted by. */
export interface Traced {
  readonly catalog: Catalog
  readonly jurisdiction: Jurisdiction
  readonly pinned: PinnedCubes<'officer'>
  /** Takes the rows behind the figures too. */
  readonly rows?: FigureRows | undefined
}

/**
 * Leads from exact figures to the deliveries behind them: whose rows, and how many, stand behind the counted units. Neither cells
 * nor keys are read out.
 *
 * @throws {@link Refusal} of a step of the plan, `NOT_TRACED` for a comparison or an earlier day, `TOO_MANY_FIGURES`, `DEADLINE`
 */
export async function traceFigures(
  question: Question,
  { catalog, jurisdiction, pinned, rows }: Traced,
  signal: AbortSignal,
): Promise<readonly TracedFigure[]> {
  requireTraceable(question)
  const plan = makePlan(question, policyFor('officer'), catalog, pinned.edition)
  return await pinned.use(async (cubes) => {
    const figures: TracedFigure[] = []
    for (const part of partsOf(plan)) {
      const own = await tracePart(part, jurisdiction, cubes, signal)
      await rows?.take({ part, jurisdiction, above: figures.length }, signal)
      figures.push(...own)
    }
    if (figures.length > maxFigures) throw tooManyFigures()
    return figures
  }, signal)
}

/** @throws {@link Refusal} `NOT_TRACED` */
function requireTraceable({ compare, asOf }: Question): void {
  if (compare !== undefined) {
    const message =
      'Trace one period at a time: leave "compare" and "base" out, and choose the period with "from" and "to".'
    throw new Refusal('NOT_TRACED', message, { parameter: 'compare' })
  }
  if (asOf === undefined) return
  const message = 'Only the figures of the current generation lead to deliveries: leave "asOf" out.'
  throw new Refusal('NOT_TRACED', message, { parameter: 'asOf' })
}

async function tracePart(
  part: MeasurePlan,
  jurisdiction: Jurisdiction,
  cubes: CubeEngine,
  signal: AbortSignal,
): Promise<readonly TracedFigure[]> {
  const { plan, measure, role } = part
  const cells = await readCells(part, cubes, signal)
  const sources = await readSources(part, jurisdiction, cubes, signal)
  const none = plan.dimensions.length === 0 && cells.size === 0 ? [['', { cell: {}, value: 0 }] as const] : []
  return [...cells, ...none].map(([key, { cell, value }]) => ({
    ...{ cell, measure, role, value },
    sources: sources.get(key) ?? [],
  }))
}

interface CountedCell {
  readonly cell: TracedFigure['cell']
  readonly value: number
}

async function readCells(
  part: MeasurePlan,
  cubes: CubeEngine,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, CountedCell>> {
  const { plan } = part
  const { dialect } = cubes
  const bound = binder(dialect)
  const names = namesOf(plan)
  const counted = plan.cube.establishment ? dialect.sum('n') : dialect.count()
  const sql = `select ${[...names, `${dialect.integer(counted)} as traced_value`].join(', ')}
    from ${dialect.table(plan.cube.name)} ${whereOf(part, bound)} ${grouped(names)} ${ordered(names)}`
  const columns = await cubes.read({ table: plan.cube.name, sql, bound: bound.all }, signal, 1_000_000)
  const rows = columns[0]?.length ?? 0
  if (rows > maxFigures) throw tooManyFigures()
  const values = columns.at(-1)
  const read = keyReader(plan, columns)
  return new Map(
    Array.from({ length: rows }, (_, row) => {
      const { key, cell } = read(row)
      return [key, { cell, value: values === undefined ? 0 : Number(cellReader(values)(row)) }]
    }),
  )
}

function tooManyFigures(): Refusal {
  const message = `Trace at most ${maxFigures} figures at a time. Leave a dimension out of "by", or filter.`
  return new Refusal('TOO_MANY_FIGURES', message, { parameter: 'by' })
}

async function readSources(
  part: MeasurePlan,
  jurisdiction: Jurisdiction,
  cubes: CubeEngine,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly FigureSource[]>> {
  const bound = binder(cubes.dialect)
  const rows = rowsBehind(part, jurisdiction, bound)
  if (rows === undefined) return new Map()
  const names = namesOf(part.plan)
  const sql = `${rows} select ${[...names, 'delivery'].join(', ')}, (count(*) filter (not is_corrected))::integer as counted_rows,
    (count(*) filter (is_corrected))::integer as corrected_rows
    from behind group by all order by delivery`
  const columns = await cubes.read({ table: part.plan.cube.name, sql, bound: bound.all }, signal, maxKeys)
  const [delivery, counted, corrected] = columns.slice(names.length).map(cellReader)
  const read = keyReader(part.plan, columns)
  const found = new Map<string, FigureSource[]>()
  for (let row = 0; row < (columns[0]?.length ?? 0); row++) {
    const { key } = read(row)
    const source = {
      delivery: Number(delivery?.(row)),
      rows: Number(counted?.(row)),
      corrected: Number(corrected?.(row)),
    }
    found.set(key, [...(found.get(key) ?? []), source])
  }
  return found
}

const ordered = (names: readonly string[]) => (names.length === 0 ? '' : `order by ${names.join(', ')}`)

/** Reads the dimensions of a row: as its cell, and as a text that tells cells apart. */
function keyReader(
  { dimensions, catalog }: Plan,
  columns: readonly ColumnVector[],
): (row: number) => { readonly key: string; readonly cell: TracedFigure['cell'] } {
  const readers = dimensions.map(({ name, grain }, at) => {
    const column = columns[at]
    const read = column === undefined ? () => null : cellReader(column)
    const written = (value: unknown) =>
      grain === undefined ? String(value) : periodName(Number(value) * monthsIn[grain], grain, catalog.jurisdiction)
    return (row: number) => [name, written(read(row))] as const
  })
  return (row) => {
    const cell = Object.fromEntries(readers.map((read) => read(row)))
    return { key: Object.values(cell).join('|'), cell }
  }
}
