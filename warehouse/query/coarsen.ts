import { type Grain, grains, monthsIn } from '../catalog/periods.ts'
import { monthOf } from '../facts/calendar.ts'
import type { Plan } from './plan/plan.ts'
import { finestGrain } from './plan/time.ts'

/**
 * The dimensions of the finest coarser question whose cells stand for enough persons on average, or `undefined` when the
 * question itself can be read. Dimensions are replaced by those above them, or left out; filters stay.
 *
 * @param persons - that the answer counts, as protected
 */
export function coarserDimensions(plan: Plan, persons: number): readonly string[] | undefined {
  const minPerCell = plan.protection.minPerCell
  const asked = plan.question.by
  if (minPerCell === 0 || plan.question.detail === 'full' || asked.length === 0) return undefined
  if (persons / cellsOf(asked, plan) >= minPerCell) return undefined
  const readable = coarserQuestions(plan)
    .map((by) => ({ by, cells: cellsOf(by, plan) }))
    .filter(({ cells }) => persons / cells >= minPerCell)
    .sort((one, other) => other.cells - one.cells || other.by.length - one.by.length)
  return readable[0]?.by ?? coarserQuestions(plan).at(-1)
}

/** Every way to replace each dimension by itself, by one above it, or by nothing where it may be left out. */
function coarserQuestions({ question, cube, dataset, compared }: Plan): readonly (readonly string[])[] {
  const options = question.by.map((name): readonly (string | undefined)[] => {
    const isTime = cube.dimensions.get(name)?.grain !== undefined
    const isNeeded = dataset.oneOf.includes(name) || (isTime && (compared !== undefined || cube.kind === 'stock'))
    return [...chain(name), ...(isNeeded ? [] : [undefined])]
  })
  const all = options.reduce<(string | undefined)[][]>(
    (questions, choices) => questions.flatMap((one) => choices.map((choice) => [...one, choice])),
    [[]],
  )
  return all.map((one) => [...new Set(one.flatMap((name) => name ?? []))])

  function chain(name: string): readonly string[] {
    const above = cube.dimensions.get(name)?.above
    return above === undefined || !cube.dimensions.has(above) ? [name] : [name, ...chain(above)]
  }
}

/** Cells that a table has: the cross product of the codes that the filters leave. */
function cellsOf(by: readonly string[], plan: Plan): number {
  return by.reduce((cells, name) => cells * Math.max(1, codesOf(name, plan)), 1)
}

function codesOf(name: string, { cube, where, coverage, asked, catalog }: Plan): number {
  const dimension = cube.dimensions.get(name)
  if (dimension?.grain !== undefined) return periodsIn(dimension.grain)
  const filter = where[name]
  const known = (dimension?.codes ?? []).filter(({ code }) => code !== 'UNK')
  return filter?.length ?? known.length

  function periodsIn(grain: Grain): number {
    if (coverage === null) return 1
    const first = Math.max(asked.first, monthOf(coverage.from, catalog.jurisdiction))
    const last = Math.min(asked.last, monthOf(coverage.to, catalog.jurisdiction))
    const finest = grains.indexOf(grain) > grains.indexOf(finestGrain(cube)) ? finestGrain(cube) : grain
    return Math.ceil((last - first + 1) / monthsIn[finest])
  }
}
