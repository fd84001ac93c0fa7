import { Refusal } from '#foundation'
import type { Dimension } from '../../catalog/catalog.ts'
import { nearest } from '../nearest.ts'
import type { Plan, Step } from '../plan.ts'

/**
 * Finds measures, dimensions and codes in the catalog.
 *
 * @throws {@link Refusal} `UNKNOWN_MEASURE`, `UNKNOWN_DIMENSION`, `UNKNOWN_CODE`, `REPEATED_NAME`
 */
export const requireKnownNames: Step = (plan) => {
  const { question, catalog } = plan
  requireOnce('measure', question.measures)
  requireOnce('by', question.by)
  const measures = question.measures.map((name) => known(catalog.measures, name, 'UNKNOWN_MEASURE', 'measure'))
  const dimensions = question.by.map((name) => known(catalog.dimensions, name, 'UNKNOWN_DIMENSION', 'by'))
  for (const [name, codes] of Object.entries(question.where)) requireKnownCodes(catalog.dimensions.get(name), codes)
  return { ...plan, measures, dimensions } satisfies Plan
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
    throw new Refusal('BAD_PARAMETER', `Choose periods with "from" and "to", not with "${parameter}".`, {
      parameter,
      allowed: ['from', 'to'],
    })
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
  throw new Refusal('REPEATED_NAME', `"${repeated}" stands twice in "${parameter}". Name it once.`, { parameter })
}
