import { join } from 'node:path'
import type { FoundLineage, LineageSearch } from '#api'
import { Engine } from '#foundation'
import { definePseudonyms } from '#ingest'
import { loadJurisdiction } from '#jurisdictions'
import {
  buildCatalog,
  FigureRows,
  type GenerationManifest,
  generationSource,
  generationStore,
  requireJurisdiction,
  type TracedFigure,
  traceFigures,
  trialPseudonymSecret,
} from '#warehouse'
import { locateRows, type RowsOfFigures } from './locate-rows.ts'
import { runsOf } from './runs-of.ts'

/** What is looked for, what it may take of the machine, and where it works. */
export interface PlacedSearch extends LineageSearch {
  readonly home: string
  /** An empty private folder: copies of originals lie there for a while. Whoever made it removes it. */
  readonly folder: string
  readonly threads: number
  /** Such as `2GB`. */
  readonly memoryLimit: string
  /** Milliseconds for the figures. */
  readonly deadline: number
  /** Milliseconds after which no further original is read. */
  readonly reading: number
}

/**
 * Leads from exact figures to deliveries and, where that is wanted, to the numbers of the rows in their files. Nothing of the home changes.
 *
 * @throws {@link Refusal} of {@link traceFigures}, `NO_DATA`, `UPGRADE_NEEDED`, `SECRET_LOST`
 */
export async function findLineage(search: PlacedSearch): Promise<FoundLineage> {
  const { question, withRows, home, folder, threads, memoryLimit } = search
  const until = Date.now() + search.reading
  const jurisdiction = loadJurisdiction(requireJurisdiction(home, undefined))
  const catalog = buildCatalog(jurisdiction)
  const engine = await Engine.open({ threads, memoryLimit, temporaryFolder: join(folder, 'spill') })
  const connection = await engine.connect()
  try {
    const rows = await FigureRows.open(
      connection,
      generationSource(home).find(undefined),
      join(folder, 'staging.duckdb'),
    )
    const { pinned } = rows
    const traced = { catalog, jurisdiction, pinned, ...(withRows ? { rows } : {}) }
    const figures = await traceFigures(question, traced, AbortSignal.timeout(search.deadline))
    const generation = generationStore.read(home, pinned.edition.id)
    const deliveries = deliveriesOf(figures, generation)
    const found = { generation: generation.id, deliveries: runsOf(deliveries, home) }
    if (!withRows) return { ...found, figures }
    await definePseudonyms(connection, trialPseudonymSecret(home))
    const numbers = await locateRows(deliveries, { connection, jurisdiction, home, folder, until })
    return { ...found, figures: withNumbers(figures, numbers) }
  } finally {
    connection.closeSync()
    engine.close()
  }
}

function deliveriesOf(figures: readonly TracedFigure[], { deliveries }: GenerationManifest) {
  const named = new Set(figures.flatMap(({ sources }) => sources.map(({ delivery }) => delivery)))
  return deliveries.filter(({ id }) => named.has(id))
}

function withNumbers(figures: readonly TracedFigure[], numbers: RowsOfFigures): FoundLineage['figures'] {
  return figures.map(({ sources, ...figure }, place) => ({
    ...figure,
    sources: sources.map((source) => {
      const { rows, delivery } = source
      return rows === 0 ? source : { ...source, numbers: numbers(place, delivery, rows) }
    }),
  }))
}
