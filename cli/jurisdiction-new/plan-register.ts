import type { DuckDBConnection } from '@duckdb/node-api'
import { type ColumnProfile, distinctShare, type TableProfile } from '#ingest'
import { columnWords, type Register } from '#jurisdictions'
import { type FoundColumn, findColumns, likeness, withOnlyDate } from './find-columns.ts'
import { modelDateColumn, modelKey } from './model.ts'
import type { RegisterPlan } from './plan.ts'
import { censusInName, periodOfCensus, planCensus, wholePeriods } from './plan-census.ts'
import { planColumns } from './plan-columns.ts'
import { coverageOf, periodOf } from './plan-dates.ts'
import { planLength } from './plan-length.ts'
import { ignoredColumns, questionsOf } from './plan-questions.ts'
import { regionColumn, withRegion } from './plan-region.ts'

/** Of the rows so many may repeat a key: a correction of a row has the key of that row. */
const nearlyAll = 0.9

/** What the contract of a register will say, by what its files contain. */
export async function planRegister(
  connection: DuckDBConnection,
  register: Register,
  { profile, wide }: Pick<RegisterPlan, 'profile' | 'wide'>,
  today: string,
): Promise<RegisterPlan> {
  const found = withOnlyDate(register, profile, withRegion(register, profile, findColumns(register, profile)))
  const length = planLength(register, profile, found)
  const dated = dateOf(register, found)
  const { key, share } = await keyOf(connection, register, profile, found)
  const needed = [...(key === 'content' ? [] : key), dated?.name ?? '']
  const hasKeys = found.some(({ type }) => type === 'key')
  const count =
    wide?.value ??
    (hasKeys ? undefined : countOf(register, profile, [...found.map(({ column }) => column), ...length.used]))
  const measured = found.filter(({ name }) => !length.replaces || name !== 'length')
  const columns = [...planColumns(register, measured, needed), ...length.columns]
  const { inputs } = length
  const census =
    planCensus(register, profile, dated?.column, columns, count !== undefined) ??
    (dated === undefined ? censusInName(register, profile, columns) : undefined)
  const taken = census?.columns ?? columns
  const used = [...taken, ...inputs, ...(census === undefined ? [] : [census.asOf])]
  const read = new Set([...used.flatMap(({ source }) => source ?? []), ...(count === undefined ? [] : [count])])
  const finestPeriod =
    census === undefined || dated === undefined ? periodOf(dated?.column) : periodOfCensus(dated.column)
  const days = dated === undefined ? census?.days : coverageOf(dated.column, today)
  const plan = {
    ...{ register, profile, wide, inputs, count, finestPeriod, columns: taken, asOf: census?.asOf },
    key: census === undefined ? key : 'content',
    ignored: ignoredColumns(profile, read, regionColumn(profile, found)?.name),
    dateColumn: census === undefined ? (dated?.name ?? modelDateColumn(register)) : 'as_of',
    coverage: census === undefined ? days : wholePeriods(days, finestPeriod),
  } as const
  return { ...plan, questions: questionsOf({ ...plan, hasDate: dated !== undefined || census !== undefined, share }) }
}

/** The column with the date of the event: that of the model, or else another one with a date. */
function dateOf(register: Register, found: readonly FoundColumn[]): FoundColumn | undefined {
  const dates = found.filter(({ type }) => type === 'date')
  return dates.find(({ name }) => name === modelDateColumn(register)) ?? dates[0]
}

/** The columns of the key of the model that the file has, where they name its rows. */
async function keyOf(
  connection: DuckDBConnection,
  register: Register,
  profile: TableProfile,
  found: readonly FoundColumn[],
): Promise<{ readonly key: RegisterPlan['key']; readonly share: number }> {
  const parts = modelKey(register).flatMap((name) => found.find((one) => one.name === name) ?? [])
  const hasKey = parts.some(({ type }) => type === 'key') || parts.length === modelKey(register).length
  if (parts.length === 0 || !hasKey) return { key: 'content', share: 0 }
  const sources = parts.map(({ column }) => column.name)
  const share = await distinctShare(connection, profile, sources)
  return { key: share < nearlyAll ? 'content' : parts.map(({ name }) => name), share }
}

/** The column that says how many people a row counts: whole numbers under such a name, beside no key of one of them. */
function countOf(register: Register, { columns }: TableProfile, used: readonly ColumnProfile[]): string | undefined {
  if (Object.hasOwn(register.columns, 'persons')) return undefined
  const { counts } = columnWords()
  const free = columns.filter(({ type, isYear }) => type === 'integer' && !isYear)
  const named = free.filter((column) => !used.includes(column) && likeness(column.name, counts) > 0)
  const [best] = named.toSorted((one, other) => likeness(other.name, counts) - likeness(one.name, counts))
  return best?.name
}
