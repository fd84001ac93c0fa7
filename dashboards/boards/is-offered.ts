import { methodNamed } from '#api'
import type { Catalog, Dataset } from '#warehouse'
import type { BoardPanel } from './board.ts'
import { listedNames } from './placeholders.ts'

/** Whether a jurisdiction has what a panel asks for: the measures, all dimensions, the codes, the event. */
export function isOffered(panel: BoardPanel, catalog: Catalog): boolean {
  return lackingOf(panel, catalog).length === 0
}

/** What a panel asks for and a jurisdiction does not have, such as `measure sentences.fines` or `codes F of sex`. */
export function lackingOf(
  { dataset: name, query, method }: BoardPanel,
  { datasets, lawChanges }: Catalog,
): readonly string[] {
  const dataset = datasets.get(name)
  if (dataset === undefined) return [`dataset ${name}`]
  const options = Object.keys(method === undefined ? {} : (methodNamed(method).options?.shape ?? {}))
  return Object.entries(query).flatMap(([key, text]) => {
    const parts = listedNames(text.replace('{grain}', 'year'))
    if (key === 'measure')
      return parts.filter((one) => !dataset.measures.has(one)).map((one) => `measure ${name}.${one}`)
    if (key === 'by') return parts.filter((one) => !dataset.dimensions.has(one)).map((one) => `dimension ${one}`)
    if (key === 'event') return lawChanges.some(({ code }) => code === text) ? [] : [`change of law ${text}`]
    return options.includes(key) || hasCodes(dataset, key, parts) ? [] : [`codes ${parts.join(', ')} of ${key}`]
  })
}

/** Lists of its own may lack codes that the common lists have. */
function hasCodes({ dimensions }: Dataset, name: string, codes: readonly string[]): boolean {
  const known = dimensions.get(name)?.codes
  return known === undefined || codes.every((code) => known.some((own) => own.code === code))
}
