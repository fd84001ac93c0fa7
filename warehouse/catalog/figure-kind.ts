import type { MeasureExpression } from './measures.ts'

/** What an interval is of: how far protection moves it is measured for each. */
export const figureKinds = ['count', 'share', 'median', 'growth', 'difference'] as const
export type FigureKind = (typeof figureKinds)[number]

/** What the interval of a measure is of. */
export function kindOf(form: MeasureExpression): FigureKind {
  if ('median' in form) return 'median'
  return 'share' in form || 'odds' in form ? 'share' : 'count'
}

/** What the interval of its change is of. */
export function kindOfChange(form: MeasureExpression): FigureKind {
  if ('median' in form) return 'median'
  return 'share' in form || 'odds' in form ? 'difference' : 'growth'
}
