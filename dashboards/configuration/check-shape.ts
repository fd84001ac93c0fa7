import type { Dataset } from '#warehouse'
import { listedNames } from '../boards/placeholders.ts'
import { findingDrawings } from '../panels/findings/index.ts'
import type { PanelCheck } from './panel-check.ts'

/** More than these beside time are a table. */
const maxDrawn = 2

/** Adds that a kind of chart cannot show what is asked for: the reader would see a table, or another chart. */
export function checkShape(
  { dimensions, measures }: Dataset,
  { check, keys, panel: { chart, method, query } }: PanelCheck,
): void {
  const at = [...keys, 'chart']
  const drawing = method === undefined ? undefined : findingDrawings[method]
  if (drawing !== undefined) {
    check.require(chart === drawing.chart, at, `the method ${method} is drawn as "${drawing.chart}"`)
    return
  }
  const names = listedNames((query['by'] ?? '').replace('{grain}', 'year'))
  const others = names.filter((name) => dimensions.get(name)?.grain === undefined)
  const hasTime = others.length < names.length
  if (chart === 'table') return
  if (chart === 'lines' || chart === 'stacked')
    check.require(hasTime, at, `"${chart}" needs year, quarter or month in "by"; without time choose bars`)
  else if (chart === 'map') check.require(others[0] === 'region', at, '"map" needs region as the first dimension')
  else if (chart === 'bars') check.require(others.length > 0, at, '"bars" needs a dimension beside time in "by"')
  else if (chart === 'dumbbell') {
    const isShare = 'share' in (measures.get(query['measure'] ?? '')?.form ?? {})
    check.require(isShare && query['base'] !== undefined, at, '"dumbbell" needs a share with "base" in the question')
    const hasYears = query['from'] !== undefined && query['to'] !== undefined && names.includes('year')
    check.require(hasYears && others.length === 1, at, '"dumbbell" needs a dimension and year in "by", "from" and "to"')
  } else check.fault(at, `"${chart}" shows what a method finds; name one with "method"`)
  check.require(others.length <= maxDrawn, at, `${others.length} dimensions beside time are a "table"`)
}
