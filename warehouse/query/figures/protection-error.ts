import { type Clause, clausesOf } from '../../catalog/condition.ts'
import type { Cube } from '../../catalog/cube.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { FigureKind } from '../../catalog/figure-kind.ts'
import { baseCountsOf, type MeasureExpression } from '../../catalog/measures.ts'
import { type Grain, grains } from '../../catalog/periods.ts'
import type { PublishedCube } from '../../editions/edition.ts'

/** A table of a published cube. */
export interface AskedTable {
  readonly cube: Cube
  readonly published: PublishedCube
  /** The dimensions of its rows and filters, time included. */
  readonly names: readonly string[]
  /** Those of `names` of which several codes are added up. */
  readonly summed: readonly string[]
}

/**
 * Standard deviation of what protection adds to a count that a measure is made of, in persons: that of the table in which the
 * count is a margin, as it was measured at the release, and wider where intervals would hold less than they say. A count over
 * several codes is a sum of margins, which moves by at most about as much as one of them or as all codes together.
 */
export function errorOfMeasure(
  form: MeasureExpression,
  kind: FigureKind,
  table: AskedTable,
  { counts }: Pick<Dataset, 'counts'>,
) {
  const errors = baseCountsOf(form).map((name) => errorOfCount(clausesOf(counts[name]?.where), bandsIn(form), table))
  return Math.max(...errors) * widening(kind, table)
}

function bandsIn(form: MeasureExpression): readonly string[] {
  return 'median' in form ? [form.bands] : []
}

function errorOfCount(clauses: readonly Clause[], bands: readonly string[], table: AskedTable): number {
  const isOne = ({ codes, isIn }: Clause) => isIn && codes.length === 1
  const some = [
    ...table.summed,
    ...bands,
    ...clauses.filter((clause) => !isOne(clause)).map(({ dimension }) => dimension),
  ]
  const all = [...table.names, ...clauses.map(({ dimension }) => dimension)].filter((name) => !some.includes(name))
  return Math.max(...subsets([...new Set(some)]).map((part) => errorOfMargin([...all, ...part], table)))
}

function subsets(names: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_name, at) => (bits >> at) & 1))
}

/** Of a margin of the table by some dimensions; releases of earlier versions know only one of all tables. */
function errorOfMargin(names: readonly string[], { cube, published }: AskedTable): number {
  const name = tableName(names, cube, published)
  const found = published.intervals?.errors.find(({ families }) => families.includes(name))
  return found?.error ?? published.standardError
}

/** How many times an error counts in intervals of a kind, for a table as it was asked. */
function widening(kind: FigureKind, { names, cube, published }: AskedTable): number {
  const name = tableName(names, cube, published)
  const { widened = [], coverage = [] } = published.intervals ?? {}
  const factorOf = (family: string) => widened.find((one) => one.kind === kind && one.families.includes(family))?.factor
  const isMeasured = coverage.some(
    (one) => one.kind === kind && one.tables.some(({ families }) => families.includes(name)),
  )
  return factorOf(name) ?? (isMeasured ? 1 : (factorOf(unmeasured) ?? 1))
}

/** Stands for the tables whose coverage was not measured. */
export const unmeasured = '*'

/** The name of a table as releases have it: the finest level of each dimension, in the order of the cells. */
export function tableName(names: readonly string[], cube: Cube, { cells }: Pick<PublishedCube, 'cells'>): string {
  const found = cells.flatMap((cell, index) => {
    const levels = index === 0 ? timesFrom(cell) : levelsFrom(cell, cube)
    return levels.find((level) => names.includes(level)) ?? []
  })
  return found.length === 0 ? 'total' : found.join(' × ')
}

function timesFrom(cell: string): readonly string[] {
  return grains.slice(0, grains.indexOf(cell as Grain) + 1).reverse()
}

function levelsFrom(cell: string, cube: Cube): readonly string[] {
  const above = cube.dimensions.get(cell)?.above
  return above === undefined ? [cell] : [cell, ...levelsFrom(above, cube)]
}
