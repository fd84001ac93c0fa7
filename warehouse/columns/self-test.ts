import type { DuckDBConnection } from '@duckdb/node-api'
import { canonicalJson } from '#foundation'
import { readColumns } from './read-columns.ts'
import { cellReader } from './typed-column.ts'

/** Each type with a value, an edge and a NULL, so that a changed memory layout of the engine cannot pass unnoticed. */
const everyType = `
  select * from (values
    (true, 1::tinyint, 2::smallint, 3::integer, 4::bigint, 5::utinyint, 6::usmallint, 7::uinteger, 8::ubigint,
     1.5::float, 2.5::double, date '2024-02-29', timestamp '2024-02-29 12:30:00', 'short', 'b'::enum('a', 'b')),
    (false, -128, -32768, -2147483648, -9007199254740991, 255, 65535, 4294967295, 9007199254740991,
     -0.5, 1e300, date '1969-12-31', timestamp '1969-12-31 23:59:59', 'a text of more than twelve bytes: ңөү', 'a'),
    (null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)
  ) as t(b, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, d, ts, txt, code)`

const expected = [
  [true, 1, 2, 3, 4, 5, 6, 7, 8, 1.5, 2.5, '2024-02-29', '2024-02-29T12:30:00.000Z', 'short', 'b'],
  [
    false,
    -128,
    -32768,
    -2147483648,
    -9007199254740991,
    255,
    65535,
    4294967295,
    9007199254740991,
    -0.5,
    1e300,
    '1969-12-31',
    '1969-12-31T23:59:59.000Z',
    'a text of more than twelve bytes: ңөү',
    'a',
  ],
  Array<null>(15).fill(null),
]

/** Run at start-up: the layout of the engine's vectors is not part of its published interface. @throws Error */
export async function requireKnownLayout(connection: DuckDBConnection): Promise<void> {
  const columns = await readColumns(await connection.run(everyType), expected.length)
  const readers = columns.map(cellReader)
  const found = expected.map((_, row) => readers.map((read) => read(row)))
  if (canonicalJson(found) === canonicalJson(expected)) return
  throw new Error('This version of DuckDB lays out its vectors in another way: install the version of the lock file.')
}
