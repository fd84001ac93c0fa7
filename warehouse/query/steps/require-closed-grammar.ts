import { Refusal } from '#foundation'
import type { Dimension } from '../../catalog/dimensions.ts'
import type { Plan, Step } from '../plan/plan.ts'

/** Dimensions that one question crosses, filters and time included. */
export const maxDimensions = 4

/**
 * What analysts may ask: at most four dimensions, and per dimension one code or one published group. Everything else would
 * let noise be averaged away, or single persons be told apart by what a question leaves out.
 *
 * @throws {@link Refusal} `TOO_MANY_DIMENSIONS`, `ONE_CODE_OR_GROUP`
 */
export const requireClosedGrammar: Step = (plan) => {
  const { protection, question, grain } = plan
  if (protection.holds !== 'keyed-rows') return plan
  for (const [name, codes] of Object.entries(question.where)) requireGroup(name, codes, plan)
  const narrowsTime = grain === undefined && (question.from !== undefined || question.to !== undefined)
  const used = new Set([...question.by, ...Object.keys(question.where), ...(narrowsTime ? ['time'] : [])])
  if (used.size <= maxDimensions) return plan
  const message = `Analysts cross at most ${maxDimensions} dimensions, filters and time included. Leave one out.`
  throw new Refusal('TOO_MANY_DIMENSIONS', message, { parameter: 'by', allowed: [...used].slice(0, maxDimensions) })
}

function requireGroup(name: string, codes: readonly string[], { cube }: Plan): void {
  const dimension = cube.dimensions.get(name)
  if (dimension === undefined || codes.length === 1 || groupsOf(dimension).has([...codes].sort().join())) return
  const message = `Filter "${name}" by one code, or by all codes of one published group. Everything but a few codes is not a group.`
  throw new Refusal('ONE_CODE_OR_GROUP', message, { parameter: name, allowed: dimension.codes.map(({ code }) => code) })
}

/** The codes under each code of the dimension above. */
function groupsOf({ codes }: Dimension): ReadonlySet<string> {
  const parents = new Set(codes.flatMap(({ parent }) => parent ?? []))
  const members = (parent: string) => codes.filter((code) => code.parent === parent).map(({ code }) => code)
  return new Set([...parents].map((parent) => members(parent).sort().join()))
}
