import type { FigureKind } from '../../catalog/figure-kind.ts'
import type { MeasureExpression } from '../../catalog/measures.ts'
import { type Grain, grains, monthsIn } from '../../catalog/periods.ts'
import type { PublishedCube } from '../../editions/edition.ts'
import { type MonthRange, monthOf } from '../../facts/calendar.ts'
import { type Plan, releaseOf } from '../plan/plan.ts'
import { finestGrain } from '../plan/time.ts'
import { errorOfMeasure } from './protection-error.ts'

type Asked = Pick<
  Plan,
  | 'policy'
  | 'protection'
  | 'cube'
  | 'edition'
  | 'dataset'
  | 'dimensions'
  | 'where'
  | 'grain'
  | 'asked'
  | 'coverage'
  | 'catalog'
>

/** Standard deviation of what protection adds to the counts of a measure, as a plan asks for them, in persons. */
export function errorOfPlan(plan: Asked, form: MeasureExpression, kind: FigureKind): number {
  const { protection, cube } = plan
  if (protection.standardError !== undefined) return protection.standardError
  const published = releaseOf(plan)?.cubes[cube.name]
  return published === undefined ? 0 : errorOfRelease(plan, published, form, kind)
}

function errorOfRelease(plan: Asked, published: PublishedCube, form: MeasureExpression, kind: FigureKind): number {
  const { cube, dataset, dimensions, where } = plan
  const rows = dimensions.flatMap(({ name, grain }) => (grain === undefined ? [name] : []))
  const summed = Object.entries(where).flatMap(([name, codes]) =>
    codes.length > 1 && !rows.includes(name) ? [name] : [],
  )
  const others = [...new Set([...rows, ...Object.keys(where)])]
  const within = (time: readonly Grain[]) =>
    errorOfMeasure(form, kind, { cube, published, names: [...time, ...others], summed }, dataset)
  const { grain, periods } = timeOf(plan)
  if (grain === undefined) return within([])
  // A sum over some periods is a part of one over all, or the difference of two that begin where the cube begins.
  return periods === 1 ? within([grain]) : Math.min(Math.sqrt(periods) * within([grain]), Math.SQRT2 * within([]))
}

/** The periods that a figure is summed over: none where it is over all that there is. */
function timeOf({ cube, grain, asked, coverage, catalog }: Asked): {
  readonly grain: Grain | undefined
  readonly periods: number
} {
  if (grain !== undefined) return { grain: cube.kind === 'stock' ? finestGrain(cube) : grain, periods: 1 }
  const covered =
    coverage === null
      ? asked
      : { first: monthOf(coverage.from, catalog.jurisdiction), last: monthOf(coverage.to, catalog.jurisdiction) }
  const [first, last] = [Math.max(asked.first, covered.first), Math.min(asked.last, covered.last)]
  if (first === covered.first && last === covered.last) return { grain: undefined, periods: 1 }
  const known = grains.filter((one) => cube.dimensions.has(one))
  const found = known.find((one) => isWhole({ first, last }, monthsIn[one])) ?? finestGrain(cube)
  return { grain: found, periods: Math.ceil((last - first + 1) / monthsIn[found]) }
}

function isWhole({ first, last }: MonthRange, months: number): boolean {
  return first % months === 0 && (last + 1) % months === 0
}
