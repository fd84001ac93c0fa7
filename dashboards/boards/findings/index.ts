import type { BoardPanel } from '../board.ts'
import { drawDecomposition } from './decomposition.ts'
import { drawDisparity } from './disparity.ts'
import type { Draw } from './drawing.ts'
import { drawFunnel } from './funnel.ts'
import { drawInterrupted } from './interrupted.ts'
import { drawProjection } from './projection.ts'
import { drawStandardised } from './standardise.ts'
import { drawSubstitution } from './substitution.ts'

/** How the findings of a method are shown. */
export interface FindingDrawing {
  readonly draw: Draw
  /** The kind of chart that they are. */
  readonly chart: BoardPanel['chart']
  /** Of several findings those that a panel may show. */
  readonly shows?: readonly string[]
}

/** How each method is shown; methods that are not here have no panel. */
export const findingDrawings: Readonly<Record<string, FindingDrawing>> = {
  funnel: { draw: drawFunnel, chart: 'funnel' },
  standardise: { draw: drawStandardised, chart: 'effects' },
  decomposition: { draw: drawDecomposition, chart: 'effects' },
  substitution: { draw: drawSubstitution, chart: 'effects' },
  disparity: { draw: drawDisparity, chart: 'table' },
  interrupted: { draw: drawInterrupted, chart: 'table' },
  projection: { draw: drawProjection, chart: 'bands', shows: ['prison', 'supervision'] },
}
