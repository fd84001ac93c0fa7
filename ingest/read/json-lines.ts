import { quoteIdentifier, quoteLiteral, Refusal, selectRow, selectRows } from '#foundation'
import { type Extract, noLines, type PlainFile } from '../table/extract.ts'
import { cellErrorMark } from './cell-errors.ts'
import { lineScan } from './csv.ts'
import { decode } from './decode.ts'
import { matchColumns } from './match-columns.ts'
import { commaColumns } from './number-cells.ts'
import { tidyText } from './tidy-text.ts'

/**
 * Opens JSON Lines: one object a line. The columns are the keys of all objects.
 *
 * @throws {@link Refusal} `NOT_JSON_LINES`, or what is wrong with the columns
 */
export async function openJsonLines({ connection, path: raw, file, contract }: PlainFile): Promise<Extract> {
  const path = await tidyText((await decode(raw, file, ['utf-8'])).path, file)
  const lines = lineScan(path)
  // Conditions joined by "and" are asked in any order, and the type of what is no JSON is an error.
  const isRow = `case when json_valid(line) then json_type(line) = 'OBJECT' else false end`
  const keys = await selectRows<{ name: string }>(
    connection,
    `select name from (
       select unnest(json_keys(line)) as name, n from (select line, row_number() over () as n from ${lines} where ${isRow})
     ) group by name order by min(n), name`,
  )
  if (keys.length === 0) throw new Refusal('NOT_JSON_LINES', 'No line of the file is a JSON object.', { file })
  await requireKeysOnce(connection, `(select line, row_number() over () as n from ${lines})`, isRow, file)
  const columns = keys.map(({ name }) => name)
  // Values are cells: a list or an object is none. Where a line holds one it is looked for cell by cell.
  const { nested } = await selectRow<{ nested: boolean }>(
    connection,
    `select coalesce(bool_or(regexp_matches(line, ':\\s*[\\[{]')), false) as nested from ${lines}`,
  )
  const empty = contract.format.missing_values.map(quoteLiteral).join(', ')
  const commas = commaColumns(contract)
  const cells = columns.map((name) => {
    const { text, type } = partOf(name)
    const value = commas.has(name) ? `if(${type} <> 'VARCHAR', replace(${text}, '.', ','), ${text})` : text
    const cell = nested ? `if(${isNested(type)}, ${quoteLiteral(cellErrorMark)}, ${value})` : value
    return `case when ${cell} not in (${empty}) then ${cell} end as ${quoteIdentifier(name)}`
  })
  const inside = columns.map((name) => {
    const { text, type } = partOf(name)
    return `select ${text} as line from ${lines} where case when ${isRow} then ${isNested(type)} end`
  })
  return {
    header: matchColumns(columns, file, contract),
    lines,
    rows: `(select ${cells.join(', ')} from ${lines} where ${isRow})`,
    malformed: `(select "row", line from (select line, row_number() over () as "row" from ${lines}) where not (${isRow}) and trim(line) <> '')`,
    blanks: `(select "row" from (select line, row_number() over () as "row" from ${lines}) where coalesce(trim(line), '') = '')`,
    besides: nested ? `(${inside.join(' union all ')})` : noLines,
    text: { path, delimiter: undefined, above: 0, cells: 1, subtotals: [], lineBreaks: false },
    cellErrors: nested,
    typed: true,
    notes: [],
  }
}

/** Readers differ in which of two values they take. @throws {@link Refusal} `REPEATED_KEY` */
async function requireKeysOnce(
  connection: PlainFile['connection'],
  numbered: string,
  isRow: string,
  file: string,
): Promise<void> {
  const { line } = await selectRow<{ line: number | null }>(
    connection,
    `select min(n) as line from ${numbered} where case when ${isRow} then len(json_keys(line)) <> list_unique(json_keys(line)) end`,
  )
  if (line === null) return
  const advice = `The object in line ${line} has the same key twice. Write each key once.`
  throw new Refusal('REPEATED_KEY', advice, { file, line })
}

/** What stands under a key of the object in a line, and its type, as SQL. */
function partOf(key: string): { readonly text: string; readonly type: string } {
  const path = quoteLiteral(pathOf(key))
  return { text: `json_extract_string(line, ${path})`, type: `json_type(line, ${path})` }
}

function isNested(type: string): string {
  return `${type} in ('OBJECT', 'ARRAY')`
}

/** A JSON Pointer (RFC 6901): it reads any key as it is. */
function pathOf(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
