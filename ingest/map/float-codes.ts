import type { RowSource } from '../cells/row-source.ts'
import type { Lookup } from './lookup.ts'

/** Columns of codes, and of the same text kept as it came, in which a typed file may write 2 as 2.0. */
export function floatCodes({ contract, typed }: RowSource, lookups: readonly Lookup[]): ReadonlySet<string> {
  if (!typed) return new Set()
  const [withZeros, plain] = [true, false].map((hasZeros) => {
    const some = lookups.filter(({ rows }) => rows.some(({ source }) => /^\d+\.0+$/.test(source)) === hasZeros)
    return some.flatMap(({ column, by }) => [column, ...by, ...sharing(column, contract)])
  })
  return new Set(plain?.filter((name) => !withZeros?.includes(name)))
}

function sharing(column: string, { columns }: RowSource['contract']): readonly string[] {
  const source = columns[column]?.from.join()
  return Object.keys(columns).filter((name) => source !== '' && columns[name]?.from.join() === source)
}
