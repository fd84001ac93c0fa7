import {
  Bool,
  type Data,
  type DataType,
  DateDay,
  Dictionary,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  makeData,
  makeVector,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  type Vector,
} from 'apache-arrow'
import type { ColumnType, ColumnVector } from '#warehouse'

/** Rows per record batch. */
const batchRows = 131_072

const plainTypes: Readonly<Record<Exclude<ColumnType, 'code'>, () => DataType>> = {
  boolean: () => new Bool(),
  int8: () => new Int8(),
  int16: () => new Int16(),
  int32: () => new Int32(),
  int64: () => new Int64(),
  uint8: () => new Uint8(),
  uint16: () => new Uint16(),
  uint32: () => new Uint32(),
  uint64: () => new Uint64(),
  float32: () => new Float32(),
  float64: () => new Float64(),
  date: () => new DateDay(),
  timestamp: () => new TimestampMicrosecond(),
  text: () => new Utf8(),
}

/**
 * Writes columns as an Arrow IPC stream. The columns are laid out as Arrow lays them out, so their buffers go in as they
 * are; codes become dictionaries.
 *
 * @param metadata - texts that travel in the schema: notes, unit, release
 * @see Apache Arrow columnar format 1.5, "Physical memory layout" and "IPC streaming format"
 */
export function encodeArrow(
  columns: readonly ColumnVector[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const encoded = columns.map(encodeColumn)
  const fields = encoded.map(({ field }) => field)
  const schema = new Schema(fields, new Map(Object.entries(metadata)))
  const rows = columns[0]?.length ?? 0
  const writer = new RecordBatchStreamWriter()
  writer.reset(undefined, schema)
  for (let first = 0; first === 0 || first < rows; first += batchRows) {
    const length = Math.min(batchRows, rows - first)
    const children = encoded.map(({ data }) => data.slice(first, length))
    writer.write(new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children })))
  }
  return writer.finish().toUint8Array(true)
}

interface EncodedColumn {
  readonly field: Field
  readonly data: Data
}

function encodeColumn(column: ColumnVector, position: number): EncodedColumn {
  const { type, dictionary } = typeOf(column, position)
  const { length, values, validity, offsets } = column
  const nullBitmap = validity ?? undefined
  const nullCount = validity === null ? 0 : -1
  const buffers = offsets === undefined ? { data: values } : { data: values, valueOffsets: offsets }
  const codes = dictionary ? { dictionary } : {}
  const data = makeData({ type, length, nullCount, nullBitmap, ...buffers, ...codes })
  return { field: new Field(column.name, type, validity !== null), data }
}

/** Each dictionary needs an id of its own, or the schema is refused. */
function typeOf(
  { type, values, dictionary }: ColumnVector,
  position: number,
): { type: DataType; dictionary?: Vector<Utf8> } {
  if (type !== 'code') return { type: plainTypes[type]() }
  return { type: new Dictionary(new Utf8(), indexType(values), position), dictionary: textVector(dictionary ?? []) }
}

function indexType(values: ColumnVector['values']): Uint8 | Uint16 | Uint32 | Int32 {
  if (values instanceof Uint8Array) return new Uint8()
  if (values instanceof Uint16Array) return new Uint16()
  return values instanceof Uint32Array ? new Uint32() : new Int32()
}

function textVector(texts: readonly string[]): Vector<Utf8> {
  const parts = texts.map((text) => Buffer.from(text))
  const valueOffsets = new Int32Array(texts.length + 1)
  for (const [index, part] of parts.entries()) valueOffsets[index + 1] = (valueOffsets[index] ?? 0) + part.length
  return makeVector(
    makeData({
      type: new Utf8(),
      length: texts.length,
      nullCount: 0,
      data: new Uint8Array(Buffer.concat(parts)),
      valueOffsets,
    }),
  )
}
