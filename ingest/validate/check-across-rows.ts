import { quoteIdentifier, quoteLiteral, selectRow } from '#foundation'
import type { RegisterName } from '#jurisdictions'
import type { RowSource } from '../cells/row-source.ts'
import type { Coverage } from '../deliveries/delivery.ts'
import { countedRows } from '../table/row-numbers.ts'
import { checkedRows, readTable } from './check-rows.ts'
import type { FirstRows } from './first-rows.ts'
import { replacedRows } from './replaced-rows.ts'
import { constantRows, judged, sound, tornKeys } from './torn-keys.ts'

/** The relation of the rows of a register that are stored. */
export type ExistingTables = (register: RegisterName) => string

/** What looking beyond single rows found, beside the rows it set aside. */
export interface AcrossRows {
  /** Rows per reason, of rows that are kept all the same. */
  readonly reasons: Readonly<Record<string, number>>
  /** The first of them by their places. */
  readonly first: FirstRows
  readonly notes: readonly string[]
}

/**
 * Checks rows against one another and against what is stored: constants of a key, such as the sex of a person, and
 * references to rows of other registers. Rows that contradict are set aside in {@link checkedRows}; a row that has faults
 * already is told what else is wrong with it, but is no witness against others.
 */
export async function checkAcrossRows(
  source: RowSource,
  existing: ExistingTables,
  coverage: Coverage | null,
): Promise<AcrossRows> {
  await checkPeriod(source, coverage)
  await checkConstants(source, existing, coverage)
  return await checkParents(source, existing)
}

async function checkPeriod({ connection, contract }: RowSource, coverage: Coverage | null): Promise<void> {
  if (coverage === null || contract.delivery.mode === 'full') return
  const [from, to] = [coverage.from, coverage.to].map((day) => `date ${quoteLiteral(day)}`)
  await quarantineOutside(connection, contract.delivery, { from: from ?? '', to: to ?? '' })
}

/**
 * Nothing happens after the end of a period; what is delivered to replace a period has to lie in it.
 *
 * @param period - its first and its last day, as SQL
 */
export async function quarantineOutside(
  connection: RowSource['connection'],
  { mode, date_column }: RowSource['contract']['delivery'],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const date = quoteIdentifier(date_column)
  const outside = mode === 'period' ? `${date} not between ${from} and ${to}` : `${date} > ${to}`
  await quarantine(connection, 'OUTSIDE_PERIOD', outside)
}

async function checkConstants(source: RowSource, existing: ExistingTables, coverage: Coverage | null): Promise<void> {
  const { connection, contract } = source
  const rows = existing(contract.register)
  const some = await holdsAny(connection, rows)
  for (const constant of contract.constants) {
    const { key, known, seen, earlier } = constantRows(constant, contract, rows)
    await connection.run(
      `create or replace table staging.torn as ${tornKeys(some ? `${seen} union all ${earlier}` : seen)}`,
    )
    if (!(await holdsAny(connection, 'staging.torn'))) continue
    // Seldom is any key torn: only then is it asked which of its rows remain.
    const remaining = [
      `${seen} and ${key} in (from staging.torn) and row_no in (select max(row_no) from ${ending} group by row_key)`,
      ...(some
        ? [
            `${earlier} and ${key} in (from staging.torn) and row_key not in (select row_key from ${ending})
             and not coalesce(${replacedRows('held', contract, coverage)}, false)`,
          ]
        : []),
    ]
    await connection.run(`create or replace table staging.torn as ${tornKeys(remaining.join(' union all '))}`)
    await quarantine(connection, constant.code, `${known} and ${key} in (from staging.torn)`)
  }
}

/** Rows that end an earlier one with their key: they take its place, or withdraw it. */
const ending = `(select row_key, row_no from ${checkedRows} where faults is null and layout is null)`

async function checkParents(source: RowSource, existing: ExistingTables): Promise<AcrossRows> {
  const reasons: Record<string, number> = {}
  const first: Record<string, readonly number[]> = {}
  const notes = await judgeOrphans(source, existing, async (word, when) => {
    const found = await countedRows(source.connection, { relation: checkedRows, place: 'row_no' }, when)
    if (found.count > 0) [reasons[word], first[word]] = [found.count, found.first]
  })
  return { reasons, first, notes }
}

/**
 * Rows that refer to unknown rows of other registers: those whose parents have to be known are set aside.
 *
 * @param count - is given the word for rows that are kept all the same, and the condition that they meet
 * @returns notes on the file
 */
export async function judgeOrphans(
  { connection, contract }: Pick<RowSource, 'connection' | 'contract'>,
  existing: ExistingTables,
  count: (word: string, when: string) => Promise<void>,
): Promise<readonly string[]> {
  const notes: string[] = []
  for (const { column, of, unknown } of contract.parents) {
    const key = quoteIdentifier(column)
    if (!(await holdsAny(connection, existing(of)))) {
      notes.push('NO_PARENTS_YET')
      continue
    }
    // What is compared grows with the file at hand, not with what is stored.
    const parents = `(select ${key} from ${existing(of)} where ${key} in (select ${key} from ${checkedRows}))`
    const orphan = `${key} is not null and ${key} not in ${parents}`
    const word = `UNKNOWN_PARENT:${column}`
    if (unknown === 'quarantine') await quarantine(connection, word, orphan)
    else await count(word, `${sound} and ${orphan}`)
  }
  return notes
}

async function holdsAny(connection: RowSource['connection'], rows: string): Promise<boolean> {
  return (await selectRow<{ some: boolean }>(connection, `select exists (from ${rows}) as some`)).some
}

async function quarantine(connection: RowSource['connection'], word: string, when: string): Promise<void> {
  await connection.run(
    `update ${readTable} set faults = concat_ws(' ', faults, ${quoteLiteral(word)}) where ${judged} and ${when}`,
  )
}
