import writeWorkbook, { type Cell } from 'write-excel-file/node'
import { packZip } from '#foundation'
import type { NativeChart } from './native-series.ts'
import { stripTimestamps } from './ooxml.ts'

/** The data of a native chart as the workbook that opens with "Edit data": categories, then a column for each series. */
export async function chartWorkbook({ categories, series }: NativeChart, publishedAt: string): Promise<Uint8Array> {
  const text = (value: string): Cell => ({ type: String, value })
  const number = (value: number | null | undefined): Cell => (value == null ? null : { type: Number, value })
  const head = [null, ...series.map(({ name }) => text(name))]
  const rows = categories.map((category, at) => [text(category), ...series.map(({ values }) => number(values[at]))])
  const bytes = await writeWorkbook([{ sheet: 'Sheet1', data: [head, ...rows] }]).toBuffer()
  return packZip(stripTimestamps(bytes, publishedAt))
}
