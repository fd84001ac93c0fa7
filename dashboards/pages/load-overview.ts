import type { Request } from 'express'
import type { Service } from '#api'
import type { Language } from '#jurisdictions'
import type { Ask } from '../send-drawn.ts'
import { translator } from '../texts/messages.ts'
import { headlineMoves } from './headline-moves.ts'
import type { OverviewContext } from './overview-charts.ts'
import { askAll, type OverviewChoice, overviewQuestions, readChoice } from './overview-questions.ts'

/** What the overview is asked for. `years` are those that a reader may choose. @throws {@link Refusal} `UNKNOWN_PARAMETER`, `BAD_FILTER` */
export function readOverview(query: Request['query'], service: Service<'public'>) {
  const { sentences: coverage = null } = service.edition('public').coverages
  const years = completeYears(coverage, service.catalog.jurisdiction.baseYear)
  return { years, choice: readChoice(query, service, years) }
}

/** Asks what the overview needs for a choice. */
export async function loadOverview(
  choice: OverviewChoice,
  service: Service<'public'>,
  language: Language,
  ask: Ask,
): Promise<OverviewContext> {
  const questions = overviewQuestions(choice, choice.region === undefined, service)
  const context = { service, language, ask }
  const [answers, moves] = await Promise.all([askAll(questions, context), headlineMoves(choice, context)])
  return { service, language, t: translator(language), choice, answers, moves }
}

/** The last year that an extract covers whole. */
export function lastWholeYear({ to }: { readonly to: string }): number {
  return Number(to.slice(0, 4)) - (to.endsWith('-12-31') ? 0 : 1)
}

/** The years that the extracts cover whole; where there is none, the last of which they cover a part. */
function completeYears(
  coverage: { readonly from: string; readonly to: string } | null,
  baseYear: number,
): readonly number[] {
  if (coverage === null) return [baseYear]
  const last = lastWholeYear(coverage)
  const first = Number(coverage.from.slice(0, 4)) + (coverage.from.endsWith('-01-01') ? 0 : 1)
  if (last < first) return [Number(coverage.to.slice(0, 4))]
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
