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

/** Periods as bands; of parts of a year only its first one is written. */
export function periodAxis({ grain = 'year', categories }: Periods) {
  const first = grain === 'quarter' ? 'Q1' : '01'
  const isOwn = areOfOwnYears({ grain, categories })
  const year = isOwn ? '2013/14'.length : '2013'.length
  const labelExpr = `slice(datum.label, ${year + 1}) === '${first}' ? slice(datum.label, 0, ${year}) : ''`
  return {
    field: isOwn ? 'label' : 'code',
    type: 'ordinal',
    axis: {
      title: null,
      labelAngle: 0,
      labelOverlap: true,
      labelSeparation: 6,
      ...(grain === 'year' ? {} : { labelExpr }),
    },
    scale: { paddingInner: grain === 'year' ? 0.25 : 0.1 },
  } as const
}

/** Categories that are periods. */
interface Periods {
  readonly grain?: PeriodGrain | undefined
  readonly categories: readonly { readonly code: string; readonly label: string }[]
}

/** Whether years begin in another month than January: then people read other names than programs. */
function areOfOwnYears({ grain, categories }: Periods): boolean {
  return grain !== undefined && grain !== 'month' && categories.some(({ code, label }) => code !== label)
}

/** A year as people read it, such as 2013/14. */
const ownYear = `utcFormat(datum.value, '%Y') + '/' + utcFormat(datum.value + 31622400000, '%y')`

/** Time as a line. */
export function timeAxisOf(periods: Periods) {
  return areOfOwnYears(periods) ? { ...timeAxis, axis: { ...timeAxis.axis, labelExpr: ownYear } } : timeAxis
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
