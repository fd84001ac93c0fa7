import { Refusal } from '#foundation'
import type { Step } from '../plan/plan.ts'

/** @throws {@link Refusal} `NOT_ALLOWED_TOGETHER` for a measure that says nothing by a dimension, `TWO_TIME_DIMENSIONS` */
export const requireAllowedDimensions: Step = (plan) => {
  const used = [...plan.question.by, ...Object.keys(plan.question.where)]
  for (const { name, dimensions, cube } of plan.measures) {
    const other = used.find((dimension) => !dimensions.includes(dimension))
    if (other === undefined) continue
    const reason = cube.dimensions.has(other)
      ? 'that is part of what it measures'
      : 'what it counts is not told apart by it'
    const message = `The measure "${name}" cannot be asked by "${other}": ${reason}. Allowed: ${dimensions.join(', ')}.`
    const parameter = plan.question.by.includes(other) ? 'by' : other
    throw new Refusal('NOT_ALLOWED_TOGETHER', message, { parameter, allowed: dimensions })
  }
  const [grain, second] = plan.dimensions.flatMap((dimension) => dimension.grain ?? [])
  if (second !== undefined) {
    throw new Refusal('TWO_TIME_DIMENSIONS', 'Ask by one of year, quarter and month at a time.', { parameter: 'by' })
  }
  return { ...plan, grain }
}
