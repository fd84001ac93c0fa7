import type { FigureSource, Question, RecordedDelivery, TracedFigure } from '#warehouse'
import { authorizeLineage, type Principal } from '../access/roles.ts'
import type { Service } from './service.ts'

/** Rows of a file from one number to another, both included. The first row below the header has the number 1. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

/**
 * The numbers of rows in the file of a delivery, or why they are not known:
 *
 * - `removed`: the archive no longer has the original;
 * - `altered`: what lies there is not what was delivered;
 * - `refused`: the current contract refuses the file, by the code of the refusal;
 * - `not_read`: the time was over before it was read.
 */
export type RowNumbers =
  | {
      readonly status: 'found'
      readonly ranges: readonly RowRange[]
      /** Rows that were found beside those of the ranges. */
      readonly unlisted: number
      /** Rows of the figure that were not found: the contract reads the file otherwise than on the day it came. */
      readonly missing: number
      /** Rows among those found that cannot be distinguished from equal ones of the file, which do not count in the figure. */
      readonly indistinct: number
    }
  | { readonly status: 'removed' | 'altered' | 'not_read' }
  | { readonly status: 'refused'; readonly code: string }

/** Rows of one delivery behind a figure; with their numbers where these were wanted. */
export interface LocatedSource extends FigureSource {
  readonly numbers?: RowNumbers
}

/** One exact count with the deliveries that it comes from. */
export interface LocatedFigure extends Omit<TracedFigure, 'sources'> {
  readonly sources: readonly LocatedSource[]
}

/** A delivery, and the run that took it in where its report is there. */
export interface TracedDelivery extends Omit<RecordedDelivery, 'reasons'> {
  readonly run: { readonly run: string; readonly sequence: number } | null
  /** A moment; `null` where neither the generation nor the report is there. */
  readonly takenInAt: string | null
}

/** What is looked for. */
export interface LineageSearch {
  readonly question: Question
  /** Whether the originals are read for the numbers of rows. */
  readonly withRows: boolean
}

/** Exact figures with the deliveries behind them. */
export interface FoundLineage {
  /** The generation that the figures are of. */
  readonly generation: string
  readonly figures: readonly LocatedFigure[]
  /** The deliveries that the figures name, in the order of their numbers. */
  readonly deliveries: readonly TracedDelivery[]
}

/**
 * Leads from exact figures to deliveries for somebody who may know. The answer is written to the audit log before it is given out.
 *
 * @param find - looks the deliveries up, once it is known that the asker may
 * @throws {@link Refusal} of {@link authorizeLineage}, and of `find`
 */
export async function auditedLineage(
  search: LineageSearch,
  asker: Principal | undefined,
  { audit }: Pick<Service<'officer'>, 'audit'>,
  find: (search: LineageSearch) => Promise<FoundLineage>,
): Promise<FoundLineage> {
  const { question, withRows } = search
  authorizeLineage(asker, question.dataset)
  const found = await find(search)
  const { who, role, purpose = null } = asker
  const [at, edition, rows] = [new Date().toISOString(), found.generation, found.figures.length]
  const asked = { ...question, lineage: true, ...(withRows ? { rows: true } : {}) }
  audit.append({ at, who, role, level: 'officer', edition, question: asked, rows, purpose })
  return found
}
