import { methodNamed } from '#api'
import type { Catalog, Dataset } from '#warehouse'
import type { BoardPanel } from './board.ts'
import { listedNames } from './placeholders.ts'

/** Whether a jurisdiction has what a panel asks for: the measures, all dimensions, the codes, the event. */
export function isOffered({ dataset: name, query, method }: BoardPanel, { datasets, lawChanges }: Catalog): boolean {
  const dataset = datasets.get(name)
  if (dataset === undefined) return false
  const options = Object.keys(method === undefined ? {} : (methodNamed(method).options?.shape ?? {}))
  return Object.entries(query).every(([key, text]) => {
    const parts = listedNames(text.replace('{grain}', 'year'))
    if (key === 'measure') return parts.every((measure) => dataset.measures.has(measure))
    if (key === 'by') return parts.every((dimension) => dataset.dimensions.has(dimension))
    if (key === 'event') return lawChanges.some(({ code }) => code === text)
    return options.includes(key) || hasCodes(dataset, key, parts)
  })
}

/** Lists of its own may lack codes that the common lists have. */
function hasCodes({ dimensions }: Dataset, name: string, codes: readonly string[]): boolean {
  const known = dimensions.get(name)?.codes
  return known === undefined || codes.every((code) => known.some((own) => own.code === code))
}
