import { garwoodInterval, type Interval, seededRandom } from '#statistics'
import type { Dataset } from '../../catalog/dataset.ts'
import { type FigureKind, kindOf, kindOfChange } from '../../catalog/figure-kind.ts'
import { roundingBase } from '../../disclosure/cell-key/promised-limits.ts'
import type { CubeProtection } from '../../disclosure/cube-rule.ts'
import {
  type ErrorGroup,
  type FamilyError,
  familiesOf,
  familyName,
  type MarginalTable,
} from '../../disclosure/rounding/index.ts'
import { MarginNumbers } from '../../disclosure/rounding/tables/margin-numbers.ts'
import type { PublishedCube } from '../../editions/edition.ts'
import { conditionsFor } from '../../query/figures/derive.ts'
import { errorOfMeasure } from '../../query/figures/protection-error.ts'
import { countRows, type SolvedCells, tableRowsOf } from './counted-table.ts'
import { isShort, meanOf } from './coverage-shortfall.ts'
import { type Covered, coveredFigures, type TableOfParts } from './covered-figures.ts'
import { type Parts, partsOf } from './parts.ts'

/** How often the intervals of a measure, or of its change, hold in one table. */
export interface FamilyCoverage {
  readonly kind: FigureKind
  readonly measure: string
  readonly family: string
  readonly rows: number
  /** Means over rows, from 0 to 1. */
  readonly own: number
  readonly underlying: number
  /** How often the error of protection has to be counted for that. */
  readonly factor: number
}

type Published = Pick<PublishedCube, 'cells' | 'dimensions' | 'standardError'> & {
  readonly errors: readonly ErrorGroup[]
}

const level = 95
const minRows = 20
/** Dimensions besides time and those without which a dataset is not asked. */
const maxDimensions = 2
const factors = [1, 1.25, 1.5, 2, 2.5, 3, 4] as const

/** A cube with what coverage is measured of: plain data, so that another thread can do it. */
export interface CoveredCube {
  readonly solved: SolvedCells
  readonly protection: CubeProtection
  readonly published: Published
  readonly datasets: readonly Dataset[]
  /** Of all families, as they were measured. */
  readonly errors: readonly FamilyError[]
}

/**
 * Measures the coverage of the intervals of a cube in the tables that stand for enough persons to be read, with at most two
 * dimensions beside time and those that a dataset needs.
 */
export function measureCoverage({
  solved,
  protection,
  published,
  datasets,
  errors,
}: CoveredCube): readonly FamilyCoverage[] {
  const sizes = new Map(errors.map(({ name, margins }) => [name, margins]))
  const about = datasets.flatMap((dataset) =>
    withoutMirrored(measuresOf(dataset, solved, protection)).map((parts) => ({ dataset, parts })),
  )
  const numbers = new MarginNumbers(protection.rule.dimensions, solved.cells)
  const persons = solved.published.reduce((sum, count) => sum + count, 0)
  return familiesOf(protection.rule.dimensions).flatMap((family) => {
    const names = namesOf(family, protection)
    const asked = about.filter(({ dataset, parts }) => isAsked(names, dataset, parts, protection))
    const name = familyName(family, protection.rule.dimensions)
    const margins = sizes.get(name) ?? 0
    if (asked.length === 0 || margins < minRows || persons / margins < roundingBase) return []
    const rows = tableRowsOf(family, solved, protection, numbers)
    return asked.flatMap(({ dataset, parts }) => {
      const table = { parts, rows, counts: parts.masks.map((mask) => countRows(mask, rows, solved)) }
      return coverageOfTable(name, names, { dataset, table }, protection, published)
    })
  })
}

function measuresOf(dataset: Dataset, solved: SolvedCells, protection: CubeProtection): readonly Parts[] {
  const own = [...dataset.measures.values()].filter(({ cube }) => cube.name === protection.cube.name)
  return own.flatMap((measure) => partsOf(measure, dataset, solved, protection) ?? [])
}

