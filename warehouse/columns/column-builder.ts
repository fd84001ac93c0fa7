import { type DuckDBEnumType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { GrowingBits, GrowingBytes } from './growing.ts'
import { bitAt, type ColumnType, type ColumnVector, type Values } from './typed-column.ts'

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
  finish(): ColumnVector
}

/**
 * A builder for a column of the given type and number of rows. Vectors are copied once, never kept: the handle of a vector does not keep
 * its memory alive.
 *
 * @throws Error for types that are not in {@link ColumnType}: the statement has to cast them
 */
export function columnBuilder(name: string, type: DuckDBType, rows: number): ColumnBuilder {
  if (type.typeId === DuckDBTypeId.VARCHAR) return textBuilder(name, rows)
  if (type.typeId === DuckDBTypeId.BOOLEAN) return booleanBuilder(name, rows)
  if (type.typeId === DuckDBTypeId.ENUM) {
    const { values, internalTypeId } = type as DuckDBEnumType
    const layout = codeLayouts[internalTypeId]
    if (layout !== undefined) return fixedBuilder(name, layout, rows, values)
  }
  const layout = fixedLayouts[type.typeId]
  if (layout === undefined) throw new Error(`the column ${name} has the type ${type}, which no answer can hold`)
  return fixedBuilder(name, layout, rows)
}

function fixedBuilder(
  name: string,
  { type, bytes, array }: FixedLayout,
  expected: number,
  dictionary?: readonly string[],
): ColumnBuilder {
  const values = new GrowingBytes(expected * bytes)
  const validity = new ValidityBuilder(expected)
  return {
    append(vector, rows) {
      values.append(duckdb.vector_get_data(vector, rows * bytes))
      validity.append(vector, rows)
    },
    finish() {
      const { length, bits } = validity.finish()
      const all = new array(values.buffer, 0, length)
      return { name, type, length, values: all, validity: bits, ...(dictionary ? { dictionary } : {}) }
    },
  }
}

function booleanBuilder(name: string, expected: number): ColumnBuilder {
  const bits = new GrowingBits(expected)
  const validity = new ValidityBuilder(expected)
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
const slotWords = slotBytes / 4
const inlineBytes = 12
const averageTextBytes = 8

/** A text vector has a slot of 16 bytes per row: the length, then up to 12 bytes of text, or 4 bytes and a pointer. */
function textBuilder(name: string, expected: number): ColumnBuilder {
  const texts = new GrowingBytes(expected * averageTextBytes)
  const ends = new GrowingBytes((expected + 1) * 4)
  const validity = new ValidityBuilder(expected)
  ends.append(new Uint8Array(4))
  return {
    append(vector, rows) {
      const slots = duckdb.vector_get_data(vector, rows * slotBytes)
      const lengths = new Uint32Array(slots.buffer, slots.byteOffset, rows * slotWords)
      const valid = validityOf(vector, rows)
      const chunkEnds = new Int32Array(rows)
      let target = texts.reserve(rows * inlineBytes)
      let end = texts.length
      for (let row = 0; row < rows; row++) {
        const length = valid === null || bitAt(valid, row) ? (lengths[row * slotWords] as number) : 0
        if (length > inlineBytes) {
          texts.advance(end - texts.length)
          texts.append(longText(slots, row * slotBytes, length))
          target = texts.reserve((rows - row) * inlineBytes)
          end = texts.length
        } else {
          // For short texts a loop is faster than a view.
          const start = row * slotBytes + 4
          for (let at = 0; at < length; at++) target[end + at] = slots[start + at] as number
          end += length
        }
        chunkEnds[row] = end
      }
      texts.advance(end - texts.length)
      ends.append(new Uint8Array(chunkEnds.buffer))
      validity.append(vector, rows)
    },
    finish() {
      const { length, bits } = validity.finish()
      const offsets = new Int32Array(ends.buffer, 0, length + 1)
      return {
        name,
        type: 'text',
        length,
        values: new Uint8Array(texts.buffer, 0, texts.length),
        validity: bits,
        offsets,
      }
    },
  }
}

/** A text too long for its slot lies elsewhere: the slot has the address. */
function longText(slots: Uint8Array, slot: number, length: number): Uint8Array {
  return duckdb.get_data_from_pointer(slots.buffer as ArrayBuffer, slots.byteOffset + slot + 8, length)
}

/** The engine gives `null` for a vector without NULL. */
function validityOf(vector: duckdb.Vector, rows: number): Uint8Array | null {
  return duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8) as Uint8Array | null
}

/** The validity of a column. As long as no vector had a NULL there is nothing to write down but the length. */
class ValidityBuilder {
  readonly #expected: number
  #length = 0
  #bits: GrowingBits | null = null

  constructor(expected: number) {
    this.#expected = expected
  }

  append(vector: duckdb.Vector, rows: number): void {
    const bitmap = validityOf(vector, rows)
    if (bitmap !== null && this.#bits === null) {
      this.#bits = new GrowingBits(this.#expected)
      this.#bits.appendOnes(this.#length)
    }
    if (bitmap === null) this.#bits?.appendOnes(rows)
    else this.#bits?.appendBitmap(bitmap, rows)
    this.#length += rows
  }

  finish(): { length: number; bits: Uint8Array | null } {
    return { length: this.#length, bits: this.#bits?.finish() ?? null }
  }
}
