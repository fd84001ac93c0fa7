import { type FigureUnit, needsDecimals, type PanelModel } from './panel-model.ts'
import { colouring } from './theme.ts'

const formats: Readonly<Record<FigureUnit, string>> = {
  count: ',d',
  share: ',.0%',
  growth: '+,.0%',
  points: '+.1f',
  number: ',.2~f',
}

/** The axis of the values, for d3's formats of numbers. */
export function valueAxis(
  model: PanelModel,
  { zero = true, ...more }: { readonly zero?: boolean; readonly grid?: boolean; readonly orient?: string } = {},
) {
  const axis = { title: model.measure, format: formatOf(model), tickCount: 5, ...more }
  return { field: 'value', type: 'quantitative', scale: { zero }, axis }
}

/** How the figures of a model are written at an axis or a legend. */
export function formatOf(model: PanelModel): string {
  return needsDecimals(model) ? '.1%' : formats[model.unit]
}

/**
 * The colour of each series. One alone needs no legend.
 *
 * @param longest - letters of a name for which two columns of the legend have room
 */
export function seriesColour({ series }: PanelModel, longest?: number) {
  const [only, ...others] = series
  if (only !== undefined && others.length === 0) return { value: only.colour }
  return { field: 'series', type: 'nominal', sort: null, ...colouring(series, longest) }
}

/** What is shown of a point: its place, its series, its value and its bounds. */
export function tooltipOf({ measure, unit, series, levels, boundsLabel }: PanelModel) {
  const format = unit === 'share' ? '.1%' : formats[unit]
  const bound = (field: string, arrow: string) => ({
    field,
    type: 'quantitative',
    title: `${boundsLabel} ${arrow}`,
    format,
  })
  return [
    { field: 'label', type: 'nominal', title: ' ' },
    ...(series.length > 1 ? [{ field: 'series', type: 'nominal', title: '  ' }] : []),
    { field: 'value', type: 'quantitative', title: measure, format },
    ...(levels.length === 0 ? [] : [bound('lower', '↓'), bound('upper', '↑')]),
  ]
}

/** The categories from top to bottom, in the order of the model: never by value, which would be a league table. */
export function categoryAxis({ categories }: PanelModel) {
  return {
    field: 'label',
    type: 'nominal',
    sort: categories.map(({ label }) => label),
    axis: { title: null, labelLimit: 190 },
  }
}
