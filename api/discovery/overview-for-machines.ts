import type { Catalog, Edition } from '#warehouse'
import { servedDatasets } from '../data/catalog-document.ts'
import type { OperationDescription } from '../operations/operation.ts'

/** A plain overview of what can be asked, for programs that read before they ask. @see llmstxt.org */
export function overviewForMachines(
  catalog: Catalog,
  edition: Edition,
  operations: readonly OperationDescription[],
): string {
  const { jurisdiction, datasets } = catalog
  const asked = servedDatasets([...datasets.values()], edition).map(
    ({ name, label, unit, measures }) =>
      `- ${name}: ${label.en}; ${unit.en}. Measures: ${[...measures.keys()].join(', ')}.`,
  )
  const endpoints = operations.map(({ path, summary, examples }) => {
    const [example] = examples
    return `- [${path}](${example}): ${summary}.`
  })
  return `${[
    `# Taraza: sentencing and non-custodial trends, ${jurisdiction.name.en}`,
    '> Aggregate answers from court, probation and prison registers. Every public answer comes from a protected release and names it: counts are rounded, so parts may differ a little from their total, and a cell that is not there counts as zero.',
    'Ask GET /v1/catalog for measures, dimensions and codes, then GET /v1/data/{dataset}?measure=…&by=…. Say unit, rule, period and release wherever a figure is used; an incomplete period has no change; a comparison across a change of the law is marked. "synthetic": true means that no figure is about real people. A refusal is application/problem+json with a code and what is allowed instead. Cite a release with asOf, such as asOf=2024-Q1.1.',
    `## Datasets\n\n${asked.join('\n')}`,
    `## Endpoints\n\n${endpoints.join('\n')}`,
    '## More\n\n- [/openapi.json](/openapi.json): every parameter, OpenAPI 3.1.\n- [/v1/catalogue.jsonld](/v1/catalogue.jsonld): the datasets as a DCAT-AP catalogue.\n- [/docs/](/docs/): guides, methods and recipes.\n- [/docs/reference](/docs/reference): every address, for people.',
  ].join('\n\n')}\n`
}
