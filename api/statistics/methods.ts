import { nearest, Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import { decompositionMethod } from './decomposition-method.ts'
import { disparityMethod } from './disparity-method.ts'
import { funnelMethod } from './funnel-method.ts'
import { growthMethod } from './growth-method.ts'
import { interruptedMethod } from './interrupted-method.ts'
import type { StatisticalMethod } from './method.ts'
import { projectionMethod } from './projection-method.ts'
import { riskToolMethod } from './risk-tool-method.ts'
import { breaksMethod, seasonalMethod } from './seasonal-method.ts'
import { standardiseMethod } from './standardise-method.ts'
import { substitutionMethod } from './substitution-method.ts'
import { trendMethod } from './trend-method.ts'

/** All methods. Each takes options of its own, which `optionsOf` reads for it. */
export const methods = [
  growthMethod,
  trendMethod,
  seasonalMethod,
  breaksMethod,
  interruptedMethod,
  funnelMethod,
  standardiseMethod,
  decompositionMethod,
  substitutionMethod,
  disparityMethod,
  riskToolMethod,
  projectionMethod,
] as readonly StatisticalMethod[]

/** What the catalog says of each. */
export function describeMethods(language: Language) {
  return methods.map(({ name, label, definition, needs, options }) => ({
    name,
    label: label[language],
    definition: definition[language],
    needs,
    parameters: Object.keys(options?.shape ?? {}),
  }))
}

/** @throws {@link Refusal} `NOT_FOUND` */
export function methodNamed(name: string): StatisticalMethod {
  const found = methods.find((method) => method.name === name)
  if (found !== undefined) return found
  const allowed = methods.map((method) => method.name)
  const message = `There is no method "${name.slice(0, 40)}".${nearest(name, allowed)} There are: ${allowed.join(', ')}.`
  throw new Refusal('NOT_FOUND', message, { parameter: 'method', allowed })
}
