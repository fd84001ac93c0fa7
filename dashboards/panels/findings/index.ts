import type { BoardPanel } from '../../boards/board.ts'
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
  /** Of several findings those that a panel may show, each with the question whose unit, rule and source it has. */
  readonly shows?: Readonly<Record<string, FindingSource>>
}

/** A question in the API's grammar. */
export interface FindingSource {
  readonly dataset: string
  readonly ask: Readonly<Record<string, string>>
}

/** How each method is shown; methods that are not here have no panel. */
export const findingDrawings: Readonly<Record<string, FindingDrawing>> = {
  funnel: { draw: drawFunnel, chart: 'funnel' },
  standardise: { draw: drawStandardised, chart: 'effects' },
  decomposition: { draw: drawDecomposition, chart: 'effects' },
  substitution: { draw: drawSubstitution, chart: 'effects' },
  disparity: { draw: drawDisparity, chart: 'table' },
  interrupted: { draw: drawInterrupted, chart: 'table' },
  projection: {
    draw: drawProjection,
    chart: 'bands',
    shows: {
      prison: { dataset: 'custody_stock', ask: { measure: 'held', by: 'quarter' } },
      supervision: { dataset: 'supervision_stock', ask: { measure: 'clients', by: 'quarter', kind: 'executive' } },
    },
  },
}
