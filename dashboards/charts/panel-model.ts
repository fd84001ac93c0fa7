import type { BreakMark, ChartRow, PeriodGrain } from './chart.ts'

/** How figures are drawn, on every carrier. */
export type PanelForm = 'lines' | 'stacked' | 'bars' | 'points' | 'map' | 'funnel' | 'bands'

/** What a figure is: people or events, a part of one, a relative change, percentage points, or another number. */
export type FigureUnit = 'count' | 'share' | 'growth' | 'points' | 'number'

export interface Bounds {
  readonly lower: number
  readonly upper: number
}

export interface ModelPoint {
  /** `null` where there is no figure. */
  readonly value: number | null
  /** For each level of the model; `null` where none is told. */
  readonly bounds: readonly (Bounds | null)[]
  /** Of a period whose figures are not complete: never joined to the others. */
  readonly unfinished: boolean
  /** Rests on few people. */
  readonly few: boolean
  /** Of a unit in a funnel: it lies outside by more than chance lets some of so many units lie. */
  readonly standsOut?: boolean
}

export interface ModelSeries {
  /** The code of the dimension, where the series has one. */
  readonly code?: string | undefined
  readonly name: string
  readonly colour: string
  /** Assumed and not expected, such as a reform. */
  readonly isScenario?: boolean
  /** A point for each category, in their order. */
  readonly points: readonly ModelPoint[]
}

export interface ModelCategory {
  readonly code: string
  readonly label: string
  /** Of a unit in a funnel: how many its share is of. */
  readonly total?: number
}

/**
 * The figures of a panel, stated once. The page, the picture, the slide, the workbook and the JSON of a panel are made from
 * it, so that they cannot differ in a value, a bound, an order, a colour or the mark of an unfinished period.
 */
export interface PanelModel {
  readonly form: PanelForm
  readonly unit: FigureUnit
  /** What the values are, as it stands at their axis. */
  readonly measure: string
  readonly source: string
  /** Of categories that are periods. */
  readonly grain?: PeriodGrain | undefined
  readonly categories: readonly ModelCategory[]
  readonly series: readonly ModelSeries[]
  /** What the bounds are: an interval of each value, or the limits that chance sets to a unit of its size. */
  readonly bounds: 'interval' | 'limits'
  /** In per cent, from the inner bounds to the outer ones; empty without bounds. */
  readonly levels: readonly number[]
  /** The word for the bounds. */
  readonly boundsLabel: string
  /** Numbered changes of law, where the form marks them. */
  readonly laws: readonly BreakMark[]
  /** The value with which all are compared. */
  readonly reference?: number
}

/** A point without bounds of a complete period, such as a figure of a method has it. */
export function plainPoint(value: number | null, ...bounds: readonly (Bounds | null)[]): ModelPoint {
  return { value, bounds, unfinished: false, few: false }
}

/** The points of a model one by one, with their series and category: the rows that a chart is drawn from. */
export function modelRows({ categories, series, grain }: PanelModel): readonly ChartRow[] {
  return series.flatMap(({ name, points }, order) =>
    points.map(({ value, bounds: [inner, outer], unfinished, few, standsOut }, at) => {
      const { code = '', label = '', total } = categories[at] ?? {}
      return {
        code,
        label,
        ...(grain === undefined ? {} : { date: Date.parse(firstDay(code, grain)) }),
        ...(total === undefined ? {} : { total }),
        series: name,
        order,
        value,
        lower: inner?.lower ?? null,
        upper: inner?.upper ?? null,
        outer_lower: outer?.lower ?? null,
        outer_upper: outer?.upper ?? null,
        unfinished,
        few,
        ...(standsOut === undefined ? {} : { stands_out: standsOut }),
      }
    }),
  )
}

/** Whether whole per cents would tell too little of the shares of a model. */
export function needsDecimals({ unit, series }: PanelModel): boolean {
  const points = series.flatMap((one) => one.points)
  const values = points.flatMap(({ value, bounds }) => [value, ...bounds.map((one) => one?.upper)])
  return unit === 'share' && values.every((number) => (number ?? 0) < 0.05)
}

function firstDay(period: string, grain: PeriodGrain): string {
  const year = period.slice(0, 4)
  if (grain === 'year') return `${year}-01-01`
  const month = grain === 'month' ? Number(period.slice(5, 7)) : Number(period.slice(6, 7)) * 3 - 2
  return `${year}-${String(month).padStart(2, '0')}-01`
}
