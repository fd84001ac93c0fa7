import {
  EditionReader,
  type GenerationManifest,
  generationSource,
  generationStore,
  keysBehind,
  type Question,
  type ReaderOptions,
  type RecordedDelivery,
  type TracedFigure,
  traceFigures,
} from '#warehouse'
import { authorizeLineage, type Principal } from '../access/roles.ts'
import type { Service } from './service.ts'

/** Exact figures with the deliveries behind them. */
export interface Lineage {
  /** The generation that the figures are of. */
  readonly generation: string
  readonly figures: readonly TracedFigure[]
  /** The deliveries that the figures name, in the order of their numbers. */
  readonly deliveries: readonly RecordedDelivery[]
}

/** Leads from exact figures to deliveries. Each answer is written to the audit log before it is given out. */
export interface LineageTracer {
  /** @throws {@link Refusal} of {@link authorizeLineage} and of {@link traceFigures} */
  trace(question: Question, asker: Principal | undefined, signal: AbortSignal): Promise<Lineage>
  /** The keys of the rows behind the figures, by delivery: to look for them in files, never to be shown. */
  keys(question: Question, asker: Principal, signal: AbortSignal): Promise<ReadonlyMap<number, readonly string[]>>
  close(): Promise<void>
}

type Traceable = Pick<Service<'officer'>, 'catalog' | 'jurisdiction' | 'audit'>

/** A tracer of the generation that a home serves. */
export function lineageTracer({ catalog, jurisdiction, audit }: Traceable, options: ReaderOptions): LineageTracer {
  const reader = new EditionReader(generationSource(options.home), options)
  return {
    trace: async (question, asker, signal) => {
      authorizeLineage(asker, question.dataset)
      const pinned = reader.pin()
      const { id } = pinned.edition
      const figures = await traceFigures(question, { catalog, jurisdiction, pinned }, signal)
      const { who, role, purpose = null } = asker
      const at = new Date().toISOString()
      const asked = { ...question, lineage: true }
      audit.append({ at, who, role, level: 'officer', edition: id, question: asked, rows: figures.length, purpose })
      return { generation: id, figures, deliveries: deliveriesOf(figures, generationStore.read(options.home, id)) }
    },
    keys: async (question, asker, signal) => {
      authorizeLineage(asker, question.dataset)
      return await keysBehind(question, { catalog, jurisdiction, pinned: reader.pin() }, signal)
    },
    close: () => reader.close(),
  }
}

function deliveriesOf(
  figures: readonly TracedFigure[],
  { deliveries }: GenerationManifest,
): readonly RecordedDelivery[] {
  const named = new Set(figures.flatMap(({ sources }) => sources.map(({ delivery }) => delivery)))
  return deliveries.filter(({ id }) => named.has(id))
}
