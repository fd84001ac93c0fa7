import type { Findings, Taraza } from '../../client/index.ts'
import type { Words } from './words.ts'

export interface Projected {
  readonly period: string
  readonly path: 'baseline' | 'scenario'
  readonly expected: number
  readonly lower: number
  readonly upper: number
}

export interface WhatIf {
  readonly past: readonly { readonly period: string; readonly stock: number }[]
  readonly paths: readonly Projected[]
  readonly backTest: readonly Readonly<Record<string, number | string>>[]
  readonly isReliable: boolean
  readonly told: Words
  readonly about: Findings
}

interface Step {
  readonly period: string
  readonly expected: number
  readonly band95: { readonly lower: number; readonly upper: number }
}

/** The number of prisoners if a part of the short custodial sentences became supervision, beside what is expected without. @param divert - 0 to 1, @param upTo - months */
export async function whatIf(taraza: Taraza, divert: number, upTo: number): Promise<WhatIf> {
  const about = await taraza.statistics('projection', 'custody_stock', {
    measure: ['held'],
    by: ['quarter'],
    divert,
    upTo,
  })
  const { past, baseline, scenario, backTest, reliability } =
    about.findings.find(({ group }) => group['compartment'] === 'prison')?.result ?? {}
  const pathOf = (path: Projected['path'], steps: readonly Step[]): readonly Projected[] =>
    steps.map(({ period, expected, band95 }) => ({ period, path, expected, ...band95 }))
  const last = { baseline: baseline.at(-1), scenario: scenario.at(-1) }
  const fewer = Math.round(last.baseline.expected - last.scenario.expected)
  const isReliable = reliability === 'beats drift'
  const caution = isReliable
    ? { en: '', ru: '' }
    : {
        en: ' The back-test below did not beat going on as before, so this is not reliable here: read it as arithmetic, not as a forecast.',
        ru: ' Проверка на прошлых данных ниже не лучше простого продолжения, поэтому прогноз здесь ненадёжен: это арифметика, а не предсказание.',
      }
  return {
    past,
    paths: [...pathOf('baseline', baseline), ...pathOf('scenario', scenario)],
    backTest: backTest.map(({ horizon, errors, coverage }: { horizon: number; errors: object; coverage: number }) => ({
      horizon,
      ...errors,
      coverage,
    })),
    isReliable,
    told: {
      en: `If ${divert * 100} % of the custodial sentences of at most ${upTo} months became supervision, ${fewer} fewer persons would be held in ${last.baseline.period} than expected without it.${caution.en}`,
      ru: `Если ${divert * 100} % наказаний до ${upTo} месяцев лишения свободы заменить надзором, в ${last.baseline.period} содержалось бы на ${fewer} человек меньше, чем ожидается без этого.${caution.ru}`,
    },
    about,
  }
}
