import { Refusal } from '#foundation'
import { releaseOf, type Step } from '../plan/plan.ts'

/**
 * What is not a dimension of a published cube does not exist publicly, nor a rate over a cube that is not published.
 *
 * @throws {@link Refusal} `NOT_PUBLISHED` with the dimensions that are
 */
export const requirePublished: Step = (plan) => {
  const { cube, question } = plan
  const release = releaseOf(plan)
  if (release === undefined) return plan
  const divisors = plan.measures.flatMap(({ over }) => over?.cube ?? [])
  const isWhole = divisors.every((name) => Object.hasOwn(release.cubes, name))
  const allowed = isWhole ? (release.cubes[cube.name]?.dimensions ?? []) : []
  const other = [...question.by, ...Object.keys(question.where)].find((name) => !allowed.includes(name))
  if (allowed.length > 0 && other === undefined) return plan
  const message =
    other === undefined || !isWhole
      ? 'These figures are not published.'
      : `Figures by "${other}" are not published. Published: ${allowed.join(', ')}.`
  throw new Refusal('NOT_PUBLISHED', message, { parameter: other ?? 'measure', allowed })
}
