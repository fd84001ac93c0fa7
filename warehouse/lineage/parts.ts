import { type Clause, clausesOf } from '../catalog/condition.ts'
import type { BaseCount } from '../catalog/measures.ts'
import { knownDays } from '../query/plan/known-days.ts'
import type { Plan } from '../query/plan/plan.ts'

/** What a count is to its measure: the figure itself, the part of a share, or the whole. */
export type CountRole = 'count' | 'numerator' | 'denominator'

/** One count that a measure is made of, as a plan of its own. */
export interface MeasurePlan {
  readonly measure: string
  readonly role: CountRole
  readonly plan: Plan
  /** What holds for the counted rows of the cube beside the conditions of the plan. */
  readonly clauses: readonly Clause[]
}

/** The counts that the measures of a plan are made of: of shares, odds and rates those above and below the line. */
export function partsOf(plan: Plan): readonly MeasurePlan[] {
  return plan.measures.flatMap(({ name, form, over }): readonly MeasurePlan[] => {
    const own = (count: string, role: CountRole): MeasurePlan => ({
      ...{ measure: name, role, plan },
      clauses: clausesOf(plan.dataset.counts[count]?.where),
    })
    if ('count' in form) return [own(form.count, 'count')]
    if ('median' in form) return [own(form.of, 'count')]
    if ('share' in form) return [own(form.share, 'numerator'), own(form.of, 'denominator')]
    if ('odds' in form) return [own(form.odds, 'numerator'), own(form.of, 'denominator')]
    const below = over === undefined ? [] : [planOver(name, over, plan)]
    return [own(form.rate, 'numerator'), ...below]
  })
}

/** What a rate is over: a count of another cube, by the dimensions and filters that both know, in the same period. */
function planOver(measure: string, { cube: name, where }: BaseCount, plan: Plan): MeasurePlan {
  const cube = plan.catalog.cubes.get(name)
  if (cube === undefined) throw new Error(`there is no cube ${name}`)
  const dimensions = plan.dimensions.filter((known) => known.grain === undefined && cube.dimensions.has(known.name))
  const filters = Object.entries(plan.where).filter(([dimension]) => cube.dimensions.has(dimension))
  const shared: Plan = { ...plan, cube, dimensions, where: Object.fromEntries(filters), grain: undefined }
  const own = { ...shared, coverage: knownDays(shared) }
  return { measure, role: 'denominator', plan: own, clauses: clausesOf(where) }
}
