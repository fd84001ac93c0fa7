import { Refusal } from '#foundation'
import { type ColumnVector, cellReader } from '../columns/typed-column.ts'
import type { Question } from './plan/question.ts'

/**
 * The rows of an answer in the order asked for; NULL comes first, codes come in the order of their list.
 *
 * @throws {@link Refusal} `UNKNOWN_SORT_COLUMN`
 */
export function orderOf(columns: readonly ColumnVector[], sort: readonly string[], length: number): readonly number[] {
  const order = Array.from({ length }, (_, row) => row)
  const keys = sort.map((key) => sortKey(key, columns))
  return keys.length === 0 ? order : order.sort((a, b) => keys.reduce((result, compare) => result || compare(a, b), 0))
}

function sortKey(key: string, columns: readonly ColumnVector[]): (a: number, b: number) => number {
  const descending = key.startsWith('-')
  const name = descending ? key.slice(1) : key
  const column = columns.find((known) => known.name === name)
  if (column === undefined) {
    const allowed = columns.map((known) => known.name)
    throw new Refusal(
      'UNKNOWN_SORT_COLUMN',
      `The answer has no column "${name}" to sort by. It has ${allowed.join(', ')}.`,
      { parameter: 'sort', allowed },
    )
  }
  const read = column.type === 'code' ? (row: number) => Number(column.values[row]) : cellReader(column)
  const sign = descending ? -1 : 1
  return (a, b) => sign * compareCells(read(a), read(b))
}

function compareCells(a: unknown, b: unknown): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return (a as number) < (b as number) ? -1 : 1
}

/** The part of the rows that was asked for. */
export function pageOf(order: readonly number[], { offset, limit }: Question): readonly number[] {
  return order.slice(offset, limit === undefined ? undefined : offset + limit)
}
