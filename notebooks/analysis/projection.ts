import type { Findings, Taraza } from '../../client/index.ts'
import type { Words } from './words.ts'

export interface Projected {
  readonly period: string
  readonly path: 'baseline' | 'scenario'
  readonly expected: number
  /** Of the band of 80 %, where one is told. */
  readonly lower: number | null
  readonly upper: number | null
}

export interface WhatIf {
  readonly past: readonly { readonly period: string; readonly stock: number }[]
  readonly paths: readonly Projected[]
  readonly backTest: readonly Readonly<Record<string, number | string>>[]
  /** Whether the effect of the reform is told. */
  readonly isReliable: boolean
  readonly words: Words
  readonly about: Findings
}

interface Bounds {
  readonly lower: number
  readonly upper: number
}

interface Step {
  readonly period: string
  readonly expected: number
  readonly band80?: Bounds | null
}

interface Effect {
  readonly period: string
  readonly change: number
  readonly interval: Bounds
}

/** The number of prisoners if a part of the short custodial sentences became supervision, beside what is expected without. @param divert - 0 to 1, @param upTo - months */
export async function whatIf(taraza: Taraza, divert: number, upTo: number): Promise<WhatIf> {
  const about = await taraza.statistics('projection', 'custody_stock', {
    measure: ['held'],
    by: ['quarter'],
    divert,
    upTo,
  })
  const { past, baseline, scenario, effect, backTest } =
    about.findings.find(({ group }) => group['compartment'] === 'prison')?.result ?? {}
  const pathOf = (path: Projected['path'], steps: readonly Step[] | null): readonly Projected[] =>
    (steps ?? []).map(({ period, expected, band80 }) => ({
      period,
      path,
      expected,
      lower: band80?.lower ?? null,
      upper: band80?.upper ?? null,
    }))
  return {
    past,
    paths: [...pathOf('baseline', baseline), ...pathOf('scenario', scenario)],
    backTest: backTest.map(({ horizon, errors }: { horizon: number; errors: object }) => ({ horizon, ...errors })),
    isReliable: effect !== null,
    words: findingOf(effect, divert, upTo),
    about,
  }
}

function findingOf(effect: readonly Effect[] | null, divert: number, upTo: number): Words {
  const last = effect?.at(-1)
  if (last === undefined)
    return {
      en: 'No effect of this reform is told: in the back-test below the model of stocks and flows that it rests on erred more than the mean step going on.',
      ru: 'Последствия такой реформы не сообщаются: при проверке на прошлом (ниже) модель запасов и потоков, на которой они основаны, ошибалась больше, чем продолжение среднего шага.',
    }
  const { period, change, interval } = last
  const [fewer, lower, upper] = [-change, -interval.upper, -interval.lower].map(Math.round)
  return {
    en: `If ${divert * 100} % of the custodial sentences of at most ${upTo} months became supervision, ${fewer} fewer persons would be held in ${period} than without it (95 % interval ${lower} to ${upper}).`,
    ru: `Если ${divert * 100} % наказаний до ${upTo} месяцев лишения свободы заменить надзором, в ${period} содержалось бы на ${fewer} человек меньше, чем без этого (интервал 95 %: от ${lower} до ${upper}).`,
  }
}
