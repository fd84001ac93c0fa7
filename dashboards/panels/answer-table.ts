import { sum } from 'd3-array'
import type { JsonAnswer } from '#api'
import { periodLabel } from '#warehouse'
import type { ChartRow } from '../charts/index.ts'
import type { TableBody } from '../charts/table-data.ts'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import type { AnswerShape } from './answer-shape.ts'
import { numberIn, rowsOf } from './rows.ts'

interface TableWords {
  readonly t: Translate
  readonly figures: FigureWriter
  /** Whether counts of all codes are added up at the end of a row. */
  readonly hasTotal?: boolean
}

/** The rows of an answer as a table: periods against codes where that fits, else one line for each row. */
export function tableOfAnswer(answer: JsonAnswer, shape: AnswerShape, words: TableWords): TableBody {
  const { time, dimensions, bounds } = shape
  const isWhole = answer.rows.length === answer.allRows
  const isCross = isWhole && time !== undefined && dimensions.length === 1 && bounds === undefined
  return isCross ? crossTable(answer, shape, words) : flatTable(answer, shape, words)
}

function crossTable(answer: JsonAnswer, shape: AnswerShape, { t, figures, hasTotal }: TableWords): TableBody {
  const { time = 'year', dimensions, calendar } = shape
  const label = (period: string) => periodLabel(period, calendar)
  const [across] = dimensions
  const rows = rowsOf(answer)
  const at = new Map(rows.map((row) => [`${row[time]} ${row[across?.name ?? '']}`, row]))
  const periods = [...new Set(rows.map((row) => String(row[time])))]
  return {
    head: [t(`by_${time}`), ...(across?.codes.map(({ label }) => label) ?? []), ...(hasTotal ? [t('total')] : [])],
    rows: periods.map((period) => {
      const own = (across?.codes ?? []).map(({ code }) => at.get(`${period} ${code}`))
      const incomplete = own.some((row) => row?.['period_status'] === 'incomplete')
      const total = sum(own, (row) => numberIn(row, shape.figure.name) ?? 0)
      return {
        cells: [
          incomplete ? `${label(period)} (${t('incomplete')})` : label(period),
          ...own.map((row) => figureIn(row, shape, { t, figures })),
          ...(hasTotal ? [figures.count(total)] : []),
        ],
        incomplete,
      }
    }),
  }
}

function flatTable(answer: JsonAnswer, shape: AnswerShape, { t, figures }: TableWords): TableBody {
  const { time, dimensions, figure, bounds, totals, calendar } = shape
  const nameOf = dimensions.map(({ codes }) => new Map(codes.map(({ code, label }) => [code, label])))
  const named = (period: unknown) => periodLabel(String(period), calendar)
  const incompleteOf = (row: ChartRow) => row['period_status'] === 'incomplete'
  const keys = (row: ChartRow) => [
    ...(time === undefined ? [] : [incompleteOf(row) ? `${named(row[time])} (${t('incomplete')})` : named(row[time])]),
    ...dimensions.map(({ name }, at) => nameOf[at]?.get(String(row[name])) ?? String(row[name])),
  ]
  return {
    head: [
      ...(time === undefined ? [] : [t(`by_${time}`)]),
      ...dimensions.map(({ label }) => label),
      ...(time === undefined && dimensions.length === 0 ? [t('group')] : []),
      figure.label,
      ...(bounds === undefined ? [] : [t('interval')]),
      ...(totals === undefined ? [] : [t('denominator')]),
    ],
    rows: rowsOf(answer).map((row) => {
      const value = figureIn(row, shape, { t, figures })
      const mark = row['reliability'] === 'unreliable' ? ` (${t('unreliable')})` : ''
      const [lower, upper] = bounds === undefined ? [] : [numberIn(row, bounds.lower), numberIn(row, bounds.upper)]
      return {
        cells: [
          ...(keys(row).length === 0 ? [t('total')] : keys(row)),
          value + mark,
          ...(bounds === undefined ? [] : [rangeOf(lower ?? null, upper ?? null, shape, figures)]),
          ...(totals === undefined ? [] : [figures.count(numberIn(row, totals) ?? 0)]),
        ],
        incomplete: incompleteOf(row),
      }
    }),
  }
}

/** The figure of a row; a median of counts in bands is told by its band first. */
function figureIn(row: ChartRow | undefined, shape: AnswerShape, { t, figures }: TableWords): string {
  const value = written(numberIn(row, shape.figure.name), shape, figures, row === undefined && shape.hasAllRows)
  const band = row && shape.bandOf?.(row)
  return band === undefined ? value : t('band_with_value', { band, value })
}

function rangeOf(lower: number | null, upper: number | null, shape: AnswerShape, figures: FigureWriter): string {
  return lower === null || upper === null
    ? '–'
    : `${written(lower, shape, figures)} – ${written(upper, shape, figures)}`
}

/** A figure as people read it; of counts nobody is a number too. */
export function written(
  value: number | null,
  { unit, isCount }: Pick<AnswerShape, 'unit' | 'isCount'>,
  figures: FigureWriter,
  isNobody = false,
): string {
  if (value === null) return isNobody && isCount ? figures.count(0) : '–'
  if (unit === 'share') return figures.percent(value)
  if (unit === 'growth') return figures.growth(value)
  return isCount ? figures.count(value) : figures.ratio(value)
}
