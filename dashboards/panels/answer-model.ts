import { range } from 'd3-array'
import type { JsonAnswer } from '#api'
import { type Calendar, dayInYear, monthsIn, parsePeriod, periodLabel, periodName } from '#warehouse'
import type { BoardPanel } from '../boards/board.ts'
import {
  type Bounds,
  type ChartRow,
  colours,
  type FigureUnit,
  type ModelPoint,
  type PanelForm,
  type PanelModel,
  type PeriodGrain,
} from '../charts/index.ts'
import type { AnswerShape, ShapeDimension } from './answer-shape.ts'
import { changesIn } from './changes.ts'
import { numberIn, rowsOf } from './rows.ts'

type Kind = BoardPanel['chart']

/** The chart that suits an answer: over time lines or stacked bars, else bars or points; too many dimensions have a table only. */
export function suggestedKind({ time, dimensions, isCount }: AnswerShape): Kind {
  if (dimensions.length > (time === undefined ? 2 : 1)) return 'table'
  if (time === undefined) return dimensions.length === 0 ? 'table' : 'bars'
  return isCount && dimensions.length === 1 ? 'stacked' : 'lines'
}

/** The model of an answer, or `undefined` where it has no figure to draw or where only a table fits. */
export function modelOfAnswer(kind: Kind, answer: JsonAnswer, shape: AnswerShape): PanelModel | undefined {
  const form = formOf(kind, shape)
  // Of a part of an answer nobody knows whether a row is missing or stands elsewhere.
  const isWhole = answer.rows.length === answer.allRows
  const axes = form === undefined || !isWhole ? undefined : axesOf(form, answer, shape)
  if (form === undefined || axes === undefined) return undefined
  const { figure, unit, isCount, bounds, boundsLabel, time } = shape
  const [along, across] = axes
  const all = rowsOf(answer)
  const rows = new Map(all.map((row) => [placeOf(row, along, across), row]))
  const unfinished = new Set(all.flatMap((row) => (time && isUnfinished(row) ? [String(row[time])] : [])))
  const pointsOf = (code = '') =>
    along.codes.map((own) => {
      const period = along.name === time ? own.code : code
      return pointOf(rows.get(`${own.code} ${code}`), shape, unfinished.has(period))
    })
  const series =
    across === undefined
      ? [{ name: figure.label, colour: colours.noncustodial, points: pointsOf() }]
      : across.codes.map(({ code, label, colour }) => ({ code, name: label, colour, points: pointsOf(code) }))
  if (series.every(({ points }) => points.every(({ value }) => value === null))) return undefined
  return {
    form,
    unit: unitOf(unit, isCount),
    measure: figure.label,
    source: answer.source,
    grain: along.name === time ? time : undefined,
    categories: along.codes.map(({ code, label }) => ({ code, label })),
    series,
    bounds: 'interval',
    levels: bounds === undefined ? [] : [95],
    boundsLabel,
    laws: along.name === time ? marksOf(answer, shape) : [],
  }
}

/** Changes of law where an axis of years or quarters has them; months are those of the calendar. */
function marksOf(answer: JsonAnswer, { time, calendar }: AnswerShape): PanelModel['laws'] {
  const placed = (on: string) => (time === 'month' ? on : dayInYear(on, calendar))
  return changesIn(answer).map(({ on, number }) => ({ on: placed(on), number }))
}

function formOf(kind: Kind, { time, dimensions, bounds }: AnswerShape): PanelForm | undefined {
  if ((kind === 'lines' || kind === 'stacked') && time !== undefined) return kind
  if (!['bars', 'map', 'dumbbell'].includes(kind) || dimensions.length === 0) return undefined
  if (kind === 'map' && dimensions[0]?.name === 'region') return 'map'
  return bounds === undefined ? 'bars' : 'points'
}

type Axis = Pick<ShapeDimension, 'name' | 'codes'>

/** Along which the categories stand and, where there are several series, what divides them; more than two axes are a table. */
function axesOf(form: PanelForm, answer: JsonAnswer, { time, dimensions, calendar }: AnswerShape) {
  const isOverTime = form === 'lines' || form === 'stacked'
  const periods: readonly Axis[] =
    time === undefined ? [] : [{ name: time, codes: periodsIn(answer, time, isOverTime, calendar) }]
  const [along, across, ...more] = isOverTime ? [...periods, ...dimensions] : [...dimensions, ...periods]
  return along === undefined || more.length > 0 ? undefined : ([along, across] as const)
}

/** The last period in the colour of figures, those before it quiet. */
function periodsIn(answer: JsonAnswer, time: PeriodGrain, hasAll: boolean, calendar: Calendar): Axis['codes'] {
  const found = [...new Set(rowsOf(answer).map((row) => String(row[time])))].sort()
  const periods = hasAll ? withoutGaps(found, time, calendar) : found
  const colour = (at: number) => (at === periods.length - 1 ? colours.noncustodial : colours.earlier)
  return periods.map((code, at) => ({ code, label: periodLabel(code, calendar), colour: colour(at) }))
}

/** All periods from the first to the last one: one without a row is nobody, or has no figure. */
function withoutGaps(periods: readonly string[], grain: PeriodGrain, calendar: Calendar): readonly string[] {
  const [from, to] =
    periods.length === 0
      ? []
      : [periods[0], periods.at(-1)].map((period = '') => parsePeriod(period, grain, calendar).range.first)
  if (from === undefined || to === undefined) return []
  const step = monthsIn[grain]
  return range(from, to + step, step).map((month) => periodName(month, grain, calendar))
}

function placeOf(row: ChartRow, along: Axis, across: Axis | undefined): string {
  return `${row[along.name]} ${across === undefined ? '' : row[across.name]}`
}

/** Of counts a row that is not there is nobody, unless small rows are left out. */
function pointOf(
  row: ChartRow | undefined,
  { figure, bounds, isCount, hasAllRows }: AnswerShape,
  isOfUnfinished: boolean,
): ModelPoint {
  return {
    value: row === undefined && isCount && hasAllRows ? 0 : numberIn(row, figure.name),
    bounds: bounds === undefined ? [] : [boundsOf(numberIn(row, bounds.lower), numberIn(row, bounds.upper))],
    unfinished: isOfUnfinished || (row !== undefined && isUnfinished(row)),
    few: row?.['reliability'] === 'unreliable',
  }
}

function isUnfinished(row: ChartRow): boolean {
  return row['period_status'] === 'incomplete'
}

function boundsOf(lower: number | null, upper: number | null): Bounds | null {
  return lower === null || upper === null ? null : { lower, upper }
}

function unitOf(unit: string | null, isCount: boolean): FigureUnit {
  if (isCount) return 'count'
  return unit === 'share' || unit === 'growth' ? unit : 'number'
}
