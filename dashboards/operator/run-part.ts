import type { RunReport } from '#warehouse'
import type { Figures } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'

/** What every part of a run report is drawn from. */
export interface Part {
  readonly report: RunReport
  readonly figures: Figures
  readonly t: Translate
}
