import type { RunReport } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'

/** What every part of a run report is drawn from. */
export interface RunPart {
  readonly report: RunReport
  readonly figures: FigureWriter
  readonly t: Translate
  /** How readers know a register. */
  readonly registerLabel: (register: string) => string
  /** What people read for a period. */
  readonly labelOf: (period: string) => string
}
