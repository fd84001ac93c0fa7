import { quoteIdentifier, quoteLiteral, selectRow } from '#foundation'
import { houseType, listOf, type RegisterName, unknownCode } from '#jurisdictions'
import type { FirstRows } from '../account/first-rows.ts'
import type { Coverage } from '../delivery.ts'
import { countedRows } from '../read/row-numbers.ts'
import { checkedRows, readTable } from './check-rows.ts'
import type { RowSource } from './row-source.ts'

/** The relation of the rows of a register that the house holds. */
export type HeldRows = (register: RegisterName) => string

/** What looking beyond single rows found, beside the rows it set aside. */
export interface AcrossRows {
  /** Rows per reason, of rows that are kept all the same. */
  readonly reasons: Readonly<Record<string, number>>
  /** The first of them by their places. */
  readonly first: FirstRows
  readonly notes: readonly string[]
}

const judged = 'layout is null and not withdraws'
const sound = `faults is null and ${judged}`

/**
 * Checks rows against one another and against what the house holds: constants of a key, such as the sex of a person, and
 * references to rows of other registers. Rows that contradict are set aside in {@link checkedRows}; a row that has faults
 * already is told what else is wrong with it, but is no witness against others.
 */
export async function checkAcrossRows(
  source: RowSource,
  held: HeldRows,
  coverage: Coverage | null,
): Promise<AcrossRows> {
  await checkPeriod(source, coverage)
  await checkConstants(source, held)
  return await checkParents(source, held)
}

/** Nothing happens after the end of a period; what is delivered to replace a period has to lie in it. */
async function checkPeriod({ connection, contract }: RowSource, coverage: Coverage | null): Promise<void> {
  if (coverage === null || contract.delivery.mode === 'full') return
  const date = quoteIdentifier(contract.delivery.dated)
  const [from, to] = [coverage.from, coverage.to].map((day) => `date ${quoteLiteral(day)}`)
  const outside = contract.delivery.mode === 'period' ? `${date} not between ${from} and ${to}` : `${date} > ${to}`
  await setAside(connection, 'OUTSIDE_PERIOD', outside)
}

async function checkConstants({ connection, contract }: RowSource, held: HeldRows): Promise<void> {
  const rows = held(contract.register)
  const some = await holdsAny(connection, rows)
  for (const { code, column, of } of contract.constants) {
    const [value, key] = [quoteIdentifier(column), quoteIdentifier(of)]
    const isCode = listOf(houseType(contract.register, column)) !== undefined
    const known = isCode ? `${value} <> ${quoteLiteral(unknownCode)}` : `${value} is not null`
    const seen = `select ${key} as key, ${value} as value from ${checkedRows} where ${sound} and ${known}`
    const earlier = ` union all
      select ${key}, ${value} from ${rows} where ${known} and ${key} in (select ${key} from ${checkedRows})`
    await connection.run(`create or replace table staging.torn as
      select key from (${seen}${some ? earlier : ''}) group by key having min(value) <> max(value)`)
    await setAside(connection, code, `${known} and ${key} in (select key from staging.torn)`)
  }
}

async function checkParents({ connection, contract }: RowSource, held: HeldRows): Promise<AcrossRows> {
  const reasons: Record<string, number> = {}
  const first: Record<string, readonly number[]> = {}
  const notes: string[] = []
  for (const { column, of, unknown } of contract.parents) {
    const key = quoteIdentifier(column)
    if (!(await holdsAny(connection, held(of)))) {
      notes.push('NO_PARENTS_YET')
      continue
    }
    // What is compared grows with the file at hand, not with what the house holds.
    const parents = `(select ${key} from ${held(of)} where ${key} in (select ${key} from ${checkedRows}))`
    const orphan = `${key} is not null and ${key} not in ${parents}`
    const word = `UNKNOWN_PARENT:${column}`
    if (unknown === 'quarantine') {
      await setAside(connection, word, orphan)
      continue
    }
    const found = await countedRows(connection, { relation: checkedRows, place: 'row_no' }, `${sound} and ${orphan}`)
    if (found.count > 0) [reasons[word], first[word]] = [found.count, found.first]
  }
  return { reasons, first, notes }
}

async function holdsAny(connection: RowSource['connection'], rows: string): Promise<boolean> {
  return (await selectRow<{ some: boolean }>(connection, `select exists (from ${rows}) as some`)).some
}

async function setAside(connection: RowSource['connection'], word: string, when: string): Promise<void> {
  await connection.run(
    `update ${readTable} set faults = concat_ws(' ', faults, ${quoteLiteral(word)}) where ${judged} and ${when}`,
  )
}
