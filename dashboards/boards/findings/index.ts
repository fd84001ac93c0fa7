import { drawDecomposition } from './decomposition.ts'
import { drawDisparity } from './disparity.ts'
import type { Draw } from './drawing.ts'
import { drawFunnel } from './funnel.ts'
import { drawInterrupted } from './interrupted.ts'
import { drawProjection } from './projection.ts'
import { drawStandardised } from './standardise.ts'
import { drawSubstitution } from './substitution.ts'

/** How each method is shown; methods that are not here have no panel. */
export const findingDrawings: Readonly<Record<string, Draw>> = {
  funnel: drawFunnel,
  standardise: drawStandardised,
  decomposition: drawDecomposition,
  substitution: drawSubstitution,
  disparity: drawDisparity,
  interrupted: drawInterrupted,
  projection: drawProjection,
}
