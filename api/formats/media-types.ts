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
