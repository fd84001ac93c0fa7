import type { Language } from '#jurisdictions'
import { type Answer, type Catalog, datasetNamed } from '#warehouse'
import { csvLine } from '../formats/csv.ts'
import {
  agency,
  dataflowId,
  dimensionsOf,
  measureComponent,
  messageAttributesFor,
  observationAttributes,
  timePeriod,
  version,
} from './components.ts'
import { messageAttributesOf, observationsOf } from './observations.ts'

/**
 * Answers about one dataset as SDMX-CSV 2.0.0: a row for each observation, dimensions, then the value, then attributes.
 *
 * @see https://github.com/sdmx-twg/sdmx-csv, field guide 2.0.0
 */
export function sdmxCsv(answers: readonly Answer[], catalog: Catalog, language: Language): string {
  const [first] = answers
  if (first === undefined) throw new Error('a message needs an answer')
  const dataset = datasetNamed(first.question.dataset, catalog)
  const messageAttributes = messageAttributesFor(catalog.jurisdiction)
  const about = messageAttributesOf(first, catalog, language)
  const ids = [...dimensionsOf(dataset), timePeriod, measureComponent, ...observationAttributes, ...messageAttributes]
  const flow = `${agency}:${dataflowId(dataset)}(${version})`
  const rows = answers
    .flatMap((answer) => observationsOf(answer, catalog))
    .map(({ key, period, value, attributes }) => [
      ...['dataflow', flow, 'I', ...key, period, value],
      ...observationAttributes.map(({ id }) => attributes[id] ?? null),
      ...messageAttributes.map(({ id }) => about[id] ?? null),
    ])
  const head = ['STRUCTURE', 'STRUCTURE_ID', 'ACTION', ...ids.map(({ id }) => id)]
  return [head, ...rows].map(csvLine).join('')
}
