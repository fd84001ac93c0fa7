import { inEachLanguage } from './labels.ts'
import type { CountryPlan, RegisterPlan } from './plan.ts'
import { yamlMap, yamlText } from './yaml.ts'

/** What the country says of itself: `jurisdiction.yaml`. */
export function profileText({ code, registers }: CountryPlan): string {
  const name = yamlMap(inEachLanguage(code.toUpperCase()).map(([language, label]) => [language, yamlText(label)]))
  const closing = registers.map(({ register }) => register.name)
  return [
    `code: ${yamlText(code)}`,
    `name: ${name} # TODO how readers know the country`,
    'time_zone: Etc/UTC # TODO such as Europe/Madrid',
    `finest_period: ${finestPeriod(registers)}`,
    `base_year: ${baseYear(registers)} # TODO the year from which changes are reported`,
    `closes_quarter: [${closing.join(', ')}]`,
    `source: ${name} # TODO the line under each chart`,
    'regimes: # TODO the criminal codes, each with its first day',
    `  - { code: ${code}-code, from: 1900-01-01 }`,
    '',
  ].join('\n')
}

const periods = ['month', 'quarter', 'year'] as const

/** The finest period that the dates of all registers allow. */
export function finestPeriod(registers: readonly RegisterPlan[]): RegisterPlan['finestPeriod'] {
  const coarsest = Math.max(0, ...registers.map((plan) => periods.indexOf(plan.finestPeriod)))
  return periods[coarsest] ?? 'year'
}

/** The first full year that a register covers. */
function baseYear(registers: readonly RegisterPlan[]): number {
  const years = registers.flatMap(({ coverage }) => {
    if (coverage === undefined) return []
    const year = Number(coverage.from.slice(0, 4))
    const isFull = coverage.from.endsWith('-01-01') || coverage.to < `${year + 1}-12-31`
    return [isFull ? year : year + 1]
  })
  return Math.min(...years, new Date().getUTCFullYear())
}
