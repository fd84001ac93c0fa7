import { nearest, Refusal } from '#foundation'
import { requireAvailable } from '../../catalog/catalog.ts'
import type { Dimension } from '../../catalog/dimensions.ts'
import { wrongParameter } from '../../catalog/parameter-words.ts'
import type { Plan, Step } from '../plan/plan.ts'

/**
 * Finds measures, the cube that they count in, dimensions and codes in the catalog.
 *
 * @throws {@link Refusal} `UNKNOWN_MEASURE`, `MEASURE_NOT_AVAILABLE`, `UNKNOWN_DIMENSION`, `UNKNOWN_CODE`, `REPEATED_NAME`, `NOT_ALLOWED_TOGETHER`
 */
export const requireKnownNames: Step = (plan) => {
  const { question, dataset } = plan
  requireOnce('measure', question.measures)
  requireOnce('by', question.by)
  for (const name of question.measures)
    if (!dataset.measures.has(name)) requireAvailable(dataset.name, name, plan.catalog)
  const measures = question.measures.map((name) => known(dataset.measures, name, 'UNKNOWN_MEASURE', 'measure'))
  const dimensions = question.by.map((name) => known(dataset.dimensions, name, 'UNKNOWN_DIMENSION', 'by'))
  for (const [name, codes] of Object.entries(question.where)) requireKnownCodes(dataset.dimensions.get(name), codes)
  const { cube } = measures[0] ?? plan
  const stranger = measures.find((measure) => measure.cube !== cube)
  if (stranger !== undefined) {
    const allowed = [...dataset.measures.values()].filter((measure) => measure.cube === cube).map(({ name }) => name)
    const message = `"${stranger.name}" counts something else than "${measures[0]?.name}". Ask for them one after the other.`
    throw new Refusal('NOT_ALLOWED_TOGETHER', message, { parameter: 'measure', allowed })
  }
  return { ...plan, measures, dimensions, cube, where: question.where } satisfies Plan
}

function known<T>(entries: ReadonlyMap<string, T>, name: string, code: string, parameter: string): T {
  const entry = entries.get(name)
  if (entry !== undefined) return entry
  const allowed = [...entries.keys()]
  throw new Refusal(code, `There is no "${name}".${nearest(name, allowed)} There are: ${allowed.join(', ')}.`, {
    parameter,
    allowed,
  })
}

function requireKnownCodes(dimension: Dimension | undefined, codes: readonly string[]): void {
  if (dimension === undefined) return
  const parameter = dimension.name
  if (dimension.grain !== undefined) {
    throw wrongParameter('BAD_PARAMETER', parameter, { wanted: { is: 'period_filter' }, allowed: ['from', 'to'] })
  }
  const allowed = dimension.codes.map(({ code }) => code)
  const unknown = codes.find((code) => !allowed.includes(code))
  if (unknown !== undefined) {
    throw new Refusal(
      'UNKNOWN_CODE',
      `The dimension "${parameter}" has no code "${unknown}".${nearest(unknown, allowed)}`,
      { parameter, allowed },
    )
  }
  if (codes.length === 0)
    throw new Refusal('BAD_PARAMETER', `Give at least one code for "${parameter}", or leave it out.`, {
      parameter,
      allowed,
    })
}

function requireOnce(parameter: string, names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated === undefined) return
  throw new Refusal('REPEATED_NAME', `"${repeated}" is repeated in "${parameter}". Name it once.`, { parameter })
}
