import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral } from '#foundation'
import { type Code, codeList, type Jurisdiction, unknownCode } from '#jurisdictions'

/** Writes the tables of the jurisdiction that counting needs into the facts, so that a generation explains itself. */
export async function writeCodeTables(connection: DuckDBConnection, jurisdiction: Jurisdiction): Promise<void> {
  await connection.run(`create or replace table facts.codes
    (list varchar, position integer, code varchar, parent varchar, severity integer, term varchar, ky varchar, ru varchar, en varchar)`)
  const codes = [...jurisdiction.lists.values()].flatMap((list) =>
    list.codes.map((code, position) => codeRow(list.name, position, code)),
  )
  await connection.run(`insert into facts.codes values ${codes.join(', ')}`)
  await connection.run(
    'create or replace table facts.statutory_maxima (article varchar, regime varchar, months double)',
  )
  const rows = jurisdiction.crosswalks.get('articles')?.rows ?? []
  const articles = rows.filter((row) => row.statutoryMaxMonths !== null)
  if (articles.length === 0) return
  const maxima = articles.map(
    (row) => `(${quoteLiteral(row.source)}, ${quoteLiteral(row.regime)}, ${row.statutoryMaxMonths})`,
  )
  await connection.run(`insert into facts.statutory_maxima values ${maxima.join(', ')}`)
}

/** The band of a number, as an expression: bands are half-open, and what is missing or outside is not recorded. */
export function bandOf(value: string, jurisdiction: Jurisdiction, list: string): string {
  const bands = codeList(jurisdiction, list).codes.filter(({ from }) => from !== undefined)
  const cases = bands.map(
    ({ code, from, to }) => `when ${value} >= ${from} and ${value} < ${to} then ${quoteLiteral(code)}`,
  )
  return `case ${cases.join(' ')} else ${quoteLiteral(unknownCode)} end`
}

/** The parent of a code, as an expression over the enumeration of its list. */
export function parentOf(column: string, jurisdiction: Jurisdiction, list: string): string {
  return parentExpression(quoteIdentifier(column), codeList(jurisdiction, list).codes)
}

/** The parent of the code that an expression gives. */
export function parentExpression(expression: string, codes: readonly Code[]): string {
  const cases = codes.map(({ code, parent = unknownCode }) => `when ${quoteLiteral(code)} then ${quoteLiteral(parent)}`)
  return `case ${expression} ${cases.join(' ')} end`
}

function codeRow(list: string, position: number, { code, parent, severity, term, label }: Code): string {
  const texts = [label.ky, label.ru, label.en].map(quoteLiteral)
  const optional = (text: string | undefined) => (text === undefined ? 'null' : quoteLiteral(text))
  return `(${quoteLiteral(list)}, ${position}, ${quoteLiteral(code)}, ${optional(parent)}, ${severity ?? 'null'}, ${optional(term)}, ${texts.join(', ')})`
}
