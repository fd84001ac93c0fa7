import { quoteIdentifier, quoteLiteral, Refusal, selectRows } from '#foundation'
import { lineScan } from './csv.ts'
import { decode } from './decode.ts'
import { type Extract, noLines, type PlainFile } from './extract.ts'
import { matchColumns } from './match-columns.ts'
import { commaColumns } from './number-cells.ts'

/**
 * Opens JSON Lines: one object a line. The columns are the keys of all objects.
 *
 * @throws {@link Refusal} `NOT_JSON_LINES`, or what is wrong with the columns
 */
export async function openJsonLines({ connection, path: raw, file, contract }: PlainFile): Promise<Extract> {
  const { path } = await decode(raw, file, ['utf-8'])
  const lines = lineScan(path)
  const isRow = `json_valid(line) and json_type(line) = 'OBJECT'`
  const keys = await selectRows<{ name: string }>(
    connection,
    `select name from (
       select unnest(json_keys(line)) as name, n from (select line, row_number() over () as n from ${lines} where ${isRow})
     ) group by name order by min(n), name`,
  )
  if (keys.length === 0) throw new Refusal('NOT_JSON_LINES', 'No line of the file is a JSON object.', { file })
  const columns = keys.map(({ name }) => name)
  const empty = contract.format.empty.map(quoteLiteral).join(', ')
  const commas = commaColumns(contract)
  const cells = columns.map((name) => {
    const path = quoteLiteral(pathOf(name))
    const text = `json_extract_string(line, ${path})`
    const isNumber = `json_type(line, ${path}) <> 'VARCHAR'`
    const cell = commas.has(name) ? `if(${isNumber}, replace(${text}, '.', ','), ${text})` : text
    return `case when ${cell} not in (${empty}) then ${cell} end as ${quoteIdentifier(name)}`
  })
  return {
    header: matchColumns(columns, file, contract),
    lines,
    rows: `(select ${cells.join(', ')} from ${lines} where ${isRow})`,
    malformed: `(select "row", line from (select line, row_number() over () as "row" from ${lines}) where not (${isRow}) and trim(line) <> '')`,
    besides: noLines,
    typed: true,
    notes: [],
  }
}

/** A JSON Pointer (RFC 6901): it reads any key as it is. */
function pathOf(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
