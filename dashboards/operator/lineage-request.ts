import type { Request } from 'express'
import { type LineageSearch, requireKnown } from '#api'
import { type Catalog, datasetNamed, type Parameters, parseQuestion, wrongParameter } from '#warehouse'
import { type ExploreChoice, readExploreChoice } from '../explore/exploration.ts'

/** What somebody asks on the page of lineage. */
export interface LineageRequest {
  readonly choice: ExploreChoice
  /** Whether the numbers of rows are wanted too. */
  readonly withRows: boolean
  /** Whether a figure is asked, and not only the form. */
  readonly isAsked: boolean
}

const ownNames = ['dataset', 'measure', 'by', 'from', 'to', 'rows']

/**
 * Reads what the form, or an address, says.
 *
 * @throws {@link Refusal} `UNKNOWN_PARAMETER`, `REPEATED_PARAMETER`, `BAD_PARAMETER`, `UNKNOWN_DATASET`
 */
export function readLineageRequest(fields: Request['query'], catalog: Catalog): LineageRequest {
  const dimensions = [...catalog.datasets.values()].flatMap((dataset) => [...dataset.dimensions.keys()])
  requireKnown(fields, [...ownNames, ...new Set(dimensions)])
  for (const [name, value] of Object.entries(fields))
    if (name !== 'by' && typeof value !== 'string')
      throw wrongParameter('REPEATED_PARAMETER', name, { wanted: { is: 'once' } })
  const { rows = '', ...question } = fields
  if (rows !== '' && rows !== 'yes')
    throw wrongParameter('BAD_PARAMETER', 'rows', { wanted: { is: 'one_of' }, allowed: ['yes'] })
  const choice = readExploreChoice({ by: '', ...question }, catalog)
  return { choice, withRows: rows === 'yes', isAsked: question['measure'] !== undefined }
}

/** @throws {@link Refusal} as {@link parseQuestion} */
export function lineageSearch({ choice, withRows }: LineageRequest, catalog: Catalog): LineageSearch {
  const { dataset, measure, by, filters, from, to } = choice
  const parameters: Parameters = { measure, by: by.join(','), ...filters, from, to }
  return { question: parseQuestion(parameters, datasetNamed(dataset, catalog)), withRows }
}
