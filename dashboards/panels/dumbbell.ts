import type { JsonAnswer } from '#api'
import { columnName, type MeasurePart, periodLabel } from '#warehouse'
import type { ChartRow, PanelModel } from '../charts/index.ts'
import type { TableBody } from '../charts/table-data.ts'
import type { AnswerShape } from './answer-shape.ts'
import { written } from './answer-table.ts'
import type { AskedParameters, BoardContext } from './board-context.ts'
import { numberIn, rowsOf } from './rows.ts'

/** Of the years of a question the first and the last one. */
export function ofTwoYears(model: PanelModel | undefined, { from, to }: AskedParameters): PanelModel | undefined {
  return model && { ...model, series: model.series.filter(({ code }) => code === from || code === to) }
}

/** A share of each code in two years, and how it changed. */
export function dumbbellTable(
  answer: JsonAnswer,
  shape: AnswerShape,
  { from = '', to = '' }: AskedParameters,
  { t, figures }: Pick<BoardContext, 't' | 'figures'>,
): TableBody {
  const [dimension] = shape.dimensions
  const nameOf = new Map(dimension?.codes.map(({ code, label }) => [code, label]))
  const numberOf = (row: ChartRow, part: MeasurePart) => numberIn(row, columnName(shape.figure.name, part))
  const share = (row: ChartRow, part: MeasurePart) => written(numberOf(row, part), shape, figures)
  const cells = (row: ChartRow) => {
    const change = numberOf(row, 'change')
    return [
      nameOf.get(String(row[dimension?.name ?? ''])) ?? '',
      share(row, 'before'),
      share(row, 'value'),
      numberOf(row, 'value') === null ? '–' : `${share(row, 'lower')} – ${share(row, 'upper')}`,
      figures.count(numberOf(row, 'n') ?? 0),
      change === null ? '–' : figures.points(change),
    ]
  }
  const last = rowsOf(answer).filter((row) => String(row['year']) === to)
  return {
    head: [
      dimension?.label ?? '',
      `${t('share')}, ${periodLabel(from, shape.calendar)}`,
      `${t('share')}, ${periodLabel(to, shape.calendar)}`,
      t('interval'),
      t('denominator'),
      t('share_change', { base: periodLabel(from, shape.calendar) }),
    ],
    rows: last.map((row) => ({ cells: cells(row) })),
  }
}
