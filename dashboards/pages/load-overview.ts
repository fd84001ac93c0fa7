import type { Request, Response } from 'express'
import { type Service, stopSignal } from '#api'
import type { Language } from '#jurisdictions'
import { policyFor } from '#warehouse'
import { translator } from '../texts/messages.ts'
import type { OverviewContext } from './overview-charts.ts'
import { askAll, overviewQuestions, readChoice } from './overview-questions.ts'

/** Asks what the overview needs for the choice in the URL. `years` are those that a reader may choose. */
export async function loadOverview(
  request: Request,
  response: Response,
  service: Service<'public'>,
  language: Language,
): Promise<OverviewContext & { readonly years: readonly number[] }> {
  const { sentences: coverage = null } = service.edition('public').coverages
  const years = completeYears(coverage, service.catalog.jurisdiction.baseYear)
  const choice = readChoice(request.query, service, years)
  const signal = stopSignal(response, service.deadline)
  const asking = { service, policy: policyFor('public'), language, signal }
  const answers = await askAll(overviewQuestions(choice, choice.region === undefined), asking)
  return { service, language, t: translator(language), choice, answers, years }
}

/** The years that the extracts cover whole. */
function completeYears(
  coverage: { readonly from: string; readonly to: string } | null,
  baseYear: number,
): readonly number[] {
  if (coverage === null) return [baseYear]
  const last = Number(coverage.to.slice(0, 4)) - (coverage.to.endsWith('-12-31') ? 0 : 1)
  const first = Number(coverage.from.slice(0, 4)) + (coverage.from.endsWith('-01-01') ? 0 : 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}
