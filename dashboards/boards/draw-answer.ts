import type { TopLevelSpec } from 'vega-lite'
import type { JsonAnswer } from '#api'
import type { RegionMap } from '#jurisdictions'
import { barsChart, linesChart, mapChart, stackedChart } from '../charts/index.ts'
import { changesIn } from '../pages/changes.ts'
import type { AnswerShape } from './answer-shape.ts'
import type { Board } from './board.ts'

type Kind = Board['panels'][number]['chart']

/** The chart that suits an answer: over time lines or stacked bars, else bars or points; too many dimensions have a table only. */
export function suggestedKind({ time, dimensions, isCount }: AnswerShape): Kind {
  if (dimensions.length > (time === undefined ? 2 : 1)) return 'table'
  if (time === undefined) return dimensions.length === 0 ? 'table' : 'bars'
  return isCount && dimensions.length === 1 ? 'stacked' : 'lines'
}

/** The specification of a chart of an answer, or `undefined` where only a table fits. */
export function specOf(
  kind: Kind,
  answer: JsonAnswer,
  shape: AnswerShape,
  description: string,
  map?: RegionMap,
): TopLevelSpec | undefined {
  const figure = answer.columns.findIndex(({ name }) => name === shape.figure.name)
  const isEmpty = answer.rows.every((row) => row[figure] === null)
  if (shape.dimensions.length > 2 || isEmpty) return undefined
  if (kind === 'lines' && shape.time !== undefined) return linesChart(shape, changesIn(answer), description)
  if (kind === 'stacked' && shape.time !== undefined) return stackedChart(shape, description)
  if (kind === 'map' && map !== undefined && shape.dimensions[0]?.name === 'region')
    return mapChart(shape, map, description)
  if ((kind === 'bars' || kind === 'map') && shape.dimensions.length > 0) return barsChart(shape, description)
  return undefined
}