/** A share and the share of the others have the same interval, turned round. */
function withoutMirrored(measures: readonly Parts[]): readonly Parts[] {
  const isMirror = ({ masks: [a, b] }: Parts, { masks: [c, d] }: Parts) =>
    a !== undefined && b !== undefined && c !== undefined && d !== undefined && isSame(a, d) && isSame(b, c)
  return measures.filter((one, at) => !measures.slice(0, at).some((other) => isMirror(one, other)))
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((value, cell) => value === other[cell])
}

interface Table {
  readonly dataset: Dataset
  readonly table: TableOfParts
}

function coverageOfTable(
  family: string,
  names: readonly string[],
  one: Table,
  protection: CubeProtection,
  published: Published,
): readonly FamilyCoverage[] {
  const { measure } = one.table.parts
  const isCompared = one.table.rows.before.some((row) => row >= 0)
  const kinds = new Set([kindOf(measure.form), ...(isCompared ? [kindOfChange(measure.form)] : [])])
  return [...kinds].flatMap((kind) => {
    for (const factor of factors) {
      const { own, underlying } = covered(kind, names, factor, one, protection, published)
      if (underlying.length < minRows) return []
      if (isShort(underlying) && factor !== factors.at(-1)) continue
      const rows = underlying.length
      return [{ kind, measure: measure.name, family, rows, own: meanOf(own), underlying: meanOf(underlying), factor }]
    }
    return []
  })
}

/** Most counts come again in other tables. */
const intervals = new Map<number, Interval>()

function remembered(count: number): Interval {
  const interval = intervals.get(count) ?? garwoodInterval(count, level)
  intervals.set(count, interval)
  return interval
}

function covered(
  kind: FigureKind,
  names: readonly string[],
  factor: number,
  { dataset, table }: Table,
  { cube }: CubeProtection,
  published: Published,
): Covered {
  const { form } = table.parts.measure
  const intervals = { errors: published.errors, widened: [], coverage: [] }
  const asked = { cube, published: { ...published, method: '', rows: 0, rollups: [], intervals }, names, summed: [] }
  const noise = factor * errorOfMeasure(form, kind, asked, dataset)
  const conditions = conditionsFor(form, cube, { level, noise, noiseOfChange: noise, isExact: false })
  const readings = { published: { ...conditions, intervalOfCount: remembered }, exact: exactly(form, cube) }
  return coveredFigures(kind, table, readings, seededRandom(1))
}

/** Truth is read without a limit; a median of it as the band that it lies in. */
function exactly(form: Parts['measure']['form'], cube: CubeProtection['cube']) {
  const banded = conditionsFor(form, cube, { level: undefined, noise: 0, noiseOfChange: 0, isExact: false })
  return { ...banded, isExact: true, minBase: 0 }
}

/** The names of the levels of a family, without what is left out. */
function namesOf(family: MarginalTable, { rule }: CubeProtection): readonly string[] {
  return rule.dimensions.flatMap(({ levels }, index) => {
    const at = family[index] ?? 0
    return at === levels.length - 1 ? [] : [levels[at]?.name ?? '']
  })
}

/** Whether a measure can be asked by a table, and is in a way that most do. */
function isAsked(
  names: readonly string[],
  dataset: Dataset,
  { measure }: Parts,
  { cube, rule }: CubeProtection,
): boolean {
  const needed = [...dataset.oneOf, ...Object.keys(dataset.switches)].filter((name) => cube.dimensions.has(name))
  const times = rule.dimensions[0]?.levels.map(({ name }) => name) ?? []
  const besides = names.filter((name) => !needed.includes(name) && !times.includes(name))
  if (cube.kind === 'stock' && !names.includes(times[0] ?? '')) return false
  return (
    besides.length <= maxDimensions &&
    needed.every((name) => names.includes(name)) &&
    names.every((name) => measure.dimensions.includes(name))
  )
}
