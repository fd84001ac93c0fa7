import { quoteIdentifier, quoteLiteral } from '#foundation'
import { type Contract, wideColumns, wideContract } from '#jurisdictions'
import { type Header, isHeaderAgain } from './header.ts'
import { numberInFile } from './row-numbers.ts'

/** A table as it was sent, of which each row becomes several: one for each of some columns. */
export interface WideRows {
  readonly header: Header
  readonly rows: string
  readonly contract: Contract
  /** The columns whose cells become rows, in this order. */
  readonly columns: readonly string[]
}

/** What is sent under a contract as a wide table; `undefined` where every row is sent as one. */
export function wideRows(contract: Contract, header: Header, rows: string): WideRows | undefined {
  const { unpivot } = contract
  if (unpivot === undefined) return undefined
  return { header, rows, contract: wideContract(contract), columns: [...wideColumns(unpivot).keys()] }
}

/** The names of the columns that the rows of a wide table have, in the order of {@link longRows}. */
export function longColumns({ header, columns }: WideRows, { value, ...rest }: Unpivot): readonly string[] {
  const [cells = {}] = wideColumns({ value, ...rest }).values()
  return [...header.columns.filter((name) => !columns.includes(name)), ...Object.keys(cells), value]
}

type Unpivot = NonNullable<Contract['unpivot']>

/** Every row of a wide table as one row for each of its columns, in their order: lines that are no rows become as many. */
export function longRows(wide: WideRows, unpivot: Unpivot): string {
  const { header, rows, columns } = wide
  const others = header.columns.filter((name) => !columns.includes(name)).map(quoteIdentifier)
  const blank = `coalesce(${header.columns.map(quoteIdentifier).join(', ')}) is null`
  const again = isHeaderAgain(header)
  const said = (name: string, text: string) =>
    `${quoteIdentifier(name)}: case when ${again} then ${quoteLiteral(name)} when not (${blank}) then nullif(${quoteLiteral(text)}, '') end`
  const structs = [...wideColumns(unpivot)].map(([column, cells]) => {
    const names = Object.entries(cells).map(([name, text]) => said(name, text))
    const value = `case when ${again} then ${quoteLiteral(unpivot.value)} else ${quoteIdentifier(column)} end`
    return `{${[...names, `${quoteIdentifier(unpivot.value)}: ${value}`].join(', ')}}`
  })
  const long = '"long row"'
  return `(select ${[...others, `unnest(${long}, recursive := true)`].join(', ')} from (select ${[...others, `[${structs.join(', ')}] as ${long}`].join(', ')} from ${rows}))`
}

/** The place of a row among the rows that were sent, as SQL. */
export function placeSent(place: string, wide: WideRows | undefined): string {
  return wide === undefined ? place : `((${place} - 1) // ${wide.columns.length} + 1)`
}

/** The place of the column among those of {@link WideRows}, from 0, which a row was made of. */
export function columnSent(place: string, { columns }: WideRows): string {
  return `((${place} - 1) % ${columns.length})`
}

/** The number that a sender finds a row under, also in a wide table. */
export function numberSent(place: string, { wide, leftOut }: { wide?: WideRows | undefined; leftOut: string }): string {
  return numberInFile(placeSent(place, wide), leftOut)
}
