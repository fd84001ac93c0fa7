import { type DuckDBEnumType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import type { ColumnType, TypedColumn, Values } from './typed-column.ts'

type ValuesConstructor = new (buffer: ArrayBuffer, offset?: number, length?: number) => Values

interface FixedLayout {
  readonly type: ColumnType
  readonly bytes: number
  readonly array: ValuesConstructor
}

const fixedLayouts: Readonly<Partial<Record<DuckDBTypeId, FixedLayout>>> = {
  [DuckDBTypeId.TINYINT]: { type: 'int8', bytes: 1, array: Int8Array },
  [DuckDBTypeId.SMALLINT]: { type: 'int16', bytes: 2, array: Int16Array },
  [DuckDBTypeId.INTEGER]: { type: 'int32', bytes: 4, array: Int32Array },
  [DuckDBTypeId.BIGINT]: { type: 'int64', bytes: 8, array: BigInt64Array },
  [DuckDBTypeId.UTINYINT]: { type: 'uint8', bytes: 1, array: Uint8Array },
  [DuckDBTypeId.USMALLINT]: { type: 'uint16', bytes: 2, array: Uint16Array },
  [DuckDBTypeId.UINTEGER]: { type: 'uint32', bytes: 4, array: Uint32Array },
  [DuckDBTypeId.UBIGINT]: { type: 'uint64', bytes: 8, array: BigUint64Array },
  [DuckDBTypeId.FLOAT]: { type: 'float32', bytes: 4, array: Float32Array },
  [DuckDBTypeId.DOUBLE]: { type: 'float64', bytes: 8, array: Float64Array },
  [DuckDBTypeId.DATE]: { type: 'date', bytes: 4, array: Int32Array },
  [DuckDBTypeId.TIMESTAMP]: { type: 'timestamp', bytes: 8, array: BigInt64Array },
}

const codeLayouts: Readonly<Partial<Record<DuckDBTypeId, FixedLayout>>> = {
  [DuckDBTypeId.UTINYINT]: { type: 'code', bytes: 1, array: Uint8Array },
  [DuckDBTypeId.USMALLINT]: { type: 'code', bytes: 2, array: Uint16Array },
  [DuckDBTypeId.UINTEGER]: { type: 'code', bytes: 4, array: Uint32Array },
}

/** Collects the vectors of one column, chunk after chunk. */
export interface ColumnBuilder {
  append(vector: duckdb.Vector, rows: number): void
  finish(): TypedColumn
}

/**
 * A builder for a column of the given type. Vectors are copied once, never kept: the handle of a vector does not keep
 * its memory alive.
 *
 * @throws Error for types that are not in {@link ColumnType}: the statement has to cast them
 */
export function columnBuilder(name: string, type: DuckDBType): ColumnBuilder {
  if (type.typeId === DuckDBTypeId.VARCHAR) return textBuilder(name)
  if (type.typeId === DuckDBTypeId.BOOLEAN) return booleanBuilder(name)
  if (type.typeId === DuckDBTypeId.ENUM) {
    const { values, internalTypeId } = type as DuckDBEnumType
    const layout = codeLayouts[internalTypeId]
    if (layout !== undefined) return fixedBuilder(name, layout, values)
  }
  const layout = fixedLayouts[type.typeId]
  if (layout === undefined) throw new Error(`the column ${name} has the type ${type}, which no answer can hold`)
  return fixedBuilder(name, layout)
}

function fixedBuilder(
  name: string,
  { type, bytes, array }: FixedLayout,
  dictionary?: readonly string[],
): ColumnBuilder {
  const values = growingBytes()
  const validity = validityBuilder()
  return {
    append(vector, rows) {
      values.append(duckdb.vector_get_data(vector, rows * bytes))
      validity.append(vector, rows)
    },
    finish() {
      const { length, bits } = validity.finish()
      const all = new array(values.finish().buffer, 0, length)
      return { name, type, length, values: all, validity: bits, ...(dictionary ? { dictionary } : {}) }
    },
  }
}

function booleanBuilder(name: string): ColumnBuilder {
  const bits = growingBits()
  const validity = validityBuilder()
  return {
    append(vector, rows) {
      const cells = duckdb.vector_get_data(vector, rows)
      bits.append(rows, (row) => cells[row] === 1)
      validity.append(vector, rows)
    },
    finish() {
      const { length, bits: valid } = validity.finish()
      return { name, type: 'boolean', length, values: bits.finish(), validity: valid }
    },
  }
}

const slotBytes = 16
const inlineBytes = 12

/** A text vector has a slot of 16 bytes per row: the length, then up to 12 bytes of text, or 4 bytes and a pointer. */
function textBuilder(name: string): ColumnBuilder {
  const bytes = growingBytes()
  const ends = growingBytes()
  const validity = validityBuilder()
  ends.append(new Uint8Array(4))
  return {
    append(vector, rows) {
      const slots = duckdb.vector_get_data(vector, rows * slotBytes)
      const valid = duckdb.vector_get_validity(vector, bitmapBytes(rows)) as Uint8Array | null
      const view = new DataView(slots.buffer, slots.byteOffset, slots.byteLength)
      const chunkEnds = new Int32Array(rows)
      for (let row = 0; row < rows; row++) {
        if (valid === null || ((valid[row >> 3] ?? 0) >> (row & 7)) & 1) appendText(slots, view, row * slotBytes)
        chunkEnds[row] = bytes.length
      }
      ends.append(new Uint8Array(chunkEnds.buffer))
      validity.append(vector, rows)
    },
    finish() {
      const { length, bits } = validity.finish()
      const offsets = new Int32Array(ends.finish().buffer, 0, length + 1)
      return { name, type: 'text', length, values: bytes.finish(), validity: bits, offsets }
    },
  }
  function appendText(slots: Uint8Array, view: DataView, slot: number): void {
    const length = view.getUint32(slot, true)
    if (length <= inlineBytes) bytes.append(slots.subarray(slot + 4, slot + 4 + length))
    else bytes.append(duckdb.get_data_from_pointer(slots.buffer as ArrayBuffer, slots.byteOffset + slot + 8, length))
  }
}

function bitmapBytes(rows: number): number {
  return Math.ceil(rows / 64) * 8
}

/** The validity of a column. A vector without a bitmap has no NULL; the bitmap is dropped when no vector had one. */
function validityBuilder() {
  const bits = growingBits()
  let length = 0
  let anyNull = false
  return {
    append(vector: duckdb.Vector, rows: number) {
      const bitmap = duckdb.vector_get_validity(vector, bitmapBytes(rows)) as Uint8Array | null
      anyNull ||= bitmap !== null
      bits.append(
        rows,
        bitmap === null ? () => true : (row) => (((bitmap[row >> 3] ?? 0) >> (row & 7)) & 1) === 1,
        bitmap,
      )
      length += rows
    },
    finish: () => ({ length, bits: anyNull ? bits.finish() : null }),
  }
}

/** Bits that grow at the end. Chunks of an answer need not be multiples of eight rows. */
function growingBits() {
  let bytes = new Uint8Array(1024)
  let length = 0
  return {
    append(rows: number, isSet: (row: number) => boolean, bitmap: Uint8Array | null = null) {
      bytes = withRoomFor(bytes, Math.ceil((length + rows) / 8))
      if (bitmap !== null && length % 8 === 0) bytes.set(bitmap.subarray(0, Math.ceil(rows / 8)), length >> 3)
      else
        for (let row = 0; row < rows; row++) {
          const at = length + row
          const bit = 1 << (at & 7)
          bytes[at >> 3] = isSet(row) ? (bytes[at >> 3] ?? 0) | bit : (bytes[at >> 3] ?? 0) & ~bit
        }
      length += rows
    },
    finish: () => bytes.slice(0, Math.ceil(length / 8)),
  }
}

function growingBytes() {
  let bytes = new Uint8Array(4096)
  let length = 0
  return {
    append(more: Uint8Array) {
      bytes = withRoomFor(bytes, length + more.length)
      bytes.set(more, length)
      length += more.length
    },
    get length() {
      return length
    },
    finish: () => bytes.slice(0, length),
  }
}

function withRoomFor(bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  if (needed <= bytes.length) return bytes
  const wider = new Uint8Array(Math.max(needed, bytes.length * 2))
  wider.set(bytes)
  return wider
}
