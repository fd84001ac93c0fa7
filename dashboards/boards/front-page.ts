import type { Catalog, Dataset } from '#warehouse'
import type { Board, BoardPanel } from './board.ts'
import { placeholdersIn } from './placeholders.ts'

const [minPanels, maxPanels] = [2, 4]

/**
 * The first page of a jurisdiction that has nothing of what it usually shows: the first panels of each other page, then the second
 * ones, up to four. Where there are hardly any, counts of the catalog.
 *
 * @param front - the first page as its file describes it
 * @param others - the other pages, with the panels that the jurisdiction has figures for
 */
export function composedFrontPage(front: Board, others: readonly Board[], { datasets }: Catalog): Board {
  const offered = others.map(({ name, panels }) =>
    panels.filter(isPlain).map((panel) => ({ ...panel, name: `front-${name}-${panel.name}` })),
  )
  const rows = Array.from({ length: maxPanels }, (_, row) => offered.flatMap((panels) => panels[row] ?? []))
  const counts = rows.flat().length < minPanels ? [...datasets.values()].flatMap(countsOf) : []
  const { description: _description, ...page } = front
  return {
    ...page,
    ...{ title: front.composed_title ?? front.title, levels: others[0]?.name },
    panels: [...rows.flat(), ...counts].slice(0, maxPanels),
    ...{ steps: [], headlines: [], filters: [], filter_labels: {}, parameters: [], years: false },
  }
}

/** Whether a panel needs nothing that the reader of its page has chosen, but the grain of time. */
function isPlain({ query, method }: BoardPanel): boolean {
  return (
    method === undefined &&
    Object.values(query)
      .flatMap(placeholdersIn)
      .every((name) => name === 'grain')
  )
}

/** A panel for each measure of a dataset over time. */
function countsOf({ name: dataset, measures, dimensions }: Dataset): readonly BoardPanel[] {
  if (!dimensions.has('year')) return []
  return [...measures.values()].map(({ name, label, definition }) => ({
    ...{ value: 'value', chart: 'lines', includes_future: false, notes: [], total: false, series: [] },
    ...{ name: `front-${dataset}-${name}`.replaceAll('_', '-'), title: label, description: definition, dataset },
    query: { measure: name, by: '{grain}' },
  }))
}
