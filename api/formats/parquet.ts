import { type BasicType, parquetWriteBuffer } from 'hyparquet-writer'
import { type ColumnType, type ColumnVector, cellReader } from '#warehouse'

const basicTypes: Readonly<Record<ColumnType, BasicType>> = {
  boolean: 'BOOLEAN',
  int8: 'INT32',
  int16: 'INT32',
  int32: 'INT32',
  int64: 'INT64',
  uint8: 'INT32',
  uint16: 'INT32',
  uint32: 'INT64',
  uint64: 'INT64',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  date: 'STRING',
  timestamp: 'STRING',
  text: 'STRING',
  code: 'STRING',
}

export interface ForParquet {
  readonly columns: readonly ColumnVector[]
  readonly metadata: Readonly<Record<string, string>>
}

/** Writes columns as a Parquet file; dates are ISO texts. `metadata` stands in the footer of the file. */
export function encodeParquet({ columns, metadata }: ForParquet): Buffer {
  const columnData = columns.map((column) => {
    const read = cellReader(column)
    const type = basicTypes[column.type]
    const cell = type === 'INT64' ? (row: number) => whole(read(row)) : read
    return { name: column.name, type, data: Array.from({ length: column.length }, (_, row) => cell(row)) }
  })
  const kvMetadata = Object.entries(metadata).map(([key, value]) => ({ key, value }))
  return Buffer.from(parquetWriteBuffer({ columnData, kvMetadata, createdBy: 'taraza' }))
}

function whole(cell: unknown): bigint | null {
  return cell === null ? null : BigInt(cell as string | number)
}
