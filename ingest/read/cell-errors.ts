import { textsOfZip } from './unpack.ts'

/** The cells of one row of a sheet, in their order. */
export type SheetRow = readonly unknown[]

/** Stands in a cell whose formula failed or was never worked out: such a cell has no value, and is not empty either. */
export const cellErrorMark = '#CELL_ERROR'

/**
 * Marks the cells of all sheets that hold an error (`#N/A`) or a formula without a stored value.
 *
 * @param sheets - their rows, in the order of the workbook
 */
export async function withCellErrors(
  path: string,
  sheets: readonly (readonly SheetRow[])[],
): Promise<{ readonly sheets: readonly (readonly SheetRow[])[]; readonly found: boolean }> {
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
  const places: Place[] = []
  let [cell, isFormula, isStored] = ['', false, false]
  for (const { name, attributes, text } of tagsOf(xml)) {
    if (name === 'c') [cell, isFormula, isStored] = [attributes, false, attribute(attributes, 't') === 'str']
    if (name === 'f') isFormula = true
    if (name === 'v' && text !== '') isStored = true
    const isError = attribute(cell, 't') === 'e'
    if (name === '/c' && (isError || (isFormula && !isStored))) places.push(...placeOf(attribute(cell, 'r')))
  }
  return places
}

function placeOf(reference: string): Place[] {
  const [, letters = '', row = ''] = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? []
  if (letters === '') return []
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
  return [{ row: Number(row) - 1, column: column - 1 }]
}

function marked(rows: readonly SheetRow[], places: readonly Place[]): readonly SheetRow[] {
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
  const links = [...tagsOf(texts.get('xl/_rels/workbook.xml.rels') ?? '')].filter(({ name }) => name === 'Relationship')
  const targets = new Map(
    links.map(({ attributes }) => [attribute(attributes, 'Id'), attribute(attributes, 'Target')] as const),
  )
  const sheets = [...tagsOf(texts.get('xl/workbook.xml') ?? '')].filter(({ name }) => name === 'sheet')
  return sheets.map(({ attributes }) => {
    const target = targets.get(attribute(attributes, 'r:id')) ?? ''
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`
  })
}

interface Tag {
  /** Without its prefix; a closing tag begins with a slash. */
  readonly name: string
  readonly attributes: string
  /** What follows until the next tag. */
  readonly text: string
}

function* tagsOf(xml: string): Generator<Tag> {
  for (let at = xml.indexOf('<'); at >= 0; ) {
    const next = xml.indexOf('<', at + 1)
    const piece = xml.slice(at + 1, next < 0 ? undefined : next)
    const end = piece.indexOf('>')
    const tag = end < 0 ? piece : piece.slice(0, end)
    const [first = ''] = tag.split(/[\s/]/, 1)
    const name = tag.startsWith('/') ? `/${withoutPrefix(tag.slice(1))}` : withoutPrefix(first)
    yield { name, attributes: tag.slice(first.length), text: end < 0 ? '' : piece.slice(end + 1) }
    at = next
  }
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function attribute(attributes: string, name: string): string {
  const start = ` ${name}="`
  const at = attributes.indexOf(start)
  return at < 0 ? '' : attributes.slice(at + start.length, attributes.indexOf('"', at + start.length))
}
