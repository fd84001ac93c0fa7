import { expect, it } from 'vitest'
import { selectRows } from '#foundation'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { countedRows, numberInFile } from './row-numbers.ts'

const memory = inMemory('staging')

/** The numbers in the file of the first rows, where these lines of it are no rows. */
async function numbers(...leftOut: readonly number[]): Promise<readonly number[]> {
  const lines = `(select unnest([${leftOut.join(', ')}]::bigint[]) as "row")`
  const sql = `select ${numberInFile('place', lines)}::integer as number from range(1, 5) as t(place) order by place`
  return (await selectRows<{ number: number }>(memory.connection, sql)).map(({ number }) => number)
}

it.each([
  [[], [1, 2, 3, 4]],
  [[1], [2, 3, 4, 5]],
  [[2], [1, 3, 4, 5]],
  [
    [2, 4, 5],
    [1, 3, 6, 7],
  ],
  [
    [5, 2, 4],
    [1, 3, 6, 7],
  ],
  [[5], [1, 2, 3, 4]],
])('a row has the number of its line: without the lines %j', async (leftOut, expected) => {
  expect(await numbers(...leftOut)).toEqual(expected)
})

it('of the rows that a condition holds for all are counted, and the first five told in their order', async () => {
  const rows = { relation: '(select 21 - range as place from range(1, 21))', place: 'place' }
  expect(await countedRows(memory.connection, rows, 'place > 4')).toEqual({ count: 16, first: [5, 6, 7, 8, 9] })
  expect(await countedRows(memory.connection, rows, 'place > 20')).toEqual({ count: 0, first: [] })
})
