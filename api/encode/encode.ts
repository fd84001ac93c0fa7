import type { Language } from '#jurisdictions'
import type { Answer, Catalog } from '#warehouse'
import { encodeCsv } from '../formats/csv.ts'
import { requireFiniteColumns } from '../formats/finite.ts'
import { describeAnswer, jsonAnswer } from '../formats/json.ts'
import { jsonStat } from '../formats/json-stat.ts'
import type { Format } from '../formats/media-types.ts'
import { sdmxCsv } from '../sdmx/data-csv.ts'
import { sdmxJson } from '../sdmx/data-json.ts'

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
      return Buffer.from(encodeCsv(answer, catalog.jurisdiction))
    case 'arrow': {
      const { encodeArrow } = await import('../formats/arrow.ts')
      const bytes = encodeArrow(answer.columns, { taraza: about() })
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    case 'parquet':
      return (await import('../formats/parquet.ts')).encodeParquet({
        columns: answer.columns,
        metadata: { taraza: about() },
      })
    case 'xlsx':
      return await (await import('../formats/workbook.ts')).encodeWorkbook(answer, catalog, language)
    case 'jsonstat':
      return Buffer.from(JSON.stringify(jsonStat(answer, catalog, language)))
    case 'sdmx-json':
      return Buffer.from(JSON.stringify(sdmxJson([answer], catalog, language)))
    case 'sdmx-csv':
      return Buffer.from(sdmxCsv([answer], catalog, language))
  }
}
