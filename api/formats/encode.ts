import type { Language } from '#jurisdictions'
import type { Answer, Catalog } from '#warehouse'
import { sdmxCsv } from '../sdmx/data-csv.ts'
import { sdmxJson } from '../sdmx/data-json.ts'
import { encodeCsv } from './csv.ts'
import { requireFiniteColumns } from './finite.ts'
import { describeAnswer, jsonAnswer } from './json.ts'
import { jsonStat } from './json-stat.ts'

/** The formats in which an answer can be had, by their names in the parameter `format`. */
export const formats = ['json', 'csv', 'arrow', 'parquet', 'xlsx', 'jsonstat', 'sdmx-json', 'sdmx-csv'] as const
/** One of {@link formats}. */
export type Format = (typeof formats)[number]

/** The media type of each format, with its parameters, as it stands in the header `Content-Type`. */
export const mediaTypes: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  arrow: 'application/vnd.apache.arrow.stream',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonstat: 'application/json; charset=utf-8; profile="https://json-stat.org/full/"',
  'sdmx-json': 'application/vnd.sdmx.data+json; version=2.1.0',
  'sdmx-csv': 'application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8',
}

/** The endings of files that are saved; what browsers show has none. */
export const fileEndings: Readonly<Partial<Record<Format, string>>> = { csv: 'csv', parquet: 'parquet', xlsx: 'xlsx' }

/**
 * The bytes of an answer. Every format is written from the same typed columns; what few ask for is loaded when asked.
 *
 * @throws Error for a number that is not finite: it must not become an empty cell
 */
export async function encodeAnswer(
  answer: Answer,
  catalog: Catalog,
  format: Format,
  language: Language,
): Promise<Buffer> {
  requireFiniteColumns(answer.columns)
  const about = () => JSON.stringify(describeAnswer(answer, catalog, language))
  switch (format) {
    case 'json':
      return Buffer.from(JSON.stringify(jsonAnswer(answer, catalog, language)))
    case 'csv':
      return Buffer.from(encodeCsv(answer))
    case 'arrow': {
      const { encodeArrow } = await import('./arrow.ts')
      const bytes = encodeArrow(answer.columns, { taraza: about() })
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    case 'parquet':
      return (await import('./parquet.ts')).encodeParquet({ columns: answer.columns, metadata: { taraza: about() } })
    case 'xlsx':
      return await (await import('./workbook.ts')).encodeWorkbook(answer, catalog, language)
    case 'jsonstat':
      return Buffer.from(JSON.stringify(jsonStat(answer, catalog, language)))
    case 'sdmx-json':
      return Buffer.from(JSON.stringify(sdmxJson([answer], catalog, language)))
    case 'sdmx-csv':
      return Buffer.from(sdmxCsv([answer], catalog, language))
  }
}
