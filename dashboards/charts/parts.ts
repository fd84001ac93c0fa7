import { type BreakMark, chartHeight, chartWidth, type PeriodGrain } from './chart.ts'
import { colours, themeConfig } from './theme.ts'

/** What every specification begins with. */
export function frame(description: string, height = chartHeight) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description,
    width: chartWidth,
    height,
    autosize: { type: 'fit', contains: 'padding' },
    config: themeConfig,
  } as const
}

/** Puts the first day of the period of a row into `date`. */
export function withDate(grain: PeriodGrain) {
  const year = 'toNumber(slice(datum.quarter, 0, 4))'
  const month = '(toNumber(slice(datum.quarter, 6, 7)) - 1) * 3'
  const calculate = grain === 'year' ? 'utc(datum.year, 0, 1)' : `utc(${year}, ${month}, 1)`
  return { calculate, as: 'date' } as const
}

export const timeAxis = {
  field: 'date',
  type: 'temporal',
  scale: { type: 'utc', padding: 14 },
  axis: { title: null, format: '%Y', tickCount: { interval: 'year', step: 1 }, labelOverlap: true, labelSeparation: 6 },
} as const

/** Numbered upright lines where the law or the register changed; what fell on one day shares a line. */
export function breakMarks(breaks: readonly BreakMark[]) {
  if (breaks.length === 0) return []
  const days = [...new Set(breaks.map(({ on }) => on))]
  const values = days.map((day) => ({
    at: Date.parse(day),
    number: breaks.flatMap(({ on, number }) => (on === day ? [number] : [])).join(', '),
  }))
  const x = { field: 'at', type: 'temporal', scale: timeAxis.scale } as const
  return [
    { data: { values }, mark: { type: 'rule', stroke: colours.mark, strokeDash: [3, 3] }, encoding: { x } },
    {
      data: { values },
      mark: { type: 'text', align: 'left', y: 6, dx: 4, fill: colours.quiet, fontSize: 11 },
      encoding: { x, text: { field: 'number' } },
    },
  ] as const
}
