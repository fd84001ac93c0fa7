import type { Service } from '#api'
import { Refusal } from '#foundation'
import { askingMethods } from '../boards/ask-methods.ts'
import type { Ask } from '../send-drawn.ts'
import { type OverviewChoice, overviewQuestions } from './overview-questions.ts'

export const grownSeries = ['all', 'noncustodialYears', 'custodialYears'] as const

/** An interval of growth that holds what a series of years varies beyond chance. */
export interface SeriesInterval {
  readonly lower: number
  readonly upper: number
}

/** By question of the overview; `null` where there are too few years to know how much they vary. */
export type OverviewGrowth = Readonly<Record<(typeof grownSeries)[number], SeriesInterval | null>>

/** How sure the growth of the headlines is, by the method of the API. */
export async function askGrowth(
  choice: OverviewChoice,
  service: Service<'public'>,
  ask: Ask,
  signal: AbortSignal,
): Promise<OverviewGrowth> {
  const askMethod = askingMethods(service, ask, signal)
  const questions = overviewQuestions(choice, false, service)
  const found = grownSeries.map(async (name) => {
    const { base, ...question } = questions[name]
    const years = { since: base, until: String(choice.year) }
    try {
      const { findings } = await askMethod('growth', 'sentences', { ...question, ...years })
      const result = findings.findings[0]?.result as SeriesInterval | undefined
      return [name, result ?? null] as const
    } catch (error) {
      if (error instanceof Refusal && (error.code === 'TOO_FEW_PERIODS' || error.code === 'UNKNOWN_CODE'))
        return [name, null] as const
      throw error
    }
  })
  return Object.fromEntries(await Promise.all(found)) as OverviewGrowth
}
