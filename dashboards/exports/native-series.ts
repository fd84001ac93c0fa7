import { extent, sum } from 'd3-array'
import {
  type Bounds,
  colours,
  type ModelPoint,
  type ModelSeries,
  needsDecimals,
  type PanelForm,
  type PanelModel,
} from '../charts/index.ts'
import type { Translate } from '../texts/messages.ts'

/** A series as a native chart of an office file holds it. */
export interface NativeSeries {
  readonly name: string
  readonly colour: string
  readonly values: readonly (number | null)[]
  /** A line with or without points, a dashed one, a thin one for a bound, or pale points that nothing joins, for unfinished periods. */
  readonly line: 'pointed' | 'solid' | 'dashed' | 'thin' | 'pale'
  /** Places of bars whose periods are unfinished: they are pale. */
  readonly unfinished: readonly number[]
  /** The intervals of its values, where they are drawn as error bars. */
  readonly intervals?: readonly (Bounds | null)[]
}

/** A native chart: categories along one axis, and the series of a model as the page draws them. */
export interface NativeChart {
  readonly direction: 'lines' | 'columns' | 'rows'
  readonly isStacked: boolean
  readonly unit: PanelModel['unit']
  readonly hasDecimals: boolean
  /** From where to where the axis of the values goes: office programs would cut off intervals. */
  readonly range: readonly [min: number, max: number]
  readonly categories: readonly string[]
  readonly series: readonly NativeSeries[]
}

/** How each form stands on a slide; `undefined` for what office programs do not have. */
const directions: Readonly<Record<PanelForm, NativeChart['direction'] | undefined>> = {
  lines: 'lines',
  bands: 'lines',
  stacked: 'columns',
  bars: 'rows',
  points: 'rows',
  funnel: 'rows',
  map: undefined,
}

/** A model as a native chart, or `undefined` for a form that office programs do not have: a map, or a funnel with its limits. */
export function nativeChart(model: PanelModel, t: Translate): NativeChart | undefined {
  const { form, unit, series, levels } = model
  const direction = directions[form]
  if (direction === undefined || model.bounds === 'limits') return undefined
  const isLines = direction === 'lines'
  const isStacked = form === 'stacked' || (form === 'bars' && series.length > 1)
  return {
    direction,
    isStacked,
    unit,
    hasDecimals: needsDecimals(model),
    range: rangeOf(model, isStacked),
    categories: categoriesOf(model, t),
    series: isLines
      ? series.flatMap((one) => linesOf(one, form, form === 'bands' || series.length === 1 ? levels : [], t))
      : series.map((one) => barsOf(one, !isStacked && levels.length > 0)),
  }
}

/** Round numbers around all values and bounds; from zero, except where a stock goes on. */
function rangeOf({ form, series, categories }: PanelModel, isStacked: boolean): readonly [number, number] {
  const points = series.flatMap((one) => one.points)
  const bounds = points.flatMap((point) => point.bounds.flatMap((one) => (one === null ? [] : [one.lower, one.upper])))
  const sums = categories.map((_, at) => sum(series, ({ points: own }) => own[at]?.value))
  const shown = isStacked ? sums : [...points.flatMap(({ value }) => value ?? []), ...bounds]
  const all = form === 'bands' ? shown : [0, ...shown]
  const [min = 0, max = 0] = extent(all)
  const step = roundStep(max - min)
  const rounded = (steps: number) => Number((steps * step).toPrecision(12))
  return [rounded(Math.floor(min / step)), rounded(Math.max(Math.ceil(max / step), Math.floor(min / step) + 1))]
}

/** A tenth to a fifth of a length, as people count: 1, 2 or 5 times a power of ten. */
function roundStep(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length > 0 ? length / 5 : 1))
  return ([1, 2, 5].find((times) => times * power * 10 >= length) ?? 10) * power
}

/** Periods with the numbers of the changes of law in them, and the word for those that are unfinished. */
function categoriesOf({ categories, series, laws, grain }: PanelModel, t: Translate): readonly string[] {
  return categories.map(({ code, label }, at) => {
    const numbers = laws
      .filter(({ on }) => grain !== undefined && periodOf(on, grain) === code)
      .map((law) => law.number)
    const isUnfinished = series.some(({ points }) => points[at]?.unfinished)
    const marks = [...(numbers.length === 0 ? [] : [numbers.join(', ')]), ...(isUnfinished ? [t('incomplete')] : [])]
    return [label, ...marks.map((mark) => `(${mark})`)].join(' ')
  })
}

function periodOf(day: string, grain: NonNullable<PanelModel['grain']>): string {
  if (grain === 'year') return day.slice(0, 4)
  return grain === 'month' ? day.slice(0, 7) : `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}

/** What is finished as a line, what is not as points of their own, and the bounds that are told as thin lines. */
function linesOf(
  { name, colour, points, isScenario = false }: ModelSeries,
  form: PanelModel['form'],
  levels: readonly number[],
  t: Translate,
): readonly NativeSeries[] {
  const valuesWhere = (isShown: (point: ModelPoint) => boolean) =>
    points.map((point) => (isShown(point) ? point.value : null))
  const own = { name, colour, values: valuesWhere(({ unfinished }) => !unfinished), unfinished: [] }
  const bound = (level: number, at: number, side: keyof Bounds, arrow: string): NativeSeries => ({
    name: `${name} ${arrow} ${level}%`,
    colour: colours.earlier,
    values: points.map(({ bounds, unfinished }) => (unfinished ? null : (bounds[at]?.[side] ?? null))),
    line: 'thin',
    unfinished: [],
  })
  const bounds = levels.flatMap((level, at) => [bound(level, at, 'lower', '↓'), bound(level, at, 'upper', '↑')])
  const unfinished: NativeSeries = {
    ...own,
    name: `${name} (${t('incomplete')})`,
    values: valuesWhere((point) => point.unfinished),
    line: 'pale',
  }
  const line = isScenario ? 'dashed' : form === 'bands' ? 'solid' : 'pointed'
  const others = [...bounds, unfinished].filter(({ values }) => values.some((value) => value !== null))
  return [{ ...own, line }, ...others]
}

function barsOf({ name, colour, points }: ModelSeries, hasIntervals: boolean): NativeSeries {
  const own = {
    name,
    colour,
    values: points.map(({ value }) => value),
    line: 'solid' as const,
    unfinished: points.flatMap(({ unfinished }, at) => (unfinished ? [at] : [])),
  }
  return hasIntervals ? { ...own, intervals: points.map(({ bounds: [inner] }) => inner ?? null) } : own
}
