import type { Cell, Sheet } from 'write-excel-file/node'
import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import { type Answer, type Catalog, datasetNamed, periodLabel } from '#warehouse'
import { describeAnswer, type JsonAnswer } from './json.ts'
import { type Table, tableOf } from './table.ts'
import { fileWords } from './words.ts'
import { heading, pairSheet, sheet, textCell, workbookOf } from './workbook-sheets.ts'

/** What a sheet of a workbook holds, less its header. */
const maxRows = 1_048_575

const numberFormats: Readonly<Record<string, string>> = {
  share: '0.0%',
  growth: '0.0%',
  persons: '#,##0',
  cases: '#,##0',
  months: '0.0',
  rate: '0.0',
}

/**
 * Writes an answer as a workbook: the figures as plain values with words and codes, then what they are, the notes, the
 * definitions and the sources, a sheet each. There are no formulas: texts are stored as texts.
 *
 * @throws {@link Refusal} `TOO_MANY_ROWS`
 */
export async function encodeWorkbook(answer: Answer, catalog: Catalog, language: Language): Promise<Buffer> {
  if (answer.rows > maxRows) {
    const advice = `A sheet of a workbook has at most ${maxRows} rows. Ask for a part with limit and offset, or for Parquet.`
    throw new Refusal('TOO_MANY_ROWS', advice, { parameter: 'format', allowed: ['parquet', 'csv', 'arrow'] })
  }
  const about = describeAnswer(answer, catalog, language)
  const sheets: Sheet<never>[] = [
    dataSheet(tableOf(answer, catalog, language), language),
    ...aboutSheets(answer, catalog, about, language),
  ]
  return await workbookOf(sheets)
}

function figureCell(value: unknown, unit: string | null | undefined): Cell {
  return typeof value === 'number' ? { value, format: numberFormats[unit ?? ''] ?? '0.0##' } : null
}

function dataSheet(table: Table, language: Language): Sheet<never> {
  const { dimensions, places, figures, remarks, rows } = table
  const head = [
    ...dimensions.flatMap(({ label, isTime }) => (isTime ? [label] : [label, `${label}, ${fileWords.code[language]}`])),
    ...[...figures, ...remarks].map(({ label }) => label[language]),
  ]
  const body = Array.from({ length: rows }, (_, row): Cell[] => [
    ...dimensions.flatMap(({ codes, isTime }, index) => {
      const { code = '', label = '' } = codes[places[index]?.[row] ?? 0] ?? {}
      return isTime ? [textCell(label)] : [textCell(label), textCell(code)]
    }),
    ...figures.map(({ read, unit }) => figureCell(read(row), unit)),
    ...remarks.map(({ read }) => textCell(String(read(row)))),
  ])
  return sheet(fileWords.data[language], [head.map(heading), ...body], head)
}

function aboutSheets(
  answer: Answer,
  catalog: Catalog,
  about: Omit<JsonAnswer, 'rows'>,
  language: Language,
): Sheet<never>[] {
  const dataset = datasetNamed(answer.question.dataset, catalog)
  const named = (name: keyof typeof fileWords) => fileWords[name][language]
  const asked = [...dataset.measures.values()].filter(({ name }) => answer.question.measures.includes(name))
  const facts = [
    [named('dataset'), dataset.label[language]],
    [named('unit'), about.unit],
    [named('rule'), about.rule],
    [named('period'), about.period === null ? '' : `${about.period.from} – ${about.period.to}`],
    [named('release'), about.release ?? about.generation ?? ''],
    [named('level'), about.level],
    [named('method'), about.method],
    [named('synthetic'), named(about.synthetic ? 'yes' : 'no')],
  ]
  const said = [
    ...about.notes.map(({ code, text }) => [code, text]),
    ...[...about.breaks, ...about.events].map(({ on, title }) => [`${named('law')}, ${on}`, title]),
    ...about.incomplete.map(({ period, coveredTo }) => [
      named('incomplete'),
      `${periodLabel(period, catalog.jurisdiction)}: – ${coveredTo}`,
    ]),
  ]
  const defined = asked.map(({ label, definition }) => [label[language], definition[language]])
  const sources = [[named('source'), about.source]]
  return [
    pairSheet(named('about'), facts),
    pairSheet(named('notes'), said),
    pairSheet(named('definitions'), defined),
    pairSheet(named('sources'), sources),
  ]
}
