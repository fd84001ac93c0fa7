import type { JsonAnswer } from '#api'
import type { ChartRow, ChartSeries, PeriodGrain } from '../charts/index.ts'
import { changesIn } from '../pages/changes.ts'
import { numberIn, rowsOf } from '../pages/rows.ts'
import type { AnswerShape } from './answer-shape.ts'
import type { BoardPanel } from './board.ts'

/** The figures of an answer as series, or `undefined` where they are a table only. */
export function seriesOfAnswer(
  kind: BoardPanel['chart'],
  answer: JsonAnswer,
  shape: AnswerShape,
): ChartSeries | undefined {
  const { time, dimensions, figure, bounds, unit, isCount } = shape
  const axes = time === undefined ? dimensions : [{ name: time, codes: periodsIn(answer, time) }, ...dimensions]
  const [along, across, ...more] = axes
  if (along === undefined || more.length > 0 || kind === 'table') return undefined
  const rows = rowsOf(answer)
  const at = new Map(rows.map((row) => [keyOf(row, along.name, across?.name), row]))
  const valuesOf = (column: string, code?: string) =>
    along.codes.map((own) => {
      const row = at.get(`${own.code} ${code ?? ''}`)
      return row === undefined && isCount ? 0 : (numberIn(row, column) ?? null)
    })
  const single = {
    name: figure.label,
    values: valuesOf(figure.name),
    ...(bounds === undefined ? {} : { lower: valuesOf(bounds.lower), upper: valuesOf(bounds.upper) }),
  }
  return {
    kind: kind === 'lines' ? 'lines' : across !== undefined && (isCount || kind === 'stacked') ? 'stacked' : 'bars',
    categories: along.codes.map(({ label }) => label),
    series:
      across === undefined
        ? [single]
        : across.codes.map(({ code, label }) => ({ name: label, code, values: valuesOf(figure.name, code) })),
    unit: unit === 'share' || unit === 'growth' ? 'share' : isCount ? 'count' : 'number',
  }
}

function keyOf(row: ChartRow, along: string, across: string | undefined): string {
  return `${row[along]} ${across === undefined ? '' : row[across]}`
}

/** Periods with the numbers of the changes of law in them, and a star where they are incomplete. */
function periodsIn(answer: JsonAnswer, time: PeriodGrain) {
  const changes = changesIn(answer)
  const incomplete = new Set(answer.incomplete.map(({ period }) => period))
  return [...new Set(rowsOf(answer).map((row) => String(row[time])))].map((code) => {
    const numbers = changes.filter(({ on }) => periodOf(on, time) === code).map(({ number }) => number)
    const marks = [...(numbers.length === 0 ? [] : [`(${numbers.join(', ')})`]), ...(incomplete.has(code) ? ['*'] : [])]
    return { code, label: [code, ...marks].join(' ') }
  })
}

function periodOf(day: string, grain: PeriodGrain): string {
  if (grain === 'year') return day.slice(0, 4)
  return grain === 'month' ? day.slice(0, 7) : `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}
