import { textsOfZip } from './unpack.ts'
import type { Row } from './workbook.ts'

/** Stands in a cell whose formula failed or was never worked out: such a cell has no value, and is not empty either. */
export const cellErrorMark = '#CELL_ERROR'

const cell = /<(?:\w+:)?c\b([^>]*?)(?:\/>|>(.*?)<\/(?:\w+:)?c>)/gs

/**
 * Marks the cells of all sheets that hold an error (`#N/A`) or a formula without a stored value.
 *
 * @param sheets - their rows, in the order of the workbook
 */
export async function withCellErrors(
  path: string,
  sheets: readonly (readonly Row[])[],
): Promise<{ readonly sheets: readonly (readonly Row[])[]; readonly found: boolean }> {
  const texts = await textsOfZip(path, /^\/?xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/)
  const places = sheetPaths(texts).map((name) => failedCells(texts.get(name) ?? ''))
  if (places.every((cells) => cells.length === 0)) return { sheets, found: false }
  return { sheets: sheets.map((rows, index) => marked(rows, places[index] ?? [])), found: true }
}

interface Place {
  readonly row: number
  readonly column: number
}

function failedCells(xml: string): readonly Place[] {
  if (!/\bt="e"|<(?:\w+:)?f\b/.test(xml)) return []
  return [...xml.matchAll(cell)].flatMap(([, attributes = '', content = '']) => {
    const isError = /\bt="e"/.test(attributes)
    const isFormula = /<(?:\w+:)?f\b/.test(content)
    const isStored = /<(?:\w+:)?v\b[^>]*>[^<]/.test(content) || /\bt="str"/.test(attributes)
    return isError || (isFormula && !isStored) ? placeOf(attributes) : []
  })
}

function placeOf(attributes: string): Place[] {
  const [, letters = '', row = ''] = /\br="([A-Z]+)(\d+)"/.exec(attributes) ?? []
  if (letters === '') return []
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
  return [{ row: Number(row) - 1, column: column - 1 }]
}

function marked(rows: readonly Row[], places: readonly Place[]): readonly Row[] {
  const copy = rows.map((row) => [...row])
  for (const { row, column } of places) {
    while (copy.length <= row) copy.push([])
    const cells = copy[row] ?? []
    cells[column] = cellErrorMark
  }
  return copy
}

/** The files of the sheets in the order in which the workbook names them. */
function sheetPaths(texts: ReadonlyMap<string, string>): readonly string[] {
  const targets = new Map(
    tags(texts.get('xl/_rels/workbook.xml.rels') ?? '', 'Relationship').map((tag) => [
      attribute(tag, 'Id'),
      attribute(tag, 'Target'),
    ]),
  )
  return tags(texts.get('xl/workbook.xml') ?? '', 'sheet').map((tag) => {
    const target = targets.get(attribute(tag, '\\w+:id')) ?? ''
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`
  })
}

function tags(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? []
}

function attribute(tag: string, name: string): string {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
}
