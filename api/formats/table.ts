import type { Language } from '#jurisdictions'
import {
  type Answer,
  type Catalog,
  type CellValue,
  type ColumnMeaning,
  cellReader,
  datasetNamed,
  type MeasurePart,
  periodLabel,
} from '#warehouse'

/** A code of a dimension of an answer, with the words for it. */
export interface TableCode {
  readonly code: string
  readonly label: string
}

export interface TableDimension {
  readonly name: string
  readonly label: string
  readonly isTime: boolean
  /** What occurs in the answer: codes in the order of their list, periods in the order of time. */
  readonly codes: readonly TableCode[]
}

export interface TableColumn extends ColumnMeaning {
  readonly read: (row: number) => CellValue
}

/** An answer as a table of keys and figures: what the statistical formats are written from. */
export interface Table {
  readonly rows: number
  readonly dimensions: readonly TableDimension[]
  /** By dimension and row: the place of its code in the codes of the dimension. */
  readonly places: readonly Int32Array[]
  /** Measures with what belongs to them, in the order of the columns. */
  readonly figures: readonly TableColumn[]
  readonly remarks: readonly TableColumn[]
}

/** The column of a part of a measure, where the answer has it. */
export function figureIn({ figures }: Table, measure: string, part: MeasurePart): TableColumn | undefined {
  return figures.find((figure) => figure.measure === measure && figure.part === part)
}

export function tableOf(answer: Answer, catalog: Catalog, language: Language): Table {
  const columns = answer.meanings.map((meaning, index): TableColumn => {
    const column = answer.columns[index]
    if (column === undefined) throw new Error('a column is missing')
    return { ...meaning, read: cellReader(column) }
  })
  const rows = Array.from({ length: answer.rows }, (_, row) => row)
  const keys = columns.filter(({ role }) => role === 'dimension' || role === 'time')
  const found = keys.map(({ name, read, role, label }) => {
    const cells = rows.map((row) => String(read(row)))
    const { codes = [] } = datasetNamed(answer.question.dataset, catalog).dimensions.get(name) ?? {}
    const seen = new Set(cells)
    const known = codes
      .filter(({ code }) => seen.has(code))
      .map((code) => ({ code: code.code, label: code.label[language] }))
    const labelOf = (code: string) => periodLabel(code, catalog.jurisdiction)
    const present = role === 'time' ? [...seen].sort().map((code) => ({ code, label: labelOf(code) })) : known
    const place = new Map(present.map(({ code }, index) => [code, index]))
    const dimension = { name, label: label[language], isTime: role === 'time', codes: present }
    return { dimension, places: Int32Array.from(cells, (cell) => place.get(cell) ?? 0) }
  })
  return {
    rows: answer.rows,
    dimensions: found.map(({ dimension }) => dimension),
    places: found.map(({ places }) => places),
    figures: columns.filter(({ role }) => role === 'figure' || role === 'detail'),
    remarks: columns.filter(({ role }) => role === 'remark'),
  }
}
