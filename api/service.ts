import type { Logger } from 'pino'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { type Answer, ask, buildCatalog, type Catalog, FactsReader, type Policy, type Question } from '#warehouse'

/** What the routes and pages of one server share. */
export interface Service {
  readonly jurisdiction: Jurisdiction
  readonly catalog: Catalog
  readonly reader: FactsReader
  readonly log: Logger
  /** Milliseconds after which a question is given up. */
  readonly deadline: number
  ask(question: Question, policy: Policy, signal: AbortSignal): Promise<Answer>
}

export interface ServiceOptions {
  readonly home: string
  readonly jurisdiction: string
  readonly log: Logger
  readonly deadline?: number
  readonly threads?: number
  readonly memoryLimit?: string
}

/** Loads the jurisdiction and prepares to read its facts; they are opened with the first question. */
export function makeService({ deadline = 30_000, log, ...options }: ServiceOptions): Service {
  const jurisdiction = loadJurisdiction(options.jurisdiction)
  const catalog = buildCatalog(jurisdiction)
  const reader = new FactsReader(options)
  return {
    jurisdiction,
    catalog,
    reader,
    log,
    deadline,
    ask: (question, policy, signal) => ask(question, policy, catalog, reader, signal),
  }
}
