import writeWorkbook, { type Cell, type Sheet } from 'write-excel-file/node'
import { packZip, unpackZip } from '#foundation'

/** A workbook of sheets. It is packed anew without the time of day: equal sheets are equal bytes. */
export async function workbookOf(sheets: Sheet<never>[]): Promise<Buffer> {
  return packZip(unpackZip(await writeWorkbook(sheets).toBuffer()))
}

/** Keys and what they stand for, side by side. */
export function pairSheet(name: string, pairs: readonly (readonly string[])[]): Sheet<never> {
  const data = pairs.map(([key = '', value = '']) => [heading(key), { ...textCell(value), wrap: true }])
  return { sheet: name, data, columns: [{ width: 28 }, { width: 110 }] }
}

/** A table under its head, which stays in sight. */
export function sheet(name: string, data: Cell[][], head: readonly string[]): Sheet<never> {
  return {
    sheet: name,
    data,
    columns: head.map((title) => ({ width: Math.min(40, Math.max(12, title.length + 2)) })),
    stickyRowsCount: 1,
  }
}

export function heading(value: string) {
  return { value, fontWeight: 'bold' as const, wrap: true }
}

export function textCell(value: string) {
  return { value }
}
