import { Refusal } from '#foundation'
import type { StockFlow } from '#statistics'
import { type Answer, type Catalog, datasetNamed, type Question } from '#warehouse'
import { completeRows, type MethodInput } from './method.ts'

/** Held before the first judgment; everybody else in prison is there by one. */
const beforeJudgment = ['untried', 'tried_awaiting_first_judgment']
/** The kind of supervision that a sentence leads to. */
const kind = 'executive'
const revoked = ['revoked_technical', 'revoked_new_offence']
const lastYear = 4

/** What was published of the past, quarter by quarter. */
export interface HistoricalSeries {
  /** The quarters that all registers cover. */
  readonly quarters: readonly string[]
  readonly unsentenced: StockFlow
  readonly sentenced: StockFlow
  readonly supervised: StockFlow
  /** Of supervision that ended in the last four quarters. */
  readonly revokedShare: number
  /** Persons whose supervision ended in them. */
  readonly ended: number
  /** A quarter, over the last four. */
  readonly revocations: number
  /** Prison sentences of the last complete year by their length in months. */
  readonly sentences: readonly { readonly from: number; readonly to: number; readonly persons: number }[]
  readonly places: number | undefined
  readonly caseload: number | undefined
}

/** The questions whose answers `pastsOf` reads, in its order. */
export function questionsBeside({ to }: Question): readonly Question[] {
  const ask = (dataset: string, measures: string[], by: string[], where: Question['where'] = {}): Question => ({
    dataset,
    measures,
    by,
    where,
    detail: 'full',
    sort: [],
    offset: 0,
    ...(to === undefined ? {} : { to: by.includes('year') ? lastYearBy(to) : to }),
  })
  return [
    ask('custody_stock', ['held'], ['quarter', 'status']),
    ask('custody', ['admissions'], ['quarter', 'status']),
    ask('custody', ['releases'], ['quarter', 'status']),
    ask('supervision_stock', ['clients'], ['quarter'], { kind: [kind] }),
    ask('supervision', ['entries'], ['quarter'], { kind: [kind] }),
    ask('supervision', ['exits'], ['quarter', 'outcome'], { kind: [kind] }),
    ask('sentences', ['persons'], ['year', 'length_band'], { sanction_class: ['CUST'] }),
    ask('custody_stock', ['occupancy'], ['quarter']),
    ask('supervision_stock', ['clients_per_officer'], ['quarter'], { kind: [kind] }),
  ]
}

/** The last year that is over with a quarter. */
function lastYearBy(quarter: string): string {
  return String(Number(quarter.slice(0, 4)) - (quarter.endsWith('Q4') ? 0 : 1))
}

export function historicalSeries({ others, catalog }: MethodInput<unknown>): HistoricalSeries {
  const [prisoners, admitted, released, clients, entries, exits, lengths, occupancy, caseloads] = others.map((answer) =>
    completeRows(answer, catalog).map((row) => ({ ...row, value: row.number(answer.question.measures[0] ?? '') ?? 0 })),
  )
  const periods = commonPeriods([prisoners, admitted, released, clients, entries])
  const along = (rows: readonly Valued[] = [], keeps: (row: Valued) => boolean = () => true) =>
    periods.map((period) => sum(rows.filter((row) => row.period === period && keeps(row))))
  const isBefore = ({ group }: Valued) => beforeJudgment.includes(group['status'] ?? '')
  const isAfter = (row: Valued) => !isBefore(row)
  const stocks = along(prisoners, isAfter)
  const releases = along(released, isAfter)
  const recent = periods.slice(-lastYear)
  const ended = (exits ?? []).filter(({ period }) => recent.includes(period ?? ''))
  const failed = sum(ended.filter(({ group }) => revoked.includes(group['outcome'] ?? '')))
  return {
    quarters: periods,
    unsentenced: { stocks: along(prisoners, isBefore), inflows: along(admitted, isBefore) },
    sentenced: { stocks, inflows: inflowsFrom(stocks, releases) },
    supervised: { stocks: along(clients), inflows: along(entries) },
    revokedShare: failed / Math.max(1, sum(ended)),
    ended: sum(ended),
    revocations: failed / lastYear,
    sentences: lengthsOf(lengths ?? [], others, catalog),
    places: occupancy?.at(-1)?.number('occupancy', 'n'),
    caseload: caseloads?.at(-1)?.value,
  }
}

type Valued = ReturnType<typeof completeRows>[number] & { readonly value: number }

/** Periods that all have, in the order of time. */
function commonPeriods(answers: readonly (readonly Valued[] | undefined)[]): readonly string[] {
  const [first = new Set<string>(), ...more] = answers.map((rows) => new Set(rows?.map(({ period }) => period ?? '')))
  const common = [...first].filter((period) => more.every((other) => other.has(period))).sort()
  if (common.length > 0) return common
  throw new Refusal('TOO_FEW_PERIODS', 'Prison and supervision have no complete quarter in common.')
}

/** Who came, from how the stock changed and who left: courts turn remand into a sentence without an admission. */
function inflowsFrom(stocks: readonly number[], releases: readonly number[]): readonly number[] {
  return stocks.map((stock, at) => {
    const before = at === 0 ? stock : (stocks[at - 1] as number)
    return Math.max(0, Math.round(stock - before + (releases[at] as number)))
  })
}

function lengthsOf(
  rows: readonly Valued[],
  others: readonly Answer[],
  catalog: Catalog,
): HistoricalSeries['sentences'] {
  const year = rows.at(-1)?.period
  const dataset = others.find(({ question }) => question.by.includes('length_band'))?.question.dataset ?? ''
  const bands = new Map(
    datasetNamed(dataset, catalog)
      .dimensions.get('length_band')
      ?.codes.map((code) => [code.code, code]),
  )
  return rows.flatMap(({ period, group, value }) => {
    const { from, to } = bands.get(group['length_band'] ?? '') ?? {}
    return period !== year || from === undefined || to === undefined ? [] : [{ from, to, persons: value }]
  })
}

function sum(rows: readonly Valued[]): number {
  return rows.reduce((total, { value }) => total + value, 0)
}
