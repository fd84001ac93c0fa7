/** The types in which answers leave the engine. Every other type is cast in the statement that asks. */
export type ColumnType =
  | 'boolean'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'date'
  | 'timestamp'
  | 'text'
  | 'code'

/** The numbers of a column side by side, as Arrow lays them out. */
export type Values =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array

/**
 * One column of an answer, laid out as Arrow lays it out, so that every format is written from the same bytes.
 *
 * - `boolean`: one bit per row, least significant first · `date`: days since 1970 · `timestamp`: microseconds since 1970
 * - `text`: `values` are UTF-8 bytes and `offsets` has `length + 1` entries
 * - `code`: `values` are indexes into `dictionary`
 */
export interface ColumnVector {
  readonly name: string
  readonly type: ColumnType
  readonly length: number
  readonly values: Values
  /** One bit per row, least significant first, 1 for a value; `null` when no row is NULL. */
  readonly validity: Uint8Array | null
  readonly offsets?: Int32Array
  readonly dictionary?: readonly string[]
}

/** What a cell holds, for formats that are written row by row. Dates are ISO texts; big integers that lose digits are text. */
export type CellValue = string | number | boolean | null

/** Reads one cell. `row` is in `[0, column.length)`. */
export function cellAt(column: ColumnVector, row: number): CellValue {
  return cellReader(column)(row)
}

const decoder = new TextDecoder()

/** A function that reads the cells of one column: the type is looked at once, not per row. */
export function cellReader(column: ColumnVector): (row: number) => CellValue {
  const read = valueReader(column)
  const { validity } = column
  return validity === null ? read : (row) => (bitAt(validity, row) ? read(row) : null)
}

/** The bit of a row, of bits that are packed least significant first. */
export function bitAt(bits: Uint8Array, row: number): boolean {
  return (((bits[row >> 3] ?? 0) >> (row & 7)) & 1) === 1
}

function valueReader({ type, values, offsets, dictionary }: ColumnVector): (row: number) => CellValue {
  switch (type) {
    case 'boolean':
      return (row) => bitAt(values as Uint8Array, row)
    case 'text':
      return (row) => decoder.decode((values as Uint8Array).subarray(offsets?.[row], offsets?.[row + 1]))
    case 'code':
      return (row) => dictionary?.[Number(values[row])] ?? null
    case 'date':
      return (row) => new Date(Number(values[row]) * 86_400_000).toISOString().slice(0, 10)
    case 'timestamp':
      return (row) => new Date(Number((values as BigInt64Array)[row] ?? 0n) / 1000).toISOString()
    default:
      return (row) => numberOrText(values[row])
  }
}

function numberOrText(value: number | bigint | undefined): CellValue {
  if (typeof value !== 'bigint') return value ?? null
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}

/** A column of numbers that was computed and not read; `null` is NULL. */
export function numberColumn(name: string, cells: readonly (number | null)[]): ColumnVector {
  const values = Float64Array.from(cells, (cell) => cell ?? 0)
  return { name, type: 'float64', length: cells.length, values, validity: validityOf(cells) }
}

/** A column of codes that was computed and not read. */
export function codeColumn(name: string, cells: readonly string[]): ColumnVector {
  const dictionary = [...new Set(cells)]
  const position = new Map(dictionary.map((code, index) => [code, index]))
  const values = Int32Array.from(cells, (cell) => position.get(cell) ?? 0)
  return { name, type: 'code', length: cells.length, values, validity: null, dictionary }
}

/** The rows of a column at the given positions, in that order. */
export function takeRows(column: ColumnVector, rows: readonly number[]): ColumnVector {
  const { name, type, values, validity } = column
  const base = { name, type, length: rows.length, validity: validity && packBits(rows, (row) => bitAt(validity, row)) }
  if (type === 'boolean') return { ...base, values: packBits(rows, (row) => bitAt(values as Uint8Array, row)) }
  if (type === 'text') return { ...base, ...takeTexts(column, rows) }
  return { ...base, values: takeValues(values, rows), ...(column.dictionary ? { dictionary: column.dictionary } : {}) }
}

function takeValues(values: Values, rows: readonly number[]): Values {
  const sameKind = values.slice(0, 0).constructor as new (length: number) => Values
  const target = new sameKind(rows.length)
  if (areBig(target) && areBig(values)) for (const [index, row] of rows.entries()) target[index] = values[row] as bigint
  if (!areBig(target) && !areBig(values))
    for (const [index, row] of rows.entries()) target[index] = values[row] as number
  return target
}

/** Whether the numbers of a column are big integers. */
export function areBig(values: Values): values is BigInt64Array | BigUint64Array {
  return values instanceof BigInt64Array || values instanceof BigUint64Array
}

function takeTexts({ values, offsets }: ColumnVector, rows: readonly number[]) {
  const parts = rows.map((row) => (values as Uint8Array).subarray(offsets?.[row], offsets?.[row + 1]))
  const ends = new Int32Array(rows.length + 1)
  for (const [index, part] of parts.entries()) ends[index + 1] = (ends[index] ?? 0) + part.length
  return { values: new Uint8Array(Buffer.concat(parts)), offsets: ends }
}

function validityOf(cells: readonly unknown[]): Uint8Array | null {
  return cells.includes(null) ? packBits(cells, (cell) => cell !== null) : null
}

function packBits<T>(items: readonly T[], isSet: (item: T) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(items.length / 8))
  for (const [row, item] of items.entries()) if (isSet(item)) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7))
  return bits
}
