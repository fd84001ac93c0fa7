import { Refusal } from '#foundation'
import type { Step } from '../plan/plan.ts'

/**
 * Leaves switches that nobody mentions on their usual code, and lets one at most be turned: the others are not counted.
 *
 * @throws {@link Refusal} `ONE_SWITCH_AT_A_TIME`
 */
export const applySwitches: Step = (plan) => {
  const { question, dataset, cube } = plan
  const switches = Object.entries(dataset.switches).filter(([name]) => cube.dimensions.has(name))
  const turned = switches.filter(
    ([name, defaultCode]) =>
      question.by.includes(name) || (question.where[name] ?? [defaultCode]).some((code) => code !== defaultCode),
  )
  if (turned.length > 1) {
    const names = turned.map(([name]) => name)
    const message = `Turn one of ${names.join(', ')} at a time: combinations are not counted.`
    throw new Refusal('ONE_SWITCH_AT_A_TIME', message, { parameter: names[1] ?? '', allowed: names.slice(0, 1) })
  }
  const defaults = switches.filter(([name]) => !question.by.includes(name) && question.where[name] === undefined)
  return { ...plan, where: { ...plan.where, ...Object.fromEntries(defaults.map(([name, code]) => [name, [code]])) } }
}
