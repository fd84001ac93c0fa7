import { Refusal } from '#foundation'
import type { Step } from '../plan/plan.ts'

/**
 * Some dimensions count the same persons once per code, so nothing may be added up over them.
 *
 * @throws {@link Refusal} `NAME_ONE_CODE`
 */
export const requireOneOf: Step = (plan) => {
  const { question, dataset, cube } = plan
  for (const name of dataset.oneOf) {
    const dimension = cube.dimensions.get(name)
    if (dimension === undefined || question.by.includes(name) || question.where[name]?.length === 1) continue
    const allowed = dimension.codes.map(({ code }) => code)
    const message = `Codes of "${name}" are never added up. Put it into "by", or name one code.`
    throw new Refusal('NAME_ONE_CODE', message, { parameter: name, allowed })
  }
  return plan
}
